import type { Says } from '../../commerce/says.ts';
import { InvalidInputError } from '../errors.ts';
import { issueText } from '../issue-text.ts';
import { type SettingName, type SettingValue, settingCatalogue } from './setting-catalogue.ts';

/** One place in a value, and what was expected there. */
export interface WrongField {
  /** Names and places on the way to it, `working.from`; empty for the whole value. */
  readonly path: string;
  readonly says: Says;
}

/** For a form, which tells each field its own. */
export class SettingInvalidError extends InvalidInputError {
  readonly fields: readonly WrongField[];

  constructor(text: Says, fields: readonly WrongField[]) {
    super('SettingInvalid', text);
    this.fields = fields;
  }
}

/** @throws SettingInvalidError naming each field and what was expected there */
export function parseSetting<N extends SettingName>(name: N, value: unknown): SettingValue<N> {
  const { schema } = settingCatalogue[name];
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data as SettingValue<N>;
  const issues = parsed.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    says: issueText(issue),
  }));
  const named = issues.map(({ path, says }) => ({ field: path === '' ? name : `${name}.${path}`, says }));
  const text = {
    en: `Nothing was saved. ${named.map(({ field, says }) => `${field}: ${says.en}`).join('; ')}.`,
    zh: `未保存。${named.map(({ field, says }) => `${field}：${says.zh}`).join('；')}。`,
  };
  throw new SettingInvalidError(text, issues);
}
