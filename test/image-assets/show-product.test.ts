import { beforeAll, describe, expect, it, vi } from 'vitest';
import { builtInMedia } from '../../functions/connectors/store/built-in-media.ts';
import { publishMedia, revertMedia } from '../../functions/connectors/store/publish-media.ts';
import type { ProductAnswer } from '../../functions/image-assets/product-answers.ts';
import { routes } from '../../functions/image-assets/show-product.handler.ts';
import { approvalKey } from '../../functions/platform/approvals/approval.ts';
import { metrics } from '../../functions/platform/handlers/observability.ts';
import { routes as listRoutes } from '../../functions/platform/products/products-api.handler.ts';
import { type Run, runKey } from '../../functions/platform/runs/run.ts';
import { mediaEntry } from '../connectors/store/media-store-contract.ts';
import { type ApiCall, addMembers, call } from '../platform/handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import {
  hopelessPhoto,
  makePictures,
  publishPictures,
  recordEnd,
  selectChannels,
  startPhoto,
  studioPhoto,
} from './photo-job.ts';

// Lambda's middleware clears the metrics after each invocation; here one process runs many tasks.
vi.spyOn(metrics, 'addDimension').mockReturnValue(metrics);

/** One photo published, one that no rule can cut out and that waits. */
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
    fileName: 'MUG-1_2.jpg',
    position: 2,
  });
  await makePictures(platform, second);
});

const show = async (request: ApiCall = {}) => {
  const { status, body } = await call(platform, routes, 'GET /api/{store}/products/{sku}', {
    sub: 'anna',
    params: { sku: 'MUG-1' },
    ...request,
  });
  return { status, body: body as unknown as ProductAnswer };
};

describe('a product', () => {
  it('shows its photos newest first, with original, cut-out and every channel file with its evidence', async () => {
    const { status, body } = await show();
    expect(status).toBe(200);
    expect(body.photos.map(({ run }) => run)).toEqual(['run-2', 'run-1']);
    const published = body.photos[1];
    expect(published?.sources[0]).toMatchObject({ bucket: 'inbox', under: 'checkerboard' });
    expect(published?.sources.some(({ key }) => key.endsWith('/cutout.png'))).toBe(true);
    expect(published?.channels.length).toBeGreaterThan(0);
    for (const file of published?.channels ?? []) {
      expect(file.name.startsWith(`${file.channel}-`)).toBe(true);
      expect(file.evidence.length).toBeGreaterThan(0);
      // Every key is one that a link can be asked for.
      expect(await platform.objects.head({ bucket: 'media', key: file.key })).toBeDefined();
    }
  });

  it('marks the file that a person kept back when the rest was approved', async () => {
    const key = runKey('shop', 'run-1');
    const run = await platform.records.get<Run>(key);
    const data = { ...run?.data, result: { ...run?.data.result, approval: 'asked-1' } };
    await platform.records.put({ key, data, expected: 'any' });
    const decision = {
      decision: 'approve',
      rejectedChoices: { 'run-1': ['web-thumbnail'], 'run-2': ['tmall-white'] },
    };
    await platform.records.put({ key: approvalKey('shop', 'asked-1'), data: { decision }, expected: 'any' });
    const { body } = await show();
    const ofRun = (id: string) => body.photos.find(({ run: of }) => of === id)?.channels ?? [];
    const marked = ofRun('run-1').map(({ channel, isRefused }) => [channel, isRefused]);
    expect(marked).toEqual([
      ['tmall-white', false],
      ['web-thumbnail', true],
    ]);
    expect(ofRun('run-2').some(({ isRefused }) => isRefused)).toBe(false);
  });

  it('shows what stands in the catalogue and what was published, and whether it can be reverted', async () => {
    const { body } = await show();
    expect(body.positions).toMatchObject([
      { position: 1, thumbnail: expect.stringContaining('shop/MUG-1/') },
    ]);
    expect(body.publications).toMatchObject([
      { id: 'run-1-1', position: 1, status: 'published', replaced: null, isRevertible: true },
    ]);
  });

  it('offers to revert what stands there again after what had replaced it was reverted', async () => {
    const media = builtInMedia(platform.records);
    const actor = { kind: 'person', id: 'anna' } as const;
    const revertible = async () =>
      (await show()).body.publications.flatMap(({ id, isRevertible }) => (isRevertible ? [id] : []));
    await publishMedia(platform, media, {
      id: 'run-2-1',
      store: 'shop',
      run: 'run-2',
      sku: 'MUG-1',
      position: 1,
      entry: mediaEntry('another'),
      // Later than any photo of ours.
      order: '9999',
      actor,
    });
    expect(await revertible()).toEqual(['run-2-1']);
    await revertMedia(platform, media, 'shop', 'run-2-1', actor);
    expect(await revertible()).toEqual(['run-1-1']);
  });

  it('is on the list of products with what stands there', async () => {
    const { body } = await call(platform, listRoutes, 'GET /api/{store}/products');
    expect(body.products).toMatchObject([{ sku: 'MUG-1', pictures: 1, thumbnail: expect.any(String) }]);
  });

  it('does not exist where nothing is known of it, nor in another shop', async () => {
    expect((await show({ params: { sku: 'MUG-2' } })).status).toBe(404);
    expect((await show({ store: 'other', sub: 'eve' })).status).toBe(404);
    expect((await show({ params: { sku: '../other' } })).status).toBe(400);
  });
});
