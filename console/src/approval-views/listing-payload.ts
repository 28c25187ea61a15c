import type { Listed } from '../../../functions/listing/listed.ts';
import type { reviewPayload } from '../../../functions/listing/review-payload.ts';
import type { ApprovalAnswer } from '../../../functions/platform/approvals/approvals-answers.ts';

type Payload = ReturnType<typeof reviewPayload>;
export type ListingReview = Payload;
export type ReviewedListing = Payload['listings'][number];

/**
 * The payload of an item of `listing`; undefined for one that this release does not know. It comes from our own API, so it is
 * not checked field by field, only that it is one of ours.
 */
export function readListingReview({
  payload,
}: Pick<ApprovalAnswer['items'][number], 'payload'>): ListingReview | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  if (!('listings' in payload && 'file' in payload && Array.isArray(payload.listings))) return undefined;
  return payload as Payload;
}

/** The file that the payload refers to, as the run wrote it. @throws Error where it is something else */
export function readListedFile(file: unknown): ReadonlyMap<string, Listed> {
  if (!Array.isArray(file)) throw new Error('not a file of listings');
  const listed = file as readonly Listed[];
  return new Map(listed.map((one) => [`${one.listing.channel}/${one.listing.locale}`, one]));
}
