/**
 * What AWS would charge for 1,000 photos, modelled from the templates and from counted calls of the local system, beside a
 * naive reference measured in the same run. Needs no account. Exits 1 where a photo did not go through.
 *
 *   npm run cost
 */
import { cpus } from 'node:os';
import sharp from 'sharp';
import { everythingDerived } from '../../bin/one-machine/everything.ts';
import { type SettingValue, settingCatalogue } from '../../functions/platform/settings/setting-catalogue.ts';
import { renderSamplePhotos } from '../../sample/photos.ts';
import { countPhotos } from './cost-count.ts';
import { countNaive } from './cost-naive.ts';
import { type Counts, costOf, type Item, prices, totalOf } from './cost-prices.ts';

const photos = 1000;

/** Pixels of a side: a photo from a camera or a phone, cut square. */
const side = 3000;

/** Runs of the system whose least durations count. */
const runs = 4;

/** How much cheaper than the naive way the workflow aims to be. */
const aim = 5;

/** One whose cut-out is accepted: what waits for a person is another path. */
async function takePhoto(): Promise<Buffer> {
  for await (const { sku, bytes } of renderSamplePhotos()) {
    if (sku !== 'BOTTLE-STEEL-750') continue;
    return await sharp(bytes).resize(side, side).jpeg({ quality: 92 }).toBuffer();
  }
  throw new Error('the sample has no bottle');
}

/** Messages are waited for in five long polls of 20 s on each queue; at 1,000 photos a day this is a photo's share. */
const pollsPerPhoto = (2 * 5 * (86_400 / 20)) / photos;

const withPolls = (counts: Counts): Counts => ({
  ...counts,
  queueRequests: counts.queueRequests + pollsPerPhoto,
});

const dollars = (usd: number) => usd.toFixed(4).padStart(9);
const amount = (count: number) => (count < 0.01 ? count.toExponential(1) : count.toFixed(2)).padStart(9);

function printTable(ours: Counts, naive: Counts): void {
  console.log(
    `${'per photo; USD for 1,000 photos'.padEnd(34)}${'ours'.padStart(9)}${'USD'.padStart(9)}${'naive'.padStart(9)}${'USD'.padStart(9)}   ratio`,
  );
  for (const item of Object.keys(prices) as Item[]) {
    const [mine, other] = [costOf(item, ours[item]) * photos, costOf(item, naive[item]) * photos];
    const ratio = mine === 0 ? '' : (other / mine).toFixed(1).padStart(8);
    console.log(
      `${prices[item].unit.padEnd(34)}${amount(ours[item])}${dollars(mine)}${amount(naive[item])}${dollars(other)}${ratio}`,
    );
  }
}

function printPrices(): void {
  console.log('\nPrices, us-east-1, without free tiers:');
  for (const { usd, per, unit, source, asOf, confirmed } of Object.values(prices)) {
    const per_ = per === 1 ? 'one' : per.toLocaleString('en');
    console.log(
      `  ${unit}: USD ${usd} for ${per_}, ${asOf}, ${source}${confirmed ? '' : ' (not confirmed)'}`,
    );
  }
}

interface Variant {
  readonly title: string;
  readonly wishes: SettingValue<'image-derive'>;
  /** Of the system, whose least durations count. */
  readonly runs: number;
}

const byDefault = settingCatalogue['image-derive'].default;
const variants: readonly Variant[] = [
  { title: 'Channel files only', wishes: { ...byDefault, photos: 'none' }, runs },
  { title: 'With the derived pictures that are on by default', wishes: byDefault, runs },
  // Half a minute of computing a photo: two are enough to leave a disturbed one out.
  { title: 'With everything on, videos too', wishes: everythingDerived, runs: 2 },
];

/** @returns how the photos ended */
async function compare(photo: Buffer, { title, wishes, runs: times }: Variant): Promise<readonly string[]> {
  const counted = await countPhotos(photo, times, { 'image-derive': wishes });
  const { counts, sizes, derived } = await countNaive(
    photo,
    counted,
    wishes.photos === 'none' ? undefined : wishes,
  );
  const [ours, naive] = [withPolls(counted.counts), withPolls(counts)];
  console.log(
    `\n${title}: into ${counted.files} channel and ${counted.derived} derived files (naive: ${sizes} + ${derived} functions)`,
  );
  for (const { name, milliseconds, memoryMb } of counted.durations) {
    console.log(`  ${name.padEnd(20)} ${String(Math.round(milliseconds)).padStart(6)} ms at ${memoryMb} MiB`);
  }
  printTable(ours, naive);
  const [mine, other] = [totalOf(ours) * photos, totalOf(naive) * photos];
  console.log(
    `Total: USD ${mine.toFixed(3)}, naive USD ${other.toFixed(3)}: ${(other / mine).toFixed(2)} times as much`,
  );
  if (other / mine < aim) {
    const items = (Object.keys(prices) as Item[]).sort((a, b) => costOf(b, ours[b]) - costOf(a, ours[a]));
    const [largest = 'transitions'] = items;
    const share = ((costOf(largest, ours[largest]) * photos) / mine) * 100;
    console.log(
      `The aim of ${aim} times is not reached. The largest part is ${prices[largest].unit}: ${share.toFixed(0)} % of ours.`,
    );
  }
  return counted.outcomes;
}

const photo = await takePhoto();
console.log(`A ${side} x ${side} JPEG, on ${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'}`);
const outcomes: string[] = [];
for (const variant of variants) outcomes.push(...(await compare(photo, variant)));
printPrices();
console.log(
  '\nDurations are CPU time, the least of several runs. Left out of both: waiting for other services, cold starts, storage, transfer, KMS, alarms, the sweeps (about USD 0.001 a day).',
);
if (outcomes.some((outcome) => outcome !== 'SUCCEEDED')) {
  console.error(`Photos ended as ${outcomes.join(', ')}`);
  process.exitCode = 1;
}
