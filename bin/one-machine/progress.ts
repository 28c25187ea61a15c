import { setTimeout as wait } from 'node:timers/promises';
import type { Run } from '../../functions/platform/runs/run.ts';
import type { LocalSystem } from '../../local/system.ts';
import { stageTitle } from '../stage-title.ts';
import { ApiBusyError, type LocalApi } from './local-api.ts';
import type { OneMachineOptions } from './options.ts';
import { texts } from './texts.ts';

/** Often enough to feel alive, rarely enough to cost nothing beside the work itself. */
const pollMilliseconds = 500;

/** This many polls in a row without anything to do: between a queue and its function there are moments without either. */
const idlePolls = 3;

/**
 * While nothing runs, the runs are read at every so many polls only: each time costs 50 to 150 ms of processor, which were a tenth
 * of one for as long as the system stays up. A decision that is carried out between two polls shows 20 s late.
 */
const pollsBetweenIdleReads = 40;

/** The newest runs of the shop; more than one start puts in at once would be a very large folder. */
const listed = 500;

/**
 * Prints a line whenever a photo has passed a stage or ended.
 *
 * @param uploads photos still on their way in; nothing is idle before they are there
 * @returns the shop's runs, when the signal stops it or, with `exit`, when nothing has run for a while
 */
export async function showProgress(
  system: LocalSystem,
  api: LocalApi,
  options: Pick<OneMachineOptions, 'exit' | 'language'>,
  signal: AbortSignal,
  uploads: Promise<void>,
): Promise<readonly Run[]> {
  const uploaded = { done: false };
  const uploading = uploads.then(() => {
    uploaded.done = true;
  });
  const printed = new Map<string, number>();
  // What ended before this start is history, not progress.
  let runs = await listRuns(api, [], signal);
  for (const run of runs) if (run.endedAt !== undefined) printed.set(keyOf(run), run.stages.length + 1);
  let idle = 0;
  while (!signal.aborted && !(options.exit && idle >= idlePolls)) {
    // Asked before the runs are read: what ends in between is then seen as ended.
    idle = uploaded.done && system.isIdle() ? idle + 1 : 0;
    if (idle <= idlePolls || idle % pollsBetweenIdleReads === 0) {
      runs = await listRuns(api, runs, signal);
      for (const run of runs.toReversed()) printNew(run, printed, options.language);
    }
    await Promise.race([
      wait(pollMilliseconds, undefined, { signal }).catch(() => undefined),
      failureOf(uploading),
    ]);
  }
  return runs;
}

/** @param before the answer of the last poll, which stands while the API is too busy for a new one */
async function listRuns(api: LocalApi, before: readonly Run[], signal: AbortSignal): Promise<readonly Run[]> {
  try {
    return (await api.get<{ runs: Run[] }>(`runs?limit=${listed}&days=31`, signal))?.runs ?? [];
  } catch (error) {
    if (error instanceof ApiBusyError) return before;
    throw error;
  }
}

/** A replay begins anew. */
const keyOf = (run: Run) => `${run.id}/${run.attempt}`;

/** Settles only when the upload fails: then the whole run has failed. */
function failureOf(uploading: Promise<void>): Promise<never> {
  return uploading.then(() => new Promise<never>(() => undefined));
}

function printNew(run: Run, printed: Map<string, number>, language: 'zh' | 'en'): void {
  const key = keyOf(run);
  const seen = printed.get(key) ?? 0;
  for (const stage of run.stages.slice(seen)) {
    const title = stageTitle(run.workflow, stage.state, language);
    const seconds = ((Date.parse(stage.endedAt) - Date.parse(stage.startedAt)) / 1000).toFixed(1);
    const mark = { done: '✓', warned: '!', failed: '✗' }[stage.outcome];
    const note = stage.note === undefined ? '' : `  ${stage.note[language]}`;
    console.log(`  ${run.subject.label}  ${mark} ${title} (${seconds} s)${note}`);
  }
  const ended = run.status !== 'running';
  if (ended && seen <= run.stages.length) {
    const why = run.why === undefined ? '' : `  ${run.why[language]}`;
    console.log(`  ${run.subject.label}  → ${texts.statuses[run.status][language]}${why}`);
  }
  // One past the stages: the end has been printed too.
  printed.set(key, ended ? run.stages.length + 1 : run.stages.length);
}
