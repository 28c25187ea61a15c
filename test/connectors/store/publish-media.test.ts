import { describe, expect, it } from 'vitest';
import { builtInMedia } from '../../../functions/connectors/store/built-in-media.ts';
import type { MediaEntry, MediaStore } from '../../../functions/connectors/store/media-store.ts';
import { type Publication, publicationKey } from '../../../functions/connectors/store/publication.ts';
import {
  type PublishRequest,
  publishMedia,
  revertMedia,
} from '../../../functions/connectors/store/publish-media.ts';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import { crashEverywhere } from '../../platform/memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../../platform/memory/memory-platform.ts';
import { auditOf } from '../../platform/runs/run-fixtures.ts';
import { mediaEntry } from './media-store-contract.ts';

const [a, b, c] = ['a', 'b', 'c'].map(mediaEntry) as [MediaEntry, MediaEntry, MediaEntry];
const actor = { kind: 'person', id: 'li' } as const;

function publish(
  platform: MemoryPlatform,
  id: string,
  entry: MediaEntry,
  over: Partial<PublishRequest> = {},
) {
  const [run = ''] = id.split('-');
  const request = { id, store: 'shop', run, sku: 'SKU-1', position: 1, entry, actor, ...over };
  return publishMedia(platform, builtInMedia(platform.records), request);
}

const revert = (platform: MemoryPlatform, id: string) =>
  revertMedia(platform, builtInMedia(platform.records), 'shop', id, actor);

/** What the catalogue shows; read past the platform, so that it counts as no call. */
const shown = async (platform: MemoryPlatform) =>
  (await builtInMedia(platform.inspection.records).read('shop', 'SKU-1', 1))?.entry;

/** Somebody changes the catalogue with other means than ours. */
async function meddle(platform: MemoryPlatform, entry: MediaEntry | undefined): Promise<void> {
  const media = builtInMedia(platform.inspection.records);
  const present = await media.read('shop', 'SKU-1', 1);
  if (entry !== undefined) await media.write('shop', 'SKU-1', 1, entry, present ?? 'nothing');
  else if (present !== undefined) await media.remove('shop', 'SKU-1', 1, present);
}

const publication = async (platform: MemoryPlatform, id: string) =>
  (await platform.inspection.records.get<Publication>(publicationKey('shop', id)))?.data;

const actions = (platform: MemoryPlatform, run: string) =>
  auditOf(platform, `run/${run}`).map((entry) => entry.action);

async function having(
  ...steps: ((platform: MemoryPlatform) => Promise<unknown> | undefined)[]
): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform();
  for (const step of steps) await step(platform);
  return platform;
}

describe('publishing a picture', () => {
  it('puts it into the catalogue, keeps what it replaced, and is on record with both', async () => {
    const platform = await having((p) => publish(p, 'r1-1', a));
    expect(await publication(platform, 'r1-1')).toMatchObject({ status: 'published', replaced: 'nothing' });
    const second = await publish(platform, 'r2-1', b);
    expect(second).toMatchObject({ outcome: 'published', publication: { status: 'published', replaced: a } });
    expect(await shown(platform)).toEqual(b);
    expect(auditOf(platform, 'run/r2')).toMatchObject([
      { action: 'media.published', actor, subject: 'product/SKU-1/1', before: a, after: b },
    ]);
  });

  it('again with the same id changes nothing, also when a newer one stands there', async () => {
    const platform = await having(
      (p) => publish(p, 'r1-1', a),
      (p) => publish(p, 'r2-1', b),
    );
    const before = platform.inspection.records.all();
    expect(await publish(platform, 'r1-1', a)).toMatchObject({ outcome: 'published' });
    expect(platform.inspection.records.all()).toEqual(before);
  });

  it.each([
    ['into an empty position', () => having(), 'nothing'],
    ['over an earlier one', () => having((p) => publish(p, 'r0-1', b)), b],
    ['over the same files', () => having((p) => publish(p, 'r0-1', a)), a],
    [
      'after a revert to empty',
      () =>
        having(
          (p) => publish(p, 'r0-1', b),
          (p) => revert(p, 'r0-1'),
        ),
      'nothing',
    ],
  ] as const)(
    '%s is one publication with the right predecessor when the process dies at any call and it is repeated',
    async (_, prepare, replaced) => {
      const crashes = await crashEverywhere(
        prepare,
        (platform) => publish(platform, 'r1-1', a),
        async (platform, crashed) => {
          expect(await publish(platform, 'r1-1', a), crashed).toMatchObject({ outcome: 'published' });
          expect(await publication(platform, 'r1-1'), crashed).toMatchObject({
            status: 'published',
            replaced,
          });
          expect(await shown(platform), crashed).toEqual(a);
          expect(actions(platform, 'r1'), crashed).toEqual(['media.published']);
          expect(await verifyAudit(platform, 'shop'), crashed).toMatchObject({ ok: true });
        },
      );
      expect(crashes).toBeGreaterThanOrEqual(14);
    },
  );

  it('by the next attempt finds what the one that died had written to be ours, and can revert all of it', async () => {
    await crashEverywhere(
      () => having((p) => publish(p, 'r0-1', b)),
      (platform) => publish(platform, 'r1-1', a),
      async (platform, crashed) => {
        expect(await publish(platform, 'r1-2', a), crashed).toMatchObject({ outcome: 'published' });
        const { status } = (await publication(platform, 'r1-1')) ?? {};
        if (status === 'published') return;
        expect(await revert(platform, 'r1-2'), crashed).toMatchObject({ outcome: 'published' });
        expect(await shown(platform), crashed).toEqual(b);
      },
    );
  });

  it('of another picture goes on over what one that died had written', async () => {
    await crashEverywhere(
      () => having((p) => publish(p, 'r0-1', b)),
      (platform) => publish(platform, 'r1-1', a),
      async (platform, crashed) => {
        expect(await publish(platform, 'r2-1', c), crashed).toMatchObject({ outcome: 'published' });
        expect(await shown(platform), crashed).toEqual(c);
      },
    );
  });
});

