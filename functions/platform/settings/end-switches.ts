import type { Platform } from '../platform.ts';
import { daysBack } from '../runs/days-back.ts';
import { listRunsOfDay } from '../runs/list-runs.ts';
import { requestReplay } from '../runs/request-replay.ts';
import { type Run, runIndexPk } from '../runs/run.ts';
import { isOver } from './kill-switch.ts';
import { readSetting } from './read-setting.ts';
import { saveSetting } from './save-setting.ts';
import { sinceWhen } from './since-when.ts';

/** As far back as lists of runs go. */
const HELD_DAYS = 31;

/** Who stands in the record. */
const timer = { kind: 'system', id: 'switch-timer' } as const;

/**
 * Starts what was held by switches whose time is over, the oldest first, then takes those out of the setting. Starts hold nothing
 * from the very instant on, so this may come minutes late; and first the runs, then the setting: a crash between the two repeats it,
 * and a run that was started is held no more.
 *
 * @throws ConflictError where somebody else saved the switches meanwhile; the next time does it
 */
export async function endSwitches(platform: Platform, store: string): Promise<void> {
  const { value, version } = await readSetting(platform, store, 'kill-switches');
  const now = platform.clock.now();
  const over = Object.entries(value).filter(([, entry]) => isOver(entry, now));
  if (over.length === 0) return;
  for (const [workflow] of over) await startHeld(platform, store, workflow);
  const rest = Object.entries(value).filter(([, entry]) => !isOver(entry, now));
  await saveSetting(platform, {
    store,
    name: 'kill-switches',
    value: Object.fromEntries(rest),
    expectedVersion: version,
    actor: timer,
    reason: over.map(([workflow, until]) => `${workflow} was off until ${until}`).join('; '),
  });
}

/** Only what this switch held: earlier ones that nobody released may be left for a reason. */
async function startHeld(platform: Platform, store: string, workflow: string): Promise<void> {
  const since = (await sinceWhen(platform, store, 'kill-switches', workflow))?.at ?? '';
  const days = daysBack(platform.clock.now(), HELD_DAYS).filter((day) => day >= since.slice(0, 10));
  for (const day of days.toReversed()) {
    const held: Run[] = [];
    for await (const run of listRunsOfDay(platform, runIndexPk(store, 'held', day))) {
      if (run.workflow === workflow && run.startedAt >= since) held.push(run);
    }
    for (const run of held.toReversed()) await requestReplay(platform, store, run.id);
  }
}
