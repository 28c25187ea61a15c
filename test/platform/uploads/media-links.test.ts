import { beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../../functions/platform/uploads/uploads-api.handler.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';

describe('links to files', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
  });
  const links = (files: unknown, sub = 'anna') =>
    call(platform, routes, 'POST /api/{store}/media/links', { body: { files }, sub });

  it('links many files at once, in their order, also originals at the version that was meant', async () => {
    const { status, body } = await links([
      { key: 'shop/A/1/cutout.png' },
      { bucket: 'inbox', key: 'shop/images/A/a.jpg', version: 'v7' },
    ]);
    expect(status).toBe(200);
    expect(body.links).toMatchObject([
      { bucket: 'media', key: 'shop/A/1/cutout.png', url: expect.stringContaining('cutout.png') },
      { bucket: 'inbox', key: 'shop/images/A/a.jpg', url: expect.stringContaining('type=image/jpeg') },
    ]);
  });

  it('never lets an upload be a page, whatever its uploader called it', async () => {
    for (const name of ['a.html', 'a.svg', 'a.xhtml', 'a', 'a.jpg.html', 'a.js']) {
      const { body } = await links([{ bucket: 'inbox', key: `shop/unassigned/${name}` }]);
      const [{ url }] = body.links as [{ url: string }];
      expect(url).toContain('type=application/octet-stream');
    }
  });

  it.each([
    ['of another shop', ['other/A/1/x.png']],
    ['of another shop, among its own', ['shop/A/1/x.png', 'other/A/1/x.png']],
    ['that climbs out', ['shop/../other/A/x.png']],
    ['of a shop whose name begins with this one’s', ['shopping/A/x.png']],
  ])('gives no link to a file %s', async (_, keys) => {
    for (const bucket of ['media', 'inbox']) {
      expect(await links(keys.map((key) => ({ bucket, key })))).toMatchObject({
        status: 404,
        body: { code: 'FileUnknown' },
      });
    }
  });

  it('links at most a hundred files, of these two buckets only', async () => {
    const many = (count: number) => Array.from({ length: count }, () => ({ key: 'shop/A/x.png' }));
    expect((await links(many(100))).status).toBe(200);
    expect((await links(many(101))).status).toBe(400);
    expect((await links([{ bucket: 'anchors', key: 'shop/2026-01-01.json' }])).status).toBe(400);
  });
});
