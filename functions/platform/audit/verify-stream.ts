import type { Platform } from '../platform.ts';
import type { StoredRecord } from '../ports/records.ts';
import {
  type AuditEntry,
  type AuditHead,
  auditEntrySchema,
  entryKey,
  hashOf,
  headKey,
} from './audit-entry.ts';
import { type BadEntry, badEntry } from './bad-entry.ts';

/** What an anchor says of a stream. */
export interface AnchoredHead {
  readonly day: string;
  readonly seq: number;
  readonly hash: string;
}

/** Readings of a stream that others write to meanwhile, before a difference to its head is believed. */
const READINGS = 3;

/** @param anchored oldest day first */
export async function verifyStream(
  platform: Platform,
  store: string,
  stream: string,
  anchored: readonly AnchoredHead[],
): Promise<{ entries: number } | { bad: BadEntry }> {
  for (let reading = 1; ; reading++) {
    const head = await platform.records.get<AuditHead>(headKey(store, stream));
    const verdict = await checkEntries(platform, store, stream, head?.data, anchored);
    if (!('bad' in verdict) || reading === READINGS) return verdict;
    // An entry that was appended between the two reads is not bad: judge again with the head that it moved.
    const now = await platform.records.get<AuditHead>(headKey(store, stream));
    if (now?.version === head?.version) return verdict;
  }
}

async function checkEntries(
  platform: Platform,
  store: string,
  stream: string,
  head: AuditHead | undefined,
  anchored: readonly AnchoredHead[],
): Promise<{ entries: number } | { bad: BadEntry }> {
  const { pk } = entryKey(store, stream, 1);
  let seq = 0;
  let previous = '';
  let cursor: string | undefined;
  do {
    const page = await platform.records.list<AuditEntry>({ table: 'audit', pk }, { cursor });
    for (const item of page.items) {
      seq += 1;
      const bad =
        badInItself(item, store, stream, seq, previous) ??
        badAgainstWitnesses(item.data, stream, head, anchored);
      if (bad !== undefined) return { bad };
      previous = item.data.hash;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);

  const known = Math.max(head?.seq ?? 0, ...anchored.map((anchor) => anchor.seq));
  if (seq < known) return { bad: badEntry('EntryMissing', stream, seq + 1) };
  if (seq === 0) return { bad: badEntry('StreamMissing', stream, 1) };
  return head === undefined ? { bad: badEntry('HeadMissing', stream, seq) } : { entries: seq };
}

/** @param seq the number that this entry must have */
function badInItself(
  { key, data }: StoredRecord<AuditEntry>,
  store: string,
  stream: string,
  seq: number,
  previous: string,
): BadEntry | undefined {
  if (key.sk !== entryKey(store, stream, seq).sk) {
    const isLater = /^\d{9}$/.test(key.sk) && Number(key.sk) > seq;
    return badEntry(isLater ? 'EntryMissing' : 'EntryForeign', stream, seq);
  }
  const parsed = auditEntrySchema.safeParse(data);
  if (!parsed.success) return badEntry('EntryAltered', stream, seq);
  const { hash, ...unsealed } = data;
  if (hashOf(unsealed) !== hash) return badEntry('EntryAltered', stream, seq);
  if (data.store !== store || data.stream !== stream) return badEntry('EntryForeign', stream, seq);
  return data.seq === seq && data.previous === previous
    ? undefined
    : badEntry('EntryOutOfOrder', stream, seq);
}

/** A chain that was rewritten with all its hashes is sound in itself; the head and the anchors are not. */
function badAgainstWitnesses(
  entry: AuditEntry,
  stream: string,
  head: AuditHead | undefined,
  anchored: readonly AnchoredHead[],
): BadEntry | undefined {
  const { seq, hash } = entry;
  const anchor = anchored.find((candidate) => candidate.seq === seq && candidate.hash !== hash);
  if (anchor !== undefined) return badEntry('AnchorDiffers', stream, seq, anchor.day);
  if (head === undefined) return undefined;
  if (seq > head.seq) return badEntry('EntryBeyondHead', stream, seq);
  return seq === head.seq && hash !== head.hash ? badEntry('HeadAltered', stream, seq) : undefined;
}
