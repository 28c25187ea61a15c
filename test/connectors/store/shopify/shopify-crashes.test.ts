import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { builtInMedia } from '../../../../functions/connectors/store/built-in-media.ts';
import { publishMedia, revertMedia } from '../../../../functions/connectors/store/publish-media.ts';
import type { Send } from '../../../../functions/connectors/store/shopify/admin-client.ts';
import { crashEverywhere } from '../../../platform/memory/crash-everywhere.ts';
import { Crash } from '../../../platform/memory/memory-platform.ts';
import { auditOf } from '../../../platform/runs/run-fixtures.ts';
import { mediaEntry } from '../media-store-contract.ts';
import type { ScriptedShopify } from './scripted-shopify.ts';
import { type ConnectedShop, connectedShop, mediaOf } from './shopify-shop.ts';

const [a, b, c] = ['a', 'b', 'c'].map(mediaEntry) as [
  ReturnType<typeof mediaEntry>,
  ReturnType<typeof mediaEntry>,
  ReturnType<typeof mediaEntry>,
];
const sum = (mark: string) => createHash('sha256').update(mark).digest('hex');
const actor = { kind: 'person', id: 'li' } as const;

function publish(connected: ConnectedShop, id: string, entry = a, position = 2, send?: Send) {
  const [run = ''] = id.split('-');
  const media = mediaOf(connected.platform, send ?? connected.shopify.inProcess);
  return publishMedia(connected.platform, media, {
    id,
    store: 'shop',
    run,
    sku: 'SKU-1',
    position,
    entry,
    actor,
  });
}

function revert(connected: ConnectedShop, id: string, send?: Send) {
  const media = mediaOf(connected.platform, send ?? connected.shopify.inProcess);
  return revertMedia(connected.platform, media, 'shop', id, actor);
}

/** Longer than the function that published may have lived. */
const outlive = (connected: ConnectedShop) => connected.platform.inspection.advance(76_000);

/** Three positions, ours and one that the merchant added at the end. */
async function stocked(): Promise<ConnectedShop> {
  const connected = await connectedShop();
  await publish(connected, 'p1-1', b, 1);
  await publish(connected, 'p3-1', b, 3);
  connected.shop.merchantAdds(connected.product, 'merchant.jpg');
  return connected;
}

const merchant = sum('merchant.jpg');
const inCatalogue = async ({ platform }: ConnectedShop, position = 2) =>
  (await builtInMedia(platform.inspection.records).read('shop', 'SKU-1', position))?.entry;

/**
 * Runs a step once for each request to Shopify that it makes, with the process dying before the request, after it, and with
 * only its answer lost.
 */
async function dieAtEveryRequest(
  prepare: () => Promise<ConnectedShop>,
  step: (connected: ConnectedShop, send: Send) => Promise<unknown>,
  afterwards: (connected: ConnectedShop, died: string) => Promise<void>,
): Promise<number> {
  let deaths = 0;
  for (const moment of ['before', 'after', 'lost'] as const) {
    for (let at = 1; ; at++) {
      const connected = await prepare();
      const outcome = await step(connected, dyingSend(connected.shopify, at, moment)).then(
        () => undefined,
        (error: Error) => error,
      );
      if (outcome === undefined) break;
      if (!(outcome instanceof Crash)) throw outcome;
      deaths += 1;
      await afterwards(connected, `${moment} request ${at}, ${connected.shopify.requests.at(-1)}`);
      expect(at).toBeLessThan(60);
    }
  }
  return deaths;
}

function dyingSend(shopify: ScriptedShopify, at: number, moment: 'before' | 'after' | 'lost'): Send {
  let number = 0;
  return async (...given) => {
    number += 1;
    if (number === at && moment === 'before') throw new Crash(`before request ${at}`);
    const answer = await shopify.inProcess(...given);
    // An answer that never came: the client says so as a fault, and the process lives on to note it.
    if (number === at) throw new Crash(`${moment} request ${at}`);
    return answer;
  };
}

