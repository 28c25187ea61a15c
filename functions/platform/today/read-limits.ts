import { workflows } from '../../workflows.ts';
import type { Platform } from '../platform.ts';
import { daysBack } from '../runs/days-back.ts';
import { changedBy } from '../settings/changed-by.ts';
import { isSwitchedOff } from '../settings/kill-switch.ts';
import { readSetting, type SettingVersion } from '../settings/read-setting.ts';
import { sinceWhen } from '../settings/since-when.ts';
import type { RunLists } from './run-lists.ts';
import type { TodayAnswer } from './today-answers.ts';

type Limit = TodayAnswer['limits'][number];

const settings = { off: 'kill-switches', 'dry-run': 'dry-run', pilot: 'pilot' } as const;

/** Held runs are looked for so far back, as in their list. */
const HELD_DAYS = 31;

/**
 * The workflows that are switched off or publish nothing, or not everything: by whom, since when, and how many starts are held.
 * Where all are on, it costs three reads; the versions of a setting are read only where it limits something.
 */
export async function readLimits(
  platform: Platform,
  store: string,
  runs: RunLists,
): Promise<TodayAnswer['limits']> {
  const [switches, dryRun, pilot] = await Promise.all([
    readSetting(platform, store, 'kill-switches'),
    readSetting(platform, store, 'dry-run'),
    readSetting(platform, store, 'pilot'),
  ]);
  const kindOf = (slug: string): Limit['kind'] | undefined => {
    if (isSwitchedOff(switches.value[slug], platform.clock.now())) return 'off';
    // All of it is a dry run, also what takes part in the pilot.
    if (dryRun.value[slug] === true) return 'dry-run';
    return pilot.value[slug] === undefined ? undefined : 'pilot';
  };
  const limited = workflows.map(async ({ slug, title }) => {
    const kind = kindOf(slug);
    if (kind === undefined) return [];
    const until = switches.value[slug];
    const version = await sinceWhen(platform, store, settings[kind], slug);
    const limit = {
      workflow: slug,
      title,
      kind,
      ...(version === undefined ? {} : { since: await changedBy(platform, store, version) }),
      ...(kind === 'off' && typeof until === 'string' ? { until } : {}),
      ...(kind === 'off' ? { held: await heldSince(platform, runs, slug, version) } : {}),
      see: placeOf(kind),
    };
    return [limit];
  });
  return (await Promise.all(limited)).flat();
}

function placeOf(kind: Limit['kind']): Limit['see'] {
  return kind === 'off' ? { page: 'workflows' } : { page: 'settings', query: { name: settings[kind] } };
}

/** Starts that the switch kept back, without those of earlier times that nobody has released. */
async function heldSince(
  platform: Platform,
  runs: RunLists,
  workflow: string,
  version: SettingVersion | undefined,
): Promise<NonNullable<Limit['held']>> {
  const at = version?.at ?? '';
  const days = daysBack(platform.clock.now(), HELD_DAYS).filter((day) => day >= at.slice(0, 10));
  const lists = await runs.newest('held', days);
  const held = lists.flatMap((list) => list.runs);
  return {
    count: held.filter((run) => run.workflow === workflow && run.startedAt >= at).length,
    isMore: lists.some(({ isAll }) => !isAll),
  };
}
