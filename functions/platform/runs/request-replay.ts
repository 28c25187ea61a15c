import type { ReplayMessage } from '../handlers/starter-handler.ts';
import type { Platform } from '../platform.ts';
import { markRetried } from '../quarantine/quarantine.ts';
import { isOpen } from './run.ts';
import { readRun } from './stages.ts';

export type ReplayAnswer =
  | { readonly kind: 'requested'; readonly runId: string; readonly attempt: number }
  | { readonly kind: 'open' };

/**
 * Asks the run's workflow to run it again, through its intake queue. Asking twice is one replay: the message names the
 * attempt that is to run.
 *
 * @param by the member who asks; that person may not approve what comes of it
 * @param dryRun everything but the outward action, whatever the settings say
 * @throws InvalidInputError `RunUnknown`
 */
export async function requestReplay(
  platform: Platform,
  store: string,
  runId: string,
  by?: string,
  dryRun = false,
): Promise<ReplayAnswer> {
  const run = await readRun(platform, { store, run: runId });
  if (isOpen(run) && run.status !== 'held') return { kind: 'open' };
  const attempt = run.attempt + 1;
  const message: ReplayMessage = {
    kind: 'replay',
    store,
    runId,
    attempt,
    ...(by === undefined ? {} : { startedBy: by }),
    ...(dryRun ? { dryRun } : {}),
  };
  await platform.queues.send(run.workflow, message);
  // Whichever way it is sent again, it waits in quarantine no more.
  const actor =
    by === undefined ? ({ kind: 'system', id: 'replay' } as const) : { kind: 'person' as const, id: by };
  await markRetried(platform, { store, id: runId, attempt: run.attempt }, actor);
  return { kind: 'requested', runId, attempt };
}
