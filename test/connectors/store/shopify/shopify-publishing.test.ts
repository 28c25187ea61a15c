import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { MediaEntry } from '../../../../functions/connectors/store/media-store.ts';
import {
  type PublishRequest,
  publishMedia,
  revertMedia,
} from '../../../../functions/connectors/store/publish-media.ts';
import { mediaEntry } from '../media-store-contract.ts';
import type { Fault } from './scripted-shopify.ts';
import { type ConnectedShop, connectedShop, mediaOf } from './shopify-shop.ts';

const [a, b, c] = ['a', 'b', 'c'].map(mediaEntry) as [MediaEntry, MediaEntry, MediaEntry];
const sum = (mark: string) => createHash('sha256').update(mark).digest('hex');
const withoutShopify = (entry: MediaEntry): MediaEntry => ({
  ...entry,
  files: entry.files.filter(({ channel }) => channel !== 'shopify'),
});
const actor = { kind: 'person', id: 'li' } as const;

function publish(connected: ConnectedShop, id: string, entry = a, over: Partial<PublishRequest> = {}) {
  const [run = ''] = id.split('-');
  const media = mediaOf(connected.platform, connected.shopify.inProcess, connected.waits);
  const request = { id, store: 'shop', run, sku: 'SKU-1', position: 1, entry, actor, ...over };
  return publishMedia(connected.platform, media, request);
}

const revert = (connected: ConnectedShop, id: string) =>
  revertMedia(
    connected.platform,
    mediaOf(connected.platform, connected.shopify.inProcess),
    'shop',
    id,
    actor,
  );

const shown = ({ shop, product }: ConnectedShop): string[] => shop.shown(product);

