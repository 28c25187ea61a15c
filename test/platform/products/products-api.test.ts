import { beforeEach, describe, expect, it } from 'vitest';
import { workKey } from '../../../functions/platform/approvals/approval.ts';
import { noteProduct } from '../../../functions/platform/products/product-listing.ts';
import { routes } from '../../../functions/platform/products/products-api.handler.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';

const list = 'GET /api/{store}/products';

interface Listed {
  sku: string;
}

describe('the list of products', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
  });

  async function walk(query: Record<string, string>): Promise<string[][]> {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const { body } = await call(platform, routes, list, {
        query: cursor === undefined ? query : { ...query, cursor },
      });
      pages.push((body.products as Listed[]).map(({ sku }) => sku));
      cursor = body.cursor as string | undefined;
    } while (cursor !== undefined);
    return pages;
  }

  const put = (sku: string, sk: string, data: unknown) =>
    platform.records.put({ key: { pk: `shop#SKU#${sku}`, sk }, data, expected: 'any' });
  const entry = (width: number) => ({
    asset: 'a',
    files: [
      {
        channel: 'amazon-main',
        key: 'shop/x/big.jpg',
        sha256: '0',
        width: 2000,
        height: 2000,
        format: 'jpeg',
      },
      { channel: 'web', key: `shop/x/${width}.webp`, sha256: '1', width, height: width, format: 'webp' },
    ],
  });

  it('is in order of the SKU, page by page, each product once', async () => {
    for (const sku of ['MUG-2', 'MUG-10', '杯-1', 'A.1', 'MUG-1']) await noteProduct(platform, 'shop', sku);
    await noteProduct(platform, 'other', 'THEIRS');
    await noteProduct(platform, 'shop', 'MUG-2');
    expect(await walk({ limit: '2' })).toEqual([['A.1', 'MUG-1'], ['MUG-10', 'MUG-2'], ['杯-1']]);
  });

  it('says what stands in the catalogue, with the smallest file that can be told on a screen', async () => {
    for (const sku of ['ALL', 'NONE', 'SOME']) {
      await noteProduct(platform, 'shop', sku);
      await put(sku, 'PLACES', { 1: { asset: 'a', run: 'r' }, 2: { asset: 'b', run: 's' } });
    }
    await put('ALL', 'MEDIA#01', entry(400));
    await put('ALL', 'MEDIA#02', entry(100));
    await put('SOME', 'MEDIA#01', { removed: true });
    await put('SOME', 'MEDIA#02', entry(100));
    const { body } = await call(platform, routes, list);
    const at = platform.clock.now();
    expect(body.products).toEqual([
      { sku: 'ALL', state: 'published', photos: 2, pictures: 2, thumbnail: 'shop/x/400.webp', updatedAt: at },
      { sku: 'NONE', state: 'unpublished', photos: 2, pictures: 0, updatedAt: at },
      { sku: 'SOME', state: 'partly', photos: 2, pictures: 1, thumbnail: 'shop/x/big.jpg', updatedAt: at },
    ]);
  });

  it('says what waits for a person, with the question that has waited longest', async () => {
    for (const sku of ['MUG-1', 'MUG-2']) await noteProduct(platform, 'shop', sku);
    await put('MUG-1', 'MEDIA#01', entry(100));
    const ask = (store: string, approvalId: string, subject: string, requestedAt: string) =>
      platform.records.put({
        key: workKey(store, approvalId),
        data: { approvalId, subject, requestedAt },
        expected: 'any',
      });
    await ask('shop', 'a-newer', 'product/MUG-1', '2026-01-02T00:00:00.000Z');
    await ask('shop', 'b-older', 'product/MUG-1', '2026-01-01T00:00:00.000Z');
    await ask('shop', 'c-order', 'order/MUG-2', '2026-01-01T00:00:00.000Z');
    await ask('other', 'd-theirs', 'product/MUG-2', '2026-01-01T00:00:00.000Z');
    const { body } = await call(platform, routes, list);
    expect(body.products).toMatchObject([
      { sku: 'MUG-1', state: 'waiting', approval: 'b-older', pictures: 1 },
      { sku: 'MUG-2', state: 'unpublished' },
    ]);
    expect(body.products).not.toMatchObject([{}, { approval: expect.anything() }]);
  });

  it('finds text anywhere in a SKU, whatever its case, across pages', async () => {
    for (let count = 1; count <= 40; count++) await noteProduct(platform, 'shop', `MUG-${count}-red`);
    await noteProduct(platform, 'shop', 'PLATE-1');
    expect(await walk({ q: 'plate' })).toEqual([['PLATE-1']]);
    expect((await walk({ q: 'RED', limit: '7' })).flat()).toEqual(
      (await walk({ q: 'red', limit: '100' })).flat(),
    );
    expect((await walk({ q: 'red', limit: '7' })).flat()).toHaveLength(40);
    expect(await walk({ q: 'nothing' })).toEqual([[]]);
  });

  it('tells which SKUs are new, and what they may be instead', async () => {
    for (const sku of ['CAM-100', 'MUG-11']) await noteProduct(platform, 'shop', sku);
    await noteProduct(platform, 'other', 'THEIRS-1');
    const skus = ['MUG-11', 'cam-1000', 'MUG-12', 'cam 100'.replace(' ', '_'), 'THEIRS-1'];
    const key = 'POST /api/{store}/products/known';
    const { status, body } = await call(platform, routes, key, { body: { skus } });
    expect([status, body.skus]).toEqual([
      200,
      [
        { sku: 'MUG-11', isKnown: true, near: [] },
        { sku: 'cam-1000', isKnown: false, near: ['CAM-100'] },
        // One of a series is no slip.
        { sku: 'MUG-12', isKnown: false, near: [] },
        { sku: 'cam_100', isKnown: false, near: ['CAM-100'] },
        { sku: 'THEIRS-1', isKnown: false, near: [] },
      ],
    ]);
  });

  it('refuses a cursor of another search', async () => {
    for (const sku of ['A-1', 'A-2', 'A-3']) await noteProduct(platform, 'shop', sku);
    const { body } = await call(platform, routes, list, { query: { q: 'a', limit: '1' } });
    const others: Record<string, string>[] = [{ q: 'b' }, {}];
    for (const query of others) {
      const answered = await call(platform, routes, list, {
        query: { ...query, cursor: String(body.cursor) },
      });
      expect(answered).toMatchObject({ status: 400, body: { code: 'CursorInvalid' } });
    }
  });

  it('reads a page of marks and one request for each product on it, of ten thousand', async () => {
    for (let count = 0; count < 10_000; count++) {
      await platform.inspection.records.put({
        key: { pk: 'shop#PRODUCTS', sk: `SKU-${count}` },
        data: { sku: `SKU-${count}`, updatedAt: platform.clock.now() },
        expected: 'absent',
      });
    }
    const requests = async (query: Record<string, string>) => {
      const before = platform.inspection.calls();
      await call(platform, routes, list, { query });
      return platform.inspection.calls() - before;
    };
    // The member, the marks, what waits, 25 products; a search for nothing looks at 5,000 marks and says to go on.
    expect(await requests({})).toBe(28);
    expect(await requests({ q: 'nothing' })).toBe(7);
  });
});
