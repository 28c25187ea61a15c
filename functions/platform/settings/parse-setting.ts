import { InvalidInputError } from '../errors.ts';
import { issueText } from '../issue-text.ts';
import { type SettingName, type SettingValue, settingCatalogue } from './setting-catalogue.ts';

/** @throws InvalidInputError `SettingInvalid`, naming each field and what was expected there */
export function parseSetting<N extends SettingName>(name: N, value: unknown): SettingValue<N> {
  const { schema } = settingCatalogue[name];
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data as SettingValue<N>;
  const issues = parsed.error.issues.map((issue) => ({
    field: fieldOf(name, issue.path),
    says: issueText(issue),
  }));
  throw new InvalidInputError('SettingInvalid', {
    en: `Nothing was saved. ${issues.map(({ field, says }) => `${field}: ${says.en}`).join('; ')}.`,
    zh: `未保存。${issues.map(({ field, says }) => `${field}：${says.zh}`).join('；')}。`,
  });
}

function fieldOf(name: string, path: readonly PropertyKey[]): string {
  return [name, ...path.map(String)].join('.');
}