describe('a copy that somebody else changed', () => {
  it.each([
    ['before we ever published', () => having((p) => meddle(p, c))],
    [
      'after our last publication',
      () =>
        having(
          (p) => publish(p, 'r0-1', b),
          (p) => meddle(p, c),
        ),
    ],
    [
      'after our revert',
      () =>
        having(
          (p) => publish(p, 'r0-1', b),
          (p) => revert(p, 'r0-1'),
          (p) => meddle(p, c),
        ),
    ],
  ] as const)('%s is left alone and shown', async (_, prepare) => {
    const platform = await prepare();
    expect(await publish(platform, 'r1-1', a)).toEqual({
      outcome: 'conflict',
      standing: 'theirs',
      theirs: c,
    });
    // Repeated by the machine, or by another photo: still theirs.
    expect(await publish(platform, 'r1-1', a)).toEqual({
      outcome: 'conflict',
      standing: 'theirs',
      theirs: c,
    });
    expect(await publish(platform, 'r2-1', b)).toEqual({
      outcome: 'conflict',
      standing: 'theirs',
      theirs: c,
    });
    expect(await shown(platform)).toEqual(c);
    expect(actions(platform, 'r1')).toEqual([]);
    await expect(revert(platform, 'r1-1')).rejects.toMatchObject({ code: 'PublicationUnknown' });
  });

  it('is replaced by the next attempt of the run that stopped at it, which a person asked for', async () => {
    const platform = await having(
      (p) => meddle(p, c),
      (p) => publish(p, 'r1-1', a),
    );
    expect(await publish(platform, 'r1-2', a)).toMatchObject({ outcome: 'published' });
    expect(await publication(platform, 'r1-2')).toMatchObject({ replaced: c });
    await revert(platform, 'r1-2');
    expect(await shown(platform)).toEqual(c);
  });

  it('is not replaced when it was changed once more since it was shown', async () => {
    const platform = await having(
      (p) => meddle(p, c),
      (p) => publish(p, 'r1-1', a),
      (p) => meddle(p, b),
    );
    expect(await publish(platform, 'r1-2', a)).toEqual({
      outcome: 'conflict',
      standing: 'theirs',
      theirs: b,
    });
    expect(await publish(platform, 'r1-3', a)).toMatchObject({ outcome: 'published' });
  });

  it('between our look and our write is left alone too', async () => {
    const platform = await having((p) => publish(p, 'r0-1', b));
    const media = builtInMedia(platform.records);
    const racing = {
      ...media,
      write: async (...given: Parameters<typeof media.write>) => {
        await meddle(platform, c);
        return await media.write(...given);
      },
    };
    const request = { id: 'r1-1', store: 'shop', run: 'r1', sku: 'SKU-1', position: 1, entry: a, actor };
    expect(await publishMedia(platform, racing, request)).toEqual({
      outcome: 'conflict',
      standing: 'theirs',
      theirs: c,
    });
    expect(await shown(platform)).toEqual(c);
  });

  it('by taking it away leaves an empty position, which is free', async () => {
    const platform = await having(
      (p) => publish(p, 'r0-1', b),
      (p) => meddle(p, undefined),
    );
    expect(await publish(platform, 'r1-1', a)).toMatchObject({ publication: { replaced: 'nothing' } });
  });
});

