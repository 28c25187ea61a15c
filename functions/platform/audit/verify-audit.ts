import * as z from 'zod';
import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { daysBack } from '../runs/days-back.ts';
import {
  anchorObject,
  anchorSchema,
  headsOfDays,
  LOOK_BACK_DAYS,
  listAnchorDays,
  type NewestAnchor,
  newestAnchorKey,
} from './anchor-audit.ts';
import { type BadEntry, badAnchor } from './bad-entry.ts';
import { checkAnchor, type Expectation, parseAnchor } from './check-anchor.ts';
import { findUnrecorded, MOST_UNRECORDED_DAYS } from './find-unrecorded.ts';
import { type AnchoredHead, verifyStream } from './verify-stream.ts';

export type AuditVerdict =
  /** `cursor`: what was read so far is sound, go on from here. */
  | { readonly ok: true; readonly streams: number; readonly entries: number; readonly cursor?: string }
  | { readonly ok: false; readonly bad: BadEntry };

/** Two to three reads a stream: 300 streams take a few seconds, well within an API call's 30. */
const STREAMS_A_CALL = 300;

/** Two reads a day where nothing happened: 1,000 take some ten seconds. More than the days looked back on without anchors. */
const DAYS_A_CALL = 500;

/** Where a page ended. Whoever makes one up deceives nobody but themselves: the caller is the one who verifies. */
const positionSchema = z.strictObject({
  day: z.iso.date(),
  /** The streams of the day up to this name are done. */
  after: z.string(),
  expected: anchorSchema.shape.previous.optional(),
});
interface Position {
  readonly day: string;
  readonly after: string;
  readonly expected?: Expectation;
}

/**
 * Checks the audit day by day, from today back: the day's anchor, then every stream that the anchor names or whose newest entry
 * is of that day, entry by entry; names the first bad one. Each page reads only the anchors of its own days, so that the
 * whole costs as much as there is to read, however many pages it takes.
 *
 * Finds any edit, deletion, insertion, reordering and truncation of the audit table, heads changed in the other table, and
 * entries rewritten with all their hashes and heads once a day's anchor names them. A stream that was removed together with its
 * head before the first anchor that would name it (at most a day) is found by what it tells of, see `findUnrecorded`: on the first
 * page until that anchor, and by that anchor for good. Cannot find: such a stream where the run, approval, setting or member was
 * removed as well, or of a quarantine record; and what was cut off or rewritten within that day with all hashes and the head. A
 * stream without an anchor that is written to between two pages may be left for the next verification.
 *
 * @throws InvalidInputError `CursorInvalid`
 */
export async function verifyAudit(
  platform: Platform,
  store: string,
  options: { cursor?: string | undefined; streamsAtMost?: number; daysAtMost?: number } = {},
): Promise<AuditVerdict> {
  // The record before the files: an anchor written between the two reads is then newer than the record, which is allowed.
  const newest = (await platform.records.get<NewestAnchor>(newestAnchorKey(store)))?.data;
  const anchored = new Set(await listAnchorDays(platform, store));
  if (newest !== undefined && !anchored.has(newest.day))
    return { ok: false, bad: badAnchor('AnchorMissing', newest.day) };

  const today = daysBack(platform.clock.now(), LOOK_BACK_DAYS);
  const start: Position =
    options.cursor === undefined ? { day: '9999-12-31', after: '' } : unpack(options.cursor);
  const days = [...new Set([...today, ...anchored])]
    .filter((day) => day <= start.day)
    .sort()
    .reverse();
  if (options.cursor === undefined) {
    const bad = await firstUnrecorded(platform, store, today, anchored);
    if (bad !== undefined) return { ok: false, bad };
  }
  let left = options.streamsAtMost ?? STREAMS_A_CALL;
  let position = start;
  const count = { streams: 0, entries: 0 };
  for (const [index, day] of days.entries()) {
    if (index === (options.daysAtMost ?? DAYS_A_CALL))
      return { ok: true, ...count, cursor: pack({ ...position, day, after: '' }) };
    const after = day === start.day ? start.after : '';
    const found = await verifyDay(
      platform,
      store,
      { ...position, day, after },
      anchored.has(day),
      newest,
      left,
    );
    if ('bad' in found) return { ok: false, bad: found.bad };
    count.streams += found.streams;
    count.entries += found.entries;
    left -= found.read;
    if (found.stoppedAfter !== undefined)
      return { ok: true, ...count, cursor: pack({ ...position, day, after: found.stoppedAfter }) };
    position = { day, after: '', expected: found.expected };
  }
  const { expected } = position;
  return expected === undefined || expected === null
    ? { ok: true, ...count }
    : { ok: false, bad: badAnchor('AnchorMissing', expected.day) };
}

