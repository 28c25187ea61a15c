import { readMember } from '../members/members.ts';
import type { Platform } from '../platform.ts';
import type { SettingVersion } from './read-setting.ts';
import type { ChangedBy } from './settings-answers.ts';

/** Who made a version, when and why; without the name of somebody who is no member any more. */
export async function changedBy(
  platform: Platform,
  store: string,
  { at, by, reason }: SettingVersion,
): Promise<ChangedBy> {
  const member = by.kind === 'person' ? await readMember(platform, store, by.id) : undefined;
  return { at, by, reason, ...(member === undefined ? {} : { byName: member.name }) };
}
