import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AT_REST,
  alongArc,
  type CameraPose,
  CLOSEST,
  pushIn,
  swayLoop,
  swayOnArc,
} from '../../../../functions/image-assets/derive/motion/camera-path.ts';
import { drawPoses, type Pixels } from '../../../../functions/image-assets/derive/motion/encode-animation.ts';
import { placeInFrame, setUp } from '../../../../functions/image-assets/derive/motion/moving-set.ts';
import { RGB_PLANES } from '../../../../functions/image-assets/derive/motion/plane.ts';
import type { Product } from '../../../../functions/image-assets/derive/stills/product.ts';
import { prepareProduct } from '../../../../functions/image-assets/derive/stills/product.ts';
import { BOTTLE, drawCutout, drawProduct } from './drawn-products.ts';

const side = 240;

async function framesOf(product: Product, poses: readonly CameraPose[]): Promise<Pixels[]> {
  const placement = placeInFrame(product, { width: side, height: side });
  return [...drawPoses(await setUp(product, placement, 1, RGB_PLANES, CLOSEST), poses)];
}

/**
 * Middle of a red spot, finer than a pixel. What is clearly red says where it is about; every pixel around that counts by
 * its redness, since what is left out at the edges would jump from frame to frame.
 */
function redCentre(frame: Pixels): { x: number; y: number } {
  const about = redMean(frame, 60, () => true);
  const near = (x: number, y: number) => Math.abs(x - about.x) <= 16 && Math.abs(y - about.y) <= 16;
  return redMean(frame, 0, near);
}

function redMean({ width, data }: Pixels, from: number, counts: (x: number, y: number) => boolean) {
  let weight = 0;
  let x = 0;
  let y = 0;
  for (let at = 0; at < data.length; at += 3) {
    const column = (at / 3) % width;
    const row = Math.floor(at / 3 / width);
    const redness = (data[at] ?? 0) - Math.max(data[at + 1] ?? 0, data[at + 2] ?? 0);
    if (redness < from || !counts(column, row)) continue;
    weight += redness;
    x += redness * column;
    y += redness * row;
  }
  return { x: x / weight, y: y / weight };
}

function difference(one: Pixels, other: Pixels): number {
  let sum = 0;
  for (let at = 0; at < one.data.length; at += 1)
    sum += Math.abs((one.data[at] ?? 0) - (other.data[at] ?? 0));
  return sum / one.data.length;
}

const moments = (count: number) => Array.from({ length: count }, (_, at) => at / count);

