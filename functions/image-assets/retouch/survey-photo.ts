import { type BackgroundModel, borderRing, fitBackground } from '../matting/background-model.ts';
import { measureGradient } from '../matting/evidence.ts';
import { area, components, floodFromBorder, grow, invert } from '../matting/regions.ts';
import { type Mask, type Plane, reduceToWork, type WorkImage } from '../matting/work-image.ts';
import type { Raster } from '../raster.ts';

/** What every step of the retouching is decided on. Masks and planes have the size of `image`. */
export interface PhotoSurvey {
  readonly image: WorkImage;
  /** One smooth, even colour all around: paper or a wall. Without it nothing is known of the light. */
  readonly plain: boolean;
  /** The backdrop's colour along the border, CIE L*a*b* (D65). */
  readonly backdrop: { readonly lightness: number; readonly greenRed: number; readonly blueYellow: number };
  /** Noise and texture of the backdrop, ΔE of CIE 1976. */
  readonly sigma: number;
  /** ΔE between each pixel and the backdrop's surface there. */
  readonly distance: Plane;
  /** Everything that cannot be reached from the border without crossing an edge; soft shadows are not in it. */
  readonly product: Mask;
}

/** Paper under studio light stays below 1.5, cloth and wood are over 3 (ΔE around the smooth surface). */
const PLAIN_SIGMA = 2;
/** A product that runs out of the frame takes a fifth of the border at most; a scene explains half of it by chance. */
const PLAIN_EXPLAINED = 0.8;
/** Smaller parts (share of the frame) are dust or noise. */
const LEAST_PART_SHARE = 0.0015;

/** Looks at a reduced copy (560 px) of the photo. Memory beyond the photo: about 20 MB. */
export async function surveyPhoto(photo: Raster): Promise<PhotoSurvey> {
  const image = await reduceToWork(photo);
  const { width, height } = image;
  const ring = borderRing(width, height);
  const model = fitBackground(image, ring, 2);
  const distance = distanceFrom(image, model);
  return {
    image,
    plain: model.sigma <= PLAIN_SIGMA && model.explained >= PLAIN_EXPLAINED,
    backdrop: {
      lightness: meanUnder(model.lightness, ring),
      greenRed: meanUnder(model.greenRed, ring),
      blueYellow: meanUnder(model.blueYellow, ring),
    },
    sigma: model.sigma,
    distance,
    product: findSolid(image, model.sigma),
  };
}

/**
 * The flood from the border stops where the colour changes faster than the backdrop and its soft shadows do, so shadows
 * count as backdrop: they have its tint, and would vouch for any coloured paper as if they were grey parts of the product.
 */
function findSolid(image: WorkImage, sigma: number): Mask {
  const { width, height } = image;
  const gradient = measureGradient(image);
  const open = new Uint8Array(width * height);
  const steepest = 1.6 + 1.5 * sigma;
  for (let at = 0; at < open.length; at += 1) if ((gradient[at] as number) < steepest) open[at] = 1;
  // Three pixels more: the rim of a hard contact shadow, and what the reduction mixed of product and backdrop.
  const solid = invert(grow(floodFromBorder(open, width, height), width, 3));
  const kept = new Uint8Array(solid.length);
  for (const part of components(solid, width)) {
    if (part.length < LEAST_PART_SHARE * solid.length) break;
    for (const at of part) kept[at] = 1;
  }
  return kept;
}

function distanceFrom(image: WorkImage, model: BackgroundModel): Plane {
  return image.lightness.map((light, at) =>
    Math.hypot(
      light - (model.lightness[at] as number),
      (image.greenRed[at] as number) - (model.greenRed[at] as number),
      (image.blueYellow[at] as number) - (model.blueYellow[at] as number),
    ),
  );
}

function meanUnder(plane: Plane, mask: Mask): number {
  let sum = 0;
  for (let at = 0; at < plane.length; at += 1) if (mask[at]) sum += plane[at] as number;
  return sum / Math.max(1, area(mask));
}
