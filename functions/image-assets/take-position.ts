import type { MediaStore } from '../connectors/store/media-store.ts';
import { InvalidInputError } from '../platform/errors.ts';
import type { Platform } from '../platform/platform.ts';
import { ConflictError, type RecordKey } from '../platform/ports/records.ts';
import { noteProduct } from '../platform/products/product-listing.ts';
import { isOpen } from '../platform/runs/run.ts';
import { findRun } from '../platform/runs/stages.ts';

export interface Placing {
  readonly sku: string;
  readonly asset: string;
  readonly run: string;
  /** Undefined: the next free one. */
  readonly position?: number | undefined;
}

/** By position: the asset that it was given to last, and for which run. */
type Places = Readonly<Record<string, { readonly asset: string; readonly run: string }>>;

export interface Place {
  readonly position: number;
  readonly asset: string;
  /** The run that it was given for. */
  readonly run: string;
}

function placesKey(store: string, sku: string): RecordKey {
  return { pk: `${store}#SKU#${sku}`, sk: 'PLACES' };
}

/** Which photos a product has, or will have when their runs are through, in the order of their positions. */
export async function readPlaces(platform: Platform, store: string, sku: string): Promise<readonly Place[]> {
  const places = (await platform.records.get<Places>(placesKey(store, sku)))?.data ?? {};
  return Object.entries(places)
    .map(([position, place]) => ({ position: Number(position), ...place }))
    .toSorted((one, other) => one.position - other.position);
}

/** As many as two digits in a record's key can order. */
const lastPosition = 99;

/** Twenty photos of a product may come within a second, and each waits for those that were faster. */
const TRIES = 20;

/**
 * Gives an asset its position: the one it asks for, or the one after all that the SKU has. Both are noted in one record, so
 * that a photo without a number never takes the place of one whose name has it, however close they come. An asset that
 * comes again gets its old place, unless another picture stands there by now: that one was not asked to go.
 *
 * @throws InvalidInputError `PositionsTaken`
 */
export async function takePosition(
  platform: Platform,
  media: Pick<MediaStore, 'read'>,
  store: string,
  placing: Placing,
): Promise<number> {
  const { sku, asset, run } = placing;
  const key = placesKey(store, sku);
  for (let tries = 1; ; tries++) {
    const present = await platform.records.get<Places>(key);
    const places = new Map(Object.entries(present?.data ?? {}).map(([at, given]) => [Number(at), given]));
    const [before, given] = [...places].find(([, one]) => one.asset === asset) ?? [];
    // A repeat of the same step.
    if (before !== undefined && given?.run === run) return before;
    const isEmpty = async (position: number) => (await media.read(store, sku, position)) === undefined;
    const again = before !== undefined && (await isEmpty(before)) ? before : undefined;
    const position = placing.position ?? again ?? (await nextFree(platform, store, sku, places, isEmpty));
    if (before !== undefined) places.delete(before);
    places.set(position, { asset, run });
    // Before its place: a product with photos is never missing from the list.
    await noteProduct(platform, store, sku);
    try {
      await platform.records.put({
        key,
        data: Object.fromEntries(places),
        expected: present === undefined ? 'absent' : { version: present.version },
      });
      return position;
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === TRIES) throw error;
    }
  }
}

/** After the last one; when that is 99, the first that is neither in the catalogue nor of a run at work. */
async function nextFree(
  platform: Platform,
  store: string,
  sku: string,
  places: ReadonlyMap<number, { readonly run: string }>,
  isEmpty: (position: number) => Promise<boolean>,
): Promise<number> {
  // The catalogue may have pictures that others put there.
  for (let next = Math.max(0, ...places.keys()) + 1; next <= lastPosition; next++) {
    if (await isEmpty(next)) return next;
  }
  for (let position = 1; position <= lastPosition; position++) {
    const run = places.get(position)?.run;
    const holder = run === undefined ? undefined : await findRun(platform, { store, run });
    if ((holder === undefined || !isOpen(holder)) && (await isEmpty(position))) return position;
  }
  throw new InvalidInputError('PositionsTaken', {
    en: `${sku} has ${lastPosition} pictures already. Name the one that this photo replaces, e.g. ${sku}_3.jpg.`,
    zh: `${sku} 已有 ${lastPosition} 张图片。请在文件名中指明要替换的位置，例如 ${sku}_3.jpg。`,
  });
}
