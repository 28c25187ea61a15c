import * as z from 'zod';
import { languageSchema, saysSchema } from '../../commerce/says.ts';

const notice = z.strictObject({
  id: z.string(),
  store: z.string(),
  eventId: z.string(),
  kind: z.string(),
  address: z.string(),
  language: languageSchema,
  title: z.string(),
  /** Plain text. */
  text: z.string(),
  link: z.string(),
  status: z.enum(['sending', 'sent', 'failed']),
  heldUntil: z.string().optional(),
  at: z.iso.datetime(),
  sentAt: z.iso.datetime().optional(),
  failure: saysSchema.optional(),
});

/** `GET /api/{store}/notices`: a page may hold none of the caller's and still have a cursor. */
export const noticesAnswer = z.strictObject({ notices: z.array(notice), cursor: z.string().optional() });
export type NoticesAnswer = z.output<typeof noticesAnswer>;
