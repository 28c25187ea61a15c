import type { Says } from '../says.ts';
import { limitsInWords, UNIT_NAMES } from './channel-texts/rule-kinds.ts';
import { findChinese, findContacts, findEmoji, shareOfCapitals } from './find-unwanted.ts';
import { tokensOfHtml } from './html-tokens.ts';
import { measureText } from './measure-text.ts';
import { isPlainText, readHtml } from './sanitize-source.ts';
import type { ForbiddenDemand, TextDemand } from './text-rule.ts';
import { findPhrases, type TextRange, type TextWord, wordsOf } from './text-words.ts';

/** Whether a text meets a demand; what was measured and what was asked for, as people read it. */
export interface Judgement {
  readonly holds: boolean;
  readonly measured: Says;
  readonly expected: Says;
}

/** What a demand must know of the field beside its text. */
export interface JudgedField {
  /** Whether the text is HTML: words are then looked for in what a person reads of it, lengths are counted with its markup. */
  readonly html: boolean;
  /** Between the entries of a list. */
  readonly separator?: string;
}

/** More findings than these tell a reader nothing new. */
const MOST_SHOWN = 5;

const NONE: Says = { en: 'none', zh: '无' };

/** Judges one text by one demand. `required` is met by any text that is not blank. */
export function judgeDemand(demand: TextDemand, text: string, field: JudgedField): Judgement {
  switch (demand.kind) {
    case 'length':
      return judgeLength(demand, text, field);
    case 'required':
      return verdict(text.trim() !== '', { en: 'empty', zh: '空' }, { en: 'given', zh: '已填写' });
    case 'html-subset':
      return judgeHtml(demand.elements, text);
    case 'pattern':
      return verdict(new RegExp(`^(?:${demand.matches})$`, 'u').test(text), shown([text]), {
        en: `written as ${demand.matches}`,
        zh: `格式为 ${demand.matches}`,
      });
    case 'one-of':
      return verdict(demand.values.includes(text), shown([text]), shown(demand.values));
    default:
      return judgeWords(demand, field.html ? readHtml(text) : text);
  }
}

type WordDemand = Exclude<TextDemand, { kind: 'length' | 'required' | 'html-subset' | 'pattern' | 'one-of' }>;

function judgeWords(demand: WordDemand, text: string): Judgement {
  switch (demand.kind) {
    case 'forbidden':
      return judgeRanges(text, findForbidden(text, demand));
    case 'repeated-word':
      return judgeRanges(text, findRepeated(text, demand.max, demand.except), {
        en: `no word more than ${demand.max} times`,
        zh: `同一个词不超过 ${demand.max} 次`,
      });
    case 'no-contact':
      return judgeRanges(text, findContacts(text));
    case 'no-chinese':
      return judgeRanges(text, findChinese(text));
    case 'no-emoji':
      return judgeRanges(text, findEmoji(text));
    case 'capitals': {
      const share = shareOfCapitals(text);
      const percent = (value: number): string => `${Math.round(value * 100)} %`;
      const measured = { en: `${percent(share)} capitals`, zh: `大写占 ${percent(share)}` };
      const expected = {
        en: `at most ${percent(demand.maxShare)}`,
        zh: `不超过 ${percent(demand.maxShare)}`,
      };
      return { holds: share <= demand.maxShare, measured, expected };
    }
    case 'plain-text':
      return verdict(
        isPlainText(text),
        { en: 'markup or control characters', zh: '含有标记或控制字符' },
        { en: 'plain text', zh: '纯文本' },
      );
  }
}

function judgeLength(
  demand: Extract<TextDemand, { kind: 'length' }>,
  text: string,
  field: JudgedField,
): Judgement {
  // Markup takes room and is no word.
  const counted = demand.unit === 'words' && field.html ? readHtml(text) : text;
  const length = measureText(counted, demand.unit, field.separator);
  const name = UNIT_NAMES[demand.unit];
  return {
    holds: length >= (demand.min ?? 0) && length <= (demand.max ?? Number.POSITIVE_INFINITY),
    measured: { en: `${length} ${name.en}`, zh: `${length} ${name.zh}` },
    expected: limitsInWords(demand.unit, demand.min, demand.max),
  };
}

/** Where a text holds what is forbidden. */
export function findForbidden(text: string, demand: ForbiddenDemand): TextRange[] {
  if (demand.as !== 'character') return findPhrases(text, demand.any, demand.except);
  const found: TextRange[] = [];
  let start = 0;
  for (const character of text) {
    if (demand.any.includes(character)) found.push({ start, end: start + character.length });
    start += character.length;
  }
  return found;
}

/** The words of a text that were there `max` times before. */
export function findRepeated(text: string, max: number, except: readonly string[]): TextWord[] {
  const excepted = new Set(except);
  const seen = new Map<string, number>();
  return wordsOf(text).filter(({ key }) => {
    if (excepted.has(key)) return false;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count > max;
  });
}

function judgeRanges(text: string, ranges: readonly TextRange[], expected: Says = NONE): Judgement {
  const found = new Set(ranges.map(({ start, end }) => text.slice(start, end)));
  return { holds: ranges.length === 0, measured: ranges.length === 0 ? NONE : shown([...found]), expected };
}

function judgeHtml(elements: readonly string[], text: string): Judgement {
  const unwanted = new Set<string>();
  const open: string[] = [];
  for (const token of tokensOfHtml(text)) {
    if (token.kind === 'text') continue;
    if (token.kind === 'other') {
      unwanted.add('<!>');
    } else if (!elements.includes(token.name) || (token.kind === 'start' && token.attributes > 0)) {
      unwanted.add(`<${token.name}>`);
    } else if (token.kind === 'start' && token.name !== 'br') {
      open.push(token.name);
    } else if (token.kind === 'end' && open.pop() !== token.name) {
      unwanted.add(`</${token.name}>`);
    }
  }
  for (const name of open) unwanted.add(`<${name}> …`);
  const expected = shown(elements);
  return {
    holds: unwanted.size === 0,
    measured: unwanted.size === 0 ? NONE : shown([...unwanted]),
    expected,
  };
}

function verdict(holds: boolean, otherwise: Says, expected: Says): Judgement {
  return { holds, measured: holds ? expected : otherwise, expected };
}

/** A few findings, each cut where it is long: evidence is kept, a supplier's megabyte is not. */
function shown(findings: readonly string[]): Says {
  const few = findings.slice(0, MOST_SHOWN).map((finding) => Array.from(finding).slice(0, 60).join(''));
  const list = few.join(' · ') + (findings.length > MOST_SHOWN ? ' …' : '');
  return list === '' ? { en: 'empty', zh: '空' } : { en: list, zh: list };
}