describe('a picture in Shopify', () => {
  it('has the bytes that were approved, a name that tells what it is, and the product’s name as its text', async () => {
    const connected = await connectedShop();
    await publish(connected, 'r1-1');
    const [file] = [...connected.shop.files.values()];
    expect(file).toMatchObject({
      alt: 'Blue mug',
      filename: expect.stringMatching(/^sku_1_01_[0-9a-f]{20}\.jpg$/),
    });
    expect(shown(connected)).toEqual([sum('a')]);
  });

  it('keeps the text that a person wrote about the one before', async () => {
    const connected = await connectedShop();
    await publish(connected, 'r1-1');
    for (const file of connected.shop.files.values()) file.alt = 'A mug on a table';
    await publish(connected, 'r2-1', b);
    expect([...connected.shop.files.values()].map(({ alt }) => alt)).toEqual([
      'A mug on a table',
      'A mug on a table',
    ]);
  });

  it('is not sent where the bytes are not those that were approved', async () => {
    const connected = await connectedShop();
    const key = 'shop/SKU-1/a/shopify-800x800.jpg';
    await connected.platform.inspection.objects.put({ bucket: 'media', key }, 'x', {
      contentType: 'image/jpeg',
    });
    await expect(publish(connected, 'r1-1')).rejects.toMatchObject({
      name: 'InvalidInputError',
      code: 'FileChanged',
    });
    expect(shown(connected)).toEqual([]);
  });

  it('takes the place of the one before, wherever the merchant moved that', async () => {
    const connected = await connectedShop();
    await publish(connected, 'r1-1');
    connected.shop.merchantAdds(connected.product, 'm1.jpg', 0);
    connected.shop.merchantAdds(connected.product, 'm2.jpg');
    await publish(connected, 'r2-1', b);
    expect(shown(connected)).toEqual([sum('m1.jpg'), sum('b'), sum('m2.jpg')]);
  });

  it('comes in the order of the positions, whichever is published first, and all at once', async () => {
    const connected = await connectedShop();
    await Promise.all([publish(connected, 'r3-1', c, { position: 3 }), publish(connected, 'r1-1', a)]);
    await publish(connected, 'r2-1', b, { position: 2 });
    expect(shown(connected)).toEqual([sum('a'), sum('b'), sum('c')]);
  });

  it('of a variant stands behind those of the product’s other variants', async () => {
    const connected = await connectedShop();
    const product = connected.shop.addProduct('Shirt', ['RED', 'BLUE']);
    for (const [id, sku, position, entry] of [
      ['r1-1', 'RED', 1, a],
      ['r2-1', 'BLUE', 1, b],
      ['r3-1', 'RED', 2, c],
    ] as const)
      expect(await publish(connected, id, entry, { sku, position })).toMatchObject({ outcome: 'published' });
    expect(connected.shop.shown(product)).toEqual([sum('a'), sum('c'), sum('b')]);
  });

  it('is waited for while Shopify works on it, and left to the machine when that takes long', async () => {
    const connected = await connectedShop();
    connected.shop.looksUntilDone = 3;
    await publish(connected, 'r1-1');
    expect(connected.waits.slice(0, 3)).toEqual([500, 1000, 2000]);
    connected.shop.looksUntilDone = 8;
    await expect(publish(connected, 'r2-1', b)).rejects.toMatchObject({
      name: 'RateLimitedError',
      code: 'ShopifyAtWork',
    });
    expect(shown(connected)).toEqual([sum('a')]);
    connected.shop.looksUntilDone = 1;
    await publish(connected, 'r2-1', b);
    expect(shown(connected)).toEqual([sum('b')]);
    expect(connected.shopify.requests.filter((operation) => operation === 'upload')).toHaveLength(2);
  });

  it('that Shopify cannot read never reaches the product, and another attempt may', async () => {
    const connected = await connectedShop();
    await publish(connected, 'r1-1', b);
    connected.shop.failsNextFile = true;
    await expect(publish(connected, 'r2-1')).rejects.toMatchObject({
      name: 'InvalidInputError',
      code: 'ShopifyPictureRefused',
      text: { en: expect.stringContaining('could not be read') },
    });
    expect(shown(connected)).toEqual([sum('b')]);
    await publish(connected, 'r2-2');
    expect(shown(connected)).toEqual([sum('a')]);
  });

  it('whose id was never learnt is found by its name, also when the search lags behind', async () => {
    const connected = await connectedShop();
    connected.shopify.fault = (operation) => (operation === 'CreateFile' ? 'lost' : undefined);
    await expect(publish(connected, 'r1-1')).rejects.toThrow();
    connected.shopify.fault = () => undefined;
    connected.shop.searchesBehind = 1;
    await expect(publish(connected, 'r1-1')).rejects.toMatchObject({ name: 'RateLimitedError' });
    await publish(connected, 'r1-1');
    expect(connected.shop.files.size).toBe(1);
    expect(shown(connected)).toEqual([sum('a')]);
  });
});

describe('files without one for Shopify', () => {
  it('leave alone what stands there, and a revert brings back what they stood beside', async () => {
    const connected = await connectedShop();
    await publish(connected, 'r1-1', b);
    await publish(connected, 'r2-1', withoutShopify(a));
    expect(shown(connected)).toEqual([sum('b')]);
    await publish(connected, 'r3-1', c);
    expect(shown(connected)).toEqual([sum('c')]);
    expect(await revert(connected, 'r3-1')).toMatchObject({ outcome: 'published' });
    expect(shown(connected)).toEqual([sum('b')]);
    expect(await revert(connected, 'r2-1')).toMatchObject({ outcome: 'published' });
    expect(shown(connected)).toEqual([sum('b')]);
    expect((await connected.media.read('shop', 'SKU-1', 1))?.entry).toEqual(b);
  });

  it('reverted to from the first one for Shopify leave nothing there', async () => {
    const connected = await connectedShop();
    await publish(connected, 'r1-1', withoutShopify(a));
    await publish(connected, 'r2-1', b);
    await revert(connected, 'r2-1');
    expect(shown(connected)).toEqual([]);
  });
});

