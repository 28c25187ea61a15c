import type { Says } from '../../../commerce/says.ts';
import type { Platform } from '../../../platform/platform.ts';
import { MediaChangedError, type MediaEntry, type MediaStore } from '../media-store.ts';
import type { ShopifyConnection } from './admin-client.ts';
import type { Spot } from './placement.ts';
import { findProduct, type ShopifyProduct } from './product-media.ts';
import { type Motion, showMotion } from './shopify-motion.ts';
import { etagOf, externalOf, lookAt, type Sight, standing, wishOf } from './shopify-position.ts';
import { ShopifyWrite } from './shopify-write.ts';

export interface ShopifyMediaOptions {
  readonly platform: Pick<Platform, 'records' | 'objects' | 'clock'>;
  /** Of record for every channel's files; written last. */
  readonly builtIn: MediaStore;
  /** Of the store. @throws ConfigurationError when its secret is missing or unusable */
  readonly connect: (store: string) => Promise<ShopifyConnection>;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Which video of the product goes out with its picture. */
  readonly motion: (store: string) => Promise<Motion>;
  /** Is told what a person has to know of a write that went well otherwise. */
  readonly tell: (says: Says) => void;
}

/**
 * Product pictures in Shopify. The built-in catalogue keeps the entry with the files of all channels; the file of the channel
 * `shopify` is a medium of the product there as well, and its video where the shop wants it. See `docs/adr/0010-shopify-beside-the-catalogue.md`.
 */
export function shopifyMedia(options: ShopifyMediaOptions): MediaStore {
  const { platform, pause, builtIn, connect, motion, tell } = options;
  const products = new Map<string, Promise<ShopifyProduct>>();
  const look = async (store: string, spot: Spot): Promise<[ShopifyConnection, Sight]> => {
    const connection = await connect(store);
    const name = `${store}\n${spot.sku}`;
    const product = products.get(name) ?? findProduct(connection, spot.sku);
    products.set(name, product);
    // A failure must not be what every later call gets.
    product.catch(() => products.delete(name));
    return [connection, await lookAt(platform.records, builtIn, connection, store, await product, spot)];
  };
  const put = async (
    store: string,
    spot: Spot,
    entry: MediaEntry | undefined,
    replaces: { etag: string } | 'nothing',
  ): Promise<string> => {
    const [connection, sight] = await look(store, spot);
    const seen = standing(sight)?.etag ?? 'nothing';
    if (seen !== (replaces === 'nothing' ? replaces : replaces.etag))
      throw new MediaChangedError(spot.sku, spot.position);
    const around = { platform, pause, connection, store };
    const shown = await new ShopifyWrite(around, sight).show(entry);
    const remark = await showMotion(around, sight, entry, await motion(store));
    if (remark !== undefined) tell(remark);
    const stored = entry && {
      ...entry,
      ...(wishOf(entry).kind === 'as-is' ? { external: externalOf(shown) } : {}),
    };
    const etag = await commit(builtIn, store, spot, stored, sight);
    return etagOf(etag, shown);
  };
  return {
    name: 'shopify',
    read: async (store, sku, position) => standing((await look(store, { sku, position }))[1]),
    write: (store, sku, position, entry, replaces) => put(store, { sku, position }, entry, replaces),
    remove: async (store, sku, position, replaces) => {
      await put(store, { sku, position }, undefined, replaces);
    },
  };
}

/** The catalogue's own write: with it the whole is done. */
async function commit(
  builtIn: MediaStore,
  store: string,
  { sku, position }: Spot,
  entry: MediaEntry | undefined,
  { held }: Sight,
): Promise<string> {
  if (entry !== undefined) return await builtIn.write(store, sku, position, entry, held ?? 'nothing');
  if (held !== undefined) await builtIn.remove(store, sku, position, held);
  return 'nothing';
}
