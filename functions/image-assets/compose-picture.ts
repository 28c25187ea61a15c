import type { Sharp } from 'sharp';
import { flattenOnWhite } from './flatten-on-white.ts';
import type { PicturePlan, PictureSource } from './plan-pictures.ts';
import { openRaster, type Raster } from './raster.ts';

/**
 * A picture is resized from a level at least this much larger than itself. Resizing twice by almost nothing
 * (2048 → 2000) filters the finest detail twice; from 1.1 on the result stays within 48 dB of a direct resize.
 */
const LEAST_STEP = 1.1;

/** A new level is kept once the pictures are this much smaller than the last: fewer generations, less drift. */
const LEVEL_STEP = 0.62;

/** A source's crop at a size, opaque, ready for further resizing. */
interface Level {
  readonly width: number;
  readonly height: number;
  readonly raster: Raster;
  /** Larger than the crop: shown as it is, never the source of anything smaller. */
  readonly enlarged: boolean;
}

/**
 * Resizes one source to all the sizes that its pictures need, reading the source itself as seldom as it can: the
 * largest size comes from it, smaller ones from the levels on the way down.
 *
 * In sRGB as stored, not in linear light: a direct resize, which this must equal to 45 dB, works in sRGB too, and
 * so do the shops' own resizers. Each level is opaque, so no alpha has to be multiplied and divided again.
 */
export class PicturePyramid {
  readonly #base: Raster;
  readonly #levels: Level[] = [];

  constructor(source: PictureSource) {
    this.#base = opaqueCrop(source);
  }

  /** Prepares the levels for these plans, largest first. Call once, before {@link compose}. */
  async build(plans: readonly PicturePlan[]): Promise<void> {
    const users = new Map<string, { plan: PicturePlan; count: number }>();
    for (const plan of plans) {
      const known = users.get(sizeKey(plan));
      users.set(sizeKey(plan), { plan, count: (known?.count ?? 0) + 1 });
    }
    const sizes = [...users.values()].toSorted((one, other) => other.plan.scale - one.plan.scale);
    for (const [index, { plan, count }] of sizes.entries()) {
      const { width, height } = plan.drawn;
      const smaller = plan.scale <= 1 && width <= this.#lastWidth() * LEVEL_STEP;
      // The smallest size has nobody to serve but itself.
      if (count > 1 || (smaller && index < sizes.length - 1)) {
        const { data } = await this.#resized(plan).raw().toBuffer({ resolveWithObject: true });
        this.#levels.push({
          width,
          height,
          raster: { width, height, channels: 3, data },
          enlarged: plan.scale > 1,
        });
      }
    }
  }

  /** The picture of a plan as a pipeline: end it with a format, or with `raw()` for its pixels before encoding. */
  compose(plan: PicturePlan): Sharp {
    const { drawn, background } = plan;
    const { width, height } = plan.channel.output;
    const pipeline = this.#resized(plan);
    if (drawn.left < 0 || drawn.top < 0) {
      return pipeline.extract({
        left: -Math.min(0, drawn.left),
        top: -Math.min(0, drawn.top),
        width,
        height,
      });
    }
    return pipeline.extend({
      left: drawn.left,
      top: drawn.top,
      right: width - drawn.left - drawn.width,
      bottom: height - drawn.top - drawn.height,
      background,
    });
  }

  #lastWidth(): number {
    // Before the first level every size is the largest one.
    return this.#levels.findLast((level) => !level.enlarged)?.width ?? Number.POSITIVE_INFINITY;
  }

  #resized(plan: PicturePlan): Sharp {
    const { width, height } = plan.drawn;
    const same = this.#levels.find((level) => level.width === width && level.height === height);
    if (same) return openRaster(same.raster);
    const larger = this.#levels.findLast(
      (level) => !level.enlarged && level.width >= width * LEAST_STEP && level.height >= height,
    );
    return (larger ? openRaster(larger.raster) : openRaster(this.#base)).resize(width, height, {
      fit: 'fill',
      kernel: 'lanczos3',
    });
  }
}

/**
 * The crop of a source, opaque. Flattening before a resize equals resizing premultiplied alpha and flattening after
 * it, on one constant background, and leaves three channels to resize instead of four.
 */
export function opaqueCrop({ raster, crop }: PictureSource): Raster {
  if (raster.channels === 4) return flattenOnWhite(raster, crop);
  if (crop.width === raster.width && crop.height === raster.height) return raster;
  throw new Error('a photo without alpha is shown whole');
}

function sizeKey(plan: PicturePlan): string {
  return `${plan.drawn.width}x${plan.drawn.height}`;
}
