/**
 * Opens every page of the console in a shop with 10,000 products, 5,000 runs and 500 waiting approvals, on the real local system
 * in Chromium. Exits 1 where a page is slower, larger or hungrier than the console is held to.
 *
 *   npm run bench:console
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildConsole } from '../../bin/build-console.ts';
import { ConsoleUnderTest } from '../console/console-fixture.ts';
import { placesOf } from '../console/places.ts';
import { ConsoleWalk, type Opened } from './console-walk.ts';
import { seedLargeShop } from './large-shop.ts';

/** Of the page's first useful content, from the click that opens it, with warm functions. */
const mostMs = 1000;
/** What the page's process has for itself after a walk through all pages. */
const mostMegabytes = 200;
/** Of all scripts and styles, gzipped. */
const mostBundleKilobytes = 150;
/** Rounds with warm functions, of which the least counts: the machine may be busy with something else. */
const rounds = 5;

const failures: string[] = [];
const demand = (isMet: boolean, what: string) => {
  if (!isMet) failures.push(what);
};

async function bundleKilobytes(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'storehand-console-'));
  try {
    await buildConsole(folder, process.env);
    const assets = join(folder, 'assets');
    const files = readdirSync(assets).filter((name) => /\.(js|css)$/.test(name));
    const bytes = files.map((name) => gzipSync(readFileSync(join(assets, name))).length);
    return bytes.reduce((sum, one) => sum + one, 0) / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const least = (values: readonly number[]) => Math.min(...values);
const round = (value: number) => Math.round(value).toString();

function printRow(cells: readonly string[]): void {
  const [first = '', ...rest] = cells;
  console.log(`${first.padEnd(20)}${rest.map((cell) => cell.padStart(11)).join('')}`);
}

function printPage(page: string, cold: Opened, warm: readonly Opened[]): void {
  const first = least(warm.map(({ firstMs }) => firstMs));
  const [one = cold] = warm;
  printRow([
    page,
    round(cold.firstMs),
    round(first),
    round(least(warm.map(({ allMs }) => allMs))),
    String(one.requests.length),
    round(one.requests.reduce((sum, { bytes }) => sum + bytes, 0) / 1000),
    round(one.heapMegabytes),
    one.slowest,
  ]);
  demand(first <= mostMs, `${page}: its first useful content took ${round(first)} ms`);
}

console.log('Starting a system …');
const subject = await ConsoleUnderTest.start();
try {
  const { shown, seconds } = await seedLargeShop(subject.shop);
  console.log(`10,000 products, 5,000 runs, 500 approvals in ${seconds.toFixed(1)} s\n`);
  const visit = await subject.visit('everybody');
  const walk = await ConsoleWalk.start(visit.page, `${subject.url}/#/${subject.shop.store}/`);
  const places = placesOf(shown);
  const opened = new Map<string, Opened[]>(places.map(({ page }) => [page, []]));
  for (let turn = 0; turn <= rounds; turn += 1)
    for (const { page, path } of places) opened.get(page)?.push(await walk.open(path));
  printRow(['page', 'cold ms', 'first ms', 'all ms', 'requests', 'kB', 'heap MB', '  slowest']);
  for (const [page, [cold, ...warm]] of opened) if (cold !== undefined) printPage(page, cold, warm);

  console.log('\nLists, ten pages down:');
  for (const path of ['products', 'runs', 'approvals']) {
    if (!places.some(({ page }) => page === path)) continue;
    const paged = await walk.pageDown(path, 10);
    console.log(
      `  ${path}: ${paged.rows} rows, ${paged.requests} requests a page, ${round(paged.mostMs)} ms at most`,
    );
    demand(paged.mostMs <= mostMs, `${path}: a further page took ${round(paged.mostMs)} ms`);
  }
  const memory = await walk.memory();
  console.log(
    `\nmemory after the walk: ${round(memory.ownMegabytes)} MB of its own (${round(memory.residentMegabytes)} MB with what it shares)`,
  );
  demand(
    memory.ownMegabytes <= mostMegabytes,
    `the page's process holds ${round(memory.ownMegabytes)} MB of its own`,
  );
  await visit.end();
} finally {
  await subject.close();
}
const bundle = await bundleKilobytes();
console.log(`bundle: ${bundle.toFixed(1)} kB gzipped`);
demand(bundle <= mostBundleKilobytes, `the bundle is ${bundle.toFixed(1)} kB`);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