describe('a photo that came later than the one that is published', () => {
  const early = { order: '2026-11-20T08:00:00Z' };
  const late = { order: '2026-11-20T09:00:00Z' };

  it('keeps its place, and the older one is told so', async () => {
    const platform = await having((p) => publish(p, 'r2-1', b, late));
    const stopped = { outcome: 'conflict', standing: 'newer', theirs: b };
    expect(await publish(platform, 'r1-1', a, early)).toEqual(stopped);
    expect(await publish(platform, 'r1-1', a, early)).toEqual(stopped);
    // One whose time nobody knows counts as the oldest.
    expect(await publish(platform, 'r0-1', c)).toEqual(stopped);
    expect(await shown(platform)).toEqual(b);
    expect(actions(platform, 'r1')).toEqual([]);
  });

  it('gives way when a person runs the older one again, and is put back by a revert', async () => {
    const platform = await having(
      (p) => publish(p, 'r2-1', b, late),
      (p) => publish(p, 'r1-1', a, early),
    );
    expect(await publish(platform, 'r1-2', a, early)).toMatchObject({ outcome: 'published' });
    expect(await shown(platform)).toEqual(a);
    await revert(platform, 'r1-2');
    expect(await shown(platform)).toEqual(b);
    // It is the newer one again.
    expect(await publish(platform, 'r3-1', c, early)).toMatchObject({ standing: 'newer' });
  });

  it('takes the older one’s place, as always', async () => {
    const platform = await having((p) => publish(p, 'r1-1', a, early));
    expect(await publish(platform, 'r2-1', b, late)).toMatchObject({ outcome: 'published' });
    expect(await publish(platform, 'r3-1', c, late)).toMatchObject({ outcome: 'published' });
  });

  it.each([
    ['reverted', (p: MemoryPlatform) => revert(p, 'r2-1')],
    ['taken away by somebody', (p: MemoryPlatform) => meddle(p, undefined)],
  ] as const)('does not stand in the way once it was %s', async (_, away) => {
    const platform = await having((p) => publish(p, 'r2-1', b, late), away);
    expect(await publish(platform, 'r1-1', a, early)).toMatchObject({ outcome: 'published' });
  });

  it('stays also when the process that put it there died at any call', async () => {
    await crashEverywhere(
      () => having((p) => publish(p, 'r0-1', c, early)),
      (platform) => publish(platform, 'r2-1', b, late),
      async (platform, crashed) => {
        const isThere = (await shown(platform))?.asset === b.asset;
        const older = await publish(platform, 'r1-1', a, early);
        expect(older.outcome, crashed).toBe(isThere ? 'conflict' : 'published');
        expect(await publish(platform, 'r2-1', b, late), crashed).toMatchObject({ outcome: 'published' });
        expect(await shown(platform), crashed).toEqual(b);
      },
    );
  });
});

describe('a write whose answer was lost, and which the client repeated by itself', () => {
  /** Each write takes effect, and then meets itself. */
  function twice(platform: MemoryPlatform): MediaStore {
    const media = builtInMedia(platform.records);
    return {
      ...media,
      write: async (...given) => {
        await media.write(...given);
        return await media.write(...given);
      },
      remove: async (...given) => {
        await media.remove(...given);
        await media.remove(...given);
      },
    };
  }

  it.each([
    ['into an empty position', undefined],
    ['over an earlier picture', b],
  ] as const)('%s is ours, and so is its revert', async (_, before) => {
    const platform = await having((p) => before && publish(p, 'r0-1', before));
    const request = { id: 'r1-1', store: 'shop', run: 'r1', sku: 'SKU-1', position: 1, entry: a, actor };
    expect(await publishMedia(platform, twice(platform), request)).toMatchObject({
      outcome: 'published',
      publication: { status: 'published', replaced: before ?? 'nothing' },
    });
    expect(await shown(platform)).toEqual(a);
    expect(await revertMedia(platform, twice(platform), 'shop', 'r1-1', actor)).toMatchObject({
      outcome: 'published',
      publication: { status: 'reverted' },
    });
    expect(await shown(platform)).toEqual(before);
    expect(actions(platform, 'r1')).toEqual(['media.published', 'media.reverted']);
    expect(await publish(platform, 'r2-1', c)).toMatchObject({ outcome: 'published' });
  });
});

