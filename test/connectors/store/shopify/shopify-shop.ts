import type { Says } from '../../../../functions/commerce/says.ts';
import { builtInMedia } from '../../../../functions/connectors/store/built-in-media.ts';
import type { MediaStore } from '../../../../functions/connectors/store/media-store.ts';
import type { Send } from '../../../../functions/connectors/store/shopify/admin-client.ts';
import { shopifyMedia } from '../../../../functions/connectors/store/shopify/shopify-media.ts';
import type { Motion } from '../../../../functions/connectors/store/shopify/shopify-motion.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../../../platform/memory/memory-platform.ts';
import type { ScriptedShop, ShopProduct } from './scripted-shop.ts';
import { ScriptedShopify, TOKEN } from './scripted-shopify.ts';

/** A store `shop` that is connected to a shop of Shopify's with the product `SKU-1`. */
export interface ConnectedShop {
  readonly platform: MemoryPlatform;
  readonly shopify: ScriptedShopify;
  readonly shop: ScriptedShop;
  readonly product: ShopProduct;
  readonly media: MediaStore;
  /** The waits that the adapter asked for, milliseconds; none is waited. */
  readonly waits: number[];
}

const hostOf = (store: string) => `${store}.myshopify.com`;

/** @param send default: without a socket */
export async function connectedShop(
  options: { send?: Send; shopify?: ScriptedShopify; motion?: Motion } = {},
): Promise<ConnectedShop> {
  const { shopify = new ScriptedShopify() } = options;
  const platform = createMemoryPlatform();
  for (const mark of ['a', 'b', 'c']) {
    const key = `shop/SKU-1/${mark}/shopify-800x800.jpg`;
    await platform.inspection.objects.put({ bucket: 'media', key }, mark, { contentType: 'image/jpeg' });
    const video = `shop/SKU-1/${mark}/video-1080x1080.mp4`;
    await platform.inspection.objects.put({ bucket: 'media', key: video }, mark, {
      contentType: 'video/mp4',
    });
  }
  shopify.shops.clear();
  for (const store of ['shop', 'other']) {
    const shop = shopify.shop(hostOf(store));
    shop.addProduct('Blue mug', ['SKU-1']);
    shop.addProduct('Another mug', ['SKU-1-B']);
  }
  const shop = shopify.shop(hostOf('shop'));
  const [product] = shop.products;
  if (product === undefined) throw new Error('no product');
  const waits: number[] = [];
  return {
    platform,
    shopify,
    shop,
    product,
    media: mediaOf(platform, options.send ?? shopify.inProcess, waits, options),
    waits,
  };
}

/** A new adapter, as each call of a function makes one. */
export function mediaOf(
  platform: MemoryPlatform,
  send: Send,
  waits: number[] = [],
  { motion = 'none', tell = () => undefined }: { motion?: Motion; tell?: (says: Says) => void } = {},
): MediaStore {
  return shopifyMedia({
    platform,
    builtIn: builtInMedia(platform.records),
    connect: async (store) => ({
      shop: hostOf(store),
      apiVersion: '2026-10',
      accessToken: TOKEN,
      send,
      counted: (ask) => ask(),
    }),
    pause: async (milliseconds) => void waits.push(milliseconds),
    motion: async () => motion,
    tell,
  });
}
