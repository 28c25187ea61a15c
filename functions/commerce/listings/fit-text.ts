import type { FieldForm } from './channel-texts/channel-texts.ts';
import { findChinese, findContacts, findEmoji, shareOfCapitals } from './find-unwanted.ts';
import { findForbidden, findRepeated } from './judge-demand.ts';
import { itemsOf, measureText } from './measure-text.ts';
import { isPlainText, plainTextOf } from './sanitize-source.ts';
import { joinerOf, shortenList, shortenText } from './shorten-text.ts';
import type { ForbiddenDemand, TextDemand, TextRule } from './text-rule.ts';
import { type TextRange, withoutRanges } from './text-words.ts';

/** How a text may be cut. */
export interface FittedForm {
  readonly form: Exclude<FieldForm, 'html' | 'value'>;
  readonly separator?: string;
}

/** What stands in for a forbidden character; the others go without. */
const STAND_INS: Readonly<Record<string, string>> = {
  _: ' ',
  '{': '(',
  '}': ')',
  '¦': ',',
  '…': ' ',
  '~': '-',
  '±': '+/-',
};

/**
 * A text made to keep the rules of a field: what it must not hold is taken out (of prose with its whole sentence, so that no
 * torn one remains), a word repeated too often is left away, shouting is lowered, and it is cut to its limits, in any unit.
 * What only a person can mend stays: a text that is missing, too short, or not one of the values.
 */
export function fitText(text: string, rules: readonly TextRule[], form: FittedForm): string {
  return fitToDemands(
    text,
    rules.map((rule) => rule.demand),
    form,
  );
}

/** As `fitText`, for demands that stand in no rule (the room that is left in a description). */
export function fitToDemands(text: string, demands: readonly TextDemand[], form: FittedForm): string {
  let fitted = normalise(text, form);
  // Each step takes something away or lowers a capital, so that this ends; what one joins anew, the next round takes apart.
  for (;;) {
    let next = fitted;
    for (const demand of demands) next = mend(next, demand, form);
    next = normalise(next, form);
    if (next === fitted) return fitted;
    fitted = next;
  }
}

/** A character reference, which only a text that was HTML before holds. */
const ESCAPED = /&(?:[a-z]{2,8}|#\d{1,7}|#x[\da-f]{1,6});/iu;

function normalise(text: string, { form, separator = ',' }: FittedForm): string {
  const plain = isPlainText(text) && !ESCAPED.test(text) ? text.normalize('NFC') : plainTextOf(text);
  if (form === 'list') return [...new Set(itemsOf(oneLine(plain), separator))].join(joinerOf(separator));
  if (form === 'line') return tidyLine(oneLine(plain));
  return plain
    .split('\n')
    .map(tidyLine)
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Zs}]+/gu, ' ').trim();
}

/** What is left when something was taken out of the middle: doubled commas, empty brackets, blanks before a full stop. */
function tidyLine(line: string): string {
  return line
    .replace(/[\t\p{Zs}]+/gu, ' ')
    .replace(/[(（[【]\s*[)）\]】]/gu, '')
    .replace(/\s+(?=[,.;，。；、）)])/gu, '')
    .replace(/([,;，；、])[,;，；、\s]*(?=[,;，；、])/gu, '')
    .replace(/^[\s,;:.，；：。、|/-]+/u, '')
    .replace(/[\s,;:，；：、|/-]+$/u, '');
}

function mend(text: string, demand: TextDemand, form: FittedForm): string {
  switch (demand.kind) {
    case 'length':
      return demand.max === undefined ? text : cut(text, demand.unit, demand.max, form);
    case 'forbidden':
      return demand.as === 'character'
        ? withStandIns(text, demand)
        : takeOut(text, findForbidden(text, demand), form);
    case 'no-contact':
      return takeOut(text, findContacts(text), form);
    case 'no-chinese':
      return withoutRanges(text, findChinese(text), ' ');
    case 'no-emoji':
      return withoutRanges(text, findEmoji(text), ' ');
    case 'repeated-word':
      return withoutRanges(text, findRepeated(text, demand.max, demand.except), ' ');
    case 'capitals':
      return shareOfCapitals(text) > demand.maxShare ? lowered(text, demand.maxShare) : text;
    default:
      return text;
  }
}

function cut(
  text: string,
  unit: Extract<TextDemand, { kind: 'length' }>['unit'],
  max: number,
  { form, separator = ',' }: FittedForm,
): string {
  if (form === 'list')
    return measureText(text, unit, separator) <= max ? text : shortenList(text, unit, max, separator);
  // The entries of a row are counted by its fields, not within one.
  if (unit === 'items') return text;
  return shortenText(text, unit, max, form === 'paragraphs' ? 'sentences' : 'words');
}

function withStandIns(text: string, demand: ForbiddenDemand): string {
  return Array.from(text, (character) => {
    if (!demand.any.includes(character)) return character;
    const standIn = Object.hasOwn(STAND_INS, character) ? (STAND_INS[character] ?? '') : '';
    return demand.any.includes(standIn) ? '' : standIn;
  }).join('');
}

/** A sentence with its closing sign. */
const SENTENCES = /[^.!?。！？；\n]*(?:[.!?](?=\s|$)|[。！？；]|[.!?]|\n|$)/gu;

/**
 * Out of prose goes the whole sentence that holds a range: without the phrase it would be torn. Where nothing would remain,
 * and in a title, the phrase alone goes.
 */
function takeOut(text: string, ranges: readonly TextRange[], { form }: FittedForm): string {
  if (ranges.length === 0) return text;
  if (form === 'paragraphs') {
    const sentences = Array.from(text.matchAll(SENTENCES), (hit) => ({
      start: hit.index,
      end: hit.index + hit[0].replace(/\n$/u, '').length,
    }));
    const touched = sentences.filter((sentence) =>
      ranges.some((range) => range.start < sentence.end && sentence.start < range.end),
    );
    const kept = withoutRanges(text, touched, ' ');
    if (kept.trim() !== '') return kept;
  }
  return withoutRanges(text, ranges, ' ');
}

/** Words of capitals get one capital, unless they are short (`USB`, `XXL`); where that is not enough, all letters are small. */
function lowered(text: string, maxShare: number): string {
  const calmer = text.replace(/[\p{L}\p{M}]{5,}/gu, (word) => {
    if (word !== word.toUpperCase()) return word;
    const [first = '', ...rest] = Array.from(word);
    return first + rest.join('').toLowerCase();
  });
  return shareOfCapitals(calmer) <= maxShare ? calmer : text.toLowerCase();
}
