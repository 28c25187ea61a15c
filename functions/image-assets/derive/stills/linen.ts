import { createNoise2D } from 'simplex-noise';
import type { Colour } from '../../plain-border.ts';
import {
  type Backdrop,
  backdropSize,
  boundedAside,
  type Detail,
  type Setting,
  SMOOTH_LONGEST_SIDE,
  smoothStep,
  toLinear,
} from './backdrop.ts';
import { chooseTone } from './choose-tone.ts';
import { contrastLeft, GroundPlane, type GroundRow } from './ground-plane.ts';
import { seededRandom } from './seeded-random.ts';

interface Cloth {
  readonly colour: Colour;
}

/** Washed linens: natural, flax, sage, rose, dusk blue, charcoal, teal, terracotta. */
const CLOTHS: readonly [Cloth, ...Cloth[]] = [
  { colour: { r: 224, g: 216, b: 203 } },
  { colour: { r: 194, g: 178, b: 155 } },
  { colour: { r: 158, g: 167, b: 148 } },
  { colour: { r: 202, g: 166, b: 153 } },
  { colour: { r: 138, g: 152, b: 168 } },
  { colour: { r: 86, g: 84, b: 84 } },
  { colour: { r: 88, g: 116, b: 118 } },
  { colour: { r: 164, g: 108, b: 84 } },
];

/** The cloth lies flat for this far behind the product and then hangs down from a rail. Picture heights. */
const FLAT_BEHIND = 0.9;

/** Under the product the cloth is smoothed by hand; folds begin beside it. Picture heights from its outline's box. */
const SMOOTHED = 0.01;
const FOLDED = 0.26;

/** A cloth in folds, hung behind a standing product and laid out under a lying one. */
export function linenBackdrop(setting: Setting): Backdrop {
  const { placement, product, light, seed } = setting;
  const { width, height } = backdropSize(placement.width, placement.height, SMOOTH_LONGEST_SIDE);
  const { r, g, b } = chooseTone(CLOTHS, product.rim, seed).colour;
  const cloth = [toLinear(r), toLinear(g), toLinear(b)];
  const folds = foldField(seed);
  const lit = light.from === 'left' ? -1 : 1;
  const linear = new Float32Array(width * height * 3);
  const rows = clothRows(setting, width, height);
  const standing = product.pose === 'standing';
  for (let y = 0; y < height; y += 1) {
    const { row, hanging } = rows(y);
    const v = (y + 0.5) / height;
    for (let x = 0; x < width; x += 1) {
      const across = row.left + x * row.step;
      const u = boundedAside(across / Math.max(1e-6, row.step * height));
      const depth = foldDepth(setting, (x + 0.5) / width, v, hanging);
      // Shading is the slope towards the light: the difference of the height over a small step.
      const step = 0.012;
      const here = folds(across, row.along, hanging);
      const slope = (folds(across + lit * step, row.along + 0.5 * step, hanging) - here) / step;
      const shade = 1 - 0.5 * Math.tanh(0.9 * slope * depth) + 0.1 * depth * here;
      const fall = standing
        ? (1 + 0.14 * u * lit) * (1 - 0.22 * smoothStep(0.75, 1.1, v)) * (1 - 0.12 * hanging)
        : (1 + 0.18 * u * lit - 0.14 * (v - 0.5)) * (1 - 0.3 * (u * u + (v - 0.5) ** 2));
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        // Light that bounces in a fold takes on the cloth's colour once more.
        const colour = (cloth[channel] ?? 0) ** (shade < 1 ? 1 + 0.12 * (1 - shade) : 1);
        linear[at + channel] = colour * shade * fall;
      }
    }
  }
  return { width, height, linear, detail: weaveDetail(setting) };
}

/** Rows of the cloth: on the ground, and from a soft bend on hanging, where it keeps its distance to the camera. */
function clothRows(
  { placement, product }: Setting,
  width: number,
  height: number,
): (y: number) => { row: GroundRow; hanging: number } {
  const ground = new GroundPlane(placement, product.pose, width, height);
  if (product.pose === 'lying') return (y) => ({ row: ground.row(y), hanging: 0 });
  let bend = height;
  while (
    bend > 0 &&
    (bend - 0.5) / height > ground.horizon + 0.02 &&
    ground.row(bend - 1).along < FLAT_BEHIND
  ) {
    bend -= 1;
  }
  const last = ground.row(bend);
  return (y) => {
    if (y >= bend) {
      const row = ground.row(y);
      return { row, hanging: 1 - smoothStep(0, 0.14, (y - bend) / height) };
    }
    const along = last.along + (bend - y) * last.step;
    return { row: { ...last, along, blurAlong: last.blurAcross }, hanging: 1 };
  };
}

