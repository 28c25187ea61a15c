import type { TextRule } from '../text-rule.ts';
import { type Authority, byOthers, forbiddenRule, unconfirmed } from './rule-kinds.ts';
import {
  ABSOLUTE_WORDS,
  ABSOLUTE_WORDS_OF_LAW,
  ELSEWHERE_WORDS,
  HARMLESS_ABSOLUTES,
} from './unwanted-words.ts';

/** Advertising Law, article 9 (3), in force since 2015-09-01, as quoted by a law firm with a case decided by it. */
const LAW: Authority = {
  source: { publisher: 'law', url: 'https://www.jingyinlaw.com/zxzx/6853.html', checkedOn: '2026-11-22' },
  confirmed: true,
};
const SUPERVISION = byOthers('https://mit.51dongshi.com/dadarcrd/rcrregcgr');
const MARKETPLACE = unconfirmed('https://rule.tmall.com/');

/** What texts shown to shoppers in China keep, whatever the marketplace. */
export function advertisingLawRules(fields: readonly string[]): TextRule[] {
  return fields.flatMap((field) => [
    forbiddenRule(
      field,
      { any: ABSOLUTE_WORDS_OF_LAW, as: 'phrase' },
      {
        en: 'No absolute terms (Advertising Law, article 9)',
        zh: '不得使用“国家级”“最高级”“最佳”等用语（《广告法》第九条）',
      },
      LAW,
      { id: `${field.replaceAll('*', '')}-absolute-law`, effectiveFrom: '2015-09-01' },
    ),
    forbiddenRule(
      field,
      { any: ABSOLUTE_WORDS, as: 'phrase', except: HARMLESS_ABSOLUTES },
      { en: 'Words that supervision counts as absolute terms', zh: '监管部门认定的绝对化用语' },
      SUPERVISION,
      { id: `${field.replaceAll('*', '')}-absolute`, severity: 'warn' },
    ),
    forbiddenRule(
      field,
      { any: ELSEWHERE_WORDS, as: 'phrase' },
      { en: 'Nothing that leads shoppers to another place', zh: '不得引导站外或线下交易' },
      MARKETPLACE,
      { id: `${field.replaceAll('*', '')}-elsewhere` },
    ),
  ]);
}
