import type { Platform } from '../platform.ts';
import { isPulled, type KillSwitch } from './kill-switch.ts';
import { listSettingVersions, type SettingVersion } from './read-setting.ts';

/** Whoever works with a workflow must hear that it was switched off, or on again. Repeating it repeats the events' ids. */
export async function announceSwitches(
  platform: Platform,
  store: string,
  saved: SettingVersion,
  before: SettingVersion | undefined,
): Promise<void> {
  const now = saved.value as Record<string, KillSwitch>;
  const then = (before?.value ?? {}) as Record<string, KillSwitch>;
  for (const workflow of new Set([...Object.keys(now), ...Object.keys(then)])) {
    const entry = now[workflow];
    const on = isPulled(entry);
    if (on === isPulled(then[workflow])) continue;
    await platform.events.publish({
      name: 'AlertRaised',
      store,
      schemaVersion: 1,
      eventId: `kill-switch/${workflow}/${saved.version}`,
      occurredAt: saved.at,
      correlationId: `setting/kill-switches/${saved.version}`,
      alert: 'kill-switch',
      workflow,
      on,
      ...(typeof entry === 'string' ? { until: entry } : {}),
      // Only its own time ends a switch without a person.
      ...(!on && saved.by.kind === 'system' ? { byItself: true } : {}),
    });
  }
}

/** Longer than any pause between two sweeps (6 hours), and short enough that a new member does not hear of last week's. */
const RECENT_MILLISECONDS = 24 * 3_600_000;

/**
 * Announces the changes of the last day again: a crash may have come between saving one and telling of it. Whoever was told
 * is not told twice, because the ids are the same.
 */
export async function announceRecentSwitches(platform: Platform, store: string): Promise<void> {
  const since = Date.parse(platform.clock.now()) - RECENT_MILLISECONDS;
  const { versions } = await listSettingVersions(platform, store, 'kill-switches');
  const recent = versions.filter(({ at }) => Date.parse(at) >= since);
  // Oldest first, as it happened; the version before one follows it in the list.
  for (const saved of recent.toReversed()) {
    await announceSwitches(platform, store, saved, versions[versions.indexOf(saved) + 1]);
  }
}
