import type { Platform } from '../platform.ts';
import { daysBack } from '../runs/days-back.ts';
import { headsOfDays, LOOK_BACK_DAYS } from './anchor-audit.ts';
import type { BadEntry } from './bad-entry.ts';
import { verifyAnchors } from './verify-anchors.ts';
import { type AnchoredHead, verifyStream } from './verify-stream.ts';

export type AuditVerdict =
  /** `cursor`: the streams so far are sound, go on from here. */
  | { readonly ok: true; readonly streams: number; readonly entries: number; readonly cursor?: string }
  | { readonly ok: false; readonly bad: BadEntry };

/** Two to three reads a stream: 300 streams take a few seconds, well within an API call's 30. */
const STREAMS_A_CALL = 300;

/**
 * Checks the anchors, then the streams in order of their names, entry by entry, and names the first bad one.
 *
 * Finds any edit, deletion, insertion, reordering and truncation of the audit table, heads changed in the other table, and
 * entries rewritten with all their hashes and heads once a day's anchor names them. Cannot find: a stream that was removed
 * together with its head before the first anchor that would name it (at most a day).
 */
export async function verifyAudit(
  platform: Platform,
  store: string,
  options: { cursor?: string | undefined; streamsAtMost?: number } = {},
): Promise<AuditVerdict> {
  const anchors = await verifyAnchors(platform, store);
  if ('bad' in anchors) return { ok: false, bad: anchors.bad };

  const after = options.cursor === undefined ? '' : Buffer.from(options.cursor, 'base64url').toString('utf8');
  const names = (await streamNames(platform, store, anchors.heads)).filter((stream) => stream > after);
  const wanted = names.slice(0, options.streamsAtMost ?? STREAMS_A_CALL);
  let entries = 0;
  for (const stream of wanted) {
    const verdict = await verifyStream(platform, store, stream, anchors.heads.get(stream) ?? []);
    if ('bad' in verdict) return { ok: false, bad: verdict.bad };
    entries += verdict.entries;
  }
  const last = wanted.at(-1);
  const more = last !== undefined && wanted.length < names.length;
  const sound = { ok: true, streams: wanted.length, entries } as const;
  return more ? { ...sound, cursor: Buffer.from(last).toString('base64url') } : sound;
}

/** What the anchors name, and what changed on any day since a while before the first of them. */
async function streamNames(
  platform: Platform,
  store: string,
  anchored: ReadonlyMap<string, readonly AnchoredHead[]>,
): Promise<string[]> {
  const names = new Set(anchored.keys());
  const days = daysBack(platform.clock.now(), LOOK_BACK_DAYS);
  for (const { stream } of await headsOfDays(platform, store, days)) names.add(stream);
  return [...names].sort();
}
