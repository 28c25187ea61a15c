import { beforeAll, describe, expect, it } from 'vitest';
import { measureHalo } from '../../../functions/image-assets/checks/halo.ts';
import { measureHoles } from '../../../functions/image-assets/checks/holes.ts';
import { measureResidue } from '../../../functions/image-assets/checks/residual-background.ts';
import { listCutouts, seededNumbers } from '../matting-scenes.ts';
import {
  composeKnown,
  type KnownCutout,
  type Place,
  placeInside,
  placeOnOutline,
  placeOutside,
  sceneWith,
  widened,
  withDisc,
} from './cutout-faults.ts';

const SIDE = 560;
const NAMES = ['blue-hoodie.png', 'battle-tested-book.png', 'dark-polygon-tee-front.png', 'beanie-2.png'];
const present = NAMES.every((name) => listCutouts().includes(name));

function placed(place: Place | undefined): Place {
  if (place === undefined) throw new Error('the product has no such place');
  return place;
}

describe.skipIf(!present)('a cut-out of ../shared/data/cutouts before coloured paper', () => {
  const all: KnownCutout[] = [];
  const random = seededNumbers(11);

  beforeAll(async () => {
    for (const [i, name] of NAMES.entries()) all.push(await composeKnown(name, 'coloured', SIDE, i));
  });

  it('that follows the product has no halo, no holes and nothing left of the paper', () => {
    for (const known of all) {
      const scene = sceneWith(known, known.truth);
      expect(measureHalo(scene)?.share ?? 0, known.name).toBeLessThan(0.38);
      expect(measureHoles(scene), known.name).toBeLessThan(0.0005);
      expect(measureResidue(scene).crumbs, known.name).toBe(0);
      expect(measureResidue(scene).lumps, known.name).toBe(0);
    }
  });

  it('that is too wide has a halo, the more the wider it is', () => {
    for (const known of all) {
      const [two, four] = [2, 4].map((by) => measureHalo(sceneWith(known, widened(known, by))));
      expect(two?.share, known.name).toBeGreaterThan(0.38);
      expect(two?.visible, known.name).toBe(two?.share);
      expect(four?.share, known.name).toBeGreaterThanOrEqual(two?.share ?? 1);
    }
  });

  it('with a hole in the product shows its area', () => {
    for (const known of all) {
      const place = placed(placeInside(known, 12, random));
      const scene = sceneWith(known, withDisc(known.truth, SIDE, place, 12, 0));
      const share = (Math.PI * 12 ** 2) / scene.productArea;
      expect(measureHoles(scene), known.name).toBeGreaterThan(0.5 * share);
      expect(measureHoles(scene), known.name).toBeLessThan(1.2 * share);
    }
  });

  it('that lets the paper shine through is counted by how much', () => {
    for (const known of all) {
      const place = placed(placeInside(known, 12, random));
      const hole = measureHoles(sceneWith(known, withDisc(known.truth, SIDE, place, 12, 0)));
      const pale = measureHoles(sceneWith(known, withDisc(known.truth, SIDE, place, 12, 150)));
      expect(pale, known.name).toBeGreaterThan(0);
      expect(pale, known.name).toBeLessThan(hole);
    }
  });

  it('with paper kept at the outline has a lump', () => {
    for (const known of all) {
      const place = placed(placeOnOutline(known, random));
      const lumps = measureResidue(sceneWith(known, withDisc(known.truth, SIDE, place, 18, 255))).lumps;
      expect(lumps, known.name).toBeGreaterThan(0.0005);
    }
  });

  it('with a speck beside the product has a crumb', () => {
    for (const known of all) {
      const place = placed(placeOutside(known, 20, random));
      const scene = sceneWith(known, withDisc(known.truth, SIDE, place, 5, 255));
      expect(measureResidue(scene).crumbs * scene.productArea, known.name).toBeCloseTo(81, -1);
    }
  });
});

describe.skipIf(!present)('before white paper', () => {
  it('a fringe is there, and cannot be seen on white', async () => {
    const known = await composeKnown('blue-hoodie.png', 'white', SIDE, 3);
    const halo = measureHalo(sceneWith(known, widened(known, 3)));
    expect(halo?.share).toBeGreaterThan(0.8);
    expect(halo?.visible).toBe(0);
  });
});

describe.skipIf(!present)('before a room', () => {
  it('nothing is said about what was kept of it, and holes are still found', async () => {
    const known = await composeKnown('blue-hoodie.png', 'photographed', SIDE, 5);
    const place = placed(placeInside(known, 14, seededNumbers(2)));
    const scene = sceneWith(known, withDisc(known.truth, SIDE, place, 14, 0));
    expect(measureResidue(scene).lumps).toBeUndefined();
    expect(measureHoles(scene)).toBeGreaterThan(0.001);
  });
});
