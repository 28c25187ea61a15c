/** Where something stands in a text, in UTF-16 units: `end` is the first one after it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface TextWord extends TextRange {
  /** Without regard to capitals and full-width forms. */
  readonly key: string;
}

const CHINESE_WORDS = new Intl.Segmenter('zh', { granularity: 'word' });

/** Letters and digits that belong together, or a run of Chinese, Japanese or Korean. */
const RUNS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]]+(?:['’][[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]]+)*/gv;

const IDEOGRAPHIC = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The words of a text. Chinese is cut by the dictionary of the platform; one character alone is no word (的, 条, 只). */
export function wordsOf(text: string): TextWord[] {
  const words: TextWord[] = [];
  for (const run of text.matchAll(RUNS)) {
    if (!IDEOGRAPHIC.test(run[0])) {
      words.push({ start: run.index, end: run.index + run[0].length, key: foldText(run[0]) });
      continue;
    }
    for (const part of CHINESE_WORDS.segment(run[0])) {
      const start = run.index + part.index;
      if (part.segment.length > 1)
        words.push({ start, end: start + part.segment.length, key: foldText(part.segment) });
    }
  }
  return words;
}

/** Without regard to capitals, full-width forms and invisible characters. */
function foldText(text: string): string {
  // Most of what is looked through is ASCII, which has neither of the last two.
  if (/^[ -~]*$/u.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '');
}

const NO_PHRASES: readonly string[] = [];

/** A text as phrases are looked for in it, and where each of its characters came from. */
interface FoldedText {
  readonly folded: string;
  /** Of each UTF-16 unit of `folded`: the range in the text that it came from. */
  readonly origins: readonly TextRange[];
}

function foldWithOrigins(text: string): FoldedText {
  const pieces: string[] = [];
  const origins: TextRange[] = [];
  let start = 0;
  let last = '';
  for (const character of text) {
    const end = start + character.length;
    const piece = /^[\t\p{Zs}]$/u.test(character) ? ' ' : foldText(character);
    // One blank stands for any number of them, also with invisible characters between.
    if (piece !== '' && !(piece === ' ' && last === ' ')) {
      pieces.push(piece);
      for (let unit = 0; unit < piece.length; unit += 1) origins.push({ start, end });
      last = piece;
    }
    start = end;
  }
  return { folded: pieces.join(''), origins };
}

const WORD_CHARACTER = /[[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]]/v;

/**
 * Where any of these phrases stands, without regard to capitals, full-width forms, invisible characters and the number of
 * blanks (a line's end parts what stands on either side). A phrase that begins or ends with a letter is found only where no
 * further letter adjoins, so that `sale` is not found in `wholesale`; Chinese, which has no blanks, anywhere.
 */
export function findPhrases(
  text: string,
  phrases: readonly string[],
  except: readonly string[] = NO_PHRASES,
): TextRange[] {
  const { folded, origins } = foldWithOrigins(text);
  const harmless = foldedPhrases(except).flatMap((phrase) => occurrences(folded, phrase));
  const found: TextRange[] = [];
  for (const phrase of foldedPhrases(phrases)) {
    for (const hit of occurrences(folded, phrase)) {
      if (harmless.some((range) => range.start <= hit.start && hit.end <= range.end)) continue;
      const first = origins[hit.start];
      const last = origins[hit.end - 1];
      if (first !== undefined && last !== undefined) found.push({ start: first.start, end: last.end });
    }
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The lists are constants of the channels, looked for in every text of every product. */
const KNOWN_PHRASES = new WeakMap<readonly string[], readonly string[]>();

function foldedPhrases(phrases: readonly string[]): readonly string[] {
  const known = KNOWN_PHRASES.get(phrases);
  if (known !== undefined) return known;
  const folded = phrases.map(foldText);
  KNOWN_PHRASES.set(phrases, folded);
  return folded;
}

function occurrences(folded: string, phrase: string): TextRange[] {
  const found: TextRange[] = [];
  if (phrase === '') return found;
  for (let start = folded.indexOf(phrase); start !== -1; start = folded.indexOf(phrase, start + 1)) {
    const end = start + phrase.length;
    if (standsAlone(folded, start, end)) found.push({ start, end });
  }
  return found;
}

function standsAlone(folded: string, start: number, end: number): boolean {
  const joined = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && WORD_CHARACTER.test(a) && WORD_CHARACTER.test(b);
  return !joined(folded[start - 1], folded[start]) && !joined(folded[end - 1], folded[end]);
}

/** The text without these ranges; what they parted is joined. */
export function withoutRanges(text: string, ranges: readonly TextRange[], filler = ''): string {
  let result = '';
  let from = 0;
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    if (range.end <= from) continue;
    result += text.slice(from, Math.max(from, range.start)) + filler;
    from = range.end;
  }
  return result + text.slice(from);
}
