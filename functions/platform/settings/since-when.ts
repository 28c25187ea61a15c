import { isDeepStrictEqual } from 'node:util';
import type { Platform } from '../platform.ts';
import { listSettingVersions, type SettingVersion } from './read-setting.ts';
import type { SettingName } from './setting-catalogue.ts';

/** Settings that hold a value for each workflow. */
type ByWorkflow = Extract<SettingName, 'kill-switches' | 'dry-run' | 'pilot'>;

/**
 * The version that gave a setting the value that it has for a workflow now: later ones changed it for other workflows, or saved the
 * same again.
 *
 * @returns undefined where the value is the default in code
 */
export async function sinceWhen(
  platform: Platform,
  store: string,
  name: ByWorkflow,
  workflow: string,
): Promise<SettingVersion | undefined> {
  const valueIn = ({ value }: SettingVersion) => (value as Record<string, unknown>)[workflow];
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
