import type { Language } from '../../commerce/says.ts';
import { distanceBefore, splitHeadline, type Unit } from '../derive/stills/headline/break-lines.ts';
import type { FontShelf } from '../derive/stills/headline/font-shelf.ts';
import { SCRIPT_GAP, shapeText, textPath } from '../derive/stills/headline/shape-text.ts';

/** Sets small type as outlines: where the picture is made there are no fonts. */
export interface Typesetter {
  readonly language: Language;
  readonly fonts: FontShelf;
}

/** Ends a text that has no room. */
const ELLIPSIS = '…';

/** SVG path data of one line. @param size pixels an em */
export async function setLine(
  { fonts }: Typesetter,
  text: string,
  at: { readonly left: number; readonly baseline: number },
  size: number,
): Promise<string> {
  return textPath(await shapeText(await known(text, fonts), fonts), at.left, at.baseline, size);
}

/** Pixels. */
export async function widthOf({ fonts }: Typesetter, text: string, size: number): Promise<number> {
  return (await shapeText(await known(text, fonts), fonts)).width * size;
}

/**
 * Breaks a text into lines of at most `width` pixels: between words, in Chinese between characters as its rules allow, in a word
 * that is longer than a line (a file name) anywhere. What is beyond `most` lines is cut with an ellipsis.
 */
export async function breakText(
  setter: Typesetter,
  text: string,
  size: number,
  { width, most }: { readonly width: number; readonly most: number },
): Promise<string[]> {
  const space = (await widthOf(setter, 'n n', 1)) - (await widthOf(setter, 'nn', 1));
  const ems = width / size;
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const unit of await unitsOf(setter, text, ems)) {
    const before = line === '' ? 0 : distanceBefore(unit, { space, gap: SCRIPT_GAP });
    if (line !== '' && used + before + unit.width > ems) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += (line !== '' && unit.before === 'space' ? ' ' : '') + unit.text;
    used += (used === 0 ? 0 : before) + unit.width;
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  const last = await shorten(setter, `${lines[most - 1] ?? ''}${ELLIPSIS}`, ems);
  return [...lines.slice(0, most - 1), last];
}

type MeasuredUnit = Unit & { readonly width: number };

async function unitsOf(setter: Typesetter, text: string, ems: number): Promise<MeasuredUnit[]> {
  const units: MeasuredUnit[] = [];
  for (const unit of splitHeadline(text.normalize('NFC'), setter.language)) {
    const width = await widthOf(setter, unit.text, 1);
    if (width <= ems) {
      units.push({ ...unit, width });
      continue;
    }
    for (const [at, character] of [...unit.text].entries()) {
      const before = at === 0 ? unit.before : 'nothing';
      units.push({ ...unit, text: character, before, width: await widthOf(setter, character, 1) });
    }
  }
  return units;
}

async function shorten(setter: Typesetter, text: string, ems: number): Promise<string> {
  const characters = Array.from(text.slice(0, -ELLIPSIS.length));
  while (characters.length > 0) {
    const shorter = `${characters.join('')}${ELLIPSIS}`;
    if ((await widthOf(setter, shorter, 1)) <= ems) return shorter;
    characters.pop();
  }
  return ELLIPSIS;
}

/** A character that the typefaces lack shows as a question mark: left out, a name would read as another one. */
async function known(text: string, fonts: FontShelf): Promise<string> {
  const characters = await Promise.all(
    [...text].map(async (one) => ((await fonts.fontFor(one.codePointAt(0) ?? 0)) === undefined ? '?' : one)),
  );
  return characters.join('');
}
