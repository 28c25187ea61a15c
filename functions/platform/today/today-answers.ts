import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';
import { runStatusSchema } from '../runs/run.ts';
import { changedBySchema } from '../settings/settings-answers.ts';

/** Where a number opens into its detail: a page of the console and what it is filtered by. */
export const placeSchema = z.strictObject({
  page: z.enum([
    'approvals',
    'upload',
    'runs',
    'products',
    'settings',
    'members',
    'audit',
    'connectors',
    'workflows',
  ]),
  query: z.record(z.string(), z.string()).optional(),
});
export type Place = z.output<typeof placeSchema>;

const waiting = z.strictObject({
  count: z.int().min(0),
  /** There are more than were counted. */
  isMore: z.boolean(),
  /** Instant since when the oldest waits; absent where nothing does. */
  oldestAt: z.iso.datetime().optional(),
  see: placeSchema,
});

/** A workflow that does not do all of its work. */
const limit = z.strictObject({
  workflow: z.string(),
  title: saysSchema,
  /** Its starts are held; it publishes nothing; it publishes only what takes part in the pilot. */
  kind: z.enum(['off', 'dry-run', 'pilot']),
  /** Absent where nobody set it. */
  since: changedBySchema.optional(),
  /** Of one that is off for a time: it goes on by itself then, and what was held starts. */
  until: z.iso.datetime({ offset: true }).optional(),
  /** Of one that is off: starts held since then, of the last 31 days. */
  held: z.strictObject({ count: z.int().min(0), isMore: z.boolean() }).optional(),
  see: placeSchema,
});

const failure = z.strictObject({
  run: z.string(),
  workflow: z.string(),
  status: runStatusSchema,
  subject: z.strictObject({ kind: z.string(), id: z.string(), label: z.string() }),
  at: z.iso.datetime(),
  why: saysSchema.optional(),
});

const measure = z.strictObject({
  name: z.enum(['median-minutes-to-published', 'published-untouched', 'fallback']),
  title: saysSchema,
  /** Minutes, or a share of 0 to 1; null where there was nothing to measure yet. */
  value: z.number().nullable(),
  unit: z.enum(['minutes', 'share']),
  /** How many runs it was measured on. */
  sample: z.int().min(0),
  see: placeSchema,
});

const step = z.strictObject({
  name: z.enum([
    'upload-photos',
    'decide-approvals',
    'invite-second-person',
    'choose-channels',
    'connect-shop',
  ]),
  says: saysSchema,
  isDone: z.boolean(),
  see: placeSchema,
});

/** `GET /api/{store}/today` */
export const todayAnswer = z.strictObject({
  /** The day in the shop's zone, and its first and last instant (the last one exclusive). */
  day: z.iso.date(),
  zone: z.string(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  isSample: z.boolean(),
  /** Workflows that are off, or publish nothing or not everything; empty on a usual day. */
  limits: z.array(limit),
  waits: z.strictObject({ approvals: waiting, unassigned: waiting, quarantine: waiting, held: waiting }),
  /** Of the last seven days, newest first. */
  failed: z.strictObject({ count: z.int().min(0), newest: z.array(failure), see: placeSchema }),
  /** Runs that started today, by the status that they have now; statuses without a run are left out. */
  ran: z.strictObject({
    total: z.int().min(0),
    byStatus: z.partialRecord(runStatusSchema, z.int().min(0)),
    see: placeSchema,
  }),
  mode: z.strictObject({
    kind: z.enum(['rules', 'ai']),
    says: saysSchema,
    /** Of all workflows today, in millionths of a US dollar; the budget is that of each workflow. */
    spentMicroUsd: z.int().min(0),
    budgetMicroUsd: z.int().min(0),
    see: placeSchema,
  }),
  measures: z.array(measure),
  /** What to do first; all done in a shop that is under way. */
  steps: z.array(step),
});
export type TodayAnswer = z.output<typeof todayAnswer>;
