import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import * as z from 'zod';
import type { IndexKey, RecordKey } from '../ports/records.ts';

/** Who acted: a member of the shop, a state machine, or the platform by itself (a sweep, a schedule). */
export const actorSchema = z.object({
  kind: z.enum(['person', 'machine', 'system']),
  id: z.string().min(1),
});
export type Actor = z.infer<typeof actorSchema>;

export const auditEntrySchema = z.strictObject({
  store: z.string(),
  /** What the chain is about: `run/<id>`, `setting/<name>`. Writers of different streams do not contend. */
  stream: z.string(),
  /** 1 for the first entry of a stream, without gaps. */
  seq: z.number().int().min(1),
  /** The `hash` of the entry before it, empty for the first. */
  previous: z.string(),
  /** The caller's own name for what happened, once in a stream. */
  entryId: z.string(),
  at: z.string(),
  actor: actorSchema,
  action: z.string(),
  subject: z.string(),
  /** The value, or `{sha256, bytes}` of one too large to keep: whoever holds it can still prove that it is the same. */
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  reason: z.string().optional(),
  model: z.string().optional(),
  promptVersion: z.string().optional(),
  /** SHA-256, hex, of the canonical JSON of everything above. */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** How far a stream has come; kept in the other table than its entries. */
export interface AuditHead {
  readonly stream: string;
  readonly seq: number;
  readonly hash: string;
  /** Instant of the newest entry. */
  readonly at: string;
  /** The newest entry ids, oldest first, at most {@link RECENT_IDS}: whoever repeats an entry mostly does so at once. */
  readonly recent: readonly string[];
}

/** 64 ids of about 20 characters keep the head near one write unit (1 KB); longer streams are read to find an older id. */
export const RECENT_IDS = 64;

/** SHA-256, hex, of a value's canonical JSON (RFC 8785): independent of key order, so also of what stored it. */
export function digest(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? 'undefined')
    .digest('hex');
}

export function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  return digest(entry);
}

/** Nine digits: sort keys order as numbers do up to 999,999,999 entries in a stream. */
export function entryKey(store: string, stream: string, seq: number): RecordKey {
  return { table: 'audit', pk: `${store}#AUDIT#${stream}`, sk: String(seq).padStart(9, '0') };
}

export function headKey(store: string, stream: string): RecordKey {
  return { pk: `${store}#AUDITHEAD#${stream}`, sk: 'HEAD' };
}

/** The heads whose newest entry is of one UTC day. */
export function headIndex(store: string, head: Pick<AuditHead, 'stream' | 'at'>): IndexKey {
  return { pk: headIndexPk(store, head.at.slice(0, 10)), sk: head.stream };
}

/** @param day `yyyy-mm-dd`, UTC */
export function headIndexPk(store: string, day: string): string {
  return `${store}#AUDITHEAD#changed#${day}`;
}
