import type { Platform } from '../platform.ts';
import {
  type Anchor,
  anchorObject,
  anchorSchema,
  listAnchorDays,
  type NewestAnchor,
  newestAnchorKey,
  sha256Of,
} from './anchor-audit.ts';
import { type BadEntry, badAnchor } from './bad-entry.ts';
import type { AnchoredHead } from './verify-stream.ts';

/**
 * Walks the anchors from the newest back: each one is vouched for by the one after it, the newest by the record outside
 * the bucket, so that a changed file is named itself and not its neighbour.
 *
 * @returns by stream what each anchor says of it, oldest day first
 */
export async function verifyAnchors(
  platform: Platform,
  store: string,
): Promise<{ heads: Map<string, AnchoredHead[]> } | { bad: BadEntry }> {
  // The record before the files: an anchor written between the two reads is then newer than the record, which is allowed.
  const newest = (await platform.records.get<NewestAnchor>(newestAnchorKey(store)))?.data;
  const days = await listAnchorDays(platform, store);
  if (newest !== undefined && !days.includes(newest.day))
    return { bad: badAnchor('AnchorMissing', newest.day) };

  const heads = new Map<string, AnchoredHead[]>();
  let vouched: Anchor['previous'] | undefined;
  for (const day of days.toReversed()) {
    if (vouched === null || (vouched !== undefined && vouched.day < day))
      return { bad: badAnchor('AnchorAltered', day) };
    if (vouched !== undefined && vouched.day > day) return { bad: badAnchor('AnchorMissing', vouched.day) };
    const bytes = await platform.objects.get(anchorObject(store, day));
    const hash = sha256Of(bytes);
    const anchor = parseAnchor(bytes);
    const wrong =
      anchor === undefined ||
      anchor.day !== day ||
      anchor.store !== store ||
      (vouched !== undefined && vouched.sha256 !== hash) ||
      (newest?.day === day && newest.sha256 !== hash);
    if (wrong) return { bad: badAnchor('AnchorAltered', day) };
    for (const { stream, seq, hash: headHash } of anchor.heads) {
      heads.set(stream, [{ day, seq, hash: headHash }, ...(heads.get(stream) ?? [])]);
    }
    vouched = anchor.previous;
  }
  if (vouched !== undefined && vouched !== null) return { bad: badAnchor('AnchorMissing', vouched.day) };
  return { heads };
}

function parseAnchor(bytes: Buffer): Anchor | undefined {
  try {
    return anchorSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}
