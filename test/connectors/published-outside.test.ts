import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectorsOutside } from '../../functions/connectors/connectors-outside.ts';
import { builtInMedia } from '../../functions/connectors/store/built-in-media.ts';
import { publishTask } from '../../functions/image-assets/publish-assets.handler.ts';
import { readCalls } from '../../functions/platform/outbound/outward-calls.ts';
import { requestOutside } from '../../functions/platform/outbound/request-outside.ts';
import { routesWith } from '../../functions/platform/publications/publications-api.handler.ts';
import { makePictures, perform, selectChannels, startPhoto, studioPhoto } from '../image-assets/photo-job.ts';
import { addMembers, call } from '../platform/handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { runNow, set } from '../platform/runs/run-fixtures.ts';
import { ScriptedWebdav } from './dam/scripted-webdav.ts';
import type { ScriptedShop } from './store/shopify/scripted-shop.ts';
import { ScriptedShopify, TOKEN } from './store/shopify/scripted-shopify.ts';

/** Channels of small pictures: the shop's own is 2048 pixels wide, that is most of this test's time. */
const CHANNELS = ['shopify', 'web-thumbnail'];

interface Connected {
  readonly platform: MemoryPlatform;
  readonly shopify: ScriptedShopify;
  readonly shop: ScriptedShop;
  readonly outside: ConnectorsOutside;
  readonly waits: number[];
  publish(attempt?: number): Promise<unknown>;
}

const webdav = new ScriptedWebdav();
let url = '';
/** Made once: what is published does not depend on how. */
let made: { platform: MemoryPlatform; job: object; asset: object };
beforeAll(async () => {
  url = await webdav.listen();
  const platform = createMemoryPlatform();
  await selectChannels(platform, CHANNELS);
  const job = await startPhoto(platform, await studioPhoto(undefined, undefined, 1200));
  const { asset } = await makePictures(platform, job);
  made = { platform, job, asset };
});
afterAll(() => webdav.close());

async function connected(): Promise<Connected> {
  webdav.empty();
  const platform = createMemoryPlatform();
  await addMembers(platform);
  await selectChannels(platform, CHANNELS);
  await startPhoto(platform, await studioPhoto(undefined, undefined, 1200));
  for (const { key } of await made.platform.inspection.objects.list('media', '')) {
    const body = await made.platform.inspection.objects.get({ bucket: 'media', key });
    await platform.inspection.objects.put({ bucket: 'media', key }, body, { contentType: 'x/y' });
  }
  const shopify = new ScriptedShopify();
  const shop = shopify.shop('blue-mug.myshopify.com');
  shop.addProduct('Blue mug', ['MUG-1']);
  await set(platform, 'store-connector', {
    kind: 'shopify',
    shop: 'blue-mug.myshopify.com',
    secretName: 'main',
  });
  await set(platform, 'dam', { kind: 'webdav', secretName: 'nas', rights: { creator: 'Studio 1' } });
  const waits: number[] = [];
  const secrets: Record<string, unknown> = {
    'shop/main': { accessToken: TOKEN },
    'shop/nas': { url, username: 'storehand', password: 'secret' },
  };
  const readSecret = async (name: string) => JSON.stringify(secrets[name]);
  const pause = async (milliseconds: number) => void waits.push(milliseconds);
  const outside: ConnectorsOutside = {
    store: { readSecret, send: shopify.inProcess, pause },
    dam: {
      readSecret,
      send: (at, request) => requestOutside(at, { ...request, allowLoopbackForTests: true }),
    },
    pause,
  };
  const publish = (attempt = 1) =>
    perform(platform, publishTask(outside), {
      ...made.job,
      attempt,
      asset: made.asset,
      decision: { decision: 'approve' },
    });
  return { platform, shopify, shop, outside, waits, publish };
}

const callsTo = async ({ platform }: Connected, connector: string) =>
  await readCalls(platform, { store: 'shop', connector }, 1);

const stageOf = async ({ platform }: Connected) =>
  (await runNow(platform)).stages.find(({ state }) => state === 'Publish');

