import { z } from 'zod';

const addresses = z.array(z.string().min(1)).default([]);
const content = z.object({ Data: z.string(), Charset: z.string().optional() });

const simpleContent = z.object({
  Subject: content,
  Body: z
    .object({ Text: content.optional(), Html: content.optional() })
    .refine(({ Text, Html }) => Text !== undefined || Html !== undefined, 'needs Text or Html'),
  Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  Attachments: z
    .array(
      z.object({
        FileName: z.string().min(1).max(255),
        /** Base64. */
        RawContent: z.string(),
        ContentType: z.string().optional(),
        ContentDisposition: z.enum(['ATTACHMENT', 'INLINE']).optional(),
        ContentId: z.string().optional(),
      }),
    )
    .default([]),
});

const destination = z
  .object({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
  .default({ ToAddresses: [], CcAddresses: [], BccAddresses: [] });

export const sendShape = z.object({
  FromEmailAddress: z.string().min(1).optional(),
  Destination: destination,
  ReplyToAddresses: addresses,
  ConfigurationSetName: z.string().optional(),
  EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  Content: z.object({
    Simple: simpleContent.optional(),
    /** Base64. */
    Raw: z.object({ Data: z.string().min(1) }).optional(),
    Template: z.unknown().optional(),
  }),
});
export type SendRequest = z.infer<typeof sendShape>;

export type SimpleMail = Omit<SendRequest, 'Content'> & { readonly Simple: z.infer<typeof simpleContent> };

export const identityShape = z.object({ EmailIdentity: z.string().min(1).max(320) });
