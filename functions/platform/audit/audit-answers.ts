import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';

export const auditEntryAnswerSchema = z.strictObject({
  store: z.string(),
  stream: z.string(),
  seq: z.int().min(1),
  previous: z.string(),
  entryId: z.string(),
  at: z.iso.datetime(),
  actor: z.strictObject({ kind: z.enum(['person', 'machine', 'system']), id: z.string() }),
  action: z.string(),
  subject: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  reason: z.string().optional(),
  model: z.string().optional(),
  promptVersion: z.string().optional(),
  hash: z.string(),
});

/**
 * `GET /api/{store}/audit`: streams with the newest activity first, in each the newest entry first. A page may be short, or
 * empty, and still have a cursor: each one reads a bounded part of the record.
 */
export const auditAnswer = z.strictObject({
  entries: z.array(auditEntryAnswerSchema),
  /** The members of the shop, by `sub`: who acted and is none any more is known by the `sub` alone. */
  people: z.array(z.strictObject({ sub: z.string(), name: z.string() })),
  cursor: z.string().optional(),
});

/** `GET /api/{store}/audit/verification`: with a cursor: sound so far, go on from there. */
export const verificationAnswer = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    streams: z.int().min(0),
    entries: z.int().min(0),
    cursor: z.string().optional(),
  }),
  z.strictObject({
    ok: z.literal(false),
    bad: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('entry'),
        code: z.string(),
        stream: z.string(),
        seq: z.int(),
        says: saysSchema,
      }),
      z.strictObject({ kind: z.literal('anchor'), code: z.string(), day: z.string(), says: saysSchema }),
    ]),
  }),
]);
export type AuditEntryAnswer = z.output<typeof auditEntryAnswerSchema>;
export type AuditAnswer = z.output<typeof auditAnswer>;
export type VerificationAnswer = z.output<typeof verificationAnswer>;
