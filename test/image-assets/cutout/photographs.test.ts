import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeRaster, encodePng } from '../../../functions/image-assets/raster.ts';
import { removeBackgroundTask } from '../../../functions/image-assets/remove-background.handler.ts';
import type { Asset } from '../../../functions/image-assets/schemas.ts';
import { metrics } from '../../../functions/platform/handlers/observability.ts';
import { type Known, ScriptedImageService } from '../../connectors/image-model/scripted-image-service.ts';
import { createMemoryPlatform } from '../../platform/memory/memory-platform.ts';
import { set } from '../../platform/runs/run-fixtures.ts';
import { composeScene, listCutouts } from '../matting-scenes.ts';
import { perform, startPhoto } from '../photo-job.ts';
import { missingPhotos, readTraced, tracedPhotos } from './traced-photos.ts';

vi.spyOn(metrics, 'addDimension').mockReturnValue(metrics);

/** Small, for the tests' time; the service is sent what the handler sends of any size. */
const LONG_SIDE = 480;
const asset: Asset = { sku: 'MUG-1', asset: '0123456789abcdef', position: 1 };
const service = new ScriptedImageService();
beforeAll(() => service.start());
afterAll(() => service.stop());

async function cutOut(file: Buffer, provider: 'openai' | 'remove-bg') {
  const platform = createMemoryPlatform();
  const address = { baseUrl: `${service.origin}/v1`, allowPrivateNetwork: true, secretName: '' };
  await set(platform, 'ai', {
    providers: [provider],
    dailyBudget: { amountMinor: 500, currency: 'USD' },
    openai: address,
    'remove-bg': address,
  });
  const job = await startPhoto(platform, file);
  const task = removeBackgroundTask(() => Promise.reject(new Error('no key is needed')));
  const cutout = await perform(platform, task, { ...job, asset });
  const key = 'shop/MUG-1/0123456789abcdef/cutout.png';
  return { cutout, png: await platform.inspection.objects.get({ bucket: 'media', key }) };
}

/** Intersection over union of what is more than half opaque. */
function overlap(alpha: Buffer, truth: Buffer): number {
  let both = 0;
  let either = 0;
  for (let at = 0; at < truth.length; at += 1) {
    const [mine, theirs] = [(alpha[at] ?? 0) >= 128, (truth[at] ?? 0) >= 128];
    if (mine && theirs) both += 1;
    if (mine || theirs) either += 1;
  }
  return both / either;
}

async function goesThrough(known: Known, file: Buffer, provider: 'openai' | 'remove-bg'): Promise<void> {
  service.knows(known);
  service.does('honest');
  const { cutout, png } = await cutOut(file, provider);
  expect(cutout).toMatchObject({
    accepted: true,
    engine: expect.stringMatching(new RegExp(`^${provider}/`)),
  });
  expect(cutout.confidence).toBeGreaterThanOrEqual(0.8);
  const made = await decodeRaster(png);
  const alpha = await sharp(made.data, { raw: { width: made.width, height: made.height, channels: 4 } })
    .extractChannel(3)
    .raw()
    .toBuffer();
  expect(overlap(alpha, known.truth)).toBeGreaterThan(0.98);
}

async function isHandedToAPerson(
  known: Known,
  file: Buffer,
  provider: 'openai' | 'remove-bg',
): Promise<void> {
  service.knows(known);
  service.does('moved');
  expect((await cutOut(file, provider)).cutout).toMatchObject({ accepted: false });
}

const [first] = missingPhotos;
const missing = first === undefined ? '' : `; skipped: ${first.file} is not there`;

describe.skipIf(first !== undefined)(`real photographs with a service in the loop${missing}`, () => {
  for (const traced of tracedPhotos) {
    for (const provider of ['openai', 'remove-bg'] as const) {
      it(`${traced.file} goes through ${provider}, by an outline that a hand traced`, async () => {
        const known = await readTraced(traced, LONG_SIDE);
        await goesThrough(known, known.jpeg, provider);
      });
    }
    it(`${traced.file} does not go through with the outline moved by an eighth`, async () => {
      const known = await readTraced(traced, LONG_SIDE);
      await isHandedToAPerson(known, known.jpeg, 'remove-bg');
    });
  }
});

const cutouts = listCutouts();
describe.skipIf(cutouts.length === 0)(
  'cut-outs before photographs, with a service in the loop (needs cutouts/)',
  () => {
    it.each([0, 7, 14])('number %i goes through', async (index) => {
      const name = cutouts[index % cutouts.length] ?? '';
      const { photo, truth } = await composeScene(name, 'photographed', index);
      const small = await reduce({ photo, truth });
      await goesThrough(small, await encodePng(small.photo), index % 2 === 0 ? 'remove-bg' : 'openai');
    });
  },
);

async function reduce({ photo, truth }: Known): Promise<Known> {
  const size = { width: LONG_SIDE, height: LONG_SIDE };
  const { width, height, channels, data } = photo;
  const [pixels, alpha] = await Promise.all([
    sharp(data, { raw: { width, height, channels } }).resize(size).raw().toBuffer(),
    sharp(truth, { raw: { width, height, channels: 1 } })
      .resize(size)
      .extractChannel(0)
      .raw()
      .toBuffer(),
  ]);
  return { photo: { ...size, channels, data: pixels }, truth: alpha };
}
