import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { changeRecord } from '../ports/records.ts';
import { isOpen, type Run, type RunStatus, runIndex, runKey, type StageRecord } from './run.ts';

/** Which attempt of which run a task works for; every task's payload carries it. */
export interface RunReference {
  readonly store: string;
  readonly run: string;
  readonly attempt: number;
}

/** Undefined when there is none. */
export async function findRun(
  platform: Platform,
  reference: Pick<RunReference, 'store' | 'run'>,
): Promise<Run | undefined> {
  return (await platform.records.get<Run>(runKey(reference.store, reference.run)))?.data;
}

/** @throws InvalidInputError `RunUnknown` */
export async function readRun(
  platform: Platform,
  reference: Pick<RunReference, 'store' | 'run'>,
): Promise<Run> {
  const run = await findRun(platform, reference);
  if (run !== undefined) return run;
  throw new InvalidInputError('RunUnknown', {
    en: `There is no run ${reference.run} in this shop.`,
    zh: `本店没有运行记录 ${reference.run}。`,
  });
}

/** Notes a finished stage on the run. A repeated task replaces its own entry; a late one of an older attempt changes nothing. */
export async function recordStage(
  platform: Platform,
  reference: RunReference,
  stage: StageRecord,
): Promise<void> {
  await changeOpenRun(platform, reference, (run) => ({
    ...run,
    stages: [...run.stages.filter((other) => other.state !== stage.state), stage],
  }));
}

/** Moves an open run between `running` and `waiting`. */
export async function setRunStatus(
  platform: Platform,
  reference: RunReference,
  status: Extract<RunStatus, 'running' | 'waiting'>,
): Promise<void> {
  await changeOpenRun(platform, reference, (run) => (run.status === status ? undefined : { ...run, status }));
}

async function changeOpenRun(
  platform: Platform,
  reference: RunReference,
  change: (run: Run) => Run | undefined,
): Promise<void> {
  await changeRecord<Run>(platform.records, runKey(reference.store, reference.run), (run) => {
    if (run === undefined || run.attempt !== reference.attempt || !isOpen(run)) return undefined;
    const changed = change(run);
    return changed === undefined ? undefined : { data: changed, index: runIndex(changed) };
  });
}
