import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { task as inspect } from '../../../functions/image-assets/inspect-photo.handler.ts';
import { decodeRaster } from '../../../functions/image-assets/raster.ts';
import type { RetouchEvidence } from '../../../functions/image-assets/retouch/retouch-photo.ts';
import { task as retouch } from '../../../functions/image-assets/retouch-photo.handler.ts';
import { readWorkingPhoto } from '../../../functions/image-assets/working-photo.ts';
import { metrics } from '../../../functions/platform/handlers/observability.ts';
import { createMemoryPlatform } from '../../platform/memory/memory-platform.ts';
import { runNow, set } from '../../platform/runs/run-fixtures.ts';
import {
  makePictures,
  mediaFiles,
  type PhotoJob,
  perform,
  selectChannels,
  startPhoto,
  studioPhoto,
} from '../photo-job.ts';

// Lambda's middleware clears the metrics after each invocation; here one process runs many tasks.
vi.spyOn(metrics, 'addDimension').mockReturnValue(metrics);

/** A product with grey parts, and everything in warm light. */
async function warmPhoto(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><rect width="100%" height="100%" fill="#f4efe4"/><circle cx="400" cy="400" r="250" fill="#a03020"/><rect x="250" y="300" width="300" height="90" fill="#8b8882"/></svg>`;
  return await sharp(Buffer.from(svg)).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
}

async function shopWith(bytes: Buffer) {
  const platform = createMemoryPlatform();
  await selectChannels(platform);
  return { platform, job: await startPhoto(platform, bytes) };
}

const fileNames = async (platform: Parameters<typeof mediaFiles>[0]) =>
  Object.keys(await mediaFiles(platform)).map((key) => key.slice(key.lastIndexOf('/') + 1));

async function retouched({ platform, job }: { platform: Parameters<typeof mediaFiles>[0]; job: PhotoJob }) {
  const asset = await perform(platform, inspect, job);
  const output = await perform(platform, retouch, { ...job, asset });
  const file = await platform.objects.get({
    bucket: 'media',
    key: `shop/MUG-1/${asset.asset}/retouch.json`,
  });
  return { asset, output, evidence: JSON.parse(file.toString()) as RetouchEvidence & { run: string } };
}

describe('the task Retouch', () => {
  it('of a photo in warm light leaves a neutral one for what follows, and the original as it came', async () => {
    const bytes = await warmPhoto();
    const { platform, job } = await shopWith(bytes);
    const { asset, output, evidence } = await retouched({ platform, job });
    expect(output).toEqual({ retouched: true });
    expect(evidence).toMatchObject({ run: 'run-1', applied: ['white-balance'] });

    const original = { bucket: 'inbox', key: 'shop/images/MUG-1/MUG-1.jpg' } as const;
    expect((await platform.objects.get(original)).equals(bytes)).toBe(true);
    const photo = { sku: 'MUG-1', fileName: 'MUG-1.jpg', original };
    const working = await readWorkingPhoto(platform, 'shop', photo, { ...asset, ...output });
    const { data } = await decodeRaster(working);
    expect(Math.max(...data.subarray(0, 3)) - Math.min(...data.subarray(0, 3))).toBeLessThanOrEqual(2);
    expect((await readWorkingPhoto(platform, 'shop', photo, asset)).equals(bytes)).toBe(true);

    const [stage] = (await runNow(platform)).stages.filter(({ state }) => state === 'Retouch');
    expect(stage?.outcome).toBe('done');
    expect(stage?.note?.en).toMatch(
      /^Retouched: took out a tint of the light \(\d\.\d ΔE\)\. The original is kept\.$/,
    );
    expect(stage?.note?.zh).toMatch(/^已修图：校正白平衡/);
  });

  it('makes the same files when every task runs again', async () => {
    const { platform, job } = await shopWith(await warmPhoto());
    const first = await makePictures(platform, job);
    expect(first.asset.retouched).toBe(true);
    const files = await mediaFiles(platform);
    platform.inspection.advance(60_000);
    expect(await makePictures(platform, job)).toEqual(first);
    expect(await mediaFiles(platform)).toEqual(files);
  });

  it('of a photo that is fine leaves evidence only', async () => {
    const { platform, job } = await shopWith(await studioPhoto());
    const { output, evidence } = await retouched({ platform, job });
    expect(output).toEqual({ retouched: false });
    expect(evidence.applied).toEqual([]);
    expect(await fileNames(platform)).not.toContain('retouched.png');
    const [stage] = (await runNow(platform)).stages.filter(({ state }) => state === 'Retouch');
    expect(stage?.note?.en).toContain('used as it came');
  });

  it.each([{ enabled: false }, { steps: [] }])('is not asked for with the setting %j', async (value) => {
    const { platform, job } = await shopWith(await warmPhoto());
    await set(platform, 'image-retouch', {
      enabled: true,
      steps: ['white-balance'],
      mostColourShift: 6,
      ...value,
    });
    expect((await makePictures(platform, job)).asset).toMatchObject({ retouch: false });
    expect(await fileNames(platform)).not.toContain('retouch.json');
    // Switched off between Inspect and this step.
    const asset = { sku: 'MUG-1', asset: '0123456789abcdef', position: 1, retouch: true };
    expect(await perform(platform, retouch, { ...job, asset })).toEqual({ retouched: false });
  });

  it('keeps to the limit of the setting', async () => {
    const { platform, job } = await shopWith(await warmPhoto());
    await set(platform, 'image-retouch', { enabled: true, steps: ['white-balance'], mostColourShift: 0 });
    const { output, evidence } = await retouched({ platform, job });
    expect(output).toEqual({ retouched: false });
    expect(evidence.findings['white-balance'].code).toBe('TooMuchShift');
  });
});
