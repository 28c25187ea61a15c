import canonicalize from 'canonicalize';
import { TransientError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { ConflictError, type RecordWrite } from '../ports/records.ts';
import {
  type Actor,
  type AuditEntry,
  type AuditHead,
  digest,
  entryKey,
  hashOf,
  headIndex,
  headKey,
  RECENT_IDS,
} from './audit-entry.ts';

export interface AuditInput {
  readonly store: string;
  /** e.g. `run/<id>`, `setting/<name>`. */
  readonly stream: string;
  /** Derived from the business facts: the same id in a stream is written once, however often the step is repeated. */
  readonly entryId: string;
  readonly actor: Actor;
  /** What was done, e.g. `setting.saved`. */
  readonly action: string;
  readonly subject: string;
  /** Over {@link LARGEST_VALUE_BYTES} only the SHA-256 and the size are kept. No personal data, no secrets. */
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string | undefined;
  readonly model?: string | undefined;
  readonly promptVersion?: string | undefined;
}

/** For a transaction that is conditional by itself, so that repeating it cannot add a second entry. */
export type UnnamedAuditInput = Omit<AuditInput, 'entryId'>;

/** Bytes of canonical JSON: an entry then stays below 20 KB, and a page of entries below DynamoDB's 1 MB. */
export const LARGEST_VALUE_BYTES = 8 * 1024;

/**
 * The tries of {@link appendAudit}. Of n writers to one stream at least one wins each round; a Map state works on at most
 * six items of a run at a time.
 */
const TRIES = 6;

/**
 * The writes that add one entry to its stream, to be part of the caller's transaction: entry and head, both conditional on
 * the stream's present head. When the transaction throws `ConflictError`, ask for the writes again.
 *
 * Without an `entryId` the entry is named by its place in the stream: numbers of the caller's own begin again when a shop is
 * removed and made anew, while its audit stays, and an id that is there already would leave the change without an entry.
 *
 * @returns no writes when the stream already has an entry of this id
 */
export async function auditWrites(
  platform: Platform,
  wanted: AuditInput | UnnamedAuditInput,
): Promise<readonly RecordWrite[]> {
  const present = await platform.records.get<AuditHead>(headKey(wanted.store, wanted.stream));
  const isNamed = 'entryId' in wanted;
  const input = isNamed ? wanted : { ...wanted, entryId: `entry/${(present?.data.seq ?? 0) + 1}` };
  if (isNamed && present !== undefined && (await isWritten(platform, wanted, present.data))) return [];
  const at = platform.clock.now();
  const entry = entryOf(input, at, present?.data);
  const head: AuditHead = {
    stream: input.stream,
    seq: entry.seq,
    hash: entry.hash,
    at,
    recent: [...(present?.data.recent ?? []), input.entryId].slice(-RECENT_IDS),
  };
  return [
    { key: entryKey(input.store, input.stream, entry.seq), data: entry, expected: 'absent' },
    {
      key: headKey(input.store, input.stream),
      data: head,
      index: headIndex(input.store, head),
      expected: present === undefined ? 'absent' : { version: present.version },
    },
  ];
}

/**
 * Adds one entry. Safe to repeat.
 *
 * @returns false when the stream already had an entry of this id
 * @throws TransientError `AuditContended` when other writers were faster six times
 */
export async function appendAudit(platform: Platform, input: AuditInput): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    const writes = await auditWrites(platform, input);
    if (writes.length === 0) return false;
    try {
      await platform.records.transact(writes);
      return true;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      if (tries === TRIES) throw contended(input.stream, error);
    }
  }
}

function entryOf(input: AuditInput, at: string, head: AuditHead | undefined): AuditEntry {
  const { store, stream, entryId, actor, action, subject, before, after, ...texts } = input;
  const unsealed: Omit<AuditEntry, 'hash'> = {
    store,
    stream,
    seq: (head?.seq ?? 0) + 1,
    previous: head?.hash ?? '',
    entryId,
    at,
    // Only these two fields: callers may pass a member, whose name and e-mail must stay out of the chain.
    actor: { kind: actor.kind, id: actor.id },
    action,
    subject,
    ...(before === undefined ? {} : { before: bounded(before) }),
    ...(after === undefined ? {} : { after: bounded(after) }),
    ...(texts.reason === undefined ? {} : { reason: texts.reason }),
    ...(texts.model === undefined ? {} : { model: texts.model }),
    ...(texts.promptVersion === undefined ? {} : { promptVersion: texts.promptVersion }),
  };
  return { ...unsealed, hash: hashOf(unsealed) };
}

function bounded(value: unknown): unknown {
  const text = canonicalize(value) ?? 'null';
  const bytes = Buffer.byteLength(text);
  // Parsed from the text that is hashed: what the store drops or converts (undefined, dates) is gone before the hash.
  return bytes <= LARGEST_VALUE_BYTES ? JSON.parse(text) : { sha256: digest(value), bytes };
}

async function isWritten(platform: Platform, input: AuditInput, head: AuditHead): Promise<boolean> {
  if (head.recent.includes(input.entryId)) return true;
  if (head.seq <= RECENT_IDS) return false;
  const { pk } = entryKey(input.store, input.stream, 1);
  let cursor: string | undefined;
  do {
    const page = await platform.records.list<AuditEntry>({ table: 'audit', pk }, { cursor });
    if (page.items.some((item) => item.data.entryId === input.entryId)) return true;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return false;
}

function contended(stream: string, cause: unknown): TransientError {
  return new TransientError(
    'AuditContended',
    {
      en: `Too many steps wrote to the audit stream ${stream} at once. Nothing was lost; the step is tried again.`,
      zh: `同时写入审计记录 ${stream} 的步骤过多。没有丢失任何内容，系统将自动重试。`,
    },
    cause,
  );
}
