import type { FieldForm, HtmlDialect } from './channel-texts/channel-texts.ts';
import { fitToDemands } from './fit-text.ts';
import type { ListingTexts } from './listing.ts';
import type { GroundedValue } from './listing-facts.ts';
import { type HtmlBlock, htmlOfBlocks } from './listing-html.ts';
import { measureText } from './measure-text.ts';
import type { TextDemand, TextRule } from './text-rule.ts';

/** Which parts of the texts a channel shows in its description; what it has fields of its own for, it leaves away. */
export interface DescriptionParts {
  readonly bullets: boolean;
  readonly specifications: boolean;
}

/** A piece of a description that is kept whole or left away. */
interface Piece {
  readonly block: HtmlBlock;
  readonly from: readonly string[];
}

/**
 * A description in a channel's HTML that keeps the rules of its field. Its texts are cleaned before they become HTML; where
 * all of them do not fit, whole paragraphs, bullets and rows are left away from the end, and a first paragraph that is too
 * long alone is cut at a sentence.
 */
export function describeInHtml(
  texts: ListingTexts,
  parts: DescriptionParts,
  rules: readonly TextRule[],
  dialect: HtmlDialect,
): GroundedValue {
  const demands = rules.map(({ demand }) => demand);
  const pieces = piecesOf(texts, parts, demands);
  const fits = (html: string): boolean => withinLimits(html, demands);
  const all = htmlOfPieces(pieces, dialect);
  if (fits(all)) return { text: all, from: groundsOf(pieces) };
  const kept: Piece[] = [];
  for (const piece of pieces) {
    if (fits(htmlOfPieces([...kept, piece], dialect))) kept.push(piece);
    else if (kept.length === 0) kept.push(...cutFirst(piece, demands, (html) => fits(html), dialect));
  }
  return { text: htmlOfPieces(kept, dialect), from: groundsOf(kept) };
}

function piecesOf(texts: ListingTexts, parts: DescriptionParts, demands: readonly TextDemand[]): Piece[] {
  const wording = demands.filter(({ kind }) => kind !== 'length' && kind !== 'html-subset');
  const clean = (text: string, form: FieldForm & ('line' | 'paragraphs')): string =>
    fitToDemands(text, wording, { form });
  const pieces: Piece[] = texts.description.map(({ text, from }) => ({
    block: { kind: 'paragraph', text: clean(text, 'paragraphs') },
    from,
  }));
  if (parts.bullets || pieces.length === 0) {
    const told = texts.description.map(({ text }) => text).join('\n');
    for (const { text, from } of texts.bullets) {
      // Rules write key points and sentences from the same facts: a shopper need not read them twice.
      if (told.includes(text)) continue;
      pieces.push({ block: { kind: 'bullets', items: [clean(text, 'line')] }, from });
    }
  }
  if (parts.specifications) {
    for (const { title, rows } of texts.specifications) {
      for (const { name, value, from } of rows) {
        const row = { name: clean(name, 'line'), value: clean(value, 'line') };
        pieces.push({ block: { kind: 'table', title: clean(title, 'line'), rows: [row] }, from });
      }
    }
  }
  return pieces.filter(({ block }) => !isEmpty(block));
}

function isEmpty(block: HtmlBlock): boolean {
  switch (block.kind) {
    case 'paragraph':
      return block.text === '';
    case 'bullets':
      return block.items.every((item) => item === '');
    case 'table':
      return block.rows.every(({ name, value }) => name === '' || value === '');
  }
}

/** Neighbouring bullets become one list, rows under one title one table. */
function htmlOfPieces(pieces: readonly Piece[], dialect: HtmlDialect): string {
  const blocks: HtmlBlock[] = [];
  for (const { block } of pieces) {
    const last = blocks.at(-1);
    if (block.kind === 'bullets' && last?.kind === 'bullets') {
      blocks[blocks.length - 1] = { ...last, items: [...last.items, ...block.items] };
    } else if (block.kind === 'table' && last?.kind === 'table' && last.title === block.title) {
      blocks[blocks.length - 1] = { ...last, rows: [...last.rows, ...block.rows] };
    } else {
      blocks.push(block);
    }
  }
  return htmlOfBlocks(blocks, dialect);
}

function withinLimits(html: string, demands: readonly TextDemand[]): boolean {
  return demands.every(
    (demand) =>
      demand.kind !== 'length' || demand.max === undefined || measureText(html, demand.unit) <= demand.max,
  );
}

/** Markup and escapes take room that the text does not show: halved until it fits. */
function cutFirst(
  piece: Piece,
  demands: readonly TextDemand[],
  fits: (html: string) => boolean,
  dialect: HtmlDialect,
): Piece[] {
  if (piece.block.kind !== 'paragraph') return [];
  const most = Math.min(
    ...demands.map((demand) => (demand.kind === 'length' ? (demand.max ?? 25_000) : 25_000)),
  );
  for (let room = most; room >= 1; room = Math.floor(room * 0.8)) {
    const limit: TextDemand = { kind: 'length', unit: 'gbk-bytes', max: room };
    const text = fitToDemands(piece.block.text, [limit], { form: 'paragraphs' });
    const cut: Piece = { ...piece, block: { kind: 'paragraph', text } };
    if (text !== '' && fits(htmlOfPieces([cut], dialect))) return [cut];
  }
  return [];
}

function groundsOf(pieces: readonly Piece[]): string[] {
  return [...new Set(pieces.flatMap(({ from }) => from))];
}
