import * as z from 'zod';

/** A sentence, and the ids of the attributes that it says something of; see `groundText` for whether it is so. */
const draftSentence = z.strictObject({
  text: z.string().min(1).max(400),
  from: z.array(z.string().min(1).max(100)).max(12),
});

/**
 * What a model answers to the prompt `draft-listing`, for one product in one language. Generous: channels have limits of their
 * own, and a text is fitted to them afterwards.
 */
export const listingDraftSchema = z.strictObject({
  title: z.strictObject({
    text: z.string().min(1).max(200),
    from: z.array(z.string().min(1).max(100)).max(12),
  }),
  bullets: z.array(draftSentence).min(1).max(8),
  description: z.array(draftSentence).min(1).max(12),
});
export type ListingDraft = z.output<typeof listingDraftSchema>;
