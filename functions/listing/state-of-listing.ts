import { passes } from '../commerce/listings/check-listing.ts';
import type { ChannelListing } from '../commerce/listings/listing.ts';
import type { TextEvidence } from '../commerce/listings/text-rule.ts';
import type { Listed } from './listed.ts';

/** Whether a listing may go out, from what its rules found. A missing main picture keeps back this channel only. */
export function stateOfListing(
  listing: ChannelListing,
  evidence: readonly TextEvidence[],
  hasPicture: boolean,
): Listed {
  const findings = evidence.flatMap(({ holds, ...finding }) => (holds ? [] : [finding]));
  const state = !passes(evidence) ? 'refused' : hasPicture ? 'ready' : 'waiting';
  return { listing, state, findings, rules: evidence.length };
}
