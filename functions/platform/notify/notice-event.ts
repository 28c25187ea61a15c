import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';
import { roleSchema } from '../members/role.ts';

const subjectSchema = z.object({ kind: z.string(), id: z.string(), label: z.string() });

const common = {
  store: z.string(),
  eventId: z.string(),
  /** ISO 8601 instant. */
  occurredAt: z.string(),
  correlationId: z.string(),
};

const askingFields = {
  approvalId: z.string(),
  workflow: z.string(),
  subject: subjectSchema,
  role: roleSchema,
  asks: saysSchema,
  expiresAt: z.string(),
};

const requestedSchema = z.object({ ...common, ...askingFields, name: z.literal('ApprovalRequested') });

const alertSchema = z.discriminatedUnion('alert', [
  z.object({
    ...common,
    ...askingFields,
    name: z.literal('AlertRaised'),
    alert: z.literal('approval-waiting'),
  }),
  z.object({
    ...common,
    name: z.literal('AlertRaised'),
    /** `correlationId` is the run. */
    alert: z.literal('run-failed'),
    workflow: z.string(),
    subject: subjectSchema,
    why: saysSchema.optional(),
    role: roleSchema.default('operator'),
  }),
  z.object({
    ...common,
    name: z.literal('AlertRaised'),
    alert: z.literal('kill-switch'),
    workflow: z.string(),
    /** True: new runs are held from now on. */
    on: z.boolean(),
    /** It goes on by itself then. */
    until: z.iso.datetime({ offset: true }).optional(),
    /** Its time was over: what was held has been started. */
    byItself: z.boolean().default(false),
    role: roleSchema.default('operator'),
  }),
]);

const count = z.int().min(0);

/** What a day leaves to know; see `buildDigest`. */
export const digestSchema = z.object({
  /** `yyyy-mm-dd` in the shop's zone. */
  day: z.iso.date(),
  waits: z.object({
    count,
    first: z.array(z.object({ id: z.string(), label: z.string(), asks: saysSchema, expiresAt: z.string() })),
  }),
  failed: z.object({
    count,
    first: z.array(
      z.object({ id: z.string(), label: z.string(), workflow: z.string(), why: saysSchema.optional() }),
    ),
  }),
  /** What needs somebody without being our fault: quarantined, expired, in conflict, held. */
  stopped: z.object({
    count,
    first: z.array(
      z.object({ id: z.string(), label: z.string(), status: z.string(), why: saysSchema.optional() }),
    ),
  }),
  published: z.object({ count, byWorkflow: z.record(z.string(), count) }),
});
export type Digest = z.infer<typeof digestSchema>;

const digestEventSchema = z.object({ ...common, name: z.literal('Digest'), digest: digestSchema });

/** What people are told about. Other events are none of theirs. */
export const noticeEventSchema = z.union([requestedSchema, alertSchema, digestEventSchema]);
export type NoticeEvent = z.output<typeof noticeEventSchema>;
