import type { Platform } from '../platform/platform.ts';
import { changeRecord, type RecordKey } from '../platform/ports/records.ts';
import { isOpen, type Run, runKey } from '../platform/runs/run.ts';

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
  /** Another run has these bytes: it is open, or published them. */
  readonly duplicateOf?: string;
}

function assetKey(store: string, sku: string, asset: string): RecordKey {
  return { pk: `${store}#SKU#${sku}`, sk: `ASSET#${asset}` };
}

/**
 * Claims bytes of a SKU for a run, so that the same bytes are worked on once. Repeating it with the same run changes
 * nothing. A run that ended without publishing gives its claim up to the next.
 */
export async function claimAsset(
  platform: Platform,
  store: string,
  wanted: { sku: string; asset: string; sha256: string; run: string; position?: number | undefined },
): Promise<AssetClaim> {
  const key = assetKey(store, wanted.sku, wanted.asset);
  const present = await platform.records.get<AssetRecord>(key);
  const holder = present?.data.run;
  if (
    present !== undefined &&
    holder !== undefined &&
    holder !== wanted.run &&
    (await holds(platform, store, holder))
  ) {
    return { position: present.data.position, duplicateOf: holder };
  }
  const position = wanted.position ?? present?.data.position ?? (await takePosition(platform, store, wanted));
  const { sku, asset, sha256, run } = wanted;
  const claimed = await changeRecord<AssetRecord>(platform.records, key, (now) => {
    // Another run was faster between the look above and this write: it keeps the claim.
    if (now !== undefined && now.run !== holder) return undefined;
    return { data: { sku, asset, sha256, run, position } };
  });
  return claimed === undefined || claimed.run === run ? { position } : { position, duplicateOf: claimed.run };
}

async function holds(platform: Platform, store: string, run: string): Promise<boolean> {
  const record = await platform.records.get<Run>(runKey(store, run));
  return record !== undefined && (isOpen(record.data) || record.data.status === 'published');
}

/** Hands out the next free position of a SKU; the same asset gets the same again. */
async function takePosition(
  platform: Platform,
  store: string,
  wanted: { sku: string; asset: string },
): Promise<number> {
  const key = { pk: `${store}#SKU#${wanted.sku}`, sk: 'POSITIONS' };
  const positions = await changeRecord<Record<string, number>>(platform.records, key, (present = {}) => {
    if (present[wanted.asset] !== undefined) return undefined;
    return { data: { ...present, [wanted.asset]: Math.max(0, ...Object.values(present)) + 1 } };
  });
  return positions?.[wanted.asset] ?? 1;
}
