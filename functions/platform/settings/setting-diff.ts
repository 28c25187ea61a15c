import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { type Difference, diffValues } from './diff-values.ts';
import { currentKey, type SettingVersion, versionKey } from './read-setting.ts';
import { type SettingName, settingCatalogue } from './setting-catalogue.ts';

/**
 * What changed between two versions of a setting.
 *
 * @param between `to` left out: the newest; `from` left out: the one before `to`; 0 is the default in code
 * @throws InvalidInputError `SettingVersionUnknown`
 */
export async function settingDiff(
  platform: Platform,
  store: string,
  name: SettingName,
  between: { from?: number | undefined; to?: number | undefined },
): Promise<{ name: SettingName; from: number; to: number; differences: readonly Difference[] }> {
  const newest = (await platform.records.get<SettingVersion>(currentKey(store, name)))?.data.version ?? 0;
  const to = between.to ?? newest;
  const from = between.from ?? Math.max(0, to - 1);
  const [before, after] = await Promise.all(
    [from, to].map((version) => valueAt(platform, store, name, version)),
  );
  return { name, from, to, differences: diffValues(before, after) };
}

async function valueAt(
  platform: Platform,
  store: string,
  name: SettingName,
  version: number,
): Promise<unknown> {
  if (version === 0) return settingCatalogue[name].default;
  const stored = await platform.records.get<SettingVersion>(versionKey(store, name, version));
  if (stored !== undefined) return stored.data.value;
  throw new InvalidInputError('SettingVersionUnknown', {
    en: `The setting ${name} has no version ${version}.`,
    zh: `设置 ${name} 没有版本 ${version}。`,
  });
}
