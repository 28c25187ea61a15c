import type { MediaStore } from '../connectors/store/media-store.ts';
import type { Platform } from '../platform/platform.ts';
import { changeRecord, type RecordKey } from '../platform/ports/records.ts';
import { isOpen } from '../platform/runs/run.ts';
import { findRun } from '../platform/runs/stages.ts';
import { takePosition } from './take-position.ts';

/** Which bytes a SKU has pictures of, and which run works on them. */
export interface AssetRecord {
  readonly sku: string;
  readonly asset: string;
  /** SHA-256 of the original, hex. */
  readonly sha256: string;
  readonly position: number;
  readonly run: string;
}

export interface AssetClaim {
  readonly position: number;
  /** Another run has these bytes: it is open, or what it published stands in the catalogue. */
  readonly duplicateOf?: string;
}

export interface AssetWanted {
  readonly sku: string;
  readonly asset: string;
  readonly sha256: string;
  readonly run: string;
  /** Where the photo's name or its event puts it; left out: the next free position. */
  readonly position?: number | undefined;
}

function assetKey(store: string, sku: string, asset: string): RecordKey {
  return { pk: `${store}#SKU#${sku}`, sk: `ASSET#${asset}` };
}

/**
 * Claims bytes of a SKU for a run, so that the same bytes are worked on once. Repeating it with the same run changes
 * nothing.
 *
 * The same bytes are a duplicate while the earlier run is open, or while the catalogue shows what it made at its position,
 * also where the new photo's name asks for another position: a product does not show one picture twice. A run that ended
 * without publishing gives its claim up to the next, and so does one whose picture was reverted, replaced or taken away:
 * the photo may come back by uploading it again.
 *
 * @throws InvalidInputError `PositionsTaken`
 */
export async function claimAsset(
  platform: Platform,
  media: Pick<MediaStore, 'read'>,
  store: string,
  wanted: AssetWanted,
): Promise<AssetClaim> {
  const { sku, asset, sha256, run } = wanted;
  const key = assetKey(store, sku, asset);
  const present = (await platform.records.get<AssetRecord>(key))?.data;
  const holder = present?.run;
  if (present !== undefined && holder === run) return { position: present.position };
  const standing = present && (await media.read(store, sku, present.position))?.entry;
  if (present !== undefined && (standing?.asset === asset || (await isAtWork(platform, store, present)))) {
    return { position: present.position, duplicateOf: present.run };
  }
  const position = await takePosition(platform, media, store, wanted);
  const claimed = await changeRecord<AssetRecord>(platform.records, key, (now) => {
    // Another run was faster between the look above and this write: it keeps the claim.
    if (now !== undefined && now.run !== holder) return undefined;
    return { data: { sku, asset, sha256, run, position } };
  });
  return claimed === undefined || claimed.run === run
    ? { position }
    : { position: claimed.position, duplicateOf: claimed.run };
}

async function isAtWork(platform: Platform, store: string, { run }: AssetRecord): Promise<boolean> {
  const record = await findRun(platform, { store, run });
  return record !== undefined && isOpen(record);
}
