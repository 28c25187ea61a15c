import * as z from 'zod';
import { languageSchema } from '../../commerce/says.ts';

/**
 * Where notices to a role go. Addresses of the chat services contain their own key, so they are kept as a secret
 * (`{"url": …, "secret": …}`), never in the setting. `language`: default the shop's first.
 */
const throughSecret = { secretName: z.string().min(1).max(256), language: languageSchema.optional() };

export const notifyTargetSchema = z.discriminatedUnion('kind', [
  /** Built in: the notice stays in the shop's own records, one for each member of the role. */
  z.strictObject({ kind: z.literal('outbox') }),
  /** E-mail to each member of the role in the member's language, or to fixed addresses. */
  z.strictObject({
    kind: z.literal('ses'),
    /** An address of the shop that SES has verified. */
    from: z.email(),
    to: z.array(z.email()).min(1).max(50).optional(),
    language: languageSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('webhook'), ...throughSecret }),
  z.strictObject({ kind: z.literal('slack'), ...throughSecret }),
  z.strictObject({ kind: z.literal('feishu'), ...throughSecret }),
  z.strictObject({ kind: z.literal('dingtalk'), ...throughSecret }),
  z.strictObject({ kind: z.literal('wecom'), ...throughSecret }),
]);
export type NotifyTarget = z.output<typeof notifyTargetSchema>;
export type NotifyKind = NotifyTarget['kind'];