describe('publishing to Shopify', () => {
  it.each([
    ['into an empty position', stocked, [sum('b'), sum('a'), sum('b'), merchant]],
    [
      'over an earlier picture of ours',
      async () => {
        const connected = await stocked();
        await publish(connected, 'r0-1', c);
        return connected;
      },
      [sum('b'), sum('a'), sum('b'), merchant],
    ],
  ] as const)(
    '%s shows one picture at its place when the process dies anywhere and the step is repeated',
    async (_, prepare, shown) => {
      const check = async (connected: ConnectedShop, died: string) => {
        expect(await publish(connected, 'r1-1'), died).toMatchObject({ outcome: 'published' });
        expect(connected.shop.shown(connected.product), died).toEqual(shown);
        expect(await inCatalogue(connected), died).toEqual(a);
        expect(auditOf(connected.platform, 'run/r1'), died).toHaveLength(1);
        const uploads = [...connected.shop.files.values()].filter(({ bytes }) => bytes.toString() === 'a');
        expect(uploads, died).toHaveLength(1);
      };
      const deaths = await dieAtEveryRequest(
        prepare,
        (connected, send) => publish(connected, 'r1-1', a, 2, send),
        check,
      );
      expect(deaths).toBeGreaterThan(25);
      let connected: ConnectedShop | undefined;
      const crashes = await crashEverywhere(
        async () => {
          connected = await prepare();
          return connected.platform;
        },
        () => publish(connected as ConnectedShop, 'r1-1'),
        (_platform, died) => check(connected as ConnectedShop, died),
      );
      expect(crashes).toBeGreaterThan(25);
    },
  );

  it('of another picture over what a dead attempt left shows the other one only', async () => {
    await dieAtEveryRequest(
      stocked,
      (connected, send) => publish(connected, 'r1-1', a, 2, send),
      async (connected, died) => {
        outlive(connected);
        expect(await publish(connected, 'r2-1', c), died).toMatchObject({ outcome: 'published' });
        expect(connected.shop.shown(connected.product), died).toEqual([
          sum('b'),
          sum('c'),
          sum('b'),
          merchant,
        ]);
      },
    );
  });

  it('of files without one for Shopify leaves there what stood there before a dead attempt', async () => {
    await dieAtEveryRequest(
      async () => {
        const connected = await stocked();
        await publish(connected, 'r0-1', c);
        return connected;
      },
      (connected, send) => publish(connected, 'r1-1', a, 2, send),
      async (connected, died) => {
        outlive(connected);
        const elsewhere = { ...a, files: a.files.filter(({ channel }) => channel !== 'shopify') };
        expect(await publish(connected, 'r2-1', elsewhere), died).toMatchObject({ outcome: 'published' });
        expect(connected.shop.shown(connected.product), died).toEqual([
          sum('b'),
          sum('c'),
          sum('b'),
          merchant,
        ]);
      },
    );
  });
});

describe('reverting in Shopify', () => {
  it.each([
    [
      'to an earlier picture of ours',
      async () => {
        const connected = await stocked();
        await publish(connected, 'r0-1', c);
        await publish(connected, 'r1-1', a);
        return connected;
      },
      [sum('b'), sum('c'), sum('b'), merchant],
    ],
    [
      'to an empty position',
      async () => {
        const connected = await stocked();
        await publish(connected, 'r1-1', a);
        return connected;
      },
      [sum('b'), sum('b'), merchant],
    ],
    [
      "to the merchant's own picture",
      async () => {
        const connected = await connectedShop();
        await publish(connected, 'p1-1', b, 1);
        connected.shop.merchantAdds(connected.product, 'merchant.jpg');
        await publish(connected, 'r1-0', a);
        await publish(connected, 'r1-1', a);
        return connected;
      },
      [sum('b'), merchant],
    ],
  ] as const)(
    '%s ends the same when the process dies anywhere and it is repeated',
    async (_, prepare, shown) => {
      const check = async (connected: ConnectedShop, died: string) => {
        outlive(connected);
        expect(await revert(connected, 'r1-1'), died).toMatchObject({ outcome: 'published' });
        expect(connected.shop.shown(connected.product), died).toEqual(shown);
        expect(
          auditOf(connected.platform, 'run/r1').map(({ action }) => action),
          died,
        ).toEqual(['media.published', 'media.reverted']);
      };
      const deaths = await dieAtEveryRequest(
        prepare,
        (connected, send) => revert(connected, 'r1-1', send),
        check,
      );
      expect(deaths).toBeGreaterThanOrEqual(12);
      let connected: ConnectedShop | undefined;
      await crashEverywhere(
        async () => {
          connected = await prepare();
          return connected.platform;
        },
        () => revert(connected as ConnectedShop, 'r1-1'),
        (_platform, died) => check(connected as ConnectedShop, died),
      );
    },
  );
});
