import { InvalidInputError } from '../platform/errors.ts';
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

/** As many as two digits in a record's key can order. */
const lastPosition = 99;

/**
 * Hands out the position after all that the SKU has, also after those that file names asked for; the same asset gets the
 * same again. When the last one is taken, the first that is free.
 *
 * @throws InvalidInputError `PositionsTaken`
 */
async function takePosition(
  platform: Platform,
  store: string,
  wanted: { sku: string; asset: string },
): Promise<number> {
  const pk = `${store}#SKU#${wanted.sku}`;
  const claimed = await claimedPositions(platform, pk);
  const key = { pk, sk: 'POSITIONS' };
  const positions = await changeRecord<Record<string, number>>(platform.records, key, (present = {}) => {
    if (present[wanted.asset] !== undefined) return undefined;
    return {
      data: {
        ...present,
        [wanted.asset]: nextFree(new Set([...claimed, ...Object.values(present)]), wanted.sku),
      },
    };
  });
  return positions?.[wanted.asset] ?? 1;
}

async function claimedPositions(platform: Platform, pk: string): Promise<readonly number[]> {
  const positions: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await platform.records.list<AssetRecord>({ pk, skPrefix: 'ASSET#' }, { cursor });
    positions.push(...page.items.map((item) => item.data.position));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return positions;
}

function nextFree(taken: ReadonlySet<number>, sku: string): number {
  const next = Math.max(0, ...taken) + 1;
  if (next <= lastPosition) return next;
  for (let position = 1; position <= lastPosition; position++) if (!taken.has(position)) return position;
  throw new InvalidInputError('PositionsTaken', {
    en: `${sku} has ${lastPosition} pictures already. Name the one that this photo replaces, e.g. ${sku}_3.jpg.`,
    zh: `${sku} 已有 ${lastPosition} 张图片。请在文件名中指明要替换的位置，例如 ${sku}_3.jpg。`,
  });
}
