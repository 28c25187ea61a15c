import type { Says } from '../../commerce/says.ts';
import { auditWrites } from '../audit/append-audit.ts';
import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import type { ObjectReference } from '../ports/objects.ts';
import { ConflictError, type IndexKey, type RecordKey } from '../ports/records.ts';
import { daysBack } from '../runs/days-back.ts';

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
  readonly retriedAt?: string;
  /** The member who sent it again. */
  readonly retriedBy?: string;
}

/** Open quarantine is listed this many days back; a record older than that is found by its id only. */
const listedDays = 31;

function quarantineKey(store: string, id: string): RecordKey {
  return { pk: `${store}#QUARANTINE#${id}`, sk: 'QUARANTINE' };
}

function quarantineIndex(record: QuarantineRecord): IndexKey {
  return {
    pk: `${record.store}#QUARANTINE#${record.status}#${record.at.slice(0, 10)}`,
    sk: `${record.at}#${record.id}`,
  };
}

/** Puts a record with its audit entry. The same id and attempt again changes nothing; a later attempt opens it again. */
export async function putInQuarantine(
  platform: Platform,
  entry: Omit<QuarantineRecord, 'status' | 'at' | 'retriedAt' | 'retriedBy'>,
): Promise<QuarantineRecord> {
  const key = quarantineKey(entry.store, entry.id);
  for (let tries = 1; ; tries++) {
    const present = await platform.records.get<QuarantineRecord>(key);
    if (present !== undefined && present.data.attempt >= entry.attempt) return present.data;
    const record: QuarantineRecord = { ...entry, status: 'open', at: platform.clock.now() };
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
        { key, data: record, index: quarantineIndex(record), expected },
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

/** Open records, newest first. */
export async function listQuarantine(
  platform: Platform,
  store: string,
): Promise<readonly QuarantineRecord[]> {
  const found: QuarantineRecord[] = [];
  for (const day of daysBack(platform.clock.now(), listedDays)) {
    let cursor: string | undefined;
    do {
      const pk = `${store}#QUARANTINE#open#${day}`;
      const page = await platform.records.listIndex<QuarantineRecord>(pk, { cursor, descending: true });
      found.push(...page.items.map((item) => item.data));
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
  return found;
}

/** Marks a record as sent again, with its audit entry. Idempotent; one that was put again meanwhile stays open. */
export async function markRetried(platform: Platform, record: QuarantineRecord, by: string): Promise<void> {
  const { store, id, attempt } = record;
  const key = quarantineKey(store, id);
  for (let tries = 1; ; tries++) {
    const present = await platform.records.get<QuarantineRecord>(key);
    if (present?.data.status !== 'open' || present.data.attempt !== attempt) return;
    const retried: QuarantineRecord = {
      ...present.data,
      status: 'retried',
      retriedAt: platform.clock.now(),
      retriedBy: by,
    };
    const audit = await auditWrites(platform, {
      store,
      stream: `quarantine/${id}`,
      entryId: `retried/${attempt}`,
      actor: { kind: 'person', id: by },
      action: 'quarantine.retried',
      subject: `${record.subject.kind}/${record.subject.id}`,
    });
    try {
      const expected = { version: present.version };
      await platform.records.transact([
        { key, data: retried, index: quarantineIndex(retried), expected },
        ...audit,
      ]);
      return;
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === 3) throw error;
    }
  }
}
