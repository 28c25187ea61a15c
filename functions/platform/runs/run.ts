import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';
import type { IndexKey, RecordKey } from '../ports/records.ts';

/** How a run ended. Only `failed` is our own fault. */
export const outcomeSchema = z.enum([
  'published',
  /** Through, and it had nothing to publish: an import. */
  'completed',
  'dry-run',
  'duplicate',
  'rejected',
  'expired',
  'conflict',
  'quarantined',
  'failed',
  /** A person ended it before it was through. */
  'stopped',
]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** `held`: the kill switch kept it from starting. `waiting`: a person decides. */
export const runStatusSchema = z.enum(['running', 'waiting', 'held', ...outcomeSchema.options]);
export type RunStatus = z.infer<typeof runStatusSchema>;

export const stageRecordSchema = z.object({
  state: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  outcome: z.enum(['done', 'warned', 'failed']),
  /** What did the work: `rules/…@version`, a model's name, a person. */
  engine: z.string().optional(),
  /** Millionths of a US dollar: a single model call may cost less than a cent. */
  costMicroUsd: z.number().int().min(0).optional(),
  note: saysSchema.optional(),
  /** What the stage counted or measured, by name; units stand in the names where they are not plain counts. */
  figures: z.record(z.string(), z.number()).optional(),
});
export type StageRecord = z.infer<typeof stageRecordSchema>;

export const triggerRecordSchema = z.object({
  kind: z.enum(['upload', 'event', 'api', 'schedule', 'replay']),
  /** The members who started this or an earlier attempt; four-eyes keeps each of them from approving. */
  startedBy: z.array(z.string()).readonly().optional(),
});

/** What a run is about, in the terms of a pilot scope. */
export const pilotFactsSchema = z.object({ sku: z.string().optional(), category: z.string().optional() });
export type PilotFacts = z.infer<typeof pilotFactsSchema>;

export const runSchema = z.object({
  id: z.string(),
  store: z.string(),
  workflow: z.string(),
  workflowVersion: z.number().int(),
  /** What the run is about, for people: a SKU, an order. */
  subject: z.object({ kind: z.string(), id: z.string(), label: z.string() }),
  trigger: triggerRecordSchema,
  status: runStatusSchema,
  /** Outside the pilot scope or by setting, a run does everything but the outward action. */
  mode: z.enum(['live', 'dry-run']),
  /** What the mode was decided by; a replay decides it anew. */
  pilot: pilotFactsSchema.optional(),
  /** 1 at first; a replay raises it. */
  attempt: z.number().int().min(1),
  /** What the machine gets under `input`; kept so that a replay and a repeated start send the same. */
  input: z.record(z.string(), z.unknown()),
  executionArn: z.string().optional(),
  /** Of this attempt: the sweep, the lists and the time taken go by it. */
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  stages: z.array(stageRecordSchema),
  /** A person wants it ended before it is through. Noted first: whatever closes the run then closes it as `stopped`. */
  stop: z.object({ by: z.string(), reason: z.string(), at: z.iso.datetime() }).optional(),
  /** Why it ended as it did, or why it is held. */
  why: saysSchema.optional(),
  /** References and figures that the workflow leaves behind; small. */
  result: z.record(z.string(), z.unknown()).optional(),
});
export type Run = z.infer<typeof runSchema>;

export function runKey(store: string, id: string): RecordKey {
  return { pk: `${store}#RUN#${id}`, sk: 'RUN' };
}

/** Runs are listed by status and day of start (UTC). */
export function runIndex(run: Pick<Run, 'store' | 'id' | 'status' | 'startedAt'>): IndexKey {
  return {
    pk: runIndexPk(run.store, run.status, run.startedAt.slice(0, 10)),
    sk: `${run.startedAt}#${run.id}`,
  };
}

/** @param day `yyyy-mm-dd`, UTC */
export function runIndexPk(store: string, status: RunStatus, day: string): string {
  return `${store}#RUN#${status}#${day}`;
}

/** `<attempt>-<id>`: ASCII, at most 80 characters; Step Functions deduplicates starts by it. */
export function executionName(run: Pick<Run, 'attempt' | 'id'>): string {
  return `${run.attempt}-${run.id}`;
}

/** Still to come to an end. */
export function isOpen(run: Pick<Run, 'status'>): boolean {
  return run.status === 'running' || run.status === 'waiting' || run.status === 'held';
}
