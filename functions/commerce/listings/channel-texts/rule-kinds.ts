import type { Says } from '../../says.ts';
import type { ForbiddenDemand, TextDemand, TextRule, TextRuleSource, TextUnit } from '../text-rule.ts';

/** Who says so: spread into each rule. */
export interface Authority {
  readonly source: TextRuleSource;
  readonly confirmed: boolean;
}

/** The day on which the sources below were read. */
const CHECKED = '2026-11-22';

/** Read in the channel's own documentation. */
export function onPlatform(url: string): Authority {
  return { source: { publisher: 'platform', url, checkedOn: CHECKED }, confirmed: true };
}

/** Read with others who write about the channel; its own page could not be read. */
export function byOthers(url: string): Authority {
  return { source: { publisher: 'third-party', url, checkedOn: CHECKED }, confirmed: false };
}

/** What merchants commonly work with; nobody could read it where it is laid down. */
export function unconfirmed(url: string): Authority {
  return { source: { publisher: 'third-party', url, checkedOn: 'unconfirmed' }, confirmed: false };
}

/** Decided here. */
export const HOUSE: Authority = { source: { publisher: 'house', checkedOn: CHECKED }, confirmed: true };

/** Names of units as people read them. */
export const UNIT_NAMES: Readonly<Record<TextUnit, Says>> = {
  characters: { en: 'characters', zh: '个字符' },
  utf16: { en: 'UTF-16 units', zh: '个 UTF-16 单元' },
  graphemes: { en: 'characters', zh: '个字' },
  'gbk-bytes': { en: 'bytes in GBK', zh: '字节（GBK）' },
  'utf8-bytes': { en: 'bytes in UTF-8', zh: '字节（UTF-8）' },
  words: { en: 'words', zh: '个词' },
  items: { en: 'entries', zh: '项' },
};

/** How long a text may be, as people read it: `at most 80 characters`. */
export function limitsInWords(unit: TextUnit, min: number | undefined, max: number | undefined): Says {
  const name = UNIT_NAMES[unit];
  const number = (value: number): string => value.toLocaleString('en-US');
  if (min === undefined && max === undefined) return { en: 'any length', zh: '长度不限' };
  if (min === undefined)
    return { en: `at most ${number(max ?? 0)} ${name.en}`, zh: `不超过 ${max} ${name.zh}` };
  if (max === undefined) return { en: `at least ${number(min)} ${name.en}`, zh: `不少于 ${min} ${name.zh}` };
  return { en: `${number(min)} to ${number(max)} ${name.en}`, zh: `${min} 至 ${max} ${name.zh}` };
}

/** What a rule has beside its field and demand. */
export interface RuleOptions extends Pick<TextRule, 'effectiveFrom' | 'effectiveUntil' | 'locales'> {
  readonly severity?: TextRule['severity'];
  /** Distinguishes two rules of one kind on one field. */
  readonly id?: string;
}

function rule(
  id: string,
  field: string,
  demand: TextDemand,
  authority: Authority,
  options: RuleOptions,
  says: Says,
): TextRule {
  return {
    severity: 'fail',
    ...options,
    id: options.id ?? `${field.replaceAll('*', '')}-${id}`,
    field,
    demand,
    source: authority.source,
    confirmed: authority.confirmed,
    says,
  };
}

export function lengthRule(
  field: string,
  length: { readonly unit: TextUnit; readonly min?: number; readonly max?: number },
  authority: Authority,
  options: RuleOptions = {},
): TextRule {
  const words = limitsInWords(length.unit, length.min, length.max);
  const says = { en: `${field}: ${words.en}`, zh: `${field}：${words.zh}` };
  return rule(`length-${length.unit}`, field, { kind: 'length', ...length }, authority, options, says);
}

export function requiredRule(field: string, authority: Authority, options: RuleOptions = {}): TextRule {
  const says = { en: `${field} must be given`, zh: `必须填写 ${field}` };
  return rule('required', field, { kind: 'required' }, authority, options, says);
}

