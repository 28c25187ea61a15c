import type { Says } from '../../commerce/says.ts';
import { TransientError } from '../errors.ts';
import type { WorkflowManifest } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { changeRecord } from '../ports/records.ts';
import { closeRun } from './close-run.ts';
import { isOpen, type Run, runIndex, runKey } from './run.ts';
import { readRun } from './stages.ts';

export interface StopRequest {
  readonly store: string;
  readonly run: string;
  /** The member who stops it. */
  readonly by: string;
  readonly reason: string;
}

export type StopOutcome =
  | { readonly kind: 'stopped'; readonly run: Run }
  /** It ended by itself before. */
  | { readonly kind: 'ended'; readonly run: Run; readonly says: Says };

/**
 * Ends a run before it is through: the wish is noted, then its execution is ended, then it is closed as `stopped`. A crash in
 * between is put right by what closes ended runs in any case. Stopping it again changes nothing.
 *
 * A stage that is being worked on at that moment is not undone: its function may still write a file, or publish, for as long
 * as it runs.
 *
 * @throws InvalidInputError `RunUnknown`
 * @throws TransientError `RunStarting` in the second between a run's record and its execution
 */
export async function stopRun(
  platform: Platform,
  manifests: readonly WorkflowManifest[],
  { store, run: id, by, reason }: StopRequest,
): Promise<StopOutcome> {
  const before = await readRun(platform, { store, run: id });
  if (!isOpen(before)) return judgeEnded(before);
  if (before.status !== 'held' && before.executionArn === undefined) throw starting(id);
  const stop = { by, reason, at: platform.clock.now() };
  const noted = await changeRecord<Run>(platform.records, runKey(store, id), (run) => {
    const isSame = run !== undefined && run.attempt === before.attempt && isOpen(run);
    if (!isSame || run.stop !== undefined) return undefined;
    const wanted = { ...run, stop };
    return { data: wanted, index: runIndex(wanted) };
  });
  if (noted === undefined || !isOpen(noted)) return judgeEnded(noted ?? before);
  if (noted.executionArn !== undefined) {
    await platform.executions.stop(noted.executionArn, `Stopped by member ${noted.stop?.by ?? by}`);
  }
  const manifest = manifests.find((candidate) => candidate.slug === noted.workflow);
  // A workflow that this release does not have any more tells nobody of a stop.
  const owner = manifest ?? {
    slug: noted.workflow,
    owner: '',
    title: { en: noted.workflow, zh: noted.workflow },
  };
  const reference = { store, run: id, attempt: noted.attempt };
  const closed = await closeRun(platform, owner, reference, { outcome: 'stopped', by: 'stop' });
  return judgeEnded(closed ?? noted);
}

function judgeEnded(run: Run): StopOutcome {
  if (run.status === 'stopped') return { kind: 'stopped', run };
  return {
    kind: 'ended',
    run,
    says: {
      en: 'This run has ended by itself meanwhile, so there was nothing to stop. Look at what it did.',
      zh: '该运行已自行结束，无需中止。请查看其结果。',
    },
  };
}

function starting(run: string): TransientError {
  return new TransientError('RunStarting', {
    en: `Run ${run} is just being started. Nothing was stopped; try again in a few seconds.`,
    zh: `运行 ${run} 正在启动，尚未中止，请几秒后重试。`,
  });
}
