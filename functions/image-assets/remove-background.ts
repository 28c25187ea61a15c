import { takeOffShadow } from './matting/alpha-shadow.ts';
import { borderRing, fitBackground } from './matting/background-model.ts';
import { gatherEvidence, measureDistance, measureGradient } from './matting/evidence.ts';
import { findProduct, notBackdrop } from './matting/find-product.ts';
import { followBackdrop } from './matting/follow-backdrop.ts';
import { doubt, judgeMatte, type MatteReason } from './matting/judge-matte.ts';
import { collectLocalColours } from './matting/local-colours.ts';
import { type MatteMeasures, measureMatte } from './matting/measure-matte.ts';
import { refineAlpha } from './matting/refine-alpha.ts';
import { area, grow, invert } from './matting/regions.ts';
import { measureRelief } from './matting/separate-shadow.ts';
import { reduceToWork } from './matting/work-image.ts';
import type { Raster } from './raster.ts';

/** Raise it with every change that can move an outline or a verdict: it stands in the evidence of each file. */
export const RULES_ENGINE = 'rules/border-model@5';

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
  // The ring knows the backdrop's edge only. With the product roughly known, all of the backdrop is asked, twice:
  // the first answer may count a lamp's spot on the paper as product, the second no longer does.
  let model = ring;
  for (const margin of [5, 4]) {
    const distance = measureDistance(image, model);
    const seen = notBackdrop({ width, height, distance, sigma: model.sigma });
    const around = invert(grow(seen, width, margin));
    if (area(around) < 0.1 * around.length) break;
    model = followBackdrop(image, fitBackground(image, around, 3), around);
  }
  const evidence = gatherEvidence(image, model, measureGradient(image));
  const relief = measureRelief(evidence);
  const found = findProduct(evidence, relief);
  const colours = collectLocalColours(image, found.product, found.cast);
  const alpha = refineAlpha(photo, image, found.product, colours);

  const looser = findProduct(evidence, relief, 0.7, found.slits);
  const stricter = findProduct(evidence, relief, 1.7, found.slits);
  const ringExplained = ring.explained;
  const measures: MatteMeasures = measureMatte({
    image,
    model,
    evidence,
    relief,
    found,
    looser,
    stricter,
    colours,
    ringExplained,
  });
  return { alpha, engine: RULES_ENGINE, measures: { ...measures }, ...judgeMatte(measures) };
}

/** Rounded or feathered corners take 1 to 3 % of a frame; around a product at least a twentieth is clear. */
const LEAST_CLEAR_SHARE = 0.05;
/** Less than this is dust or a watermark, no product. */
const LEAST_OPAQUE_SHARE = 0.005;

/** More that fades out, by the product's area, and may be shadow or not: below the confidence from which nobody is asked. */
const MOST_UNCLEAR_SHARE = 0.01;
const UNCLEAR_CONFIDENCE = 0.6;

/**
 * The matte that a transparent photo brings itself: taken as it is, because somebody drew it, but for a soft floor shadow,
 * which comes off; unless it cuts nothing out (trimmed corners, an empty picture). What fades out and may be shadow, glow or a
 * soft edge is kept, at a confidence of 0.6, so that a person looks at it.
 * @throws RangeError for a raster without alpha
 */
export function matteFromAlpha(raster: Raster): Matte {
  if (raster.channels !== 4) throw new RangeError('a matte needs a raster with an alpha channel');
  const { alpha, removed, unclear } = takeOffShadow(raster);
  let clear = 0;
  for (let pixel = 0; pixel < alpha.length; pixel += 1) if ((alpha[pixel] as number) < 128) clear += 1;
  const clearShare = clear / alpha.length;
  const accepted = clearShare >= LEAST_CLEAR_SHARE && 1 - clearShare >= LEAST_OPAQUE_SHARE;
  const size = Math.max(1, alpha.length - clear);
  const isClean = unclear <= MOST_UNCLEAR_SHARE * size;
  return {
    alpha,
    confidence: accepted ? (isClean ? 1 : UNCLEAR_CONFIDENCE) : 0,
    accepted,
    engine: 'alpha',
    measures: { areaShare: 1 - clearShare, shadow: removed / size, unclear: unclear / size },
    reasons: accepted ? [] : [doubt('AlphaIsNoCutout')],
  };
}