/** One of two fields, e.g. by who wrote the text. */
export function requiredEitherRule(field: string, or: string, authority: Authority): TextRule {
  const says = { en: `${field} or ${or} must be given`, zh: `必须填写 ${field} 或 ${or}` };
  return rule('required', field, { kind: 'required', or }, authority, {}, says);
}

export function forbiddenRule(
  field: string,
  forbidden: Omit<ForbiddenDemand, 'kind'>,
  says: Says,
  authority: Authority,
  options: RuleOptions = {},
): TextRule {
  return rule(
    `forbidden-${forbidden.as}`,
    field,
    { kind: 'forbidden', ...forbidden },
    authority,
    options,
    says,
  );
}

export function repeatedWordRule(
  field: string,
  max: number,
  except: readonly string[],
  authority: Authority,
  options: RuleOptions = {},
): TextRule {
  const says = {
    en: `${field}: no word more than ${max} times, but for articles, conjunctions and prepositions`,
    zh: `${field}：同一个词不超过 ${max} 次（冠词、连词、介词除外）`,
  };
  return rule('repeated-word', field, { kind: 'repeated-word', max, except }, authority, options, says);
}

export function capitalsRule(
  field: string,
  maxShare: number,
  authority: Authority,
  options: RuleOptions = {},
): TextRule {
  const says = { en: `${field} is not written in capitals`, zh: `${field} 不得全部使用大写字母` };
  return rule('capitals', field, { kind: 'capitals', maxShare }, authority, options, says);
}

export function htmlRule(
  field: string,
  elements: readonly string[],
  authority: Authority,
  options: RuleOptions = {},
): TextRule {
  const list = elements.join(', ');
  const says = {
    en: `${field}: no HTML but ${list}, without attributes`,
    zh: `${field}：只能使用 HTML 标签 ${list}，且不带属性`,
  };
  return rule('html', field, { kind: 'html-subset', elements }, authority, options, says);
}

export function patternRule(
  field: string,
  matches: string,
  says: Says,
  authority: Authority,
  options: RuleOptions = {},
): TextRule {
  return rule('pattern', field, { kind: 'pattern', matches }, authority, options, says);
}

export function oneOfRule(
  field: string,
  values: readonly string[],
  authority: Authority,
  options: RuleOptions = {},
): TextRule {
  const list = values.join(', ');
  const says = { en: `${field} is one of ${list}`, zh: `${field} 只能是：${list}` };
  return rule('one-of', field, { kind: 'one-of', values }, authority, options, says);
}

export function noContactRule(field: string, authority: Authority, options: RuleOptions = {}): TextRule {
  const says = {
    en: `${field}: no web, mail or telephone address`,
    zh: `${field}：不得出现网址、邮箱、电话或其他联系方式`,
  };
  return rule('contact', field, { kind: 'no-contact' }, authority, options, says);
}

export function noChineseRule(field: string, authority: Authority, options: RuleOptions = {}): TextRule {
  const says = { en: `${field}: no Chinese characters`, zh: `${field}：不得使用中文` };
  return rule('chinese', field, { kind: 'no-chinese' }, authority, options, says);
}

export function noEmojiRule(field: string, authority: Authority, options: RuleOptions = {}): TextRule {
  const says = { en: `${field}: no emoji or pictographs`, zh: `${field}：不得使用表情符号或特殊图形` };
  return rule('emoji', field, { kind: 'no-emoji' }, authority, options, says);
}

export function plainTextRule(field: string, authority: Authority, options: RuleOptions = {}): TextRule {
  const says = {
    en: `${field}: plain text, without markup and control characters`,
    zh: `${field}：只能是纯文本，不得包含 HTML 标记或控制字符`,
  };
  return rule('plain', field, { kind: 'plain-text' }, authority, options, says);
}

/** What every text keeps on every channel: plain text is plain, nobody's address stands in it. */
export function houseTextRules(
  plainFields: readonly string[],
  htmlFields: readonly string[] = [],
): TextRule[] {
  return [
    ...plainFields.map((field) => plainTextRule(field, HOUSE)),
    ...[...plainFields, ...htmlFields].map((field) => noContactRule(field, HOUSE)),
  ];
}
