import { existsSync } from 'node:fs';
import { applyMatte } from '../../functions/image-assets/apply-matte.ts';
import { removeBackground } from '../../functions/image-assets/remove-background.ts';
import {
  type BackdropKind,
  backdropKinds,
  CUTOUTS,
  composeScene,
  hostileKinds,
  isWhiteProduct,
  listCutouts,
  openKinds,
  PHOTOS,
  type Scene,
  studioKinds,
} from '../image-assets/matting-scenes.ts';
import {
  edgeColourError,
  gradientError,
  meanAlphaError,
  scoreMatte,
} from '../image-assets/matting-scores.ts';
import { printAnswers } from './matting-answers.ts';

/**
 * How honest the rules engine is: cut-outs with a true matte over ten kinds of backdrop, with and without a soft shadow
 * that touches, seeded. Hard: an accepted matte overlaps the truth by 0.95 or more, on studio backdrops by 0.985 in the
 * mean, and a cut-out takes at most 250 ms of CPU. Aim: 80 % accepted on plain, on graded and on coloured backdrops,
 * with a mean of 0.99. (A second product in the picture is reported only.)
 *
 * Usage: node test/bench/matting.ts [kinds, comma separated; all by default]
 */

/** The cut-outs that the thresholds were chosen on. All others were never looked at while choosing. */
const CALIBRATION = new Set([
  'battle-tested-book.png',
  'blue-hoodie.png',
  'blue-polygon-tee-back.png',
  'dash-force-1.png',
  'dash-tee-back.png',
  'digital-product.png',
  'gift-100.png',
  'monospace-white-tee-back.png',
  'neck-warmer.png',
  'pauls-blanace-420-1.png',
  'white-cubes-tee-front.png',
  'white-plimsolls-2.png',
]);

const NEEDED_OVERLAP = 0.95;
const NEEDED_MEAN_OVERLAP = 0.985;
const AIMED_MEAN_OVERLAP = 0.99;
const AIMED_SHARE = 0.8;
const MOST_CPU_MILLISECONDS = 250;
/** The compiler goes on improving the code for a dozen runs; other processes only ever add. */
const TIMED_RUNS = 16;

/** Sums over accepted mattes, except for `scenes` and `right`. */
interface Row {
  scenes: number;
  /** Mattes over the needed overlap, accepted or not. */
  right: number;
  accepted: number;
  overlap: number;
  worst: number;
  alphaError: number;
  gradientError: number;
  colourError: number;
  plainColourError: number;
}

type Table = Map<string, Row>;

const WHITE_ON_WHITE = 'white on white';

async function run(kinds: readonly BackdropKind[]): Promise<boolean> {
  const tables: Record<string, Table> = { calibration: new Map(), 'held out': new Map() };
  const broken: string[] = [];
  for (const [index, cutout] of listCutouts().entries()) {
    const table = tables[CALIBRATION.has(cutout) ? 'calibration' : 'held out'] as Table;
    for (const kind of kinds) {
      for (const shadow of [false, true]) {
        const scene = await composeScene(cutout, kind, index * 10 + (shadow ? 1 : 0), shadow);
        const name = kind === 'white' && isWhiteProduct(scene) ? WHITE_ON_WHITE : kind;
        const overlap = await addScene(rowOf(table, shadow ? `${name}, shadow` : name), scene);
        const judged = !(openKinds as readonly string[]).includes(kind);
        if (judged && overlap !== undefined && overlap < NEEDED_OVERLAP) {
          broken.push(
            `${cutout} on ${kind}${shadow ? ' with shadow' : ''}: accepted with ${overlap.toFixed(3)}`,
          );
        }
      }
    }
  }
  for (const [name, table] of Object.entries(tables)) broken.push(...print(name, table));
  broken.push(...(await timeOne()));
  for (const one of broken) console.log(`BROKEN: ${one}`);
  return broken.length === 0;
}

function rowOf(table: Table, name: string): Row {
  const sums = { overlap: 0, alphaError: 0, gradientError: 0, colourError: 0, plainColourError: 0 };
  const row = table.get(name) ?? { scenes: 0, right: 0, accepted: 0, worst: 1, ...sums };
  table.set(name, row);
  return row;
}

/** @returns the overlap of an accepted matte */
async function addScene(row: Row, scene: Scene): Promise<number | undefined> {
  const { alpha, accepted } = await removeBackground(scene.photo);
  const overlap = scoreMatte(alpha, scene);
  row.scenes += 1;
  if (overlap >= NEEDED_OVERLAP) row.right += 1;
  if (!accepted) return undefined;
  row.accepted += 1;
  row.overlap += overlap;
  row.worst = Math.min(row.worst, overlap);
  row.alphaError += meanAlphaError(alpha, scene);
  row.gradientError += gradientError(alpha, scene);
  row.colourError += edgeColourError(applyMatte(scene.photo, alpha), scene);
  row.plainColourError += edgeColourError(withAlpha(scene.photo.data, alpha), scene);
  return overlap;
}

