export type HeadlineLanguage = 'en' | 'zh';

/** Part of a headline that a line must not break. */
export interface Unit {
  readonly text: string;
  /** What parts it from the unit before on the same line: a word space, the small gap between Han and Latin, or nothing. */
  readonly before: 'space' | 'gap' | 'nothing';
  /** Cost of a line that begins with it, in line widths squared; 0 where a break reads well. */
  readonly breakCost: number;
}

/** Not at a line's beginning, not at its end (GB/T 15834, and Unicode's line breaking classes CL, EX, NS and OP). */
const NOT_FIRST = /^[、。，．：；！？）」』】》〉〕”’…—～·%％‰℃°,.:;!?)\]}]/u;
const NOT_LAST = /[（「『【《〈〔“‘([{$¥￥€£#＃№]$/u;

/** Lines break best behind a clause's end, then between words; within a Chinese word it is allowed, and dear. */
const BETWEEN_WORDS_COST = { en: 0.02, zh: 0.12 } as const;
const WITHIN_WORD_COST = 0.35;
const CLAUSE_END = /[、。，．：；！？…—,.:;!?–]$/u;

/** Splits a headline into what may stand on lines of its own. English: words. Chinese: characters, under the rules above. */
export function splitHeadline(text: string, language: HeadlineLanguage): Unit[] {
  const words = text.trim().split(/\s+/u).filter(Boolean);
  const units: { text: string; before: Unit['before']; withinWord: boolean }[] = [];
  for (const word of words) {
    const parts = language === 'zh' ? splitChinese(word) : [{ text: word, withinWord: false }];
    for (const [at, part] of parts.entries()) {
      const last = units.at(-1)?.text ?? '';
      const before = at === 0 ? 'space' : changesScript(last, part.text) ? 'gap' : 'nothing';
      units.push({ ...part, before });
    }
  }
  return units.map(({ withinWord, ...unit }, at) => ({
    ...unit,
    // A number stays with the characters that count by it.
    breakCost:
      withinWord || unit.before === 'gap'
        ? WITHIN_WORD_COST
        : CLAUSE_END.test(units[at - 1]?.text ?? '')
          ? 0
          : BETWEEN_WORDS_COST[language],
  }));
}

/** From Han to letters or digits of another script, or back. */
export function changesScript(before: string, after: string): boolean {
  const last = before.match(/[\p{L}\p{N}]$/u)?.[0];
  const first = after.match(/^[\p{L}\p{N}]/u)?.[0];
  return last !== undefined && first !== undefined && isHan(last) !== isHan(first);
}

function isHan(character: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character);
}

function splitChinese(text: string): { text: string; withinWord: boolean }[] {
  const units: { text: string; withinWord: boolean }[] = [];
  for (const { segment } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)) {
    // Han and kana may be parted; Latin words and numbers may not.
    const parts = isHan(segment.slice(0, 1)) ? [...segment] : [segment];
    for (const [at, part] of parts.entries()) {
      const last = units.at(-1);
      if (last && (NOT_FIRST.test(part) || NOT_LAST.test(last.text) || joins(last.text, part)))
        last.text += part;
      else units.push({ text: part, withinWord: at > 0 });
    }
  }
  return units;
}

/** Numbers keep their units and signs: `3C`, `100ml`, `Wi-Fi`. */
function joins(before: string, after: string): boolean {
  return (
    /[\p{Script=Latin}\p{Nd}\-+/&'’.]$/u.test(before) && /^[\p{Script=Latin}\p{Nd}\-+/&'’.]/u.test(after)
  );
}

/** What units measure, in ems. */
export interface Widths {
  readonly units: readonly number[];
  readonly space: number;
  readonly gap: number;
}

export interface Lines {
  /** Index of each line's first unit. */
  readonly starts: readonly number[];
  /** Ems. */
  readonly widths: readonly number[];
}

/** A line of one Chinese character, or a last line much shorter than the others, is an accident. Share of the longest line. */
const LEAST_LINE = 0.3;
const SHORT_LINE_COST = 0.5;

/**
 * Breaks a headline into exactly so many lines, as even as can be: the least sum of the squares of what each line lacks
 * of an even share, plus what its breaks cost. All ways are tried in order of lines (dynamic programming), headlines are short.
 * @returns undefined where there are fewer units than lines
 */
export function breakLines(units: readonly Unit[], widths: Widths, lines: number): Lines | undefined {
  const count = units.length;
  if (count < lines || lines < 1) return undefined;
  const even = widthOf(units, widths, 0, count) / lines;
  // best[n][end]: least cost of the first `end` units on n lines, and where the last of these begins.
  let best = new Map<number, { cost: number; starts: number[] }>([[0, { cost: 0, starts: [] }]]);
  for (let line = 1; line <= lines; line += 1) {
    const next = new Map<number, { cost: number; starts: number[] }>();
    for (let end = line; end <= count - (lines - line); end += 1) {
      for (const [start, before] of best) {
        if (start >= end) continue;
        const width = widthOf(units, widths, start, end) / even;
        const short = lines > 1 && width < 2 * LEAST_LINE * (line === lines ? 1 : 0.5) ? SHORT_LINE_COST : 0;
        const cost =
          before.cost + (1 - width) ** 2 + short + (start > 0 ? (units[start]?.breakCost ?? 0) : 0);
        if (cost < (next.get(end)?.cost ?? Number.POSITIVE_INFINITY)) {
          next.set(end, { cost, starts: [...before.starts, start] });
        }
      }
    }
    best = next;
  }
  const starts = best.get(count)?.starts;
  return (
    starts && {
      starts,
      widths: starts.map((start, at) => widthOf(units, widths, start, starts[at + 1] ?? count)),
    }
  );
}

function widthOf(units: readonly Unit[], widths: Widths, start: number, end: number): number {
  let width = 0;
  for (let at = start; at < end; at += 1) {
    width += (widths.units[at] ?? 0) + (at > start ? distanceBefore(units[at], widths) : 0);
  }
  return width;
}

/** Ems between a unit and the one before on its line. */
export function distanceBefore(unit: Unit | undefined, { space, gap }: Omit<Widths, 'units'>): number {
  return unit?.before === 'space' ? space : unit?.before === 'gap' ? gap : 0;
}
