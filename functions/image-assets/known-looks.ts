import type { MediaStore } from '../connectors/store/media-store.ts';
import type { Platform } from '../platform/platform.ts';
import { changeRecord, type RecordKey } from '../platform/ports/records.ts';
import { isOpen } from '../platform/runs/run.ts';
import { findRun } from '../platform/runs/stages.ts';
import { areAlike } from './checks/perceptual-hash.ts';

export interface KnownLook {
  readonly asset: string;
  readonly run: string;
  /** See `lookOf`. */
  readonly look: string;
}

/** By position. */
type Looks = Readonly<Record<string, KnownLook>>;

const looksKey = (store: string, sku: string): RecordKey => ({ pk: `${store}#SKU#${sku}`, sk: 'LOOKS' });

/**
 * Notes what the photo at a position looks like. The one that stood there before is forgotten, and so is the same photo's
 * old position. Of two photos that come to one position at once the later note stands, and is the one that is compared.
 */
export async function rememberLook(
  platform: Platform,
  store: string,
  sku: string,
  position: number,
  known: KnownLook,
): Promise<void> {
  await changeRecord<Looks>(platform.records, looksKey(store, sku), (present) => {
    const others = Object.entries(present ?? {}).filter(([, one]) => one.asset !== known.asset);
    return { data: { ...Object.fromEntries(others), [String(position)]: known } };
  });
}

/**
 * The other positions of a product that show, or are about to show, a picture that looks the same; ascending. One whose run
 * ended without publishing, or whose picture was taken away or replaced since, is none.
 */
export async function findAlike(
  platform: Platform,
  media: Pick<MediaStore, 'read'>,
  store: string,
  sku: string,
  asset: string,
): Promise<number[]> {
  const looks = Object.entries((await platform.records.get<Looks>(looksKey(store, sku)))?.data ?? {});
  const own = looks.find(([, one]) => one.asset === asset)?.[1];
  if (own === undefined) return [];
  const alike = looks.filter(([, one]) => one.asset !== asset && areAlike(one.look, own.look));
  const standing = await Promise.all(
    alike.map(async ([position, { asset: other, run }]) => {
      const entry = (await media.read(store, sku, Number(position)))?.entry;
      if (entry?.asset === other) return true;
      const record = await findRun(platform, { store, run });
      return record !== undefined && isOpen(record);
    }),
  );
  return alike
    .filter((_, i) => standing[i])
    .map(([position]) => Number(position))
    .toSorted((one, other) => one - other);
}