/** The photo's own colours behind the matte, for comparison. */
function withAlpha(rgb: Buffer, alpha: Buffer) {
  const data = Buffer.alloc(alpha.length * 4);
  for (let at = 0; at < alpha.length; at += 1) {
    rgb.copy(data, at * 4, at * 3, at * 3 + 3);
    data[at * 4 + 3] = alpha[at] as number;
  }
  const side = Math.sqrt(alpha.length);
  return { width: side, height: side, channels: 4 as const, data };
}

/** @returns what is broken */
function print(name: string, table: Table): string[] {
  console.log(
    `\n${name}\nbackdrop                scenes right accepted  mean IoU   worst  alpha error ‰   Grad  rim ΔE (not despilled)`,
  );
  for (const [kind, row] of table) {
    const mean = (sum: number, digits: number, width: number) =>
      (row.accepted ? (sum / row.accepted).toFixed(digits) : '–').padStart(width);
    const columns = [
      kind.padEnd(23),
      String(row.scenes).padStart(6),
      String(row.right).padStart(5),
      String(row.accepted).padStart(8),
      mean(row.overlap, 4, 9),
      (row.accepted ? row.worst.toFixed(3) : '–').padStart(7),
      mean(1000 * row.alphaError, 2, 14),
      mean(row.gradientError, 2, 6),
      mean(row.colourError, 1, 7),
      `(${mean(row.plainColourError, 1, 0)})`,
    ];
    console.log(columns.join(' '));
  }
  const groups = {
    plain: ['white', 'grey'],
    graded: ['graded'],
    coloured: ['coloured'],
    'white on white': [WHITE_ON_WHITE],
  };
  for (const [group, kinds] of Object.entries(groups)) printGroup(group, sumRows(table, kinds));
  const judged = sumRows(table, [...studioKinds, ...hostileKinds, WHITE_ON_WHITE]);
  const mean = judged.overlap / judged.accepted;
  return judged.accepted === 0 || mean >= NEEDED_MEAN_OVERLAP
    ? []
    : [`${name}: mean of accepted ${mean.toFixed(4)}`];
}

function sumRows(table: Table, kinds: readonly string[]) {
  const rows = kinds
    .flatMap((kind) => [table.get(kind), table.get(`${kind}, shadow`)])
    .filter((row) => row !== undefined);
  const sum = (field: 'scenes' | 'accepted' | 'overlap') =>
    rows.reduce((total, row) => total + row[field], 0);
  return { scenes: sum('scenes'), accepted: sum('accepted'), overlap: sum('overlap') };
}

function printGroup(group: string, { scenes, accepted, overlap }: ReturnType<typeof sumRows>): void {
  if (scenes === 0) return;
  const share = accepted / scenes;
  const mean = overlap / Math.max(1, accepted);
  const met = share >= AIMED_SHARE && mean >= AIMED_MEAN_OVERLAP ? 'aim met' : 'aim missed';
  const verdict = group === WHITE_ON_WHITE ? '' : `: ${met}`;
  console.log(
    `${group}: ${accepted} of ${scenes} accepted (${Math.round(100 * share)} %), mean ${mean.toFixed(4)}${verdict}`,
  );
}

async function timeOne(): Promise<string[]> {
  const { photo } = await composeScene(listCutouts()[0] as string, 'grey', 1, true);
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < TIMED_RUNS; run += 1) {
    const started = process.cpuUsage();
    await removeBackground(photo);
    const { user, system } = process.cpuUsage(started);
    least = Math.min(least, (user + system) / 1000);
  }
  console.log(
    `\n${Math.round(least)} ms CPU a cut-out of 1,000² (least of ${TIMED_RUNS}; at most ${MOST_CPU_MILLISECONDS})`,
  );
  return least <= MOST_CPU_MILLISECONDS ? [] : [`a cut-out takes ${Math.round(least)} ms of CPU`];
}

const asked = process.argv[2]?.split(',');
if (!existsSync(CUTOUTS) || !existsSync(PHOTOS)) {
  console.log(`skipped: ${CUTOUTS} or ${PHOTOS} is absent`);
} else {
  if (!(await run(backdropKinds.filter((kind) => !asked || asked.includes(kind))))) process.exitCode = 1;
  await printAnswers();
}
