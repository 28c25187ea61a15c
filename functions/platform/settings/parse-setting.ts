import type * as z from 'zod';
import zhCN from 'zod/v4/locales/zh-CN.js';
import { type Says, saysSchema } from '../../commerce/says.ts';
import { InvalidInputError } from '../errors.ts';
import { type SettingName, type SettingValue, settingCatalogue } from './setting-catalogue.ts';

const inChinese = zhCN().localeError;

/** @throws InvalidInputError `SettingInvalid`, naming each field and what was expected there */
export function parseSetting<N extends SettingName>(name: N, value: unknown): SettingValue<N> {
  const { schema } = settingCatalogue[name];
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data as SettingValue<N>;
  const issues = parsed.error.issues.map((issue) => ({
    field: fieldOf(name, issue.path),
    says: expected(issue),
  }));
  throw new InvalidInputError('SettingInvalid', {
    en: `Nothing was saved. ${issues.map(({ field, says }) => `${field}: ${says.en}`).join('; ')}.`,
    zh: `未保存。${issues.map(({ field, says }) => `${field}：${says.zh}`).join('；')}。`,
  });
}

function fieldOf(name: string, path: readonly PropertyKey[]): string {
  return [name, ...path.map(String)].join('.');
}

function expected(issue: z.core.$ZodIssue): Says {
  const own = issue.code === 'custom' ? saysSchema.safeParse(issue.params?.says) : undefined;
  if (own?.success === true) return { en: `expected ${own.data.en}`, zh: `应为${own.data.zh}` };
  const chinese = inChinese(issue as z.core.$ZodRawIssue);
  const text = typeof chinese === 'string' ? chinese : chinese?.message;
  return { en: issue.message, zh: text ?? issue.message };
}
