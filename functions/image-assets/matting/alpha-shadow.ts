import type { Raster } from '../raster.ts';

/** A shadow leaves at least this much of the floor to be seen: opacities above belong to things. */
const DENSEST_SHADOW = 178;
/** Up to this opacity a pixel is clear. */
const CLEAR = 2;
/**
 * Opacity changes by no more than so many levels from one pixel to the next, at 1,000 pixels of the long side: a shadow that is
 * blurred by σ 5 and half opaque does ten. The edge of a product in focus does a hundred, a wool's thirty.
 */
const SOFT_STEP = 12;
const LEAST_STEP = 5;
const MOST_STEP = 24;
/** A neighbour may be clearer by so many steps: a shadow seen at a low angle ends more steeply than it fades along the floor. */
const STEEPEST_FALL = 2;
/** Shadows are dark and have hardly any hue, levels of 255; below `TELLING` of opacity eight bits hold no colour. */
const DARKEST_LEVEL = 150;
const MOST_CHROMA = 40;
const TELLING = 24;
/** So much of what fades out may have another colour before it is called no shadow. */
const OFF_COLOUR_SHARE = 0.15;
/** Where a shadow ends at a product its opacity jumps. A product out of focus goes on smoothly to full opacity, this often at most in a shadow. */
const SMOOTH_END_SHARE = 0.3;
/** How far the mixed pixels of a rim reach into the product, pixels. */
const RIM_PX = 4;

/** What a transparent photo shows beside its product. */
export interface AlphaShadow {
  /** Opacity of the product alone, where that could be told. */
  readonly alpha: Buffer;
  /** Pixels that were shadow, and are clear now; its faintest, below a tenth of opacity, are not counted. */
  readonly removed: number;
  /** Pixels that fade out softly and may be shadow, glow or an edge out of focus: they were left. */
  readonly unclear: number;
}

/**
 * Takes the floor shadow out of the opacity of a transparent photo: what fades into the clear without a step and is dark and
 * without hue. At the product's rim, where both lie in one pixel, the shadow's part is taken out: opacities are complements,
 * 1 − a = (1 − product) · (1 − shadow), as layers are composed (T. Porter and T. Duff, 1984).
 *
 * Needs one byte a pixel and some for the rims beyond the photo. A shadow that nowhere touches the clear is counted as unclear.
 *
 * @param raster RGBA with straight alpha
 */
export function takeOffShadow(raster: Raster): AlphaShadow {
  const { width, height, data } = raster;
  const alpha = Buffer.allocUnsafe(width * height);
  for (let at = 0; at < alpha.length; at += 1) alpha[at] = data[4 * at + 3] as number;
  const step = (SOFT_STEP * 1000) / Math.max(width, height);
  const most = Math.round(Math.min(MOST_STEP, Math.max(LEAST_STEP, step)));
  const fading = followFading(alpha, width, most);
  const { faded, enclosed, offColour, ends, smoothEnds } = survey(raster, alpha, fading, most);
  if (faded === 0 && enclosed === 0) return { alpha, removed: 0, unclear: 0 };
  if (offColour > OFF_COLOUR_SHARE * faded || smoothEnds > SMOOTH_END_SHARE * ends) {
    return { alpha, removed: 0, unclear: faded + enclosed };
  }
  unmixRims(alpha, fading, width);
  for (let at = 0; at < alpha.length; at += 1)
    if (fading[at] || (alpha[at] as number) <= CLEAR) alpha[at] = 0;
  return { alpha, removed: faded, unclear: enclosed };
}

/** 1 where a pixel is half clear and reached from the clear over small steps. Scanned to and fro until nothing is added: a stack would take four bytes a pixel. */
function followFading(alpha: Buffer, width: number, most: number): Uint8Array {
  const fading = new Uint8Array(alpha.length);
  const last = alpha.length - 1;
  let added = true;
  for (let scan = 0; added && scan < 16; scan += 1) {
    added = false;
    const way = scan % 2 === 0 ? 1 : -1;
    for (let k = 0; k <= last; k += 1) {
      const at = way === 1 ? k : last - k;
      const own = alpha[at] as number;
      if (own <= CLEAR || own > DENSEST_SHADOW || fading[at]) continue;
      const x = at % width;
      let lowest = own;
      let reached = false;
      for (let side = 0; side < 4; side += 1) {
        if ((side === 0 && x === 0) || (side === 1 && x === width - 1)) continue;
        const there = at + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
        if (there < 0 || there > last) continue;
        const other = alpha[there] as number;
        lowest = Math.min(lowest, other);
        if ((other <= CLEAR || fading[there] === 1) && Math.abs(own - other) <= most) reached = true;
      }
      // Along the rim of glass the opacity rises slowly too, but beside it, it falls off at once.
      if (!reached || own - lowest > STEEPEST_FALL * most) continue;
      fading[at] = 1;
      added = true;
    }
  }
  return fading;
}

