import type { ListingLocale } from '../commerce/product/product-record.ts';
import type { Says } from '../commerce/says.ts';
import type { Drafted, LeftOut } from './drafted.ts';
import type { Quality } from './quality.ts';

type Finding = Quality['findings'][number];

const languages: Readonly<Record<ListingLocale, Says>> = {
  en: { en: 'English texts', zh: '英文文案' },
  'zh-CN': { en: 'Chinese texts', zh: '中文文案' },
};

/** More are not read before a decision; all stand in the run's files. */
const MOST_QUOTED = 2;
const LONGEST_QUOTE = 60;

/**
 * What a person should know of the model's part in the texts of one language. A text that the rules wrote because the budget of
 * the day is spent is as good as any without a model: it is told, and nobody is asked.
 */
export function draftFindings(locale: ListingLocale, drafted: Drafted): Finding[] {
  const { outcome, says, leftOut, doubtful } = drafted;
  const findings: Finding[] = [];
  if (outcome !== 'written' && says !== undefined) {
    const severity = outcome === 'over-budget' ? 'inform' : 'warn';
    findings.push({ code: 'RulesWroteInstead', severity, says: about(locale, says) });
  }
  if (outcome === 'written' && leftOut.length > 0) {
    findings.push({
      code: 'DraftSentencesLeftOut',
      severity: 'warn',
      says: about(locale, saysLeftOut(leftOut)),
    });
  }
  if (doubtful.length > 0) {
    const quoted = quote(doubtful.map(({ text }) => text));
    findings.push({
      code: 'DraftSentencesUnsupported',
      severity: 'warn',
      says: about(locale, {
        en: `No attribute stands behind what the model wrote here: ${quoted.en}. Read it before you approve.`,
        zh: `模型所写的以下内容没有对应的商品属性：${quoted.zh}。请在批准前核对。`,
      }),
    });
  }
  return findings;
}

function about(locale: ListingLocale, { en, zh }: Says): Says {
  const language = languages[locale];
  return { en: `${language.en}: ${en}`, zh: `${language.zh}：${zh}` };
}

function saysLeftOut(leftOut: readonly LeftOut[]): Says {
  const [claim] = leftOut.flatMap(({ claims }) => claims);
  const quoted = quote(leftOut.map(({ text }) => text));
  return {
    en: `What the model wrote here may not be said and was left out: ${quoted.en}.${claim === undefined ? '' : ` ${claim.en}`}`,
    zh: `模型所写的以下内容不得使用，已删去：${quoted.zh}。${claim?.zh ?? ''}`,
  };
}

function quote(texts: readonly string[]): Says {
  const shown = texts
    .slice(0, MOST_QUOTED)
    .map((text) => text.replace(/[.。]$/u, ''))
    .map((text) => `“${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}”`);
  const more = texts.length - shown.length;
  return {
    en: `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    zh: `${shown.join('、')}${more > 0 ? `等 ${texts.length} 处` : ''}`,
  };
}
