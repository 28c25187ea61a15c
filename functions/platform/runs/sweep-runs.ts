import { readFailure } from '../errors.ts';
import type { WorkflowManifest } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { closeRun } from './close-run.ts';
import { daysBack } from './days-back.ts';
import { listRunsOfDay } from './list-runs.ts';
import { type Run, runIndexPk } from './run.ts';

/** A run younger than this may still be between its record and its execution. */
const youngestSeconds = 120;

/**
 * Closes what neither the machine's Record state nor its status event closed: asks Step Functions how each open run's
 * execution stands. Runs every 15 minutes over all days that an execution can live.
 *
 * One run that fails does not keep the others waiting.
 *
 * @returns the ids of the runs that it closed
 * @throws the first failure, after all were tried
 */
export async function sweepRuns(
  platform: Platform,
  store: string,
  manifests: readonly WorkflowManifest[],
): Promise<readonly string[]> {
  const longest = Math.max(...manifests.map((manifest) => manifest.timeoutSeconds));
  // An execution of n days that starts before midnight ends on day n + 1 counting from 0, and is swept until that day is over.
  const days = daysBack(platform.clock.now(), Math.ceil(longest / 86_400) + 2);
  const closed: string[] = [];
  const failures: unknown[] = [];
  for (const status of ['running', 'waiting'] as const) {
    for (const day of days) {
      for await (const run of listRunsOfDay(platform, runIndexPk(store, status, day))) {
        try {
          if (await closeIfEnded(platform, manifests, run)) closed.push(run.id);
        } catch (error) {
          failures.push(error);
        }
      }
    }
  }
  if (failures.length > 0) throw failures[0];
  return closed;
}

async function closeIfEnded(
  platform: Platform,
  manifests: readonly WorkflowManifest[],
  run: Run,
): Promise<boolean> {
  const manifest = manifests.find((candidate) => candidate.slug === run.workflow);
  if (manifest === undefined) return false;
  const ageSeconds = (Date.parse(platform.clock.now()) - Date.parse(run.startedAt)) / 1000;
  if (ageSeconds < youngestSeconds) return false;
  // No ARN: the starter died between its two writes. Its queue message starts the run again, or lands in the dead-letter queue.
  if (run.executionArn === undefined) return false;
  const execution = await platform.executions.describe(run.executionArn);
  if (execution?.status === 'RUNNING') return false;
  const { text } = readFailure({ Error: execution?.error ?? execution?.status, Cause: execution?.cause });
  const closed = await closeRun(
    platform,
    manifest,
    { store: run.store, run: run.id, attempt: run.attempt },
    { outcome: 'failed', why: text, by: 'sweep' },
  );
  return closed?.attempt === run.attempt && closed.status === 'failed';
}
