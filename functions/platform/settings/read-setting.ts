import { ConfigurationError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import type { RecordKey } from '../ports/records.ts';
import { type SettingName, type SettingValue, settingCatalogue } from './setting-catalogue.ts';

/** One saved value. `CURRENT` holds a copy of the newest, so that reading is one get. */
export interface SettingVersion {
  readonly name: SettingName;
  /** 1 for the first that was saved. */
  readonly version: number;
  readonly value: unknown;
  readonly at: string;
  readonly by: { readonly kind: 'person' | 'machine' | 'system'; readonly id: string };
  readonly reason: string;
  /** The second admin, where one was needed. */
  readonly confirmedBy?: string;
  /** The version whose value an undo brought back; 0 is the default in code. */
  readonly restores?: number;
}

export function currentKey(store: string, name: SettingName): RecordKey {
  return { pk: `${store}#SETTING#${name}`, sk: 'CURRENT' };
}

/** Six digits, so that versions are listed in order up to a million. */
export function versionKey(store: string, name: SettingName, version: number): RecordKey {
  return { pk: `${store}#SETTING#${name}`, sk: `V#${String(version).padStart(6, '0')}` };
}

/**
 * The value in force. Read from the table each time; whoever reads often keeps it for a while.
 *
 * @returns version 0 with the default while nothing was saved
 * @throws ConfigurationError `SettingUnreadable` when what was saved does not fit this release any more
 */
export async function readSetting<N extends SettingName>(
  platform: Platform,
  store: string,
  name: N,
): Promise<{ value: SettingValue<N>; version: number }> {
  const stored = await platform.records.get<SettingVersion>(currentKey(store, name));
  const { schema, default: fallback } = settingCatalogue[name];
  if (stored === undefined) return { value: fallback as SettingValue<N>, version: 0 };
  // Parsed again: a release may have added fields, which then have their defaults.
  const parsed = schema.safeParse(stored.data.value);
  if (parsed.success) return { value: parsed.data as SettingValue<N>, version: stored.data.version };
  throw new ConfigurationError('SettingUnreadable', {
    en: `The saved setting ${name} (version ${stored.data.version}) does not fit this release. Save it again or undo it.`,
    zh: `已保存的设置 ${name}（版本 ${stored.data.version}）与当前版本不兼容，请重新保存或撤销。`,
  });
}

/** All saved versions, newest first, at most 100 a page. */
export async function listSettingVersions(
  platform: Platform,
  store: string,
  name: SettingName,
  cursor?: string,
): Promise<{ versions: readonly SettingVersion[]; cursor?: string }> {
  const { pk } = currentKey(store, name);
  const page = await platform.records.list<SettingVersion>(
    { pk, skPrefix: 'V#' },
    { descending: true, cursor },
  );
  const versions = page.items.map((item) => item.data);
  return page.cursor === undefined ? { versions } : { versions, cursor: page.cursor };
}
