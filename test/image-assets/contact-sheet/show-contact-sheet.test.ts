import sharp from 'sharp';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { drawPreviews } from '../../../functions/image-assets/contact-sheet/draw-previews.ts';
import { readPhotos } from '../../../functions/image-assets/contact-sheet/read-photos.ts';
import { previewKey, type SheetPhoto } from '../../../functions/image-assets/contact-sheet/sheet.ts';
import { task as inspect } from '../../../functions/image-assets/inspect-photo.handler.ts';
import { decodeRaster } from '../../../functions/image-assets/raster.ts';
import { routes } from '../../../functions/image-assets/show-contact-sheet.handler.ts';
import { metrics } from '../../../functions/platform/handlers/observability.ts';
import { type ApiCall, addMembers, call } from '../../platform/handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../../platform/memory/memory-platform.ts';
import {
  hopelessPhoto,
  makePictures,
  perform,
  publishPictures,
  recordEnd,
  selectChannels,
  startPhoto,
  studioPhoto,
} from '../photo-job.ts';

// Lambda's middleware clears the metrics after each invocation; here one process runs many tasks.
vi.spyOn(metrics, 'addDimension').mockReturnValue(metrics);

const hostileName = 'MUG-1_2 <script>alert(1)</script>.jpg';

/** One photo published, one that no rule can cut out and that waits, one that has only been looked at. */
let platform: MemoryPlatform;
beforeAll(async () => {
  platform = createMemoryPlatform();
  await addMembers(platform);
  await selectChannels(platform);
  const first = await startPhoto(platform, await studioPhoto());
  const made = await makePictures(platform, first);
  const published = await publishPictures(platform, first, made);
  await recordEnd(platform, first, { ...made, published });
  platform.inspection.advance(60_000);
  const second = await startPhoto(platform, await hopelessPhoto(), {
    run: 'run-2',
    fileName: hostileName,
    position: 2,
  });
  await makePictures(platform, second);
  platform.inspection.advance(60_000);
  const third = await startPhoto(platform, await studioPhoto('#206040'), {
    run: 'run-3',
    fileName: 'MUG-1_3.jpg',
    position: 3,
  });
  await perform(platform, inspect, third);
});

const ask = (request: ApiCall = {}) =>
  call(platform, routes, 'POST /api/{store}/products/{sku}/contact-sheet', {
    params: { sku: 'MUG-1' },
    ...request,
  });
const stored = (name: string) => platform.objects.get({ bucket: 'media', key: `shop/MUG-1/${name}` });

describe('the route', () => {
  it('answers any member with links to a page and a picture in the member’s language', async () => {
    // An approver: who may change nothing may look.
    const { status, body } = await ask({ sub: 'anna' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      sku: 'MUG-1',
      language: 'en',
      photos: 3,
      leftOut: 0,
      validForSeconds: 3600,
    });
    expect(body.html).toContain('shop/MUG-1/contact-sheet-en.html');
    expect(body.png).toContain('shop/MUG-1/contact-sheet-en.png');
    const [html, png] = await Promise.all([stored('contact-sheet-en.html'), stored('contact-sheet-en.png')]);
    expect(html.toString('utf8')).toContain('published as picture 1');
    expect(html.toString('utf8')).not.toContain('<script');
    expect(html.toString('utf8')).toContain('&lt;script&gt;alert(1)');
    const { format, width, height = 0 } = await sharp(png).metadata();
    expect({ format, width }).toEqual({ format: 'png', width: 2000 });
    expect(height).toBeGreaterThan(1200);
  });

  it('speaks the language that is asked for', async () => {
    const { body } = await ask({ query: { language: 'zh' } });
    expect(body.language).toBe('zh');
    const html = (await stored('contact-sheet-zh.html')).toString('utf8');
    expect(html).toContain('已发布为第 1 张图');
    expect(html).toContain('暂不发布');
  });

  it.each<[string, ApiCall, number, string]>([
    ['of another shop', { sub: 'eve' }, 404, 'NotFound'],
    ['without photos', { params: { sku: 'MUG-9' } }, 404, 'NoPhotos'],
    ['whose SKU begins like one that has some', { params: { sku: 'MUG' } }, 404, 'NoPhotos'],
    ['that is no SKU', { params: { sku: '../MUG-1' } }, 400, 'InputInvalid'],
    ['in a language that there is not', { query: { language: 'fr' } }, 400, 'InputInvalid'],
  ])('refuses a product %s', async (_, request, status, code) => {
    expect(await ask(request)).toMatchObject({ status, body: { code } });
  });
});