describe('what the merchant did in Shopify', () => {
  it.each([
    [
      'a picture of their own',
      (one: ConnectedShop): unknown => one.shop.merchantAdds(one.product, 'm.jpg'),
      [],
    ],
    [
      'a picture in place of ours',
      (one: ConnectedShop): void => {
        one.shop.merchantRemoves(one.product, one.product.media[0] ?? '');
        one.shop.merchantAdds(one.product, 'm.jpg', 0);
      },
      ['r0-1'],
    ],
    [
      'an edit of ours',
      (one: ConnectedShop): void => one.shop.merchantEdits(one.product.media[0] ?? ''),
      ['r0-1'],
    ],
    [
      'a removal of ours',
      (one: ConnectedShop): void => one.shop.merchantRemoves(one.product, one.product.media[0] ?? ''),
      ['r0-1'],
    ],
  ] as const)(
    '%s is left alone and shown; a person may replace it, and a revert brings it back',
    async (_, meddle, before) => {
      const connected = await connectedShop();
      for (const id of before) await publish(connected, id, b);
      meddle(connected);
      const theirs = shown(connected);
      const stopped = { outcome: 'conflict', standing: 'theirs' };
      expect(await publish(connected, 'r1-1')).toMatchObject(stopped);
      expect(await publish(connected, 'r1-1')).toMatchObject(stopped);
      expect(shown(connected)).toEqual(theirs);
      expect(await publish(connected, 'r1-2')).toMatchObject({ outcome: 'published' });
      expect(shown(connected)).toEqual([sum('a')]);
      expect(await revert(connected, 'r1-2')).toMatchObject({ outcome: 'published' });
      expect(shown(connected)).toEqual(theirs);
    },
  );

  it('to the very picture that is published again is not taken for ours', async () => {
    const connected = await connectedShop();
    await publish(connected, 'r1-1');
    connected.shop.merchantEdits(connected.product.media[0] ?? '');
    expect(await publish(connected, 'r2-1')).toMatchObject({ outcome: 'conflict', standing: 'theirs' });
    expect(await publish(connected, 'r2-2')).toMatchObject({ outcome: 'published' });
    expect(shown(connected)).toEqual([sum('a')]);
  });

  it('after a publication keeps it from being reverted', async () => {
    const connected = await connectedShop();
    await publish(connected, 'r1-1');
    connected.shop.merchantEdits(connected.product.media[0] ?? '');
    expect(await revert(connected, 'r1-1')).toMatchObject({ outcome: 'conflict' });
    expect(connected.product.media).toHaveLength(1);
  });

  it('by deleting for good what a revert would bring back is said, and nothing is taken away', async () => {
    const connected = await connectedShop();
    const file = connected.shop.merchantAdds(connected.product, 'm.jpg');
    await publish(connected, 'r1-1');
    await publish(connected, 'r1-2');
    connected.shop.deleteFile(file.id);
    await expect(revert(connected, 'r1-2')).rejects.toMatchObject({ code: 'ShopifyPictureGone' });
    expect(shown(connected)).toEqual([sum('a')]);
  });

  it('with the place of a picture that was reverted is no picture at that place', async () => {
    const connected = await connectedShop();
    await publish(connected, 'r1-1');
    connected.shop.merchantAdds(connected.product, 'm.jpg');
    await revert(connected, 'r1-1');
    expect(shown(connected)).toEqual([sum('m.jpg')]);
    expect(await publish(connected, 'r2-1', b)).toMatchObject({ outcome: 'published' });
    expect(shown(connected)).toEqual([sum('b'), sum('m.jpg')]);
  });
});

describe('two photos for one position', () => {
  it('at the same moment wait for each other: the second one goes on when the first is done or dead', async () => {
    const connected = await connectedShop();
    connected.shopify.fault = (operation) => (operation === 'CreateFile' ? 'unreachable' : undefined);
    await expect(publish(connected, 'r1-1')).rejects.toThrow();
    connected.shopify.fault = () => undefined;
    await expect(publish(connected, 'r2-1', b)).rejects.toMatchObject({
      name: 'RateLimitedError',
      code: 'PositionBusy',
      retryAfterSeconds: 75,
    });
    connected.platform.inspection.advance(76_000);
    await publish(connected, 'r2-1', b);
    expect(shown(connected)).toEqual([sum('b')]);
  });
});