/** Height of the cloth: long soft folds that run one way, bent and broken by noise. About -1 … 1. */
function foldField(seed: number): (across: number, along: number, hanging: number) => number {
  const random = seededRandom(seed, 'folds');
  const bend = createNoise2D(random);
  const broad = createNoise2D(random);
  const turn = Math.PI * (0.2 + 0.25 * random()) * (random() < 0.5 ? 1 : -1);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return (across, along, hanging) => {
    // What hangs falls in upright folds.
    const p = (across * cos + along * sin) * (1 - hanging) + across * hanging;
    const q = (along * cos - across * sin) * (1 - hanging) + along * hanging;
    const bent = p + 0.12 * bend(p * 1.2, q * 0.9) + 0.05 * bend(p * 3 + 7, q * 1.6);
    const ridge = Math.sin(bent * 11 + 2.2 * broad(p * 0.9, q * 0.5));
    return 0.16 * (ridge * (0.6 + 0.4 * broad(p * 1.7 + 3, q * 0.8))) + 0.1 * broad(p * 1.4, q * 1.1 + 40);
  };
}

/** How strong folds are at a place of the picture: none under the product, all at a distance. */
function foldDepth({ placement, product }: Setting, u: number, v: number, hanging: number): number {
  const { drawn, width, height, groundY } = placement;
  const aspect = width / height;
  const beside = Math.max(0, drawn.left / width - u, u - (drawn.left + drawn.width) / width) * aspect;
  const top = product.pose === 'standing' ? groundY / height - 0.1 : drawn.top / height;
  const apart =
    Math.max(0, top - v, v - (drawn.top + drawn.height) / height) * (product.pose === 'standing' ? 3 : 1);
  const distance = Math.hypot(beside, apart);
  const flat = 0.22 + 0.78 * smoothStep(SMOOTHED, FOLDED, distance);
  return flat * (1 - hanging) + 0.55 * hanging;
}

/** Side of the weave's tile; threads a tile; picture heights a thread: a coarse linen's, which is seen as one. */
const SIDE = 1024;
const THREADS = 128;
const THREAD = 1 / 290;

/** Warp and weft of plain linen, whose threads differ in width and tone, drawn at the full resolution. */
function weaveDetail({ placement, product, seed }: Setting): Detail {
  const { width, height } = placement;
  const rows = clothRows({ placement, product } as Setting, width, height);
  const scale = SIDE / THREADS / THREAD;
  return {
    side: SIDE,
    values: weave(seed),
    row: (y) => {
      const { row } = rows(y);
      const blur = Math.max(row.blurAcross, 0.5 * row.blurAlong);
      return {
        left: row.left * scale,
        step: row.step * scale,
        v: row.along * scale,
        amount: 0.13 * contrastLeft(2 * THREAD, blur),
      };
    },
  };
}

function weave(seed: number): Float32Array {
  const random = seededRandom(seed, 'weave');
  const size = SIDE / THREADS;
  // Slubs: each thread is thick in one place and thin in another, so its tone changes slowly along it.
  const warp = threadTones(random);
  const weft = threadTones(random);
  const round = Float32Array.from({ length: size }, (_, at) => Math.sin((Math.PI * (at + 0.5)) / size));
  return Float32Array.from({ length: SIDE * SIDE }, (_, at) => {
    const x = at % SIDE;
    const y = (at - x) / SIDE;
    const column = (x / size) | 0;
    const row = (y / size) | 0;
    const across = round[x % size] ?? 0;
    const along = round[y % size] ?? 0;
    // Plain weave: every other thread lies on top; it bows up in the middle of its stretch.
    const over = (column + row) % 2 === 0;
    const shape = over ? across * (0.6 + 0.4 * along) : along * (0.6 + 0.4 * across);
    const tone = (over ? warp[column * THREADS + row] : weft[row * THREADS + column]) ?? 0;
    return (shape - 0.55) * 0.9 + tone + (over ? 0.06 : -0.06);
  });
}

/** Tone of each thread at each crossing, -0.5 … 0.5, even over a few crossings. */
function threadTones(random: () => number): Float32Array {
  const tones = new Float32Array(THREADS * THREADS);
  for (let thread = 0; thread < THREADS; thread += 1) {
    const whole = 0.4 * (random() - 0.5);
    let now = random() - 0.5;
    for (let crossing = 0; crossing < THREADS; crossing += 1) {
      now = 0.85 * now + 0.3 * (random() - 0.5);
      tones[thread * THREADS + crossing] = whole + now;
    }
  }
  return tones;
}
