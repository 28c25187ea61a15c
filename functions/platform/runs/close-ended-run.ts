import * as z from 'zod';
import { readFailure } from '../errors.ts';
import type { WorkflowManifest } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { closeRun } from './close-run.ts';
import { findRun } from './stages.ts';

/** `Step Functions Execution Status Change`, as far as it is needed. */
export const executionEndedSchema = z.object({
  detail: z.object({
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    input: z.string(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});
export type ExecutionEnded = z.output<typeof executionEndedSchema>;

const executionInputSchema = z.object({ store: z.string(), run: z.string(), attempt: z.number() });

/** Closes the run of an execution that ended badly, unless its Record state did. Best effort: the sweep does the rest. */
export async function closeEndedRun(
  platform: Platform,
  manifests: readonly WorkflowManifest[],
  event: ExecutionEnded,
): Promise<void> {
  const { status, input, error, cause } = event.detail;
  const { data: reference } = executionInputSchema.safeParse(JSON.parse(input));
  // Started by hand with an input of its own: it has no run to close.
  if (reference === undefined) return;
  const { text } = readFailure({ Error: error ?? status, Cause: cause ?? undefined });
  const closing = { outcome: 'failed', why: text, by: 'status-event' } as const;
  const run = await findRun(platform, reference);
  const manifest = manifests.find((candidate) => candidate.slug === run?.workflow);
  if (manifest !== undefined) await closeRun(platform, manifest, reference, closing);
}
