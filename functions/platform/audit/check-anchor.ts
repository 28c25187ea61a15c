import { type Anchor, anchorSchema, type NewestAnchor, sha256Of } from './anchor-audit.ts';
import { type BadEntry, badAnchor } from './bad-entry.ts';

/** What the anchor after it says of an older one; null: that there is none; undefined: there is no anchor after it. */
export type Expectation = Anchor['previous'] | undefined;

/**
 * Checks one anchor, on the way from the newest back: each is vouched for by the one after it, the newest by the record
 * outside the bucket, so that a changed file is named itself and not its neighbour.
 */
export function checkAnchor(
  bytes: Buffer,
  store: string,
  day: string,
  expected: Expectation,
  newest: NewestAnchor | undefined,
): { anchor: Anchor } | { bad: BadEntry } {
  const hash = sha256Of(bytes);
  const anchor = parseAnchor(bytes);
  const wrong =
    anchor === undefined ||
    expected === null ||
    anchor.day !== day ||
    anchor.store !== store ||
    (expected !== undefined && (expected.day !== day || expected.sha256 !== hash)) ||
    (newest?.day === day && newest.sha256 !== hash);
  return wrong ? { bad: badAnchor('AnchorAltered', day) } : { anchor };
}

/** Unreadable: undefined. */
export function parseAnchor(bytes: Buffer): Anchor | undefined {
  try {
    return anchorSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}
