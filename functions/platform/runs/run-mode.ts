import type { Platform } from '../platform.ts';
import { readSetting } from '../settings/read-setting.ts';
import type { PilotFacts, Run } from './run.ts';

/** A list names what takes part; `all` means everything. */
export interface PilotScope {
  readonly skus: 'all' | readonly string[];
  readonly categories: 'all' | readonly string[];
}

/** Whether a subject takes part in the pilot. A fact that a list asks for and the subject lacks means no. */
export function isInPilot(scope: PilotScope, facts: PilotFacts): boolean {
  const within = (list: 'all' | readonly string[], fact: string | undefined) =>
    list === 'all' || (fact !== undefined && list.includes(fact));
  return within(scope.skus, facts.sku) && within(scope.categories, facts.category);
}

/** The channels of a workflow that take part: outward actions on others are left out. */
export async function isChannelInPilot(
  platform: Platform,
  store: string,
  workflow: string,
): Promise<(channel: string) => boolean> {
  const { value } = await readSetting(platform, store, 'pilot');
  const channels = value[workflow]?.channels ?? 'all';
  return (channel) => channels === 'all' || channels.includes(channel);
}

/** Live inside the pilot scope, a dry run outside it or where the shop asked for dry runs. */
export async function runMode(
  platform: Platform,
  store: string,
  workflow: string,
  facts: PilotFacts,
): Promise<Run['mode']> {
  const [dryRun, pilot] = await Promise.all([
    readSetting(platform, store, 'dry-run'),
    readSetting(platform, store, 'pilot'),
  ]);
  if (dryRun.value[workflow] === true) return 'dry-run';
  const scope = pilot.value[workflow];
  return scope === undefined || isInPilot(scope, facts) ? 'live' : 'dry-run';
}
