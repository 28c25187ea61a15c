import type { Font, GlyphRun } from 'fontkit';
import { changesScript } from './break-lines.ts';
import type { FontShelf } from './font-shelf.ts';

/** Between Chinese and Latin letters or digits that no space parts, ems. */
export const SCRIPT_GAP = 0.14;

interface Piece {
  readonly run: GlyphRun;
  /** Font units to ems. */
  readonly scale: number;
  /** Ems from the text's left. */
  readonly at: number;
}

/** A text whose glyphs are chosen and placed. */
export interface ShapedText {
  readonly pieces: readonly Piece[];
  /** Ems. */
  readonly width: number;
}

/** Shapes a text in one run for each stretch of the same font, so that kerning works within it. Characters without a glyph are left out. */
export async function shapeText(text: string, fonts: FontShelf): Promise<ShapedText> {
  const stretches: { font: Font; text: string; gap: boolean }[] = [];
  let before = '';
  for (const character of text) {
    const font = await fonts.fontFor(character.codePointAt(0) ?? 0);
    if (!font) continue;
    const last = stretches.at(-1);
    const gap = changesScript(before, character);
    if (last && last.font === font && !gap) last.text += character;
    else stretches.push({ font, text: character, gap });
    before = character;
  }
  const pieces: Piece[] = [];
  let width = 0;
  for (const { font, text: stretch, gap } of stretches) {
    if (gap) width += SCRIPT_GAP;
    const run = font.layout(stretch);
    const scale = 1 / font.unitsPerEm;
    pieces.push({ run, scale, at: width });
    width += run.advanceWidth * scale;
  }
  return { pieces, width };
}

/** Outlines of a shaped text as SVG path data. @param size pixels an em */
export function textPath({ pieces }: ShapedText, left: number, baseline: number, size: number): string {
  return pieces.map((piece) => piecePath(piece, left, baseline, size)).join('');
}

function piecePath({ run, scale, at }: Piece, left: number, baseline: number, size: number): string {
  const zoom = scale * size;
  let pen = left + at * size;
  let path = '';
  for (const [index, glyph] of run.glyphs.entries()) {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = run.positions[index] ?? {};
    path += glyph.path
      .scale(zoom, -zoom)
      .translate(pen + xOffset * zoom, baseline - yOffset * zoom)
      .toSVG();
    pen += xAdvance * zoom;
  }
  return path;
}