describe('reverting a publication', () => {
  it('puts back what it replaced, once, with one entry that says from what to what', async () => {
    const platform = await having(
      (p) => publish(p, 'r1-1', a),
      (p) => publish(p, 'r2-1', b),
    );
    expect(await revert(platform, 'r2-1')).toMatchObject({ publication: { status: 'reverted' } });
    const before = platform.inspection.records.all();
    expect(await revert(platform, 'r2-1')).toMatchObject({ outcome: 'published' });
    expect(platform.inspection.records.all()).toEqual(before);
    expect(await shown(platform)).toEqual(a);
    expect(auditOf(platform, 'run/r2')).toMatchObject([
      { action: 'media.published' },
      { action: 'media.reverted', actor, before: b, after: a },
    ]);
  });

  it('of the first one leaves the position empty again, and free', async () => {
    const platform = await having(
      (p) => publish(p, 'r1-1', a),
      (p) => revert(p, 'r1-1'),
    );
    expect(await shown(platform)).toBeUndefined();
    expect(await publish(platform, 'r2-1', b)).toMatchObject({ publication: { replaced: 'nothing' } });
  });

  it('goes back step by step, newest first', async () => {
    const platform = await having(
      (p) => publish(p, 'r1-1', a),
      (p) => publish(p, 'r2-1', b),
      (p) => publish(p, 'r3-1', c),
    );
    for (const [id, left] of [
      ['r3-1', b],
      ['r2-1', a],
      ['r1-1', undefined],
    ] as const) {
      expect(await revert(platform, id), id).toMatchObject({ outcome: 'published' });
      expect(await shown(platform), id).toEqual(left);
    }
  });

  it('after a newer publication is a conflict that shows the newer one', async () => {
    const platform = await having(
      (p) => publish(p, 'r1-1', a),
      (p) => publish(p, 'r2-1', b),
    );
    expect(await revert(platform, 'r1-1')).toEqual({ outcome: 'conflict', standing: 'theirs', theirs: b });
    expect(await shown(platform)).toEqual(b);
  });

  it.each([
    ['changed it', c],
    ['took it away', undefined],
  ] as const)('after somebody else %s is a conflict', async (_, theirs) => {
    const platform = await having(
      (p) => publish(p, 'r1-1', a),
      (p) => publish(p, 'r2-1', b),
      (p) => meddle(p, theirs),
    );
    expect(await revert(platform, 'r2-1')).toEqual({ outcome: 'conflict', standing: 'theirs', theirs });
    expect(await shown(platform)).toEqual(theirs);
    expect(actions(platform, 'r2')).toEqual(['media.published']);
  });

  it.each([
    [
      'to an earlier one',
      () =>
        having(
          (p) => publish(p, 'r0-1', b),
          (p) => publish(p, 'r1-1', a),
        ),
      b,
    ],
    ['to an empty position', () => having((p) => publish(p, 'r1-1', a)), undefined],
  ] as const)(
    '%s ends the same when the process dies at any call and it is repeated',
    async (_, prepare, left) => {
      await crashEverywhere(
        prepare,
        (platform) => revert(platform, 'r1-1'),
        async (platform, crashed) => {
          expect(await revert(platform, 'r1-1'), crashed).toMatchObject({ outcome: 'published' });
          expect(await shown(platform), crashed).toEqual(left);
          expect(actions(platform, 'r1'), crashed).toEqual(['media.published', 'media.reverted']);
          expect(await publish(platform, 'r2-1', c), crashed).toMatchObject({ outcome: 'published' });
        },
      );
    },
  );

  it('that died and was not repeated does not stand in the way of the next publication', async () => {
    await crashEverywhere(
      () =>
        having(
          (p) => publish(p, 'r0-1', b),
          (p) => publish(p, 'r1-1', a),
        ),
      (platform) => revert(platform, 'r1-1'),
      async (platform, crashed) => {
        expect(await publish(platform, 'r2-1', c), crashed).toMatchObject({ outcome: 'published' });
      },
    );
  });

  it('of an unknown one is refused', async () => {
    const platform = createMemoryPlatform();
    await expect(revert(platform, 'r1-1')).rejects.toMatchObject({ code: 'PublicationUnknown' });
  });
});
