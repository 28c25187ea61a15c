import * as z from 'zod';
import { ConfigurationError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { readSetting } from './read-setting.ts';
import { needsSecondAdmin, type SettingName, settingCatalogue } from './setting-catalogue.ts';
import type { SettingsAnswer } from './settings-answers.ts';

/** Everything that a page needs to show a setting and to check what is typed. One that does not fit this release shows its default and says so. */
export async function describeSetting(
  platform: Platform,
  store: string,
  name: SettingName,
): Promise<SettingsAnswer['settings'][number]> {
  const { title, description, mayChange, schema, default: standard } = settingCatalogue[name];
  const facts = {
    name,
    title,
    description,
    mayChange: [...mayChange],
    needsSecondAdmin: needsSecondAdmin(name),
    // As it is saved: fields with a default may be left out.
    schema: z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }),
    default: standard,
  };
  try {
    return { ...facts, ...(await readSetting(platform, store, name)) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { ...facts, value: standard, version: 0, trouble: error.text };
  }
}
