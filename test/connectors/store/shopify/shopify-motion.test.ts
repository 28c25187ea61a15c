import { describe, expect, it } from 'vitest';
import type { Says } from '../../../../functions/commerce/says.ts';
import type { MediaEntry } from '../../../../functions/connectors/store/media-store.ts';
import { publishMedia, revertMedia } from '../../../../functions/connectors/store/publish-media.ts';
import type { Motion } from '../../../../functions/connectors/store/shopify/shopify-motion.ts';
import { mediaEntry } from '../media-store-contract.ts';
import { type ConnectedShop, connectedShop, mediaOf } from './shopify-shop.ts';

const [a, b] = ['a', 'b'].map(mediaEntry) as [MediaEntry, MediaEntry];
const actor = { kind: 'person', id: 'li' } as const;

interface Given {
  readonly entry?: MediaEntry;
  readonly motion?: Motion;
  readonly position?: number;
}

async function publish(connected: ConnectedShop, id: string, given: Given = {}): Promise<Says[]> {
  const { entry = a, motion = 'square', position = 1 } = given;
  const told: Says[] = [];
  const { platform, shopify, waits } = connected;
  const media = mediaOf(platform, shopify.inProcess, waits, { motion, tell: (says) => told.push(says) });
  const run = id.split('-')[0] ?? '';
  const request = { id, store: 'shop', run, sku: 'SKU-1', position, entry, actor };
  expect(await publishMedia(platform, media, request)).toMatchObject({ outcome: 'published' });
  return told;
}

async function revert({ platform, shopify }: ConnectedShop, id: string): Promise<void> {
  const media = mediaOf(platform, shopify.inProcess, [], { motion: 'square' });
  expect(await revertMedia(platform, media, 'shop', id, actor)).toMatchObject({ outcome: 'published' });
}

/** What the product shows, in its order: `i` a picture, `v` a video, and the text that each file holds. */
const shown = ({ shop, product }: ConnectedShop): string[] =>
  product.media.map((id) => {
    const file = shop.files.get(id);
    return `${file?.type === 'Video' ? 'v' : 'i'}:${file?.bytes.toString()}`;
  });

describe('a video in Shopify', () => {
  it('goes out behind the pictures, with its size told before it is uploaded', async () => {
    const connected = await connectedShop();
    connected.shop.merchantAdds(connected.product, 'm1.jpg');
    expect(await publish(connected, 'r1-1', { position: 2 })).toEqual([]);
    expect(shown(connected)).toEqual(['i:m1.jpg', 'i:a', 'v:a']);
    const video = [...connected.shop.files.values()].find(({ type }) => type === 'Video');
    expect(video).toMatchObject({
      alt: 'Blue mug',
      filename: expect.stringMatching(/^sku_1_02_[0-9a-f]{20}\.mp4$/),
    });
  });

  it('stays behind the pictures that come after it', async () => {
    const connected = await connectedShop();
    await publish(connected, 'r1-1');
    await publish(connected, 'r2-1', { position: 2, entry: { ...b, derived: [] } });
    expect(shown(connected)).toEqual(['i:a', 'i:b', 'v:a']);
  });

  it('does not go out where the setting says none, or wants another shape than was made', async () => {
    for (const motion of ['none', 'portrait'] as const) {
      const connected = await connectedShop();
      await publish(connected, 'r1-1', { motion });
      expect(shown(connected)).toEqual(['i:a']);
    }
  });

  it('is replaced with its picture, taken off when the setting says none, and taken off by a revert', async () => {
    const connected = await connectedShop();
    await publish(connected, 'r1-1');
    await publish(connected, 'r2-1', { entry: b });
    expect(shown(connected)).toEqual(['i:b', 'v:b']);
    await revert(connected, 'r2-1');
    expect(shown(connected)).toEqual(['i:a', 'v:a']);
    await revert(connected, 'r1-1');
    expect(shown(connected)).toEqual([]);
    await publish(connected, 'r3-1');
    await publish(connected, 'r4-1', { entry: b, motion: 'none' });
    expect(shown(connected)).toEqual(['i:b']);
  });

  it('is waited for by the machine while Shopify works on it, and uploaded once', async () => {
    const connected = await connectedShop();
    connected.shop.looksUntilVideoDone = 12;
    const busy = { name: 'RateLimitedError', code: 'ShopifyAtWork' };
    await expect(publish(connected, 'r1-1')).rejects.toMatchObject(busy);
    await expect(publish(connected, 'r1-1')).rejects.toMatchObject(busy);
    await publish(connected, 'r1-1');
    expect(shown(connected)).toEqual(['i:a', 'v:a']);
    expect(connected.shopify.requests.filter((name) => name === 'upload')).toHaveLength(2);
  });

  it('that Shopify cannot read keeps no picture back, is told of, and is not sent again', async () => {
    const connected = await connectedShop();
    connected.shop.failsVideos = true;
    const [told] = await publish(connected, 'r1-1');
    expect(told?.en).toContain('VIDEO_INVALID_FILETYPE_ERROR');
    expect(shown(connected)).toEqual(['i:a']);
    expect(await publish(connected, 'r2-1')).toHaveLength(1);
    expect(connected.shopify.requests.filter((name) => name === 'upload')).toHaveLength(2);
    connected.shop.failsVideos = false;
    expect(await publish(connected, 'r3-1', { entry: b })).toEqual([]);
    expect(shown(connected)).toEqual(['i:b', 'v:b']);
  });

  it('stands there once after a death at any of its requests', async () => {
    const whole = await connectedShop();
    await publish(whole, 'r1-1');
    const requests = whole.shopify.requests.length;
    for (let at = 1; at <= requests; at += 1) {
      for (const fault of ['lost', 'unreachable'] as const) {
        const connected = await connectedShop();
        const { shopify } = connected;
        shopify.fault = (_, number) => (number === at ? fault : undefined);
        await publish(connected, 'r1-1').catch(() => undefined);
        shopify.fault = () => undefined;
        await publish(connected, 'r1-1');
        expect([at, fault, ...shown(connected)]).toEqual([at, fault, 'i:a', 'v:a']);
      }
    }
  });
});
