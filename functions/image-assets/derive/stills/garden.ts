import { createNoise2D } from 'simplex-noise';
import { smoothStep, toLinear } from './backdrop.ts';
import { seededRandom } from './seeded-random.ts';
import type { Wall } from './table-backdrop.ts';

type Light = readonly [number, number, number];

const SKY: Light = [toLinear(190), toLinear(212), toLinear(230)];
const HAZE: Light = [toLinear(240), toLinear(232), toLinear(214)];
const SUNLIT: Light = [toLinear(190), toLinear(196), toLinear(118)];
const SHADED: Light = [toLinear(62), toLinear(86), toLinear(50)];
const SPARKLES: readonly Light[] = [
  [toLinear(250), toLinear(240), toLinear(190)],
  [toLinear(206), toLinear(216), toLinear(130)],
  [toLinear(52), toLinear(78), toLinear(44)],
];

/** Pixels of the rendering for one picture height: all of it is out of focus. */
const DENSITY = 144;
/** Picture heights to each side of the product that the rendering covers: enough for a banner with the product at its end. */
const REACH = 3;

const WIDTH = 2 * REACH * DENSITY;

/** Sky, haze and foliage far behind the focus, and the discs to which a lens spreads the sun's sparkles in the leaves. */
export function gardenBehind(seed: number): Wall {
  const random = seededRandom(seed, 'garden');
  const crown = createNoise2D(random);
  const leaves = createNoise2D(random);
  const picture = new Float32Array(WIDTH * DENSITY * 3);
  for (let y = 0; y < DENSITY; y += 1) {
    const v = y / DENSITY;
    for (let x = 0; x < WIDTH; x += 1) {
      const u = x / DENSITY - REACH;
      const top = 0.16 + 0.11 * crown(u * 1.2, 0) + 0.05 * crown(u * 3.6, 9);
      const foliage = smoothStep(top - 0.09, top + 0.11, v);
      const sun =
        0.5 +
        0.5 * leaves(u * 2.2, v * 2.6) +
        0.22 * leaves(u * 6, v * 6 + 5) -
        0.25 * smoothStep(0.3, 0.6, v);
      const lit = Math.min(1, Math.max(0, sun));
      const sky = smoothStep(0, 0.32, v);
      for (let channel = 0; channel < 3; channel += 1) {
        const above = mix(SKY[channel] ?? 0, HAZE[channel] ?? 0, sky);
        const below = mix(SHADED[channel] ?? 0, SUNLIT[channel] ?? 0, lit);
        picture[(y * WIDTH + x) * 3 + channel] = mix(above, below, 0.95 * foliage);
      }
    }
  }
  for (let disc = 0; disc < 900; disc += 1) addDisc(picture, random);
  return { paint: (u, v, out) => sample(picture, (u + REACH) * DENSITY, v * DENSITY, out) };
}

function mix(one: number, other: number, share: number): number {
  return one + (other - one) * share;
}

/** A disc with a slightly brighter rim, as lenses draw them. */
function addDisc(picture: Float32Array, random: () => number): void {
  const centreX = random() * WIDTH;
  const centreY = (0.23 + 0.36 * random()) * DENSITY;
  const radius = (0.014 + 0.03 * random() ** 1.5) * DENSITY;
  const strength = 0.04 + 0.16 * random() ** 3;
  const [r, g, b] = SPARKLES[Math.floor(SPARKLES.length * random())] ?? HAZE;
  const colour = [r, g, b];
  for (let y = Math.max(0, Math.floor(centreY - radius)); y <= centreY + radius && y < DENSITY; y += 1) {
    for (let x = Math.max(0, Math.floor(centreX - radius)); x <= centreX + radius && x < WIDTH; x += 1) {
      const place = Math.hypot(x - centreX, y - centreY) / radius;
      const share =
        strength * (1 - smoothStep(0.7, 1.05, place)) * (0.85 + 0.15 * smoothStep(0.5, 0.8, place));
      const at = (y * WIDTH + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        picture[at + channel] = mix(picture[at + channel] ?? 0, colour[channel] ?? 0, share);
      }
    }
  }
}

/** Bilinear, held at the edges. */
function sample(picture: Float32Array, x: number, y: number, out: [number, number, number]): void {
  const placeX = Math.min(WIDTH - 1.001, Math.max(0, x));
  const placeY = Math.min(DENSITY - 1.001, Math.max(0, y));
  const left = Math.floor(placeX);
  const top = Math.floor(placeY);
  const at = (top * WIDTH + left) * 3;
  for (let channel = 0; channel < 3; channel += 1) {
    const above = mix(picture[at + channel] ?? 0, picture[at + 3 + channel] ?? 0, placeX - left);
    const below = mix(
      picture[at + WIDTH * 3 + channel] ?? 0,
      picture[at + WIDTH * 3 + 3 + channel] ?? 0,
      placeX - left,
    );
    out[channel] = mix(above, below, placeY - top);
  }
}
