import * as z from 'zod';
import { packPlace, unpackPlace } from '../list-place.ts';
import type { Platform } from '../platform.ts';
import { daysBack } from '../runs/days-back.ts';
import { readSetting } from '../settings/read-setting.ts';
import { daySpan } from '../settings/shop-time.ts';
import { LOOK_BACK_DAYS } from './anchor-audit.ts';
import { type AuditEntry, type AuditHead, entryKey, headIndexPk } from './audit-entry.ts';

export interface AuditQuery {
  /** `run/<id>`, `setting/<name>`, …; alone it is the quickest. */
  readonly stream?: string | undefined;
  /** `product/<sku>/…`, `setting/<name>`: the whole, or up to a `/`; also without the kind before it: `<sku>`. */
  readonly subject?: string | undefined;
  /** A member's `sub`, or the name of what acted. */
  readonly actor?: string | undefined;
  /** `run.failed`: the whole, or up to a `.`. */
  readonly action?: string | undefined;
  /** Days of the shop's zone, both inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string | undefined;
}

/** What is looked for, its days as instants: `from` inclusive, `until` exclusive. */
type Wanted = Omit<AuditQuery, 'from' | 'to' | 'cursor'> & { readonly from: string; readonly until: string };

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly cursor?: string;
}

/** One read a stream at least: 40 take a part of a second. */
const STREAMS_A_PAGE = 40;

/** Two weeks without an entry are one round; a page stops after as many days. */
const DAYS_A_PAGE = 60;

/** A stream is a run's life, mostly some ten entries; of a longer one a page shows the newest, and `stream` all of them. */
const ENTRIES_OF_STREAM = 100;

const placeSchema = z.strictObject({ day: z.iso.date(), inner: z.string().optional() });

/**
 * Looks through the audit: streams with the newest activity first, in each the newest entry first. Each page reads a bounded
 * part of the record, so it may be short, or empty, and still have a cursor.
 *
 * A stream is found under the day of its newest entry: a search for January also looks at what went on since, and leaves out
 * the entries that are not of January.
 *
 * @throws InvalidInputError `CursorInvalid`
 */
export async function searchAudit(platform: Platform, store: string, query: AuditQuery): Promise<AuditPage> {
  const { from, to, cursor, ...rest } = query;
  const { zone } = (await readSetting(platform, store, 'shop')).value;
  const wanted = {
    ...rest,
    from: from === undefined ? BEFORE_ALL : daySpan(from, zone).from,
    until: to === undefined ? AFTER_ALL : daySpan(to, zone).until,
  };
  return query.stream === undefined
    ? await searchDays(platform, store, query, wanted)
    : await readStream(platform, store, query.stream, wanted, cursor);
}

/** Of instants as they are written: they begin with a digit. */
const BEFORE_ALL = '0';
const AFTER_ALL = ':';

async function readStream(
  platform: Platform,
  store: string,
  stream: string,
  wanted: Wanted,
  cursor?: string,
): Promise<AuditPage> {
  const { pk } = entryKey(store, stream, 1);
  const page = await platform.records.list<AuditEntry>(
    { table: 'audit', pk },
    { cursor, descending: true, limit: ENTRIES_OF_STREAM },
  );
  const entries = page.items.map(({ data }) => data).filter((entry) => isWanted(entry, wanted));
  return page.cursor === undefined ? { entries } : { entries, cursor: page.cursor };
}

async function searchDays(
  platform: Platform,
  store: string,
  query: AuditQuery,
  wanted: Wanted,
): Promise<AuditPage> {
  const { cursor, ...filter } = query;
  const list = JSON.stringify(['audit', store, filter]);
  const place = cursor === undefined ? undefined : unpackPlace(list, cursor, placeSchema);
  const days = daysBack(platform.clock.now(), LOOK_BACK_DAYS).filter(
    (day) => (place === undefined || day <= place.day) && day >= wanted.from.slice(0, 10),
  );
  const entries: AuditEntry[] = [];
  let left = STREAMS_A_PAGE;
  for (const [index, day] of days.entries()) {
    if (index === DAYS_A_PAGE) return { entries, cursor: packPlace(list, { day }) };
    const page = await platform.records.listIndex<AuditHead>(headIndexPk(store, day), {
      cursor: day === place?.day ? place.inner : undefined,
      limit: left,
    });
    entries.push(
      ...(await entriesOf(
        platform,
        store,
        page.items.map(({ data }) => data),
        wanted,
      )),
    );
    left -= page.items.length;
    if (page.cursor !== undefined) return { entries, cursor: packPlace(list, { day, inner: page.cursor }) };
    const earlier = days[index + 1];
    if (left <= 0 && earlier !== undefined) return { entries, cursor: packPlace(list, { day: earlier }) };
  }
  return { entries };
}

/** Streams in order of their newest entry. */
async function entriesOf(
  platform: Platform,
  store: string,
  heads: readonly AuditHead[],
  wanted: Wanted,
): Promise<readonly AuditEntry[]> {
  const newest = heads.toSorted((one, other) => other.at.localeCompare(one.at));
  const found = await Promise.all(
    newest.map(async ({ stream }) => (await readStream(platform, store, stream, wanted)).entries),
  );
  return found.flat();
}

function isWanted({ at, actor, action, subject }: AuditEntry, query: Wanted): boolean {
  return (
    at >= query.from &&
    at < query.until &&
    (query.actor === undefined || actor.id === query.actor) &&
    (query.action === undefined || beginsWith(action, query.action, '.')) &&
    (query.subject === undefined ||
      beginsWith(subject, query.subject, '/') ||
      beginsWith(subject.slice(subject.indexOf('/') + 1), query.subject, '/'))
  );
}

const beginsWith = (whole: string, part: string, separator: string) =>
  whole === part || whole.startsWith(part + separator);
