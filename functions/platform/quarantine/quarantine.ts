import type { Says } from '../../commerce/says.ts';
import { auditWrites } from '../audit/append-audit.ts';
import type { Actor } from '../audit/audit-entry.ts';
import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import type { ObjectReference } from '../ports/objects.ts';
import { ConflictError, type RecordKey } from '../ports/records.ts';

/** Something that could not be worked on, kept with its reason until a person retries or gives it up. */
export interface QuarantineRecord {
  readonly id: string;
  readonly store: string;
  readonly workflow: string;
  /** `refused`: can never work as it is. `unassigned`: lacks only the product that it belongs to. */
  readonly kind: 'refused' | 'unassigned';
  /** The run that ended here, where there was one. */
  readonly run?: string | undefined;
  /** Which attempt of the run it was; 1 where there was none. */
  readonly attempt: number;
  readonly subject: { readonly kind: string; readonly id: string; readonly label: string };
  readonly code: string;
  readonly says: Says;
  /** Where the original is kept, unchanged. */
  readonly original?: ObjectReference | undefined;
  /** The message that could not be read, where there is no file. At most 8 KB of it. */
  readonly message?: string | undefined;
  readonly status: 'open' | 'retried';
  readonly at: string;
  /** Since when it is open: refused anew before anybody sent it again, it keeps its place. */
  readonly since: string;
  readonly retriedAt?: string;
  /** The member who sent it again, or what closed the run that was replayed. */
  readonly retriedBy?: string;
}

function quarantineKey(store: string, id: string): RecordKey {
  return { pk: `${store}#QUARANTINE#${id}`, sk: 'QUARANTINE' };
}

/** What counts of what is open go by; `kind` is missing in a record of an older release. */
interface OpenFacts {
  readonly id: string;
  readonly kind?: QuarantineRecord['kind'];
}

/**
 * One record for each that is open, by the time since when it is: whoever lists them reads this partition, which holds them
 * however old they are.
 */
function workKey({ store, since, id }: QuarantineRecord): RecordKey {
  return { pk: workPk(store), sk: `${since}#${id}` };
}

function workPk(store: string): string {
  return `${store}#QUARANTINEWORK`;
}

/** Puts a record with its audit entry. The same id and attempt again changes nothing; a later attempt opens it again. */
export async function putInQuarantine(
  platform: Platform,
  entry: Omit<QuarantineRecord, 'status' | 'at' | 'since' | 'retriedAt' | 'retriedBy'>,
): Promise<QuarantineRecord> {
  const key = quarantineKey(entry.store, entry.id);
  for (let tries = 1; ; tries++) {
    const present = await platform.records.get<QuarantineRecord>(key);
    if (present !== undefined && present.data.attempt >= entry.attempt) return present.data;
    const at = platform.clock.now();
    const since = present?.data.status === 'open' ? present.data.since : at;
    const record: QuarantineRecord = { ...entry, status: 'open', at, since };
    const audit = await auditWrites(platform, {
      store: entry.store,
      stream: `quarantine/${entry.id}`,
      entryId: `quarantined/${entry.attempt}`,
      actor: { kind: 'system', id: entry.workflow },
      action: 'quarantine.put',
      subject: `${entry.subject.kind}/${entry.subject.id}`,
      reason: entry.says.en,
    });
    try {
      const expected = present === undefined ? ('absent' as const) : { version: present.version };
      await platform.records.transact([
        { key, data: record, expected },
        {
          key: workKey(record),
          data: { id: record.id, kind: record.kind } satisfies OpenFacts,
          expected: 'any',
        },
        ...audit,
      ]);
      return record;
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === 3) throw error;
    }
  }
}

/** @throws InvalidInputError `QuarantineUnknown` */
export async function readQuarantine(
  platform: Platform,
  store: string,
  id: string,
): Promise<QuarantineRecord> {
  const record = await platform.records.get<QuarantineRecord>(quarantineKey(store, id));
  if (record !== undefined) return record.data;
  throw new InvalidInputError('QuarantineUnknown', {
    en: `There is nothing with the id ${id} in quarantine.`,
    zh: `隔离区中没有编号为 ${id} 的记录。`,
  });
}

