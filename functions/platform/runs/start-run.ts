import type { Says } from '../../commerce/says.ts';
import { TransientError } from '../errors.ts';
import type { WorkflowManifest } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { changeRecord } from '../ports/records.ts';
import { isSwitchedOff as isOffNow } from '../settings/kill-switch.ts';
import { readSetting } from '../settings/read-setting.ts';
import { executionName, isOpen, type PilotFacts, type Run, runIndex, runKey } from './run.ts';
import { runMode } from './run-mode.ts';
import { findRun } from './stages.ts';

/** What a workflow reads out of a message of its intake queue. */
export interface StartRequest {
  readonly store: string;
  /** See `runIdFor`. */
  readonly runId: string;
  readonly subject: Run['subject'];
  readonly trigger: Run['trigger'];
  readonly input: Record<string, unknown>;
  readonly pilot: PilotFacts;
}

/** A replay of a run that exists: the same input, one attempt higher, in the mode that holds now. */
export interface ReplayRequest {
  readonly store: string;
  readonly runId: string;
  /** The attempt that is to run; a message delivered twice asks for the same one. */
  readonly attempt: number;
  /** The member who asked for it; counts for four-eyes beside whoever started the run before. */
  readonly startedBy?: string | undefined;
  /** Everything but the outward action, whatever the shop's settings say. */
  readonly dryRun?: boolean | undefined;
}

const held: Says = {
  en: 'Held: this workflow is switched off. What came in is kept; switch the workflow on, then continue this run.',
  zh: '流程已停用，收到的内容已保存；启用流程后，请继续处理此运行。',
};

/**
 * Puts the run if it is absent, then starts its machine. Safe to repeat after a crash at any point: the run's id and the
 * execution's name are functions of the trigger.
 *
 * With the kill switch on the run is put as `held` and nothing starts.
 */
export async function startRun(
  platform: Platform,
  manifest: WorkflowManifest,
  machineArn: string,
  request: StartRequest,
): Promise<Run> {
  const { store, runId } = request;
  const off = await isSwitchedOff(platform, store, manifest.slug);
  const mode = await runMode(platform, store, manifest.slug, request.pilot);
  const run = await changeRecord<Run>(platform.records, runKey(store, runId), (present) => {
    if (present !== undefined) return undefined;
    const fresh: Run = {
      id: runId,
      store,
      workflow: manifest.slug,
      workflowVersion: manifest.version,
      subject: request.subject,
      trigger: request.trigger,
      status: off ? 'held' : 'running',
      mode,
      pilot: request.pilot,
      attempt: 1,
      input: request.input,
      startedAt: platform.clock.now(),
      stages: [],
      ...(off ? { why: held } : {}),
    };
    return { data: fresh, index: runIndex(fresh) };
  });
  return await startExecution(platform, machineArn, run as Run);
}

/**
 * Starts a run again with the same input, one that is held as well.
 *
 * @returns undefined when the run is unknown or another attempt was faster
 * @throws TransientError `RunStillOpen` while an earlier attempt is open: an expired approval may be reopened before the
 *   machine has recorded the end, and the request must not be lost to that
 */
export async function replayRun(
  platform: Platform,
  manifest: WorkflowManifest,
  machineArn: string,
  request: ReplayRequest,
): Promise<Run | undefined> {
  const { store, runId, attempt } = request;
  const before = await findRun(platform, { store, run: runId });
  if (before === undefined) return undefined;
  const off = await isSwitchedOff(platform, store, manifest.slug);
  // A shop that ended its pilot, or began a dry run, means replays too.
  const mode =
    request.dryRun === true ? 'dry-run' : await runMode(platform, store, manifest.slug, before.pilot ?? {});
  const run = await changeRecord<Run>(platform.records, runKey(store, runId), (present) => {
    if (present === undefined || present.attempt >= attempt) return undefined;
    if (isOpen(present) && present.status !== 'held') throw stillOpen(present);
    const { endedAt: _ended, why: _why, result: _result, executionArn: _arn, stop: _stop, ...kept } = present;
    const startedBy = withStarter(present.trigger.startedBy, request.startedBy);
    const again: Run = {
      ...kept,
      attempt,
      mode,
      status: off ? 'held' : 'running',
      workflowVersion: manifest.version,
      trigger: { kind: 'replay', ...(startedBy === undefined ? {} : { startedBy }) },
      startedAt: platform.clock.now(),
      stages: [],
      ...(off ? { why: held } : {}),
    };
    return { data: again, index: runIndex(again) };
  });
  return run === undefined || run.attempt !== attempt
    ? undefined
    : await startExecution(platform, machineArn, run);
}

/** A second person's replay does not let the first one approve their own work. */
function withStarter(
  before: readonly string[] | undefined,
  member: string | undefined,
): string[] | undefined {
  const all = [...new Set([...(before ?? []), ...(member === undefined ? [] : [member])])];
  return all.length === 0 ? undefined : all;
}

function stillOpen({ id, attempt }: Run): TransientError {
  return new TransientError('RunStillOpen', {
    en: `Attempt ${attempt} of run ${id} has not ended yet. The next one starts once it has; this is tried again by itself.`,
    zh: `运行 ${id} 的第 ${attempt} 次尝试尚未结束，结束后将自动重新运行。`,
  });
}

async function startExecution(platform: Platform, machineArn: string, run: Run): Promise<Run> {
  // A run that waits was started by a starter that died before it noted the ARN, without which no sweep can close it.
  const isStarted = run.status === 'running' || run.status === 'waiting';
  if (!isStarted || run.executionArn !== undefined) return run;
  const executionArn = await platform.executions.start(machineArn, executionName(run), {
    store: run.store,
    run: run.id,
    attempt: run.attempt,
    mode: run.mode,
    input: run.input,
  });
  const started = await changeRecord<Run>(platform.records, runKey(run.store, run.id), (present) => {
    if (present === undefined || present.attempt !== run.attempt || present.executionArn !== undefined)
      return undefined;
    const known = { ...present, executionArn };
    return { data: known, index: runIndex(known) };
  });
  return started ?? run;
}

async function isSwitchedOff(platform: Platform, store: string, workflow: string): Promise<boolean> {
  const { value } = await readSetting(platform, store, 'kill-switches');
  return isOffNow(value[workflow], platform.clock.now());
}
