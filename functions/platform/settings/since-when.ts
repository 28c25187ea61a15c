import { isDeepStrictEqual } from 'node:util';
import type { Platform } from '../platform.ts';
import { listSettingVersions, type SettingVersion } from './read-setting.ts';
import type { SettingName, SettingValue } from './setting-catalogue.ts';

/** Settings that hold a value for each workflow. */
type ByWorkflow = Extract<SettingName, 'kill-switches' | 'dry-run' | 'pilot' | 'approval-policy'>;

/**
 * The version that gave a setting the value that it has for a workflow now: later ones changed it for other workflows, or saved the
 * same again. Of the approval policy only when a person is asked.
 *
 * @returns undefined where the value is the default in code
 */
export async function sinceWhen(
  platform: Platform,
  store: string,
  name: ByWorkflow,
  workflow: string,
): Promise<SettingVersion | undefined> {
  const valueIn = (version: SettingVersion) => partOf(name, version.value, workflow);
  let oldest: SettingVersion | undefined;
  let cursor: string | undefined;
  do {
    const page = await listSettingVersions(platform, store, name, cursor);
    for (const version of page.versions) {
      if (oldest !== undefined && !isDeepStrictEqual(valueIn(version), valueIn(oldest))) return oldest;
      oldest = version;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return oldest;
}

function partOf(name: ByWorkflow, value: unknown, workflow: string): unknown {
  if (name !== 'approval-policy') return (value as Readonly<Record<string, unknown>>)[workflow];
  return (value as SettingValue<'approval-policy'>).workflows[workflow]?.when;
}
