import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { CHANNELS } from '../../functions/commerce/channels/channel-rules.ts';
import { measureHalo } from '../../functions/image-assets/checks/halo.ts';
import { measureHoles } from '../../functions/image-assets/checks/holes.ts';
import { measureSource } from '../../functions/image-assets/checks/measure-source.ts';
import { findText } from '../../functions/image-assets/checks/overlaid-text.ts';
import { areAlike, lookOf } from '../../functions/image-assets/checks/perceptual-hash.ts';
import { measureResidue } from '../../functions/image-assets/checks/residual-background.ts';
import { comparedPart, comparePicture, shownIn } from '../../functions/image-assets/compare-pictures.ts';
import { formatPictures } from '../../functions/image-assets/format-pictures.ts';
import { measurePicture } from '../../functions/image-assets/measure-picture.ts';
import { decodeRaster, encodePng, type Raster } from '../../functions/image-assets/raster.ts';
import {
  backdrops,
  composeKnown,
  cutWith,
  placeInside,
  placeOnOutline,
  placeOutside,
  sceneWith,
  widened,
  withDisc,
} from '../image-assets/checks/cutout-faults.ts';
import { LETTERED_PRODUCTS, overlaid, overlays } from '../image-assets/checks/drawn-text.ts';
import { CUTOUTS, listCutouts, PHOTOS, seededNumbers } from '../image-assets/matting-scenes.ts';

/**
 * How often each check of Validate finds a fault that is there, and how often it finds one that is not; on true cut-outs and
 * photos, seeded. Exits with 1 where a limit breaks. Usage: node test/bench/checks.ts [files | cutouts | text | looks]
 */

sharp.concurrency(1);
sharp.cache(false);

/** The limits of the rules, read from a channel that has them all. */
const limitOf = (measure: string): number => {
  const rules = CHANNELS.flatMap((channel) => channel.rules);
  const limit = rules.find((rule) => rule.measure === measure)?.demand.max;
  if (limit === undefined) throw new Error(`no rule limits ${measure}`);
  return limit;
};

class Tally {
  readonly #rows = new Map<string, { found: number; of: number; atLeast?: number; atMost?: number }>();

  /** Counts one picture; `limit` is the least share to find, or the most to find wrongly, 0..1. */
  add(row: string, isFound: boolean, limit: { atLeast?: number; atMost?: number } = {}): void {
    const known = this.#rows.get(row) ?? { found: 0, of: 0, ...limit };
    known.found += isFound ? 1 : 0;
    known.of += 1;
    this.#rows.set(row, known);
  }

  /** @returns whether all limits hold */
  print(): boolean {
    let holds = true;
    for (const [row, { found, of, atLeast, atMost }] of this.#rows) {
      const share = found / of;
      const isBroken = share < (atLeast ?? 0) || share > (atMost ?? 1);
      holds &&= !isBroken;
      const limit =
        atLeast !== undefined
          ? `at least ${atLeast * 100} %`
          : atMost !== undefined
            ? `at most ${atMost * 100} %`
            : '';
      console.log(
        `${row.padEnd(46)} ${`${found}/${of}`.padStart(8)} ${(share * 100).toFixed(0).padStart(4)} %  ${limit}${isBroken ? '  BROKEN' : ''}`,
      );
    }
    return holds;
  }
}

const SIDE = 800;

