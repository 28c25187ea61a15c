/**
 * What the retouch mends and what it harms: cut-outs on paper with errors whose truth is known (seeded), the matting scenes as
 * they are, and the real photographs.
 *
 * Hard limits, each from what a shop would notice: nothing gets further from its truth than it was by more than 0.3 ΔE2000 (a third of what
 * is seen side by side); photos without an error, tinted papers and the real photographs stay as they are but for dust (mean under
 * 0.1); no speck is found where there is none, no tilt further than 0.2° from its truth. Aims: half of the tints mended, 90 % of the specks.
 * Usage: node test/bench/retouch.ts [every n-th cut-out, 1 by default]
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeRaster, type Raster } from '../../functions/image-assets/raster.ts';
import { type RetouchStep, retouchSteps } from '../../functions/image-assets/retouch/finding.ts';
import { type RetouchEvidence, retouchPhoto } from '../../functions/image-assets/retouch/retouch-photo.ts';
import { turnPhoto } from '../../functions/image-assets/retouch/turn-photo.ts';
import { CUTOUTS, composeScene, listCutouts, PHOTOS, studioKinds } from '../image-assets/matting-scenes.ts';
import {
  addSpecks,
  casts,
  chooseSpecks,
  colourError,
  composeOnPaper,
  type Light,
  type PaperScene,
  relight,
} from '../image-assets/retouch/retouch-scenes.ts';

const SIDE_PX = 800;
const SPECKS = 6;
const MOST_HARM = 0.3;
const MOST_CHANGE_OF_GOOD = 0.1;
const MOST_TILT_ERROR = 0.2;

const papers: Readonly<Record<string, Light>> = {
  white: [246, 246, 246],
  grey: [190, 190, 190],
  'off-white': [243, 240, 234],
  cream: [246, 241, 232],
  bluish: [228, 236, 243],
  blush: [246, 236, 236],
  beige: [226, 214, 196],
};
const tinted = ['off-white', 'cream', 'bluish', 'blush', 'beige'];
const tilts = [-3.5, -1, 0.6, 2.2];
const darkness: Readonly<Record<string, number>> = { '-1 EV': -1, '-2 EV': -2, '-2.5 EV': -2.5 };

interface Row {
  scenes: number;
  mended: number;
  before: number;
  after: number;
  worst: number;
}
const rows = new Map<string, Row>();
const broken: string[] = [];
const specks = { made: 0, found: 0, wrong: 0 };

function count(row: string, before: number, after: number, isMended: boolean, name: string): void {
  const { scenes, mended, ...sums } = rows.get(row) ?? {
    scenes: 0,
    mended: 0,
    before: 0,
    after: 0,
    worst: -9,
  };
  rows.set(row, {
    scenes: scenes + 1,
    mended: mended + Number(isMended),
    before: sums.before + before,
    after: sums.after + after,
    worst: Math.max(sums.worst, after - before),
  });
  if (after - before > MOST_HARM)
    broken.push(`${row}, ${name}: ${before.toFixed(2)} became ${after.toFixed(2)} ΔE2000`);
}

const retouch = (photo: Raster) => retouchPhoto(photo, { steps: new Set(retouchSteps), mostShift: 6 });

/** Error of the colours over the product, before and after. */
async function mend(row: string, name: string, scene: PaperScene, photo: Raster, step: RetouchStep) {
  const { raster, applied, evidence } = await retouch(photo);
  const onProduct = (at: number) => (scene.truth[at] as number) >= 250;
  const before = colourError(photo, scene.photo, onProduct).mean;
  const after = colourError(raster, scene.photo, onProduct).mean;
  count(row, before, after, applied.includes(step), name);
  return evidence;
}

async function leaveAlone(row: string, name: string, photo: Raster): Promise<RetouchEvidence> {
  const { raster, applied, evidence } = await retouch(photo);
  const change = raster === photo ? 0 : colourError(raster, photo).mean;
  count(row, 0, change, applied.length > 0, name);
  if (change > MOST_CHANGE_OF_GOOD || applied.some((step) => step !== 'dust')) {
    broken.push(`${row}, ${name}: ${applied.join(', ')} changed a good photo by ${change.toFixed(2)} ΔE2000`);
  }
  return evidence;
}