/** Counts what fades, what looks like it but is enclosed, what has another colour, and how it ends at denser pixels. */
function survey({ width, data }: Raster, alpha: Buffer, fading: Uint8Array, most: number) {
  const counts = { faded: 0, enclosed: 0, offColour: 0, ends: 0, smoothEnds: 0 };
  for (let at = width; at < alpha.length - width; at += 1) {
    const own = alpha[at] as number;
    if (own < TELLING || own > DENSEST_SHADOW) continue;
    const dark = isShadowColour(data, 4 * at);
    if (!fading[at]) {
      const flat = [-1, 1, -width, width].every(
        (by) => Math.abs((alpha[at + by] as number) - own) <= most / 2,
      );
      if (dark && flat) counts.enclosed += 1;
      continue;
    }
    counts.faded += 1;
    if (!dark) counts.offColour += 1;
    for (const by of [-1, 1, -width, width]) {
      const other = alpha[at + by] as number;
      if (fading[at + by] || other <= own) continue;
      counts.ends += 1;
      if (other - own <= most) counts.smoothEnds += 1;
    }
  }
  return counts;
}

function isShadowColour(data: Uint8Array, at: number): boolean {
  const red = data[at] as number;
  const green = data[at + 1] as number;
  const blue = data[at + 2] as number;
  const brightest = Math.max(red, green, blue);
  return brightest <= DARKEST_LEVEL && brightest - Math.min(red, green, blue) <= MOST_CHROMA;
}

/** Carries the shadow's opacity on below the product's rim, a ring of pixels at a time, and takes it out there. */
function unmixRims(alpha: Buffer, fading: Uint8Array, width: number): void {
  const below = new Map<number, number>();
  const shadowAt = (at: number) => (fading[at] ? (alpha[at] as number) : below.get(at));
  const around = (at: number) => {
    const x = at % width;
    const all = [at - width, at + width, ...(x > 0 ? [at - 1] : []), ...(x < width - 1 ? [at + 1] : [])];
    return all.filter((there) => there >= 0 && there < alpha.length);
  };
  let ring = new Set<number>();
  const isRim = (at: number) => {
    const own = alpha[at] as number;
    return !fading[at] && own > CLEAR && own < 255 && !below.has(at);
  };
  for (let at = 0; at < alpha.length; at += 1) {
    if (isRim(at) && around(at).some((there) => fading[there] === 1)) ring.add(at);
  }
  for (let depth = 0; depth < RIM_PX && ring.size > 0; depth += 1) {
    const found: [number, number][] = [];
    for (const at of ring) {
      const known = around(at)
        .map(shadowAt)
        .filter((value) => value !== undefined);
      found.push([at, known.reduce((sum, value) => sum + value, 0) / known.length]);
    }
    for (const [at, value] of found) below.set(at, value);
    ring = new Set(found.flatMap(([at]) => around(at).filter(isRim)));
  }
  for (const [at, shadow] of below) {
    const seenThrough = (255 - (alpha[at] as number)) / Math.max(1, 255 - shadow);
    alpha[at] = Math.round(255 * Math.max(0, 1 - seenThrough));
  }
}

/**
 * A cut-out without the floor shadow that came with it, so that a picture can cast its own in the direction of its light.
 * @returns the cut-out itself where it has none, or none that can be told
 */
export function withoutShadow(cutout: Raster): Raster {
  const { alpha, removed } = takeOffShadow(cutout);
  if (removed === 0) return cutout;
  const data = Buffer.from(cutout.data);
  for (let at = 0; at < alpha.length; at += 1) data[4 * at + 3] = alpha[at] as number;
  return { ...cutout, data };
}
