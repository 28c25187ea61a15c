import { type BackgroundModel, SIGMA_FLOOR } from './background-model.ts';
import type { Mask, Plane, WorkImage } from './work-image.ts';

/** Side of a cell of the coarse grid on which the backdrop's leftovers are averaged, in pixels. */
const CELL_PX = 8;
/** Fall-off in cells: close by where the backdrop is seen, far where the product hides it. */
const NEAR_CELLS = 2;
const FAR_CELLS = 7;

/**
 * Bends the fitted surfaces to what the backdrop really does: a lamp's spot, a fold in the paper, the roll from
 * wall to floor are smooth, but no polynomials. Averages what the samples are off the surface over some 20 pixels
 * and carries it on under the product. Samples that are further off than `reach` (ΔE) are things, not backdrop.
 */
export function followBackdrop(image: WorkImage, model: BackgroundModel, samples: Mask): BackgroundModel {
  const reach = Math.max(3, 4 * model.sigma);
  const { width, height } = image;
  const columns = Math.ceil(width / CELL_PX);
  const rows = Math.ceil(height / CELL_PX);
  const weight = new Float32Array(columns * rows);
  const sumLight = new Float32Array(columns * rows);
  const sumRed = new Float32Array(columns * rows);
  const sumYellow = new Float32Array(columns * rows);
  for (let at = 0; at < samples.length; at += 1) {
    if (!samples[at]) continue;
    const light = (image.lightness[at] as number) - (model.lightness[at] as number);
    const red = (image.greenRed[at] as number) - (model.greenRed[at] as number);
    const yellow = (image.blueYellow[at] as number) - (model.blueYellow[at] as number);
    if (light * light + red * red + yellow * yellow > reach * reach) continue;
    const x = at % width;
    const cell = Math.floor((at - x) / width / CELL_PX) * columns + Math.floor(x / CELL_PX);
    weight[cell] = (weight[cell] as number) + 1;
    sumLight[cell] = (sumLight[cell] as number) + light;
    sumRed[cell] = (sumRed[cell] as number) + red;
    sumYellow[cell] = (sumYellow[cell] as number) + yellow;
  }
  const nearWeight = blur(weight, columns, NEAR_CELLS);
  const farWeight = blur(weight, columns, FAR_CELLS);
  const bend = (surface: Plane, sum: Plane) =>
    addCoarse(surface, spreadOver(sum, nearWeight, farWeight, columns), width, columns);
  const lightness = bend(model.lightness, sumLight);
  const greenRed = bend(model.greenRed, sumRed);
  const blueYellow = bend(model.blueYellow, sumYellow);
  const sigma = spreadAround(image, { lightness, greenRed, blueYellow }, samples);
  return { ...model, lightness, greenRed, blueYellow, sigma };
}

/** Weighted mean around every cell: near samples first; the far ones count as one pixel, so they rule only gaps. */
function spreadOver(sum: Plane, nearWeight: Plane, farWeight: Plane, columns: number): Plane {
  const nearSum = blur(sum, columns, NEAR_CELLS);
  const farSum = blur(sum, columns, FAR_CELLS);
  return sum.map((_, cell) => {
    const far = (farSum[cell] as number) / ((farWeight[cell] as number) + 1e-3);
    return ((nearSum[cell] as number) + far) / ((nearWeight[cell] as number) + 1);
  });
}

/** Gaussian blur on the coarse grid; beyond the frame there is nothing, in sums and weights alike. */
function blur(plane: Plane, columns: number, deviation: number): Plane {
  const radius = Math.ceil(2.5 * deviation);
  const kernel = Float32Array.from({ length: 2 * radius + 1 }, (_, at) =>
    Math.exp(-((at - radius) ** 2) / (2 * deviation ** 2)),
  );
  const total = kernel.reduce((sum, one) => sum + one, 0);
  const along = (source: Plane, step: number, length: number): Plane => {
    const out = new Float32Array(source.length);
    for (let at = 0; at < out.length; at += 1) {
      const place = step === 1 ? at % columns : Math.floor(at / columns);
      const to = Math.min(radius, length - 1 - place);
      let sum = 0;
      for (let by = Math.max(-radius, -place); by <= to; by += 1) {
        sum += (kernel[by + radius] as number) * (source[at + by * step] as number);
      }
      out[at] = sum / total;
    }
    return out;
  };
  return along(along(plane, 1, columns), columns, plane.length / columns);
}

function addCoarse(surface: Plane, coarse: Plane, width: number, columns: number): Plane {
  const rows = coarse.length / columns;
  const height = surface.length / width;
  const out = new Float32Array(surface.length);
  const left = new Int32Array(width);
  const right = new Float64Array(width);
  for (let x = 0; x < width; x += 1) {
    const u = Math.min(columns - 1, Math.max(0, (x + 0.5) / CELL_PX - 0.5));
    left[x] = Math.min(columns - 2, Math.floor(u));
    right[x] = u - (left[x] as number);
  }
  for (let y = 0; y < height; y += 1) {
    const v = Math.min(rows - 1, Math.max(0, (y + 0.5) / CELL_PX - 0.5));
    const top = Math.min(rows - 2, Math.floor(v));
    for (let x = 0; x < width; x += 1) {
      const cell = top * columns + (left[x] as number);
      const near = right[x] as number;
      const upper = (coarse[cell] as number) * (1 - near) + (coarse[cell + 1] as number) * near;
      const lower =
        (coarse[cell + columns] as number) * (1 - near) + (coarse[cell + columns + 1] as number) * near;
      const at = y * width + x;
      out[at] = (surface[at] as number) + upper * (top + 1 - v) + lower * (v - top);
    }
  }
  return out;
}

/** σ of one axis from the median distance (1.538 σ), by a histogram in steps of 0.02 ΔE. */
function spreadAround(
  image: WorkImage,
  { lightness, greenRed, blueYellow }: Pick<BackgroundModel, 'lightness' | 'greenRed' | 'blueYellow'>,
  samples: Mask,
): number {
  const bins = new Uint32Array(1000);
  let total = 0;
  // Every third pixel tells the median as well.
  for (let at = 0; at < samples.length; at += 3) {
    if (!samples[at]) continue;
    const off = Math.sqrt(
      ((image.lightness[at] as number) - (lightness[at] as number)) ** 2 +
        ((image.greenRed[at] as number) - (greenRed[at] as number)) ** 2 +
        ((image.blueYellow[at] as number) - (blueYellow[at] as number)) ** 2,
    );
    const bin = Math.min(999, Math.floor(off / 0.02));
    bins[bin] = (bins[bin] as number) + 1;
    total += 1;
  }
  let seen = 0;
  let bin = 0;
  while (bin < 999 && seen + (bins[bin] as number) < total / 2) {
    seen += bins[bin] as number;
    bin += 1;
  }
  return Math.max(SIGMA_FLOOR, (bin * 0.02) / 1.538);
}
