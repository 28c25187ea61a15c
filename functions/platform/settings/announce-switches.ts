import type { Platform } from '../platform.ts';
import type { SettingVersion } from './read-setting.ts';

/** Whoever works with a workflow must hear that it was switched off, or on again. Repeating it repeats the events' ids. */
export async function announceSwitches(
  platform: Platform,
  store: string,
  saved: SettingVersion,
  before: SettingVersion | undefined,
): Promise<void> {
  const now = saved.value as Record<string, boolean>;
  const then = (before?.value ?? {}) as Record<string, boolean>;
  for (const workflow of new Set([...Object.keys(now), ...Object.keys(then)])) {
    const on = now[workflow] === true;
    if (on === (then[workflow] === true)) continue;
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
    });
  }
}