describe('a moving product', () => {
  const spot =
    '<rect x="40" y="30" width="220" height="330" rx="30" fill="#ddd"/><rect x="110" y="80" width="40" height="40" fill="#d01010"/>';

  it('moves by parts of a pixel, without a jerk', async () => {
    const product = await drawProduct(300, 400, spot);
    const frames = await framesOf(
      product,
      moments(60).map((moment) => pushIn(moment, 1)),
    );
    const centres = frames.map(redCentre);
    const speeds = centres
      .slice(1)
      .map(({ x, y }, at) => Math.hypot(x - (centres[at]?.x ?? 0), y - (centres[at]?.y ?? 0)));
    const changes = speeds.slice(1).map((speed, at) => Math.abs(speed - (speeds[at] ?? 0)));
    // It covers several pixels altogether, and yet no step differs from the one before by a tenth of a pixel.
    expect(speeds.reduce((sum, speed) => sum + speed, 0)).toBeGreaterThan(4);
    expect(Math.max(...changes)).toBeLessThan(0.1);
  });

  it('keeps its colours, in light and in shade', async () => {
    const product = await drawProduct(
      300,
      400,
      '<rect x="60" y="60" width="180" height="280" fill="#3c78b4"/>',
    );
    for (const frame of await framesOf(
      product,
      moments(5).map((moment) => pushIn(moment, 1)),
    )) {
      const at = (Math.floor(side / 2) * side + Math.floor(side / 2)) * 3;
      const [red = 0, green = 0, blue = 0] = frame.data.subarray(at, at + 3);
      expect(
        Math.max(Math.abs(red - 0x3c), Math.abs(green - 0x78), Math.abs(blue - 0xb4)),
      ).toBeLessThanOrEqual(1);
    }
  });

  it('is not bent from the front', async () => {
    const product = await drawProduct(
      300,
      400,
      '<rect x="60" y="60" width="180" height="280" fill="#d01010"/>',
    );
    const [frame] = await framesOf(product, [AT_REST]);
    if (!frame) throw new Error('no frame');
    const isRed = (x: number, y: number) =>
      (frame.data[(y * side + x) * 3] ?? 0) > 180 && (frame.data[(y * side + x) * 3 + 1] ?? 0) < 60;
    const tops = moments(side)
      .map((share) => Math.round(share * side))
      .map((x) => moments(side).findIndex((_, y) => isRed(x, y)))
      .filter((top) => top >= 0);
    expect(Math.max(...tops) - Math.min(...tops)).toBeLessThanOrEqual(1);
  });

  it.each([
    ['the sway', (moment: number) => swayLoop(moment, 1)],
    ['the sway to the other side', (moment: number) => swayLoop(moment, -1)],
    ['the parallax', swayOnArc],
  ])('comes back to where it began: %s', async (_, path) => {
    const product = await drawProduct(300, 400, BOTTLE);
    const frames = await framesOf(product, moments(24).map(path));
    const steps = frames.map((frame, at) => difference(frame, frames[(at + 1) % frames.length] as Pixels));
    const seam = steps.at(-1) ?? 0;
    expect(seam).toBeLessThanOrEqual(1.2 * Math.max(...steps.slice(0, -1)));
    expect(Math.max(...steps)).toBeGreaterThan(0);
  });

  it('shows its middle move against its outline from an angle', async () => {
    const middle =
      '<rect x="40" y="30" width="220" height="330" rx="30" fill="#ddd"/><circle cx="150" cy="195" r="20" fill="#d01010"/>';
    const product = await drawProduct(300, 400, middle);
    const [left, right] = (await framesOf(product, [alongArc(0), alongArc(1)])).map(redCentre);
    expect(Math.abs((left?.x ?? 0) - (right?.x ?? 0))).toBeGreaterThan(1.5);
  });

  it('never shows the cut edge of a product that the photo cut', async () => {
    const cutout = await drawCutout(300, 400, '<rect x="0" y="80" width="200" height="250" fill="#d01010"/>');
    const product = prepareProduct(cutout);
    if (!product) throw new Error('nothing was drawn');
    expect(product.clippedEdges).toContain('left');
    for (const frame of await framesOf(
      product,
      [0, 0.25, 0.5, 0.75].flatMap((moment) => [swayOnArc(moment), pushIn(moment, 1)]),
    )) {
      const at = Math.floor(side / 2) * side * 3;
      expect(frame.data[at]).toBeGreaterThan(180);
      expect(frame.data[at + 1]).toBeLessThan(60);
    }
  });

  it.each([
    ['twenty times as tall as wide', 40, 800, '<rect width="36" height="796" x="2" y="2" fill="#d01010"/>'],
    ['twenty times as wide as tall', 800, 40, '<rect width="796" height="36" x="2" y="2" fill="#d01010"/>'],
    ['of a few pixels', 9, 9, '<rect width="5" height="5" x="2" y="2" fill="#d01010"/>'],
  ])('is drawn whole and in the middle when it is %s', async (_, width, height, elements) => {
    const product = await drawProduct(width, height, elements);
    for (const frame of await framesOf(product, [AT_REST, pushIn(1, 1)])) {
      const { x, y } = redMean(frame, 60, () => true);
      expect(Math.abs(x - side / 2)).toBeLessThan(0.06 * side);
      expect(Math.abs(y - side / 2)).toBeLessThan(0.3 * side);
    }
  });

  it('stands before paper that stays paper in the brightest light', async () => {
    const product = await drawProduct(40, 800, '<rect width="36" height="796" x="2" y="2" fill="#205080"/>');
    for (const { data } of await framesOf(
      product,
      [0.4, 0.5, 0.6].map((moment) => pushIn(moment, 1)),
    )) {
      // Beside the product there is nothing but paper: light, and of one colour.
      for (let at = 0; at < data.length; at += 3) {
        if (Math.abs(((at / 3) % side) - side / 2) < 0.1 * side) continue;
        const levels = [...data.subarray(at, at + 3)];
        expect(Math.min(...levels)).toBeGreaterThan(140);
        expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(50);
      }
    }
  });

  it('stands out from the paper when it is white', async () => {
    const product = await drawProduct(300, 400, '<rect x="60" y="60" width="180" height="280" fill="#fff"/>');
    const [frame] = await framesOf(product, [AT_REST]);
    const row = Math.floor(side / 2) * side;
    const levels = moments(side).map((_, x) => frame?.data[(row + x) * 3 + 1] ?? 0);
    expect(Math.max(...levels) - (levels[4] ?? 0)).toBeGreaterThan(12);
  });
});

describe('the paths of the camera', () => {
  it('never come closer than the texture is made for, and never light from nowhere', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom<1 | -1>(1, -1),
        (moment, from) => {
          for (const pose of [
            pushIn(moment, from),
            swayLoop(moment, from),
            alongArc(moment),
            swayOnArc(moment),
          ]) {
            expect(pose.closeness).toBeGreaterThanOrEqual(1);
            expect(pose.closeness).toBeLessThanOrEqual(CLOSEST + 1e-9);
            expect(pose.crossLight).toBeGreaterThanOrEqual(0);
            expect(pose.crossLight).toBeLessThanOrEqual(1);
            expect(Math.abs(pose.angle)).toBeLessThan(0.2);
          }
        },
      ),
    );
  });
});
