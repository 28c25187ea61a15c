import type { BackgroundModel } from './background-model.ts';
import type { Mask, Plane, WorkImage } from './work-image.ts';

/** What every pixel of the reduced photo says for and against being product. */
export interface Evidence {
  readonly width: number;
  readonly height: number;
  /** ΔE (CIE 1976) between the pixel and the backdrop's surface. */
  readonly distance: Plane;
  /** Change of colour over one pixel, in ΔE. */
  readonly gradient: Plane;
  /** 1 where the colour is the backdrop's own, only darker: a shadow could look so, and so could a grey product. */
  readonly shadowLike: Mask;
  /** Distance in a* and b* from the backdrop's colour, dimmed or lit as the pixel is: from {@link OTHER_HUE} on no light makes one of the other. */
  readonly hueOff: Plane;
  /** 1 where the hue is within 60° of the backdrop's and the colour not much paler: with white beside it, it mixes to the backdrop's. */
  readonly kindredHue: Mask;
  /** L* that the backdrop has, or would have behind the product. */
  readonly backdropLightness: Plane;
  /** C*ab of the same. */
  readonly backdropChroma: Plane;
  readonly sigma: number;
}

/** A shadow darker than this share of the backdrop's lightness is taken for a thing: studio shadows keep a third. */
const DARKEST_SHADOW = 0.35;

/** Distance in a* and b* from which a hue is another. */
export const OTHER_HUE = 12;
const KINDRED_SHARE = 0.6;

/** ΔE (CIE 1976) between every pixel and the backdrop's surface. */
export function measureDistance(image: WorkImage, model: BackgroundModel): Plane {
  const { lightness, greenRed, blueYellow } = image;
  const distance = new Float32Array(lightness.length);
  for (let at = 0; at < distance.length; at += 1) {
    const light = (lightness[at] as number) - (model.lightness[at] as number);
    const red = (greenRed[at] as number) - (model.greenRed[at] as number);
    const yellow = (blueYellow[at] as number) - (model.blueYellow[at] as number);
    distance[at] = Math.sqrt(light * light + red * red + yellow * yellow);
  }
  return distance;
}

/** @param gradient as {@link measureGradient} gives it: it does not depend on the model, and is made once */
export function gatherEvidence(image: WorkImage, model: BackgroundModel, gradient: Plane): Evidence {
  return {
    width: image.width,
    height: image.height,
    distance: measureDistance(image, model),
    gradient,
    ...compareHues(image, model),
    backdropLightness: model.lightness,
    sigma: model.sigma,
  };
}

function compareHues({ lightness, greenRed, blueYellow }: WorkImage, model: BackgroundModel) {
  const shadowLike = new Uint8Array(lightness.length);
  const hueOff = new Float32Array(lightness.length);
  const kindredHue = new Uint8Array(lightness.length);
  const backdropChroma = new Float32Array(lightness.length);
  // The colour of a shadow may turn a little towards the sky or the wall: 2 ΔE above the noise, and some more on a
  // strong colour, where a camera's tone curve bends the hue of what is dark.
  const tint = 2 + 2.5 * model.sigma;
  for (let at = 0; at < shadowLike.length; at += 1) {
    const backRed = model.greenRed[at] as number;
    const backYellow = model.blueYellow[at] as number;
    // Less light scales X, Y and Z alike, hence L* + 16, a* and b* by one factor (their cube root is common).
    const dimming = ((lightness[at] as number) + 16) / ((model.lightness[at] as number) + 16);
    const backChroma = Math.sqrt(backRed * backRed + backYellow * backYellow);
    backdropChroma[at] = backChroma;
    const ownRed = greenRed[at] as number;
    const ownYellow = blueYellow[at] as number;
    const along = ownRed * backRed + ownYellow * backYellow;
    const chroma = Math.sqrt(ownRed * ownRed + ownYellow * ownYellow);
    if (along > 0.5 * chroma * backChroma && chroma > KINDRED_SHARE * backChroma) kindredHue[at] = 1;
    const red = ownRed - dimming * backRed;
    const yellow = ownYellow - dimming * backYellow;
    const off = Math.sqrt(red * red + yellow * yellow);
    hueOff[at] = off;
    if (dimming >= 1 || dimming <= DARKEST_SHADOW) continue;
    const limit = tint + 0.08 * backChroma;
    if (off < limit) shadowLike[at] = 1;
  }
  return { shadowLike, hueOff, kindredHue, backdropChroma };
}

/** Change of colour over one pixel, in ΔE, from central differences; 0 on the frame's edge. */
export function measureGradient({ width, height, lightness, greenRed, blueYellow }: WorkImage): Plane {
  const gradient = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1) {
      const squares =
        ((lightness[at + 1] as number) - (lightness[at - 1] as number)) ** 2 +
        ((lightness[at + width] as number) - (lightness[at - width] as number)) ** 2 +
        ((greenRed[at + 1] as number) - (greenRed[at - 1] as number)) ** 2 +
        ((greenRed[at + width] as number) - (greenRed[at - width] as number)) ** 2 +
        ((blueYellow[at + 1] as number) - (blueYellow[at - 1] as number)) ** 2 +
        ((blueYellow[at + width] as number) - (blueYellow[at - width] as number)) ** 2;
      gradient[at] = Math.sqrt(squares) / 2;
    }
  }
  return gradient;
}
