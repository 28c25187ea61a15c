import type { Box } from '../find-extent.ts';
import type { FoundText } from './overlaid-text.ts';

/** A product's place in the picture that text was found in. */
export interface ProductMask {
  /** 1 where the product is, row by row. */
  readonly mask: Uint8Array;
  readonly width: number;
}

export interface PlacedText {
  /** Rows of text beside the product, or across its outline: laid over the picture. */
  readonly overlaid: readonly FoundText[];
  /** Rows within the product: printed on it, or laid over it; which of both cannot be told. */
  readonly within: readonly FoundText[];
}

/** Shares of a row's letters on the product: above the first it is in it, below the second beside it. */
const WITHIN = 0.8;

/**
 * Tells where text lies. A row within the product is taken for an overlay too where two or more rows of its size lie beside
 * the product: that is a pattern over the whole picture.
 */
export function placeText(found: readonly FoundText[], product: ProductMask): PlacedText {
  const overlaid = found.filter((text) => shareWithin(text, product) < WITHIN);
  const within = found.filter((text) => !overlaid.includes(text));
  const pattern = within.filter((text) => overlaid.filter((other) => isAlike(text, other)).length >= 2);
  return {
    overlaid: [...overlaid, ...pattern],
    within: within.filter((text) => !pattern.includes(text)),
  };
}

function shareWithin({ marks }: FoundText, { mask, width }: ProductMask): number {
  const on = marks.filter((mark) => {
    const x = Math.floor(mark.left + mark.width / 2);
    const y = Math.floor(mark.top + mark.height / 2);
    return mask[y * width + x] === 1;
  });
  return on.length / Math.max(1, marks.length);
}

/** Letters of one size, a quarter more or less. */
function isAlike(one: FoundText, other: FoundText): boolean {
  const [a, b] = [letterSize(one), letterSize(other)];
  return Math.max(a, b) <= 1.25 * Math.min(a, b);
}

function letterSize({ marks }: FoundText): number {
  const sizes = marks.map((mark: Box) => Math.max(mark.width, mark.height)).toSorted((a, b) => a - b);
  return sizes[Math.floor(sizes.length / 2)] ?? 0;
}
