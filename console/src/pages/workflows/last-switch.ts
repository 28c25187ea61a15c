import type { SettingVersionsAnswer } from '../../../../functions/platform/settings/settings-answers.ts';

type Version = SettingVersionsAnswer['versions'][number];

/**
 * The version of the kill switches that switched a workflow off: the oldest of those in a row in which it is off.
 *
 * @param versions newest first
 */
export function switchedOffBy(versions: readonly Version[], workflow: string): Version | undefined {
  const isOff = ({ value }: Version) => (value as Record<string, unknown>)[workflow] === true;
  const on = versions.findIndex((version) => !isOff(version));
  return versions[(on < 0 ? versions.length : on) - 1];
}
