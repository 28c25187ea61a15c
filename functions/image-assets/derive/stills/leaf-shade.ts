import { type Backdrop, type Setting, smoothStep } from './backdrop.ts';
import { seededRandom } from './seeded-random.ts';

/** Light that leaf shadows take, per channel: the blue sky still lights them. */
const SHADE = [0.5, 0.46, 0.38] as const;

/** Penumbra of leaves some metres off, picture heights. */
const SOFTNESS = 0.009;

/**
 * Leaf shadows fade towards the product, because on it they would have to change its colour. In its half sizes from its
 * middle, by the 4-norm: a rounded box, so that no straight line is seen where they end.
 */
const CLEAR_FROM = 1.0;
const SHADED_FROM = 1.45;

/** Palm fronds' shadows, from the corner at the light and along its side. They dim the backdrop in place. */
export function leafShade({ placement, light, seed }: Setting, backdrop: Backdrop): void {
  const random = seededRandom(seed, 'leaves');
  const { width, height, linear } = backdrop;
  const cover = new Float32Array(width * height);
  const corner = light.from === 'left' ? -0.06 : width / height + 0.06;
  const inward = light.from === 'left' ? 1 : -1;
  for (let frond = 0; frond < 3; frond += 1) {
    const top = -0.14 + 0.26 * frond + 0.1 * random();
    const heading = 0.15 + 0.5 * random();
    drawFrond(cover, width, height, corner, top, inward, heading, 0.36 + 0.16 * random(), random);
  }
  const { drawn } = placement;
  const middleX = (drawn.left + drawn.width / 2) / placement.width;
  const middleY = (drawn.top + drawn.height / 2) / placement.height;
  for (let y = 0; y < height; y += 1) {
    const below = ((y + 0.5) / height - middleY) / (drawn.height / placement.height / 2);
    for (let x = 0; x < width; x += 1) {
      const covered = cover[y * width + x] ?? 0;
      if (covered === 0) continue;
      const beside = ((x + 0.5) / width - middleX) / (drawn.width / placement.width / 2);
      const shade = covered * smoothStep(CLEAR_FROM, SHADED_FROM, (beside ** 4 + below ** 4) ** 0.25);
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (y * width + x) * 3 + channel;
        linear[at] = (linear[at] ?? 0) * (1 - shade * (SHADE[channel] ?? 0));
      }
    }
  }
}

/** A bent stem with leaflets on both sides, longest in the middle. Lengths in picture heights. */
function drawFrond(
  cover: Float32Array,
  width: number,
  height: number,
  startX: number,
  startY: number,
  inward: number,
  heading: number,
  length: number,
  random: () => number,
): void {
  const leaflets = 15;
  let [x, y, turn] = [startX, startY, heading];
  for (let leaflet = 0; leaflet < leaflets; leaflet += 1) {
    const share = leaflet / (leaflets - 1);
    turn += 0.045;
    const step = length / leaflets;
    x += inward * Math.cos(turn) * step;
    y += Math.sin(turn) * step;
    const reach = length * (0.22 + 0.3 * Math.sin(Math.PI * (0.15 + 0.75 * share)));
    for (const side of [-1, 1]) {
      const angle = turn + side * (0.95 - 0.5 * share + 0.14 * (random() - 0.5));
      drawLeaflet(
        cover,
        width,
        height,
        x,
        y,
        inward * Math.cos(angle),
        Math.sin(angle),
        reach * (0.85 + 0.3 * random()),
      );
    }
  }
}

/** A narrow lens from a point on the stem outwards, with a soft edge. */
function drawLeaflet(
  cover: Float32Array,
  width: number,
  height: number,
  x: number,
  y: number,
  cos: number,
  sin: number,
  reach: number,
): void {
  const half = 0.07 * reach;
  const pad = half + 2 * SOFTNESS;
  const [endX, endY] = [x + cos * reach, y + sin * reach];
  const from = (one: number, other: number) => Math.max(0, Math.floor((Math.min(one, other) - pad) * height));
  const to = (one: number, other: number, most: number) =>
    Math.min(most, Math.ceil((Math.max(one, other) + pad) * height));
  for (let row = from(y, endY); row < to(y, endY, height); row += 1) {
    for (let column = from(x, endX); column < to(x, endX, width); column += 1) {
      const dx = (column + 0.5) / height - x;
      const dy = (row + 0.5) / height - y;
      const along = (dx * cos + dy * sin) / reach;
      const aside = Math.abs(dy * cos - dx * sin);
      const bounded = Math.min(1, Math.max(0, along));
      const thick = half * Math.sin(Math.PI * (0.08 + 0.92 * bounded)) ** 0.7;
      const beyond = Math.max(0, -along, along - 1) * reach;
      const soft = 1 - smoothStep(-SOFTNESS, SOFTNESS, Math.hypot(aside, beyond) - thick);
      const at = row * width + column;
      if (soft > (cover[at] ?? 0)) cover[at] = soft;
    }
  }
}