async function runPapers(cutout: string, seed: number): Promise<void> {
  for (const [name, paper] of Object.entries(papers)) {
    const scene = await composeOnPaper(cutout, paper, SIDE_PX, seed);
    const { spots } = await leaveAlone(`as it is, ${name}`, cutout, scene.photo);
    specks.wrong += spots.length;
    if (tinted.includes(name)) continue;
    for (const [light, factors] of Object.entries(casts)) {
      await mend(`${light}, ${name}`, cutout, scene, relight(scene.photo, factors), 'white-balance');
    }
    for (const [dark, stops] of Object.entries(darkness)) {
      const factor = 2 ** stops;
      await mend(
        `${dark}, ${name}`,
        cutout,
        scene,
        relight(scene.photo, [factor, factor, factor]),
        'exposure',
      );
    }
    if (name === 'white') await runGeometry(cutout, scene, seed);
  }
}

async function runGeometry(cutout: string, scene: PaperScene, seed: number): Promise<void> {
  for (const tilt of tilts) {
    const tilted = await turnPhoto(scene.photo, -tilt);
    const { findings } = await mend(`tilted ${tilt}°, white`, cutout, scene, tilted, 'straighten');
    const off = Math.abs((findings.straighten.figures.degrees ?? tilt) - tilt);
    if (findings.straighten.code === 'Applied' && off > MOST_TILT_ERROR) {
      broken.push(`tilted ${tilt}°, ${cutout}: found ${findings.straighten.figures.degrees?.toFixed(2)}°`);
    }
  }
  const chosen = chooseSpecks(scene, SPECKS, seed);
  const dusty = addSpecks(scene.photo, chosen);
  const { raster, evidence } = await retouch(dusty);
  const hits = (one: { x: number; y: number }, other: { x: number; y: number; radius: number }) =>
    Math.hypot(one.x - other.x, one.y - other.y) < 2 * other.radius + 2;
  specks.made += chosen.length;
  specks.found += chosen.filter((speck) => evidence.spots.some((spot) => hits(spot, speck))).length;
  specks.wrong += evidence.spots.filter((spot) => !chosen.some((speck) => hits(spot, speck))).length;
  // Only the specks themselves: around them the noise of the paper is all there is to compare.
  const near = (at: number) =>
    chosen.some(({ x, y, radius }) => Math.hypot((at % SIDE_PX) - x, Math.floor(at / SIDE_PX) - y) < radius);
  const before = colourError(dusty, scene.photo, near, 1).mean;
  count(
    'dust, white',
    before,
    colourError(raster, scene.photo, near, 1).mean,
    evidence.spots.length > 0,
    cutout,
  );
}

async function run(every: number): Promise<void> {
  for (const [index, cutout] of listCutouts().entries()) {
    if (index % every !== 0) continue;
    await runPapers(cutout, index);
    for (const kind of studioKinds) {
      const { photo } = await composeScene(cutout, kind, index * 10, true);
      await leaveAlone(`as it is, matting ${kind}`, cutout, photo);
    }
  }
  for (const name of readdirSync(PHOTOS)) {
    await leaveAlone('as it is, photographs', name, await decodeRaster(readFileSync(join(PHOTOS, name))));
  }
  print();
}

function print(): void {
  console.log(`${'error'.padEnd(28)} scenes mended  before   after  worst change (mean ΔE2000)`);
  for (const [name, { scenes, mended, before, after, worst }] of [...rows].sort()) {
    const numbers = [(before / scenes).toFixed(2), (after / scenes).toFixed(2), worst.toFixed(2)];
    console.log(
      `${name.padEnd(28)} ${String(scenes).padStart(6)} ${String(mended).padStart(6)} ${numbers.map((text) => text.padStart(7)).join(' ')}`,
    );
  }
  console.log(`specks: ${specks.found} of ${specks.made} found, ${specks.wrong} where there are none`);
  if (specks.wrong > 0) broken.push(`${specks.wrong} specks found where there are none`);
  const { user, system } = process.cpuUsage();
  console.log(`${Math.round((user + system) / 1e6)} s CPU`);
  for (const limit of broken) console.log(`BROKEN: ${limit}`);
  if (broken.length > 0) process.exitCode = 1;
}

if (!existsSync(CUTOUTS) || !existsSync(PHOTOS)) console.log(`skipped: ${CUTOUTS} or ${PHOTOS} is absent`);
else await run(Number(process.argv[2] ?? 1));