async function countCutoutFaults(tally: Tally): Promise<void> {
  const limits = {
    halo: limitOf('halo'),
    holes: limitOf('holes'),
    crumbs: limitOf('crumbs'),
    lumps: limitOf('lumps'),
  };
  for (const [i, name] of listCutouts().entries()) {
    for (const backdrop of backdrops) {
      const known = await composeKnown(name, backdrop, SIDE, i);
      const random = seededNumbers(i + 5);
      const scene = (alpha: Uint8Array) => sceneWith(known, alpha);
      const hasHalo = (alpha: Uint8Array) => (measureHalo(scene(alpha))?.share ?? 0) > limits.halo;
      const inside = placeInside(known, 12, random);
      const edge = placeOnOutline(known, random);
      const beside = placeOutside(known, 20, random);
      // No true matte may be called bad more than one in a hundred times: every such call costs a person a look.
      tally.add(`halo, none there (${backdrop})`, hasHalo(known.truth), { atMost: 0.01 });
      tally.add('halo of 1 px', hasHalo(widened(known, 1)));
      // Unjudged are grey shirts on grey paper: their rim has the product's colour.
      tally.add('halo of 2 px', hasHalo(widened(known, 2)), { atLeast: 0.9 });
      tally.add('halo of 3 px', hasHalo(widened(known, 3)), { atLeast: 0.93 });
      // One of the 24 is see-through between its laces, and is rightly looked at.
      tally.add('hole, none there', measureHoles(scene(known.truth)) > limits.holes, { atMost: 0.05 });
      if (inside !== undefined) {
        const hole = measureHoles(scene(withDisc(known.truth, SIDE, inside, 12, 0)));
        tally.add(
          `hole of 24 px${backdrop === 'photographed' ? ' (photographed)' : ''}`,
          hole > limits.holes,
          { atLeast: backdrop === 'photographed' ? 0.5 : 0.85 },
        );
        const pale = measureHoles(scene(withDisc(known.truth, SIDE, inside, 12, 100)));
        tally.add('24 px that are 60 % see-through', pale > limits.holes);
      }
      const clean = measureResidue(scene(known.truth));
      tally.add('crumb, none there', clean.crumbs > limits.crumbs, { atMost: 0.01 });
      if (beside !== undefined) {
        const { crumbs } = measureResidue(scene(withDisc(known.truth, SIDE, beside, 5, 255)));
        tally.add('crumb of 10 px', crumbs > limits.crumbs, { atLeast: 0.95 });
      }
      // What was kept of white paper is not seen on white, and is not looked for.
      if (clean.lumps === undefined || backdrop === 'white') continue;
      const hue = backdrop === 'coloured' ? 'coloured' : 'grey';
      // Not judged where the product has a grey of its own.
      tally.add(`lump, none there (${hue})`, clean.lumps > limits.lumps, {
        atMost: 0.05,
      });
      if (edge === undefined) continue;
      const { lumps = 0 } = measureResidue(scene(withDisc(known.truth, SIDE, edge, 20, 255)));
      tally.add(`lump of 40 px (${hue})`, lumps > limits.lumps, { atLeast: 0.85 });
    }
  }
}

async function readPicture(path: string, side: number): Promise<Raster> {
  const jpeg = await sharp(readFileSync(path))
    .flatten({ background: '#ffffff' })
    .resize(side, side, { fit: 'inside' })
    .jpeg({ quality: 92 })
    .toBuffer();
  return await decodeRaster(jpeg);
}

/** Photos whose product bears lettering that a person reads (a camera's name): text is rightly found. */
const LETTERED = ['chuttersnap', 'patrick-brinksma'];

async function countText(tally: Tally): Promise<void> {
  // Every second photo calibrated the judgement; only the others count here.
  for (const name of readdirSync(PHOTOS)
    .sort()
    .filter((_, i) => i % 2 === 1)) {
    const photo = await readPicture(join(PHOTOS, name), 1000);
    const lettered = LETTERED.some((start) => name.startsWith(start));
    const isFound = (await findText(photo)).length > 0;
    tally.add(
      lettered ? 'text, printed on the product' : 'text, none there',
      isFound,
      lettered ? {} : { atMost: 0.1 },
    );
    for (const overlay of overlays) {
      const found = await findText(await overlaid(photo, overlay));
      tally.add(
        `text over a photo: ${overlay.name}`,
        found.length > 0,
        overlay.tiled && overlay.opacity >= 0.3 ? { atLeast: 0.75 } : {},
      );
    }
  }
  await countTextOnProducts(tally);
  for (const name of listCutouts()) {
    const product = await readPicture(join(CUTOUTS, name), 1000);
    for (const overlay of overlays.filter(({ colour }) => colour !== '#fff')) {
      const found = await findText(await overlaid(product, overlay));
      // White paper hides nothing: here a miss would be a fault of the check.
      tally.add(`text over white paper: ${overlay.name}`, found.length > 0, { atLeast: 0.95 });
    }
  }
}

/** Seams, laces and soles before five backdrops; of products with lettering, how often it is seen (it is then told by its place). */
async function countTextOnProducts(tally: Tally): Promise<void> {
  for (const [i, name] of listCutouts().entries()) {
    const isLettered = LETTERED_PRODUCTS.has(name);
    // Every second one without lettering took part in the calibration, on white.
    const part = i % 2 === 0 ? ' (calibrated on white)' : '';
    const row = isLettered
      ? 'text, printed on the product (5 backdrops)'
      : `text, none on the product${part}`;
    for (const backdrop of backdrops) {
      const { photo } = await composeKnown(name, backdrop, SIDE, i);
      const isFound = (await findText(photo)).length > 0;
      tally.add(row, isFound, isLettered ? {} : { atMost: 0.1 });
    }
  }
}

