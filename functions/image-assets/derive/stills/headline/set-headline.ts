import {
  breakLines,
  distanceBefore,
  type HeadlineLanguage,
  type Lines,
  splitHeadline,
  type Unit,
  type Widths,
} from './break-lines.ts';
import type { FontShelf } from './font-shelf.ts';
import { refuseEmpty, refuseMissing, refuseRightToLeft, refuseTooLong } from './headline-refused.ts';
import { SCRIPT_GAP, type ShapedText, shapeText, textPath } from './shape-text.ts';

export interface Headline {
  readonly text: string;
  readonly language: HeadlineLanguage;
}

/** Pixels. */
export interface TextArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface SetHeadline {
  /** Outlines as SVG path data, in the banner's pixels. */
  readonly path: string;
  /** Box of the lines as set, pixels. */
  readonly box: TextArea;
  /** Pixels an em. */
  readonly sizePx: number;
  readonly lines: readonly string[];
}

const MOST_LINES = 3;

/** Above this a headline shouts; below it a banner shown at half its width on a phone cannot be read. Pixels an em. */
const MOST_SIZE = 92;
const LEAST_SIZE = 34;

/** One more line is taken only where the type grows by this much. */
const WORTH_A_LINE = 1.2;

/** Distance of baselines, ems: Chinese fills its em, Latin does not. */
const LINE_HEIGHT = { en: 1.16, zh: 1.32 } as const;

/** What the eye centres by, ems above and below the baseline: capitals; the body of a Chinese character. */
const ASCENT = { en: 0.733, zh: 0.86 } as const;
const DESCENT = { en: 0.02, zh: 0.1 } as const;

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Sets a headline in an area: left-aligned, centred in height, as large as it fits on at most three even lines.
 * @throws HeadlineRefused where it is empty, right to left, has characters that the typeface lacks, or is too long
 */
export async function setHeadline(
  { text, language }: Headline,
  area: TextArea,
  fonts: FontShelf,
): Promise<SetHeadline> {
  if (RIGHT_TO_LEFT.test(text)) throw refuseRightToLeft();
  const units = splitHeadline(text.normalize('NFC'), language);
  if (units.length === 0) throw refuseEmpty();
  const missing = await missingCharacters(units, fonts);
  if (missing.length > 0) throw refuseMissing(missing);
  const shaped = await Promise.all(units.map((unit) => shapeText(unit.text, fonts)));
  const widths = {
    units: shaped.map(({ width }) => width),
    space: (await shapeText('n n', fonts)).width - (await shapeText('nn', fonts)).width,
    gap: SCRIPT_GAP,
  };
  const fit = fitLines(units, widths, area, language);
  if (!fit || fit.size < LEAST_SIZE) throw refuseTooLong();
  return drawLines({ units, shaped, widths }, fit, area, language);
}

async function missingCharacters(units: readonly Unit[], fonts: FontShelf): Promise<string[]> {
  const missing = new Set<string>();
  for (const character of units.map(({ text }) => text).join('')) {
    if (!(await fonts.fontFor(character.codePointAt(0) ?? 0))) missing.add(character);
  }
  return [...missing];
}

interface Fit {
  readonly lines: Lines;
  /** Pixels an em. */
  readonly size: number;
}

function fitLines(
  units: readonly Unit[],
  widths: Widths,
  area: TextArea,
  language: HeadlineLanguage,
): Fit | undefined {
  let chosen: Fit | undefined;
  for (let count = 1; count <= MOST_LINES; count += 1) {
    const lines = breakLines(units, widths, count);
    if (!lines) break;
    const size = Math.min(
      MOST_SIZE,
      area.width / Math.max(...lines.widths),
      area.height / heightInEms(count, language),
    );
    if (!chosen || size > chosen.size * WORTH_A_LINE) chosen = { lines, size };
  }
  return chosen;
}

function heightInEms(lines: number, language: HeadlineLanguage): number {
  return (lines - 1) * LINE_HEIGHT[language] + ASCENT[language] + DESCENT[language];
}

interface Content {
  readonly units: readonly Unit[];
  readonly shaped: readonly ShapedText[];
  readonly widths: Widths;
}

function drawLines(
  { units, shaped, widths }: Content,
  { lines, size }: Fit,
  area: TextArea,
  language: HeadlineLanguage,
): SetHeadline {
  const height = heightInEms(lines.starts.length, language) * size;
  const top = area.top + (area.height - height) / 2;
  let path = '';
  const texts = lines.starts.map((start, line) => {
    const baseline = top + (ASCENT[language] + line * LINE_HEIGHT[language]) * size;
    let x = area.left;
    let text = '';
    for (let at = start; at < (lines.starts[line + 1] ?? units.length); at += 1) {
      const [unit, shape] = [units[at], shaped[at]];
      if (!unit || !shape) continue;
      if (at > start) x += distanceBefore(unit, widths) * size;
      text += (at > start && unit.before === 'space' ? ' ' : '') + unit.text;
      path += textPath(shape, x, baseline, size);
      x += shape.width * size;
    }
    return text;
  });
  const box = { left: area.left, top, width: Math.max(...lines.widths) * size, height };
  return { path, box, sizePx: size, lines: texts };
}