describe('a published photo', () => {
  it('is in the catalogue, in Shopify and in the picture library, each file with what it is', async () => {
    const one = await connected();
    expect(await one.publish()).toMatchObject({ outcome: 'published', files: 2 });
    const entry = (await builtInMedia(one.platform.inspection.records).read('shop', 'MUG-1', 1))?.entry;
    const [product] = one.shop.products;
    const file = entry?.files.find(({ channel }) => channel === 'shopify');
    expect(product && one.shop.shown(product)).toEqual([file?.sha256]);
    const sidecars = [...webdav.files].filter(([path]) => path.endsWith('.json'));
    expect(sidecars.length).toBe((entry?.files.length ?? 0) + (entry?.derived?.length ?? 0));
    expect(sidecars.length * 2).toBe(webdav.files.size);
    const [, text] = sidecars.find(([path]) => path.includes('-shopify-')) ?? [];
    expect(JSON.parse(String(text))).toMatchObject({
      store: 'shop',
      sku: 'MUG-1',
      position: 1,
      use: 'channel',
      name: 'shopify',
      sha256: file?.sha256,
      digitalSourceType: expect.stringMatching(/^[a-z]\w+$/),
      evidence: { answer: expect.stringMatching(/pass|warn/) },
      rights: { creator: 'Studio 1' },
      run: 'run-1',
      publication: 'run-1-1',
    });
    expect(await stageOf(one)).toMatchObject({
      outcome: 'done',
      figures: { keptInLibrary: sidecars.length },
    });
    // The files' uploads go to the storage service, the rest to the API.
    expect(await callsTo(one, 'store-shopify')).toMatchObject({
      calls: one.shopify.requests.length,
      errors: 0,
    });
    expect(await callsTo(one, 'dam-webdav')).toMatchObject({ calls: sidecars.length, errors: 0 });
  });

  it('stays published when the library fails; that is noted, and a replay sends the rest', async () => {
    const one = await connected();
    webdav.fault = (method) => (method === 'PUT' ? { status: 500 } : undefined);
    expect(await one.publish()).toMatchObject({ outcome: 'published' });
    expect(one.waits.slice(-2)).toEqual([1000, 3000]);
    expect(await callsTo(one, 'dam-webdav')).toMatchObject({
      calls: 3,
      errors: 3,
      lastFailure: { code: 'DamFault' },
    });
    expect(await stageOf(one)).toMatchObject({
      outcome: 'warned',
      figures: { keptInLibrary: 0 },
      note: { en: expect.stringContaining('Replay this run'), zh: expect.stringContaining('重新运行') },
    });
    expect(one.shop.products[0]?.media).toHaveLength(1);
    webdav.fault = () => undefined;
    expect(await one.publish(2)).toMatchObject({ outcome: 'published' });
    expect(webdav.files.size).toBeGreaterThan(2);
    expect(one.shop.products[0]?.media).toHaveLength(1);
  });

  it('is published once when Shopify keeps us waiting between the tries of the machine', async () => {
    const one = await connected();
    one.shopify.fault = (operation) => (operation === 'UpdateFile' ? 'throttled' : undefined);
    await expect(one.publish()).rejects.toMatchObject({ name: 'RateLimitedError', retryAfterSeconds: 4 });
    // With HTTP 200, as Shopify has it.
    expect((await callsTo(one, 'store-shopify')).lastFailure).toMatchObject({ code: 'ShopifyBusy' });
    one.shopify.fault = () => undefined;
    expect(await one.publish()).toMatchObject({ outcome: 'published' });
    expect(one.shop.files.size).toBe(1);
  });

  it('is taken out of all three again by a revert', async () => {
    const one = await connected();
    await one.publish();
    const params = { id: 'run-1-1' };
    const route = 'POST /api/{store}/publications/{id}/revert';
    const answer = await call(one.platform, routesWith(one.outside), route, { params, sub: 'anna' });
    expect(answer).toMatchObject({ status: 200, body: { status: 'reverted' } });
    expect(answer.body).not.toHaveProperty('left');
    expect(await builtInMedia(one.platform.inspection.records).read('shop', 'MUG-1', 1)).toBeUndefined();
    expect(one.shop.products[0]?.media).toEqual([]);
    expect(webdav.files.size).toBe(0);
  });

  it('is reverted also when the library does not answer, and the answer says so', async () => {
    const one = await connected();
    await one.publish();
    webdav.fault = () => ({ status: 403 });
    const route = 'POST /api/{store}/publications/{id}/revert';
    const answer = await call(one.platform, routesWith(one.outside), route, {
      params: { id: 'run-1-1' },
      sub: 'anna',
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'reverted', left: { en: expect.any(String) } },
    });
    expect(one.shop.products[0]?.media).toEqual([]);
  });
});

describe('a connector whose setting or secret is wrong', () => {
  it('says so before anything is published, and never repeats the secret', async () => {
    const one = await connected();
    const readSecret = async () => '{"token": "top-secret"}';
    const publish = perform(
      one.platform,
      publishTask({ ...one.outside, store: { ...one.outside.store, readSecret } }),
      {
        ...made.job,
        asset: made.asset,
        decision: { decision: 'approve' },
      },
    );
    await expect(publish).rejects.toMatchObject({ name: 'ConfigurationError', code: 'StoreSecretInvalid' });
    await expect(publish).rejects.not.toThrow(/top-secret/);
    expect(one.shopify.requests).toEqual([]);
    expect(await callsTo(one, 'store-shopify')).toMatchObject({ calls: 1, errors: 1 });
  });

  it('of the library is noted on a photo that is published', async () => {
    const one = await connected();
    for (const [value, says] of [
      [{ kind: 'folder', rights: {} }, 'STOREHAND_DAM_FOLDER'],
      [{ kind: 'webdav', secretName: 'none', allowPrivateNetwork: false, rights: {} }, 'must be JSON'],
    ] as const) {
      await set(one.platform, 'dam', value);
      expect(await one.publish()).toMatchObject({ outcome: 'published' });
      expect(await stageOf(one)).toMatchObject({
        outcome: 'warned',
        note: { en: expect.stringContaining(says) },
      });
    }
  });
});