describe('what Shopify answers', () => {
  const first =
    (fault: Fault, at?: string) =>
    (connected: ConnectedShop): void => {
      let isOver = false;
      connected.shopify.fault = (operation) => {
        if (isOver || (at !== undefined && operation !== at)) return undefined;
        isOver = true;
        return fault;
      };
    };

  it.each([
    ['throttled', 'throttled', 'RateLimitedError', { retryAfterSeconds: 4 }],
    ['429', { status: 429, headers: { 'retry-after': '7' } }, 'RateLimitedError', { retryAfterSeconds: 7 }],
    ['430', { status: 430 }, 'RateLimitedError', { code: 'ShopifyBusy' }],
    ['500', { status: 500, body: 'oops' }, 'TransientError', { code: 'ShopifyFault' }],
    ['503', { status: 503 }, 'TransientError', { code: 'ShopifyFault' }],
    ['HTML', 'html', 'TransientError', { code: 'ShopifyFault' }],
    [
      'an internal error',
      { graphqlError: 'INTERNAL_SERVER_ERROR' },
      'TransientError',
      { code: 'ShopifyFault' },
    ],
    ['401', { status: 401 }, 'ConfigurationError', { code: 'ShopifyRefused' }],
    ['402', { status: 402 }, 'ConfigurationError', { code: 'ShopifyRefused' }],
    ['403', { status: 403 }, 'ConfigurationError', { code: 'ShopifyRefused' }],
    ['404', { status: 404 }, 'ConfigurationError', { code: 'ShopifyRefused' }],
    ['a redirect', { status: 302 }, 'ConfigurationError', { code: 'ShopifyRefused' }],
    ['a missing scope', { graphqlError: 'ACCESS_DENIED' }, 'ConfigurationError', { code: 'ShopifyRefused' }],
    [
      'a field it does not know',
      { graphqlError: 'undefinedField' },
      'ConfigurationError',
      { code: 'ShopifyMisunderstood' },
    ],
  ] as const)('%s at any operation is what it means, and a repeat goes on', async (_, fault, name, facts) => {
    for (const at of [
      'ProductOfSku',
      'MediaOfProduct',
      'StageUpload',
      'CreateFile',
      'StateOfFile',
      'UpdateFile',
    ]) {
      const connected = await connectedShop();
      first(fault, at)(connected);
      await expect(publish(connected, 'r1-1'), at).rejects.toMatchObject({ name, ...facts });
      expect(await publish(connected, 'r1-1'), at).toMatchObject({ outcome: 'published' });
      expect(shown(connected), at).toEqual([sum('a')]);
    }
  });

  it.each([
    ['FILE_LOCKED', 'UpdateFile', 'RateLimitedError'],
    ['PRODUCT_MEDIA_LIMIT_EXCEEDED', 'UpdateFile', 'InvalidInputError'],
    ['PRODUCT_SUSPENDED', 'UpdateFile', 'ConfigurationError'],
    ['INVALID_IMAGE_SOURCE_URL', 'CreateFile', 'InvalidInputError'],
    ['INVALID', 'StageUpload', 'InvalidInputError'],
  ] as const)('the user error %s of %s is %s', async (userError, at, name) => {
    const connected = await connectedShop();
    first({ userError }, at)(connected);
    await expect(publish(connected, 'r1-1')).rejects.toMatchObject({ name });
    expect(shown(connected)).toEqual([]);
  });

  it('to a repeat of what it had carried out is that it is done', async () => {
    for (const at of ['StageUpload', 'upload', 'CreateFile', 'UpdateFile']) {
      const connected = await connectedShop();
      first('lost', at)(connected);
      await expect(publish(connected, 'r1-1'), at).rejects.toThrow();
      await publish(connected, 'r1-1');
      expect(shown(connected), at).toEqual([sum('a')]);
      expect(connected.shop.files.size, at).toBe(1);
    }
  });

  it('about a SKU that it does not have, or has twice, is for the operator', async () => {
    const connected = await connectedShop();
    const missing = publish(connected, 'r1-1', a, { sku: 'sku-1' });
    await expect(missing).rejects.toMatchObject({ name: 'InvalidInputError', code: 'ShopifySkuMissing' });
    connected.shop.addProduct('The same mug', ['SKU-1']);
    await expect(publish(connected, 'r2-1')).rejects.toMatchObject({ code: 'ShopifySkuAmbiguous' });
  });
});