async function countLooks(tally: Tally): Promise<void> {
  const paths = [
    ...listCutouts().map((name) => join(CUTOUTS, name)),
    ...readdirSync(PHOTOS)
      .sort()
      .map((name) => join(PHOTOS, name)),
  ];
  const looks: string[] = [];
  for (const path of paths) {
    const picture = await readPicture(path, 600);
    const { width, height } = picture;
    const own = await lookOf(picture);
    looks.push(own);
    const crop = (share: number) => ({
      left: Math.round(width * share),
      top: Math.round(height * share),
      width: Math.round(width * (1 - 2 * share)),
      height: Math.round(height * (1 - 2 * share)),
    });
    const opened = () => sharp(picture.data, { raw: { width, height, channels: 3 } });
    const changes = [
      ['saved at quality 35', opened().jpeg({ quality: 35 }), 0.97],
      ['half the size', opened().resize(300).jpeg(), 0.97],
      ['cropped by 2 %', opened().extract(crop(0.02)).jpeg(), 0.9],
      ['cropped by 4 %', opened().extract(crop(0.04)).jpeg(), undefined],
      ['15 % brighter', opened().modulate({ brightness: 1.15 }).jpeg(), 0.8],
      ['15 % darker', opened().modulate({ brightness: 0.85 }).jpeg(), 0.97],
    ] as const;
    for (const [change, changed, atLeast] of changes) {
      const look = await lookOf(await decodeRaster(await changed.toBuffer()));
      tally.add(`look-alike: ${change}`, areAlike(own, look), atLeast === undefined ? {} : { atLeast });
    }
  }
  for (const [i, one] of looks.entries()) {
    for (const other of looks.slice(i + 1))
      tally.add('look-alike: another picture', areAlike(one, other), { atMost: 0.005 });
  }
}

/** What the product's colours do on their way into the files, and what it costs to check them all. */
async function measureWhole(tally: Tally): Promise<void> {
  const shift = limitOf('colour-shift');
  let least = Number.POSITIVE_INFINITY;
  let highest = 0;
  for (const [i, name] of listCutouts().entries()) {
    if (i % 6 !== 0) continue;
    const known = await composeKnown(name, 'graded', 1200, i);
    const cutout = cutWith(known, known.truth);
    const { pictures } = await formatPictures({
      original: known.photo,
      cutout,
      cutoutAccepted: true,
      channels: CHANNELS,
    });
    const photo = await sharp(known.photo.data, { raw: { width: 1200, height: 1200, channels: 3 } })
      .jpeg({ quality: 92 })
      .toBuffer();
    const tinted = await sharp(photo)
      .recomb([
        [1.1, 0, 0],
        [0, 1, 0],
        [0, 0, 0.85],
      ])
      .jpeg({ quality: 92 })
      .toBuffer();
    const files = { photo, cutout: await encodePng(cutout) };
    const before = process.cpuUsage();
    const checks = await measureSource(files);
    const measured = new Map<string, Awaited<ReturnType<typeof measurePicture>>>();
    const shifts = [];
    for (const picture of pictures) {
      const shown = shownIn(picture);
      const measures =
        measured.get(picture.sha256) ?? (await measurePicture(picture.bytes, shown && comparedPart(shown)));
      measured.set(picture.sha256, measures);
      shifts.push({ shown, measures, compared: comparePicture(checks, shown, measures, []).compared });
    }
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
    const ofTint = await measureSource({ ...files, photo: tinted });
    for (const { shown, measures, compared } of shifts) {
      const value = Number(compared?.['colour-shift']);
      highest = Math.max(highest, value);
      tally.add('colour shift, none there', !(value <= shift), { atMost: 0 });
      const other = comparePicture(ofTint, shown, measures, []).compared?.['colour-shift'];
      tally.add('colour shift, photo 10 % redder, 15 % less blue', Number(other) > shift, { atLeast: 0.9 });
    }
  }
  console.log(
    `highest colour shift of a faithful file: ${highest.toFixed(2)} ΔE2000 (median over its product)`,
  );
  console.log(`CPU to check one photo and its ${CHANNELS.length} files: ${least.toFixed(0)} ms at best`);
}

if (existsSync(CUTOUTS) && existsSync(PHOTOS)) {
  const tally = new Tally();
  const parts = { files: measureWhole, cutouts: countCutoutFaults, text: countText, looks: countLooks };
  const [wanted] = process.argv.slice(2);
  for (const [part, measure] of Object.entries(parts)) {
    if (wanted === undefined || wanted === part) await measure(tally);
  }
  if (!tally.print()) {
    console.error('a limit is broken');
    process.exitCode = 1;
  }
} else {
  console.log(`skipped: no cut-outs in ${CUTOUTS} or no photos in ${PHOTOS}`);
}
