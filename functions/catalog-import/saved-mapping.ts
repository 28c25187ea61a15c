import canonicalize from 'canonicalize';
import type { ColumnMapping } from '../commerce/product/column-mapping.ts';
import { auditWrites } from '../platform/audit/append-audit.ts';
import type { Actor } from '../platform/audit/audit-entry.ts';
import type { Platform } from '../platform/platform.ts';
import { ConflictError, type RecordKey } from '../platform/ports/records.ts';

/** What the columns of a source mean, as it was last imported by. */
export interface SavedMapping {
  readonly source: string;
  readonly mapping: ColumnMapping;
  /** The run that saved it. */
  readonly savedBy: string;
  /** The person who confirmed it; absent where every column was named as everybody names it. */
  readonly confirmedBy?: string | undefined;
  readonly at: string;
}

function mappingKey(store: string, source: string): RecordKey {
  return { pk: `${store}#MAPPING#${source}`, sk: 'MAPPING' };
}

export async function readMapping(
  platform: Platform,
  store: string,
  source: string,
): Promise<SavedMapping | undefined> {
  return (await platform.records.get<SavedMapping>(mappingKey(store, source)))?.data;
}

/** Saves a source's mapping with its audit entry. The same mapping again changes nothing. */
export async function saveMapping(
  platform: Platform,
  store: string,
  wanted: Omit<SavedMapping, 'at'>,
): Promise<void> {
  const key = mappingKey(store, wanted.source);
  const actor: Actor =
    wanted.confirmedBy === undefined
      ? { kind: 'system', id: 'catalog-import' }
      : { kind: 'person', id: wanted.confirmedBy };
  for (let tries = 1; ; tries++) {
    const present = await platform.records.get<SavedMapping>(key);
    if (present !== undefined && canonicalize(present.data.mapping) === canonicalize(wanted.mapping)) return;
    const data: SavedMapping = { ...wanted, at: platform.clock.now() };
    const audit = await auditWrites(platform, {
      store,
      stream: `mapping/${wanted.source}`,
      actor,
      action: present === undefined ? 'mapping.created' : 'mapping.changed',
      subject: `mapping/${wanted.source}`,
      ...(present === undefined ? {} : { before: present.data.mapping }),
      after: wanted.mapping,
      reason: `run ${wanted.savedBy}`,
    });
    try {
      const expected = present === undefined ? ('absent' as const) : { version: present.version };
      await platform.records.transact([{ key, data, expected }, ...audit]);
      return;
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === 3) throw error;
    }
  }
}
