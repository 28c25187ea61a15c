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
  readonly sigma: number;
}

/** A shadow darker than this share of the backdrop's lightness is taken for a thing: studio shadows keep a third. */
const DARKEST_SHADOW = 0.35;

export function gatherEvidence(image: WorkImage, model: BackgroundModel): Evidence {
  const { width, height, lightness, greenRed, blueYellow } = image;
  const distance = new Float32Array(width * height);
  const gradient = new Float32Array(width * height);
  const shadowLike = new Uint8Array(width * height);
  // The colour of a shadow may turn a little towards the sky or the wall: 2 ΔE above the noise, and some more on a
  // strong colour, where a camera's tone curve bends the hue of what is dark.
  const tint = 2 + 2.5 * model.sigma;
  for (let at = 0; at < distance.length; at += 1) {
    const light = lightness[at] as number;
    const red = greenRed[at] as number;
    const yellow = blueYellow[at] as number;
    const backLight = model.lightness[at] as number;
    const backRed = model.greenRed[at] as number;
    const backYellow = model.blueYellow[at] as number;
    distance[at] = Math.sqrt((light - backLight) ** 2 + (red - backRed) ** 2 + (yellow - backYellow) ** 2);
    // Less light scales X, Y and Z alike, hence L* + 16, a* and b* by one factor (their cube root is common).
    const dimming = (light + 16) / (backLight + 16);
    const offTint = Math.hypot(red - dimming * backRed, yellow - dimming * backYellow);
    if (dimming < 1 && dimming > DARKEST_SHADOW && offTint < tint + 0.08 * Math.hypot(backRed, backYellow))
      shadowLike[at] = 1;
  }
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      let squares = 0;
      for (const plane of [lightness, greenRed, blueYellow]) {
        const across = (plane[at + 1] as number) - (plane[at - 1] as number);
        const down = (plane[at + width] as number) - (plane[at - width] as number);
        squares += across * across + down * down;
      }
      gradient[at] = Math.sqrt(squares) / 2;
    }
  }
  return { width, height, distance, gradient, shadowLike, sigma: model.sigma };
}
