import { graphemesOf, itemsOf, measureText } from './measure-text.ts';
import type { TextUnit } from './text-rule.ts';

/** Least share of the room that a cut at a better place must leave filled; below it the next better place is taken. */
const LEAST_FILLED = { sentence: 0.6, clause: 0.75, word: 0.5 } as const;

/** Where a sentence ends, with what closes it. */
const SENTENCE_END = /[.!?](?=\s)|[。！？；\n]/gu;

/** Where a phrase of a title ends: `Shirt, Long Sleeves, Relaxed Fit` is not cut to `Relaxed`. */
const CLAUSE_END = /[,，、;；|]/gu;

const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });

/** What no text ends with: separators, opening brackets, blanks. */
const DANGLING_SIGNS = /[\s,;:，、；：·|/\\&+\-–—(（[【《<"“‘'*#~=]+$/u;

/** Words that lead to something which was cut off. */
const DANGLING_WORDS =
  /[\s,，](?:a|an|the|and|or|with|for|of|in|on|to|by|from|at|as|per|&|\+)$|(?:以及|适用于|和|与|及|或|的|之|等)$/iu;

/**
 * Cuts a text to at most this length at the end of a sentence, else of a phrase or a word, else (within one very long word) between two
 * characters as people see them: never inside a letter with its accents or a family of emoji. What would dangle is left away.
 *
 * @param whole whether it is prose, in which a cut belongs at the end of a sentence
 */
export function shortenText(text: string, unit: TextUnit, max: number, whole: 'sentences' | 'words'): string {
  if (measureText(text, unit) <= max) return text;
  const end = unit === 'words' ? endOfWords(text, max) : endOfRoom(text, unit, max);
  if (whole === 'sentences') {
    const sentence = lastBefore(
      Array.from(text.matchAll(SENTENCE_END), (hit) => hit.index + hit[0].length),
      end,
    );
    if (sentence >= end * LEAST_FILLED.sentence) return text.slice(0, sentence).trim();
  }
  const word = lastWordEnd(text, end);
  if (word < end * LEAST_FILLED.word) return withoutDangling(text.slice(0, end));
  const clause = lastBefore(
    Array.from(text.slice(0, word + 1).matchAll(CLAUSE_END), (hit) => hit.index),
    word,
  );
  return withoutDangling(text.slice(0, clause >= end * LEAST_FILLED.clause ? clause : word));
}

/** Keeps the first entries of a list that fit, whole. */
export function shortenList(text: string, unit: TextUnit, max: number, separator: string): string {
  const kept: string[] = [];
  for (const item of itemsOf(text, separator)) {
    const longer = [...kept, item].join(joinerOf(separator));
    if (measureText(longer, unit, separator) <= max) kept.push(item);
  }
  return kept.join(joinerOf(separator));
}

/** How entries are written one after another: `a, b`. */
export function joinerOf(separator: string): string {
  return separator === ',' ? ', ' : separator;
}

/** How far the room goes, in UTF-16 units, at a boundary between characters as people see them. */
function endOfRoom(text: string, unit: TextUnit, max: number): number {
  // No unit counts less than one for 64 UTF-16 units that a reader would keep, so that a megabyte is not cut up for a title.
  const head = text.slice(0, (max + 1) * 64);
  let end = 0;
  let length = 0;
  for (const grapheme of graphemesOf(head)) {
    length += measureText(grapheme, unit);
    if (length > max) return end;
    end += grapheme.length;
  }
  return end;
}

function endOfWords(text: string, max: number): number {
  let end = 0;
  let count = 0;
  for (const word of text.matchAll(/\S+/gu)) {
    count += 1;
    if (count > max) return end;
    end = word.index + word[0].length;
  }
  return end;
}

/** The end of the last word that lies within `end`; 0 where the first word goes beyond it. */
function lastWordEnd(text: string, end: number): number {
  let last = 0;
  // A word that begins within the room and ends behind it is what must not be cut: a little more than the room is enough.
  for (const part of WORDS.segment(text.slice(0, end + 100))) {
    const partEnd = part.index + part.segment.length;
    if (partEnd > end) break;
    last = partEnd;
  }
  // A hyphen, an apostrophe or a slash keeps words together: `V-neck` is not cut to `V`.
  const glued = /[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}'’./-]*$/u.exec(text.slice(0, last));
  const next = text.slice(last, last + 1);
  if (
    glued !== null &&
    /['’./-]/u.test(next + text.slice(last - 1, last)) &&
    /\S/u.test(next) &&
    glued.index > 0
  ) {
    return glued.index;
  }
  return last;
}

function lastBefore(ends: readonly number[], limit: number): number {
  return ends.findLast((end) => end <= limit) ?? 0;
}

/** Without separators, an opened bracket or a small word at its end. */
function withoutDangling(text: string): string {
  let result = text;
  for (;;) {
    const shorter = withoutOpenBracket(result).replace(DANGLING_SIGNS, '').replace(DANGLING_WORDS, '');
    if (shorter === result) return result;
    result = shorter;
  }
}

function withoutOpenBracket(text: string): string {
  const open = Math.max(
    text.lastIndexOf('('),
    text.lastIndexOf('（'),
    text.lastIndexOf('【'),
    text.lastIndexOf('['),
  );
  const closed = Math.max(
    text.lastIndexOf(')'),
    text.lastIndexOf('）'),
    text.lastIndexOf('】'),
    text.lastIndexOf(']'),
  );
  return open > closed && open > 0 ? text.slice(0, open) : text;
}