describe('what is read of a product', () => {
  it('is each photo, newest first, with its verdicts, evidence, engine and run', async () => {
    const { photos, leftOut } = await readPhotos(platform, 'shop', 'MUG-1', 20);
    expect(leftOut).toBe(0);
    expect(photos.map(({ run, status }) => `${run} ${status.en}`)).toEqual([
      'run-3 being worked on',
      'run-2 being worked on',
      'run-1 published as picture 1',
    ]);
    const [bare, doubted, good] = photos;
    expect(bare).toMatchObject({ channels: [], derived: [], confidence: undefined });
    expect(bare?.sources.map(({ title }) => title.en)).toEqual(['Original']);
    expect(doubted).toMatchObject({ accepted: false, fileName: hostileName, position: 2 });
    expect(good).toMatchObject({ accepted: true, position: 1, costMicroUsd: 0 });
    expect(good?.engines).toContainEqual(expect.stringMatching(/^rules\/border-model@/));
    expect(good?.channels.map(({ name }) => name)).toEqual([
      'tmall-white-800x800.jpg',
      'web-thumbnail-400x400.webp',
    ]);
    for (const { evidence, verdict } of good?.channels ?? []) {
      expect(evidence.length).toBeGreaterThan(3);
      expect(['pass', 'warn']).toContain(verdict);
    }
    expect(good?.derived).toMatchObject([
      { verdict: 'pass', title: { en: 'Background: brand colour #F3F0EA' } },
    ]);
    expect(good?.sources).toHaveLength(3);
  });

  it('tells why nothing goes out of a photo in doubt', async () => {
    const { photos } = await readPhotos(platform, 'shop', 'MUG-1', 20);
    const doubted = photos.find(({ run }) => run === 'run-2');
    expect(doubted?.remarks.map(({ en }) => en).join(' ')).toContain('background is not plain');
    const white = doubted?.channels.find(({ name }) => name.startsWith('tmall-white'));
    expect(white?.verdict).toBe('withheld');
    expect(white?.evidence[0]?.verdict).toBe('withheld');
  });

  it('stops at the number that is asked for, and counts the older ones', async () => {
    const { photos, leftOut } = await readPhotos(platform, 'shop', 'MUG-1', 1);
    expect(photos.map(({ run }) => run)).toEqual(['run-3']);
    expect(leftOut).toBe(2);
  });
});

describe('previews', () => {
  const newest = async (): Promise<readonly SheetPhoto[]> =>
    (await readPhotos(platform, 'shop', 'MUG-1', 20)).photos;
  const later = (seconds: number) => Date.parse(platform.clock.now()) + seconds * 1000;

  it('lay the cut-out on a checkerboard and on a strong colour', async () => {
    const previews = [...(await drawPreviews(platform, await newest(), later(20)))];
    const corner = (key: string) => {
      const [, raster] =
        previews.filter(([name]) => name.startsWith(key) && name.includes('/cutout.png@')).at(-1) ?? [];
      return raster === undefined ? undefined : [...raster.data.subarray(0, 3)];
    };
    expect(corner('saturated')).toEqual([214, 0, 122]);
    const [level = 0, ...others] = corner('checkerboard') ?? [];
    expect([178, 222]).toContain(level);
    expect(others).toEqual([level, level]);
    for (const [, { width, height }] of previews) expect(Math.max(width, height)).toBeLessThanOrEqual(460);
  });

  it('of two photos that were uploaded under one name are not taken for each other', () => {
    const ofVersion = (version: string) =>
      previewKey({
        at: { bucket: 'inbox', key: 'shop/images/MUG-1/MUG-1.jpg', version },
        under: 'checkerboard',
      });
    expect(ofVersion('1')).not.toBe(ofVersion('2'));
  });

  it('are left out when the time is up', async () => {
    expect((await drawPreviews(platform, await newest(), later(0))).size).toBe(0);
  });

  it('are left out of files that are gone or broken; the others stay', async () => {
    const photos = await newest();
    const all = await drawPreviews(platform, photos, later(20));
    const [file] = photos.at(-1)?.channels ?? [];
    if (file?.source === undefined) throw new Error('no file');
    const before = await platform.objects.get(file.source.at);
    await platform.objects.put(file.source.at, before.subarray(0, 200), { contentType: 'image/jpeg' });
    const rest = await drawPreviews(platform, photos, later(20));
    await platform.objects.put(file.source.at, before, { contentType: 'image/jpeg' });
    expect(rest.size).toBe(all.size - 1);
  });
});

describe('the picture', () => {
  it('is white paper with dark type and the previews in colour', async () => {
    await ask({ sub: 'otto' });
    const { data, width } = await decodeRaster(await stored('contact-sheet-en.png'));
    const pixels = (test: (r: number, g: number, b: number) => boolean) => {
      let count = 0;
      for (let at = 0; at < data.length; at += 3) {
        if (test(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)) count += 1;
      }
      return count;
    };
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect(width).toBe(2000);
    // Letters, the strong colour behind the cut-out, the verdict's green.
    expect(pixels((r, g, b) => r < 60 && g < 60 && b < 60)).toBeGreaterThan(3000);
    expect(pixels((r, g, b) => r === 214 && g === 0 && b === 122)).toBeGreaterThan(10_000);
    expect(pixels((r, g, b) => r === 26 && g === 127 && b === 55)).toBeGreaterThan(300);
  });
});
