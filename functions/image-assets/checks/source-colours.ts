import type { Box } from '../find-extent.ts';
import { findProduct } from '../find-product.ts';
import type { Raster } from '../raster.ts';
import { type ColourShift, measureColourShift } from './colour-shift.ts';
import { sampleCells, solidCells } from './picture-cells.ts';

/** Cells along each side of the product in which colours are compared. */
export const COLOUR_CELLS = 32;

/** Where a file shows its source: the box may reach beyond the frame, which then crops it. */
export interface Shown {
  readonly source: 'cutout' | 'photo';
  readonly productBox: Box;
  readonly width: number;
  readonly height: number;
}

export interface ColourShifts {
  /** Against the photo that the file was made of. */
  readonly made: ColourShift;
  /** Against the photo as uploaded, where it was retouched in between. */
  readonly uploaded?: ColourShift;
}

/** The colours that a product has in its photo, to compare files with. All rasters are of one size. */
export class SourceColours {
  readonly #photo: Raster;
  readonly #uploaded: Raster | undefined;
  readonly #product: { readonly box: Box; readonly alpha: Uint8Array } | undefined;

  /** @param matte RGBA; absent where nothing was cut out */
  constructor(photo: Raster, uploaded: Raster | undefined, matte: Raster | undefined) {
    this.#photo = photo;
    this.#uploaded = uploaded;
    const box = matte && findProduct(matte)?.box;
    this.#product = matte && box && { box, alpha: alphaOf(matte) };
  }

  /**
   * @param cells of the visible part of the file's product box (see {@link visiblePart}), {@link COLOUR_CELLS} a side
   * @returns `undefined` where too little of the product is there to be compared
   */
  shiftOf(cells: Raster, shown: Shown): ColourShifts | undefined {
    const { width, height } = this.#photo;
    const product = shown.source === 'cutout' ? this.#product : undefined;
    if (shown.source === 'cutout' && product === undefined) return undefined;
    const whole = product?.box ?? { left: 0, top: 0, width, height };
    const box = partOf(whole, shown);
    const solid = product && solidCells(product.alpha, width, box, COLOUR_CELLS, COLOUR_CELLS);
    const against = (photo: Raster) =>
      measureColourShift(cells, sampleCells(photo, box, COLOUR_CELLS, COLOUR_CELLS), solid);
    const made = against(this.#photo);
    const uploaded = this.#uploaded && against(this.#uploaded);
    return made && { made, ...(uploaded === undefined ? {} : { uploaded }) };
  }
}

/** The part of a box that lies in the frame. */
export function visiblePart({ productBox, width, height }: Omit<Shown, 'source'>): Box {
  const left = Math.max(0, productBox.left);
  const top = Math.max(0, productBox.top);
  return {
    left,
    top,
    width: Math.min(width, productBox.left + productBox.width) - left,
    height: Math.min(height, productBox.top + productBox.height) - top,
  };
}

/** The same part of another box, as the visible part is of the drawn one. */
function partOf(whole: Box, shown: Shown): Box {
  const seen = visiblePart(shown);
  const across = whole.width / shown.productBox.width;
  const down = whole.height / shown.productBox.height;
  return {
    left: Math.round(whole.left + (seen.left - shown.productBox.left) * across),
    top: Math.round(whole.top + (seen.top - shown.productBox.top) * down),
    width: Math.max(1, Math.round(seen.width * across)),
    height: Math.max(1, Math.round(seen.height * down)),
  };
}

function alphaOf({ width, height, channels, data }: Raster): Uint8Array {
  const alpha = new Uint8Array(width * height).fill(255);
  if (channels === 4) {
    for (let pixel = 0, at = 3; pixel < alpha.length; pixel += 1, at += 4) alpha[pixel] = data[at] ?? 0;
  }
  return alpha;
}