export interface QuarantinePage {
  readonly items: readonly QuarantineRecord[];
  readonly cursor?: string;
}

/**
 * A page of the open records, newest first, however old.
 *
 * @param query `limit` of records read: default 50, of at most 25 KB each where an answer may have 6 MB. With a `kind` a page
 *   may be short and still have a cursor
 * @throws InvalidInputError `CursorInvalid`
 */
export async function listQuarantine(
  platform: Platform,
  store: string,
  query: {
    cursor?: string | undefined;
    limit?: number;
    kind?: QuarantineRecord['kind'] | undefined;
  } = {},
): Promise<QuarantinePage> {
  const page = await platform.records.list<OpenFacts>(
    { pk: workPk(store) },
    { cursor: query.cursor, limit: query.limit ?? 50, descending: true },
  );
  const { kind } = query;
  const wanted = page.items.filter(({ data }) => isOfKind(data.kind, kind));
  const found = await Promise.all(
    wanted.map(({ data }) => platform.records.get<QuarantineRecord>(quarantineKey(store, data.id))),
  );
  const items = found.flatMap((record) =>
    record?.data.status === 'open' && isOfKind(record.data.kind, kind) ? [record.data] : [],
  );
  return page.cursor === undefined ? { items } : { items, cursor: page.cursor };
}

/** One whose kind is not known yet may be of any. */
function isOfKind(kind: QuarantineRecord['kind'] | undefined, wanted: QuarantineRecord['kind'] | undefined) {
  return kind === undefined || wanted === undefined || kind === wanted;
}

/** As many as are counted: a megabyte of these records, which is one request. */
const COUNTED_AT_MOST = 5000;

export interface OpenCount {
  readonly count: number;
  readonly oldestAt?: string;
}

/** How many of each kind are open, without reading the records themselves. `isMore`: the newest are not counted. */
export async function countQuarantine(
  platform: Platform,
  store: string,
): Promise<Record<QuarantineRecord['kind'], OpenCount> & { isMore: boolean }> {
  const page = await platform.records.list<OpenFacts>({ pk: workPk(store) }, { limit: COUNTED_AT_MOST });
  const of = (kind: QuarantineRecord['kind']): OpenCount => {
    const open = page.items.filter(({ data }) => (data.kind ?? 'refused') === kind);
    const oldestAt = open[0]?.key.sk.split('#')[0];
    return { count: open.length, ...(oldestAt === undefined ? {} : { oldestAt }) };
  };
  return { refused: of('refused'), unassigned: of('unassigned'), isMore: page.cursor !== undefined };
}

/**
 * Marks a record as sent again, with its audit entry; nothing where there is none or it is marked. Idempotent.
 *
 * @param sent `attempt`: a record of a later one was put meanwhile, and stays open
 */
export async function markRetried(
  platform: Platform,
  sent: Pick<QuarantineRecord, 'store' | 'id' | 'attempt'>,
  actor: Actor,
): Promise<void> {
  const { store, id } = sent;
  const key = quarantineKey(store, id);
  for (let tries = 1; ; tries++) {
    const present = await platform.records.get<QuarantineRecord>(key);
    if (present?.data.status !== 'open' || present.data.attempt > sent.attempt) return;
    const record = present.data;
    const retried: QuarantineRecord = {
      ...record,
      status: 'retried',
      retriedAt: platform.clock.now(),
      retriedBy: actor.id,
    };
    const audit = await auditWrites(platform, {
      store,
      stream: `quarantine/${id}`,
      entryId: `retried/${record.attempt}`,
      actor,
      action: 'quarantine.retried',
      subject: `${record.subject.kind}/${record.subject.id}`,
    });
    try {
      const expected = { version: present.version };
      await platform.records.transact([
        { key, data: retried, expected },
        { delete: workKey(record), expected: 'any' },
        ...audit,
      ]);
      return;
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === 3) throw error;
    }
  }
}