/** Of the days that no anchor covers yet; what anchors name themselves is checked with their day. */
async function firstUnrecorded(
  platform: Platform,
  store: string,
  today: readonly string[],
  anchored: ReadonlySet<string>,
): Promise<BadEntry | undefined> {
  const last = [...anchored].sort().at(-1) ?? '';
  const open = today.filter((day) => day > last).slice(0, MOST_UNRECORDED_DAYS);
  const known = new Set((await headsOfDays(platform, store, open)).map(({ stream }) => stream));
  for (const stream of await findUnrecorded(platform, store, open, known)) {
    // Where entries are left, they say more than that the head is gone. A stream that was begun meanwhile is sound.
    const verdict = await verifyStream(platform, store, stream, []);
    if ('bad' in verdict) return verdict.bad;
  }
  return undefined;
}

interface SoundDay {
  /** Of those whose newest entry is of this day, so that a stream is counted once. */
  readonly streams: number;
  readonly entries: number;
  /** Streams that were read. */
  readonly read: number;
  /** There was more than the page may hold. */
  readonly stoppedAfter?: string;
  readonly expected: Expectation;
}

async function verifyDay(
  platform: Platform,
  store: string,
  { day, after, expected }: Position,
  isAnchored: boolean,
  newest: NewestAnchor | undefined,
  atMost: number,
): Promise<SoundDay | { bad: BadEntry }> {
  if (expected !== undefined && expected !== null && expected.day > day)
    return { bad: badAnchor('AnchorMissing', expected.day) };
  const named = new Map<string, AnchoredHead | undefined>();
  let next = expected;
  if (isAnchored) {
    const checked = checkAnchor(
      await platform.objects.get(anchorObject(store, day)),
      store,
      day,
      expected,
      newest,
    );
    if ('bad' in checked) return checked;
    // Those that were gone then may have been brought back since: any that is whole will do.
    for (const stream of checked.anchor.missing ?? []) named.set(stream, undefined);
    for (const head of checked.anchor.heads) named.set(head.stream, { ...head, day });
    next = checked.anchor.previous;
  }
  const own = new Set((await headsOfDays(platform, store, [day])).map(({ stream }) => stream));
  const wanted = [...new Set([...own, ...named.keys()])].filter((stream) => stream > after).sort();
  const count = { streams: 0, entries: 0 };
  const now = wanted.slice(0, atMost);
  for (const stream of now) {
    const head = named.get(stream);
    const verdict = await verifyStream(platform, store, stream, head === undefined ? [] : [head]);
    if ('bad' in verdict) return { bad: await firstBad(platform, store, stream, verdict.bad) };
    if (!own.has(stream)) continue;
    count.streams += 1;
    count.entries += verdict.entries;
  }
  const stoppedAfter = wanted.length > now.length ? (now.at(-1) ?? after) : undefined;
  return {
    ...count,
    read: now.length,
    expected: next,
    ...(stoppedAfter === undefined ? {} : { stoppedAfter }),
  };
}

/** Once something is wrong, what all anchors say of the stream: an older one may contradict an earlier entry. */
async function firstBad(platform: Platform, store: string, stream: string, bad: BadEntry): Promise<BadEntry> {
  const said: AnchoredHead[] = [];
  for (const day of await listAnchorDays(platform, store)) {
    const anchor = parseAnchor(await platform.objects.get(anchorObject(store, day)));
    const head = anchor?.heads.find((one) => one.stream === stream);
    if (head !== undefined) said.push({ day, seq: head.seq, hash: head.hash });
  }
  const verdict = await verifyStream(platform, store, stream, said);
  return 'bad' in verdict ? verdict.bad : bad;
}

function pack(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function unpack(cursor: string): Position {
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    const says = {
      en: 'The page cursor does not belong to this list. Start again from the first page.',
      zh: '分页标记不属于此列表，请从第一页重新开始。',
    };
    throw new InvalidInputError('CursorInvalid', says, error);
  }
}
