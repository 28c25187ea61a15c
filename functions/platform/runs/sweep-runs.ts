import { createHash } from 'node:crypto';
import type { Says } from '../../commerce/says.ts';
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
 * A run without execution this old has lost its starter for good: its queue message comes at most `maxReceives` times, a
 * visibility time-out apart (5 × 180 s = 15 minutes), and lies in the dead-letter queue then. Four times that.
 */
const lostSeconds = 3600;

/** The sweep's own interval: a day has 96 of them. */
const slotSeconds = 900;
const slotsADay = 86_400 / slotSeconds;

/** Questions to Step Functions at one time. It answers 15 a second for long, 300 at once (`DescribeExecution`). */
const lanes = 10;

const neverStarted: Says = {
  en: 'This run never started: the message that was to start it was lost or is in the dead-letter queue. The original is safe; replay the run.',
  zh: '该运行未能启动：启动消息已丢失或进入死信队列。原始文件安全，请重新运行。',
};

/**
 * Closes what neither the machine's Record state nor its status event closed: asks Step Functions how each running run's
 * execution stands, and, of those that wait for a person (there may be thousands, for days), how each stands once a day.
 * Runs every 15 minutes over all days that an execution can live.
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
  const closed: string[] = [];
  const failures: unknown[] = [];
  const runs = openRuns(platform, store, manifests);
  const lane = async () => {
    // All lanes draw from the one iterator, which queues their turns: each run is taken once.
    for (let next = await runs.next(); next.done !== true; next = await runs.next()) {
      const run = next.value;
      try {
        if (await closeIfEnded(platform, manifests, run)) closed.push(run.id);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  for (const end of await Promise.allSettled(Array.from({ length: lanes }, lane))) {
    // The list itself broke off.
    if (end.status === 'rejected') failures.push(end.reason);
  }
  if (failures.length > 0) throw failures[0];
  return closed;
}

async function* openRuns(
  platform: Platform,
  store: string,
  manifests: readonly WorkflowManifest[],
): AsyncGenerator<Run, void, void> {
  const longest = Math.max(...manifests.map((manifest) => manifest.timeoutSeconds));
  // An execution of n days that starts before midnight ends on day n + 1 counting from 0, and is swept until that day is over.
  const days = daysBack(platform.clock.now(), Math.ceil(longest / 86_400) + 2);
  for (const status of ['running', 'waiting'] as const) {
    for (const day of days) yield* listRunsOfDay(platform, runIndexPk(store, status, day));
  }
}

async function closeIfEnded(
  platform: Platform,
  manifests: readonly WorkflowManifest[],
  run: Run,
): Promise<boolean> {
  const manifest = manifests.find((candidate) => candidate.slug === run.workflow);
  if (manifest === undefined) return false;
  const now = Date.parse(platform.clock.now());
  const ageSeconds = (now - Date.parse(run.startedAt)) / 1000;
  if (ageSeconds < youngestSeconds) return false;
  const why =
    run.executionArn === undefined
      ? whyLost(manifest, run, ageSeconds)
      : await whyEnded(platform, run, run.executionArn, now);
  if (why === undefined) return false;
  const closed = await closeRun(
    platform,
    manifest,
    { store: run.store, run: run.id, attempt: run.attempt },
    { outcome: 'failed', why, by: 'sweep' },
  );
  return closed?.attempt === run.attempt && closed.status === 'failed';
}

/**
 * No ARN: the starter died before or after it started the machine, and its message did not come back. Where the machine runs
 * all the same (it waits, or a stage is noted), it closes the run itself, or has run out of time.
 */
function whyLost(manifest: WorkflowManifest, run: Run, ageSeconds: number): Says | undefined {
  if (run.status === 'running' && run.stages.length === 0) {
    return ageSeconds > lostSeconds ? neverStarted : undefined;
  }
  return ageSeconds > lostSeconds + manifest.timeoutSeconds
    ? readFailure({ Error: 'TIMED_OUT' }).text
    : undefined;
}

async function whyEnded(
  platform: Platform,
  run: Run,
  executionArn: string,
  now: number,
): Promise<Says | undefined> {
  if (run.status === 'waiting' && !isTurnOf(run.id, now)) return undefined;
  const execution = await platform.executions.describe(executionArn);
  if (execution?.status === 'RUNNING') return undefined;
  return readFailure({ Error: execution?.error ?? execution?.status, Cause: execution?.cause }).text;
}

/** Two neighbouring slots of the day belong to each id: a sweep that comes a little late finds its runs all the same. */
function isTurnOf(id: string, now: number): boolean {
  const slot = Math.floor(now / 1000 / slotSeconds) % slotsADay;
  const own = createHash('sha256').update(id).digest().readUInt32BE(0) % slotsADay;
  return slot === own || slot === (own + 1) % slotsADay;
}
