import type { Plane } from './work-image.ts';

/** The lowest crest, in ΔE over one pixel, on a backdrop without noise: blocks of JPEG in a shadow stay below one. */
const LEAST_CREST = 1.25;
/** How far from its crest the slope of an edge has ended, in pixels, and the share of the crest's height left there. */
const FOOT_PX = 3;
const FOOT_SHARE = 0.3;

/** The change of colour over one pixel, in ΔE, from which a crest is an edge, on a backdrop of noise σ. */
export function leastCrest(sigma: number): number {
  return LEAST_CREST + 2 * sigma;
}

/**
 * The crests of edges: pixels where the colour changes more than beside them, and three pixels away hardly any more. An
 * edge in focus, or a little out of it (σ up to two pixels), has its foot there; the slope of a soft shadow (σ from 2.7) still
 * changes half as much. How much changes in all does not matter, so folds and shadows nearby do not hide an edge, as
 * they do where its step is held against everything that changes around it.
 *
 * @returns the gradient on crests, elsewhere 0
 */
export function findCrests(gradient: Plane, width: number): Plane {
  const crests = new Float32Array(gradient.length);
  const steps = [1, width, width + 1, width - 1];
  const margin = FOOT_PX * (width + 1);
  for (let at = margin; at < gradient.length - margin; at += 1) {
    const here = gradient[at] as number;
    if (here < LEAST_CREST / 2) continue;
    for (let way = 0; way < 4; way += 1) {
      const step = steps[way] as number;
      if ((gradient[at - step] as number) > here || (gradient[at + step] as number) > here) continue;
      const far = FOOT_PX * step;
      if (Math.min(gradient[at - far] as number, gradient[at + far] as number) >= FOOT_SHARE * here) continue;
      crests[at] = here;
      break;
    }
  }
  return crests;
}
