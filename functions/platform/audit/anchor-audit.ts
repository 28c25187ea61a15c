import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import * as z from 'zod';
import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import type { ObjectReference } from '../ports/objects.ts';
import { changeRecord, type RecordKey } from '../ports/records.ts';
import { daysBack } from '../runs/days-back.ts';
import { type AuditHead, headIndexPk } from './audit-entry.ts';
import { findUnrecorded } from './find-unrecorded.ts';

export const anchorSchema = z.strictObject({
  store: z.string(),
  /** The last UTC day that it covers; the first is the day after the previous anchor's. */
  day: z.iso.date(),
  /** The anchor before it and the SHA-256, hex, of that file's bytes; null in a shop's first anchor. */
  previous: z.strictObject({ day: z.iso.date(), sha256: z.string() }).nullable(),
  /** The streams that changed since, in order of their names, as they stood. */
  heads: z.array(z.strictObject({ stream: z.string(), seq: z.number().int().min(1), hash: z.string() })),
  /** Streams that were gone already, though what they tell of stood; left out where there are none. */
  missing: z.array(z.string()).optional(),
});
export type Anchor = z.infer<typeof anchorSchema>;

/** The newest anchor, kept outside the bucket: whoever removes the newest file leaves this behind. */
export interface NewestAnchor {
  readonly day: string;
  readonly sha256: string;
}

/** A shop may be switched off for a season; a head that was last changed longer ago than this before any anchor is not found. */
export const LOOK_BACK_DAYS = 400;

/** A writer that took its time before midnight commits at most this much later: no function lives longer than 15 minutes. */
const SETTLING_MINUTES = 15;

export function anchorObject(store: string, day: string): ObjectReference {
  return { bucket: 'anchors', key: `${store}/${day}.json` };
}

export function newestAnchorKey(store: string): RecordKey {
  return { pk: `${store}#AUDITANCHOR`, sk: 'NEWEST' };
}

export function sha256Of(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The days that a shop has anchors of, oldest first. */
export async function listAnchorDays(platform: Platform, store: string): Promise<readonly string[]> {
  const objects = await platform.objects.list('anchors', `${store}/`);
  return objects.map(({ key }) => key.slice(store.length + 1).replace(/\.json$/, '')).sort();
}

/**
 * Writes down, where nobody can change it any more, how far each audit stream had come by the end of a day. Days without an
 * anchor (the system was off) are covered by the next one. Safe to repeat; a day's anchor is never written twice.
 *
 * @param day `yyyy-mm-dd`, UTC, over for at least 15 minutes
 * @throws InvalidInputError `AnchorDayNotOver`, `AnchorDayPassed` (a later day is anchored already)
 */
export async function anchorAuditDay(
  platform: Platform,
  store: string,
  day: string,
): Promise<{ written: boolean; anchor: Anchor }> {
  refuseUnfinished(platform, day);
  const reference = anchorObject(store, day);
  const days = await listAnchorDays(platform, store);
  if (days.some((other) => other > day) && !days.includes(day)) throw passed(day);

  const written = !days.includes(day) && (await putAnchor(platform, store, day, days.at(-1)));
  // Read back, also when another process was faster: what stands in the bucket is the anchor.
  const bytes = await platform.objects.get(reference);
  await changeRecord<NewestAnchor>(platform.records, newestAnchorKey(store), (newest) =>
    newest !== undefined && newest.day >= day ? undefined : { data: { day, sha256: sha256Of(bytes) } },
  );
  return { written, anchor: anchorSchema.parse(JSON.parse(bytes.toString('utf8'))) };
}

async function putAnchor(
  platform: Platform,
  store: string,
  day: string,
  previousDay: string | undefined,
): Promise<boolean> {
  const previous =
    previousDay === undefined
      ? null
      : {
          day: previousDay,
          sha256: sha256Of(await platform.objects.get(anchorObject(store, previousDay))),
        };
  const uncovered = daysBack(`${day}T12:00:00Z`, LOOK_BACK_DAYS).filter(
    (candidate) => previousDay === undefined || candidate > previousDay,
  );
  const heads = (await headsOfDays(platform, store, uncovered)).map(({ stream, seq, hash }) => ({
    stream,
    seq,
    hash,
  }));
  heads.sort((a, b) => (a.stream < b.stream ? -1 : 1));
  const known = new Set(heads.map(({ stream }) => stream));
  const missing = await findUnrecorded(platform, store, uncovered, known);
  const anchor: Anchor = {
    store,
    day,
    previous,
    heads,
    ...(missing.length === 0 ? {} : { missing: [...missing] }),
  };
  return await platform.objects.put(anchorObject(store, day), canonicalize(anchor) ?? '', {
    contentType: 'application/json',
    ifAbsent: true,
  });
}

/** Queries at a time: 400 days one after the other would take seconds. */
const DAYS_AT_ONCE = 20;

/** The heads of the streams whose newest entry is of one of these UTC days. */
export async function headsOfDays(
  platform: Platform,
  store: string,
  days: readonly string[],
): Promise<readonly AuditHead[]> {
  const heads: AuditHead[] = [];
  for (let from = 0; from < days.length; from += DAYS_AT_ONCE) {
    const some = days.slice(from, from + DAYS_AT_ONCE);
    heads.push(...(await Promise.all(some.map((day) => headsOfDay(platform, store, day)))).flat());
  }
  return heads;
}

async function headsOfDay(platform: Platform, store: string, day: string): Promise<readonly AuditHead[]> {
  const heads: AuditHead[] = [];
  let cursor: string | undefined;
  do {
    const page = await platform.records.listIndex<AuditHead>(headIndexPk(store, day), { cursor });
    heads.push(...page.items.map((item) => item.data));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return heads;
}

function refuseUnfinished(platform: Platform, day: string): void {
  const settled = Date.parse(`${day}T00:00:00Z`) + (24 * 60 + SETTLING_MINUTES) * 60_000;
  if (Date.parse(platform.clock.now()) >= settled) return;
  throw new InvalidInputError('AnchorDayNotOver', {
    en: `The audit records of ${day} cannot be anchored yet: the day (UTC) must be over for ${SETTLING_MINUTES} minutes.`,
    zh: `${day} 的审计记录还不能固化：当天（UTC）须已结束 ${SETTLING_MINUTES} 分钟。`,
  });
}

function passed(day: string): InvalidInputError {
  return new InvalidInputError('AnchorDayPassed', {
    en: `A later day than ${day} is anchored already and covers it. Nothing is to be done.`,
    zh: `${day} 之后的日期已经固化，并已包含该日。无需处理。`,
  });
}
