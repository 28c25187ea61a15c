import type { RecordKey, Records, StoredRecord } from '../../../platform/ports/records.ts';
import type { ExternalMedia, MediaEntry, MediaFile, MediaStore, StoredMedia } from '../media-store.ts';
import type { ShopifyConnection } from './admin-client.ts';
import { merchantsAt, type Placed, type Spot } from './placement.ts';
import { type Occupant, type PositionRecord, placedOn, recordKey } from './position-record.ts';
import { listMedia, type ProductMedium, type ShopifyProduct } from './product-media.ts';

/** The channel whose files go to Shopify; all others stay in the built-in catalogue. */
export const SHOPIFY_CHANNEL = 'shopify';

/** Everything known of one position at one moment. */
export interface Sight {
  readonly spot: Spot;
  readonly product: ShopifyProduct;
  readonly media: readonly ProductMedium[];
  readonly placed: ReadonlyMap<string, Placed>;
  readonly key: RecordKey;
  readonly record: StoredRecord<PositionRecord> | undefined;
  /** What the built-in catalogue has. */
  readonly held: StoredMedia | undefined;
  /** A write began that is not finished: the catalogue still has what it was to replace. */
  readonly unfinished: PositionRecord | undefined;
  /** What stands at the position, as everybody shall see it: while a write is unfinished, what stood there before it. */
  readonly occupant: Occupant | undefined;
}

export async function lookAt(
  records: Records,
  builtIn: MediaStore,
  connection: ShopifyConnection,
  store: string,
  product: ShopifyProduct,
  spot: Spot,
): Promise<Sight> {
  const key = recordKey(store, product.id, spot.sku, spot.position);
  const [record, held, allPlaced] = await Promise.all([
    records.get<PositionRecord>(key),
    builtIn.read(store, spot.sku, spot.position),
    placedOn(records, store, product.id),
  ]);
  const media = await listMedia(connection, product.id);
  const unfinished = record?.data.over === (held?.etag ?? 'nothing') ? record.data : undefined;
  const leftOvers = unfinished === undefined ? new Set(record?.data.strays) : new Set<string>();
  // What a finished write took off and somebody put back is theirs.
  const placed = new Map([...allPlaced].filter(([id]) => !leftOvers.has(id)));
  const occupant = occupantOf(spot, media, placed, record?.data, unfinished);
  return { spot, product, media, placed, key, record, held, unfinished, occupant };
}

function occupantOf(
  spot: Spot,
  media: readonly ProductMedium[],
  placed: ReadonlyMap<string, Placed>,
  record: PositionRecord | undefined,
  unfinished: PositionRecord | undefined,
): Occupant | undefined {
  const shown = (id: string | undefined, ours: boolean): Occupant | undefined => {
    const medium = media.find((one) => one.id === id);
    return medium && { id: medium.id, mark: medium.mark, url: medium.url, ours };
  };
  if (unfinished !== undefined) {
    const { before, target, strays, besides } = unfinished;
    const still = shown(before?.id, before?.ours ?? false);
    if (still !== undefined) return still;
    // Taken off by the write that did not finish: it has left something else there, or was to leave nothing.
    const hasLeft = [target, ...strays].some((id) => shown(id, true) !== undefined);
    if (hasLeft || besides !== undefined) return before;
  } else if (record?.target !== undefined) {
    const ours = shown(record.target, record.sha256 !== undefined);
    if (ours !== undefined) return ours;
  }
  const merchants = merchantsAt(media, spot, new Set([...placed.keys(), ...(record?.besides ?? [])]));
  return shown(merchants?.id, false);
}

/**
 * Another value after every change of the catalogue's copy or of what Shopify shows. Where Shopify shows nothing it is the
 * catalogue's own, so that a position that was published before Shopify was connected is still known as ours.
 */
export function etagOf(catalogueEtag: string, occupant: Occupant | undefined): string {
  if (occupant === undefined) return catalogueEtag;
  return `${catalogueEtag}~${occupant.id.split('/').at(-1)}.${occupant.mark}`;
}

/** What stands at the position; undefined: nothing, neither in the catalogue nor in Shopify. */
export function standing({ held, record, unfinished, occupant }: Sight): StoredMedia | undefined {
  if (held === undefined && occupant === undefined) return undefined;
  const etag = etagOf(held?.etag ?? 'nothing', occupant);
  const entry: MediaEntry = held?.entry ?? { asset: '', files: [] };
  if (held !== undefined && agrees(entry, occupant, record?.data, unfinished)) return { entry, etag };
  const files = entry.files.filter(({ channel }) => channel !== SHOPIFY_CHANNEL);
  return { entry: { ...entry, files, external: externalOf(occupant) }, etag };
}

/** Whether Shopify shows what the catalogue's entry says that it shows. */
function agrees(
  entry: MediaEntry,
  occupant: Occupant | undefined,
  record: PositionRecord | undefined,
  unfinished: PositionRecord | undefined,
): boolean {
  const wish = wishOf(entry);
  if (wish.kind === 'id') return occupant?.id === wish.id;
  if (wish.kind === 'none') return occupant === undefined;
  if (wish.kind === 'as-is') return false;
  if (occupant === undefined) return false;
  // While a write is unfinished the record tells of the new file; what stood there before was ours and is untouched.
  if (unfinished !== undefined) return occupant.ours && occupant.id === unfinished.before?.id;
  return occupant.id === record?.target && record.sha256 === wish.file.sha256;
}

export function externalOf(occupant: Occupant | undefined): readonly ExternalMedia[] {
  return occupant === undefined ? [] : [{ channel: SHOPIFY_CHANNEL, id: occupant.id, url: occupant.url }];
}

/** What an entry asks Shopify to show. */
export type Wish =
  | { readonly kind: 'file'; readonly file: MediaFile }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'as-is' };

/** @param entry undefined: the position is emptied */
export function wishOf(entry: MediaEntry | undefined): Wish {
  if (entry === undefined) return { kind: 'none' };
  const file = entry.files.find(({ channel }) => channel === SHOPIFY_CHANNEL);
  if (file !== undefined) return { kind: 'file', file };
  if (entry.external === undefined) return { kind: 'as-is' };
  const external = entry.external.find(({ channel }) => channel === SHOPIFY_CHANNEL);
  return external === undefined ? { kind: 'none' } : { kind: 'id', id: external.id };
}
