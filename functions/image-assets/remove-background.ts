import { borderRing, fitBackground } from './matting/background-model.ts';
import { gatherEvidence } from './matting/evidence.ts';
import { findProduct } from './matting/find-product.ts';
import { judgeMatte, type MatteReason } from './matting/judge-matte.ts';
import { collectLocalColours } from './matting/local-colours.ts';
import { type MatteMeasures, measureMatte } from './matting/measure-matte.ts';
import { refineAlpha } from './matting/refine-alpha.ts';
import { area, grow, invert } from './matting/regions.ts';
import { reduceToWork } from './matting/work-image.ts';
import type { Raster } from './raster.ts';

/** Raise it with every change that can move an outline or a verdict: it stands in the evidence of each file. */
export const RULES_ENGINE = 'rules/border-model@1';

export interface Matte {
  /** Opacity of the product, 0..255, one byte a pixel at the photo's resolution. */
  readonly alpha: Buffer;
  /** How sure the engine is that the outline is right, 0..1; calibrated so that 0.5 is the line of acceptance. */
  readonly confidence: number;
  /** Whether files that need a white background may be made of it without a person. */
  readonly accepted: boolean;
  /** Who drew it: the rules engine with its version, or `alpha` where the photo came transparent. */
  readonly engine: string;
  readonly measures: Readonly<Record<string, number>>;
  /** Why it was not accepted; empty where it was. */
  readonly reasons: readonly MatteReason[];
}

/**
 * Cuts a product out of a plain, graded or coloured studio backdrop by classical vision, and says how sure it is.
 * Made for one product (or a pair) that is not cut by the frame; for anything else the answer should be a refused
 * matte, never a wrong accepted one.
 *
 * Memory beyond the photo: one byte a pixel, and about 60 MB for the reduced copy.
 */
export async function removeBackground(photo: Raster): Promise<Matte> {
  const image = await reduceToWork(photo);
  const { width, height } = image;
  const ring = fitBackground(image, borderRing(width, height), 2);
  const first = findProduct(gatherEvidence(image, ring));

  // The ring knows the backdrop's edge only; with the product roughly known, all of the backdrop is asked.
  const around = invert(grow(first.raw, width, 5));
  const enough = area(around) > 0.1 * around.length;
  const model = enough ? fitBackground(image, around, 3) : ring;
  const evidence = gatherEvidence(image, model);
  const found = findProduct(evidence);
  const colours = collectLocalColours(image, found.product);
  const alpha = refineAlpha(photo, image, found.product, colours);

  const looser = findProduct(evidence, 0.6);
  const stricter = findProduct(evidence, 1.7);
  const ringExplained = ring.explained;
  const measures: MatteMeasures = measureMatte({
    image,
    model,
    evidence,
    found,
    looser,
    stricter,
    colours,
    ringExplained,
  });
  return { alpha, engine: RULES_ENGINE, measures: { ...measures }, ...judgeMatte(measures) };
}

/**
 * The matte that a transparent photo brings itself: taken as it is, because somebody drew it.
 * @throws RangeError for a raster without alpha
 */
export function matteFromAlpha(raster: Raster): Matte {
  if (raster.channels !== 4) throw new RangeError('a matte needs a raster with an alpha channel');
  const alpha = Buffer.allocUnsafe(raster.width * raster.height);
  for (let pixel = 0; pixel < alpha.length; pixel += 1) alpha[pixel] = raster.data[pixel * 4 + 3] as number;
  return { alpha, confidence: 1, accepted: true, engine: 'alpha', measures: {}, reasons: [] };
}
