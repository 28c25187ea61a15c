/**
 * What moving pictures cost: CPU time, memory and bytes, each made in a process of its own; exits 1 when a hard limit
 * is broken.
 *
 *   node test/bench/motion.ts            the shop's sizes
 *   node test/bench/motion.ts --quick    a quarter of the pixels, to try the bench itself; no limit counts
 *
 * CPU time still grows by a third and more while other programs fill the caches, so the figure is the least of three.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import * as z from 'zod';
import type { DerivedFile } from '../../functions/image-assets/derive/derived-file.ts';
import { parallax } from '../../functions/image-assets/derive/motion/parallax.ts';
import { productAnimation } from '../../functions/image-assets/derive/motion/product-animation.ts';
import { productVideo } from '../../functions/image-assets/derive/motion/product-video.ts';
import { spin } from '../../functions/image-assets/derive/motion/spin.ts';
import { type Product, prepareProduct } from '../../functions/image-assets/derive/stills/product.ts';
import { decodeRaster, type Raster } from '../../functions/image-assets/raster.ts';

const QUICK = process.argv.includes('--quick');
const RUNS = QUICK ? 1 : 3;
const SCALE = QUICK ? 0.5 : 1;
/** A printed shirt on white: the hardest of the cut-outs, with detail all over. */
const SOURCE = join(process.env.STOREHAND_DATA ?? '../shared/data', 'cutouts/white-cubes-tee-front.png');

const LIMITS = {
  /** Of the square video of 6 s, as the shop asks for it. */
  squareCpuSeconds: 10,
  /** A function of 1 GB makes them beside everything else. */
  residentMiB: 512,
  /** Of 15 s against 3 s: what is encoded may stay, no frames. */
  growthMiB: 64,
  animationBytes: 2_000_000,
  pageBytes: 4_000_000,
} as const;

const px = (pixels: number) => 2 * Math.round((pixels * SCALE) / 2);
const square = { width: px(1080), height: px(1080), seed: 1 };
const upright = { width: px(1080), height: px(1920), seed: 1 };

const WORKS: Readonly<Record<string, (product: Product, cutout: Raster) => Promise<DerivedFile[]>>> = {
  'square video, 6 s': async (product) => [await productVideo(product, { ...square, seconds: 6 })],
  'square video, 3 s': async (product) => [await productVideo(product, { ...square, seconds: 3 })],
  'square video, 15 s': async (product) => [await productVideo(product, { ...square, seconds: 15 })],
  'upright video, 6 s': async (product) => [await productVideo(product, { ...upright, seconds: 6 })],
  'animation, 4 s': async (product) => [
    await productAnimation(product, { width: px(640), height: px(640), seed: 1, seconds: 4 }),
  ],
  parallax: (product) => parallax(product, { width: px(800), height: px(800), seed: 1 }),
  'turn of 24 photos': (_, cutout) =>
    spin(
      Array.from({ length: 24 }, () => cutout),
      { width: px(800), height: px(800), seed: 1 },
    ),
};

const measuredSchema = z.object({
  cpuSeconds: z.number(),
  residentMiB: z.number(),
  files: z.array(z.object({ name: z.string(), format: z.string(), bytes: z.number() })),
});
type Measured = z.infer<typeof measuredSchema>;

const [, , asked] = process.argv;
const work = asked === undefined ? undefined : WORKS[asked];
if (work) await makeOne(work);
else report();

/** In the child: makes the files and prints what that took, reading the photo not counted. */
async function makeOne(make: (product: Product, cutout: Raster) => Promise<DerivedFile[]>): Promise<void> {
  sharp.concurrency(1);
  sharp.cache(false);
  const cutout = await decodeRaster(readFileSync(SOURCE));
  const product = prepareProduct(cutout);
  if (!product) throw new Error(`${SOURCE} shows nothing`);
  const before = process.cpuUsage();
  const made = await make(product, cutout);
  const { user, system } = process.cpuUsage(before);
  const measured: Measured = {
    cpuSeconds: (user + system) / 1e6,
    residentMiB: peakMiB(),
    files: made.map(({ name, format, bytes }) => ({ name, format, bytes: bytes.length })),
  };
  console.log(JSON.stringify(measured));
}

/** Linux's own high-water mark: `maxRSS` of a child begins with what its parent held when it was started. */
function peakMiB(): number {
  const [, kibibytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

function report(): void {
  try {
    readFileSync(SOURCE);
  } catch {
    console.log(`skipped: ${SOURCE} is not there`);
    process.exit(process.env.STOREHAND_CI === undefined ? 0 : 1);
  }
  const results = Object.keys(WORKS).map((name) => [name, measure(name)] as const);
  console.log('| what | CPU s | peak MiB | files |\n|---|---:|---:|---|');
  for (const [name, { cpuSeconds, residentMiB, files }] of results) {
    const listed = files.map((each) => `${each.name} ${(each.bytes / 1000).toFixed(0)} kB`).join(', ');
    console.log(`| ${name} | ${cpuSeconds.toFixed(2)} | ${residentMiB.toFixed(0)} | ${listed} |`);
  }
  const broken = brokenLimits(new Map(results));
  for (const text of broken) console.log(`limit broken: ${text}`);
  process.exitCode = broken.length > 0 && !QUICK ? 1 : 0;
}

/** The least CPU time of some runs, and the most memory. */
function measure(name: string): Measured {
  const runs = Array.from({ length: RUNS }, () => {
    const args = [fileURLToPath(import.meta.url), name, ...(QUICK ? ['--quick'] : [])];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
    return measuredSchema.parse(JSON.parse(stdout));
  });
  const [first] = runs;
  if (!first) throw new Error('no runs');
  return {
    ...first,
    cpuSeconds: Math.min(...runs.map((run) => run.cpuSeconds)),
    residentMiB: Math.max(...runs.map((run) => run.residentMiB)),
  };
}

function brokenLimits(results: ReadonlyMap<string, Measured>): string[] {
  const cpu = results.get('square video, 6 s')?.cpuSeconds ?? Number.POSITIVE_INFINITY;
  const memory = (name: string) => results.get(name)?.residentMiB ?? 0;
  const growth = memory('square video, 15 s') - memory('square video, 3 s');
  const all = [...results.values()];
  const largest = (format: string) =>
    Math.max(
      0,
      ...all.flatMap(({ files }) => files.filter((each) => each.format === format).map((each) => each.bytes)),
    );
  const peak = Math.max(...all.map(({ residentMiB }) => residentMiB));
  return [
    ...(cpu > LIMITS.squareCpuSeconds ? [`${cpu.toFixed(1)} s of CPU for the square video`] : []),
    ...(peak > LIMITS.residentMiB ? [`${peak.toFixed(0)} MiB at the peak`] : []),
    ...(growth > LIMITS.growthMiB ? [`${growth.toFixed(0)} MiB more for a video five times as long`] : []),
    ...(largest('webp') > LIMITS.animationBytes ? [`an animation of ${largest('webp')} bytes`] : []),
    ...(largest('html') > LIMITS.pageBytes ? [`a page of ${largest('html')} bytes`] : []),
  ];
}
