import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { sampleFacts } from '../../sample/products.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { importFile, productOf, readFile, startFile } from './catalog-file.ts';

const shopify = join(resolve(process.env.STOREHAND_DATA ?? '../shared/data'), 'shopify/products.json');

let platform: MemoryPlatform;
beforeEach(() => {
  platform = createMemoryPlatform();
});

describe('a JSON file of whole products', () => {
  it('brings them in as they are: the sample shop', async () => {
    const content = JSON.stringify({ products: sampleFacts });
    const job = await startFile(platform, content, { fileName: 'products.json' });
    expect(await readFile(platform, job)).toMatchObject({ rows: 12, needsReview: false });
    expect((await importFile(platform, job)).result).toMatchObject({ products: 12, created: 12, refused: 0 });
    for (const facts of sampleFacts) expect(await productOf(platform, facts.sku)).toMatchObject(facts);
  });

  it('refuses the ones that are wrong, each with its place, and takes the others', async () => {
    const [first, second] = sampleFacts;
    const wrong = { ...second, variants: [{ sku: 'no sku!', options: {} }] };
    const job = await startFile(platform, JSON.stringify([first, wrong, 'nothing']), { fileName: 'p.json' });
    const run = await importFile(platform, job);
    expect(run.result).toMatchObject({ created: 1, refused: 2 });
    const csv = await platform.objects.get({ bucket: 'media', key: String(run.result?.refusedFile) });
    expect(csv.toString()).toMatch(/variants\.0\.sku/);
  });
});

it('takes the first of two products with one SKU, so that the same file again changes nothing', async () => {
  const [first] = sampleFacts;
  const content = JSON.stringify([first, { ...first, brand: 'Other' }]);
  for (const [run, expected] of [
    ['run-1', { created: 1, refused: 1 }],
    ['run-2', { unchanged: 1, changed: 0, refused: 1 }],
  ] as const) {
    const job = await startFile(platform, content, { fileName: 'p.json', run });
    expect((await importFile(platform, job)).result).toMatchObject(expected);
  }
});

describe('Shopify’s product list', () => {
  it.skipIf(!existsSync(shopify))('becomes records, and changes nothing the second time', async () => {
    const content = readFileSync(shopify);
    const count = (JSON.parse(content.toString()) as unknown[]).length;
    const first = await importFile(platform, await startFile(platform, content, { source: 'shopify' }));
    expect(first.result).toMatchObject({ products: count, created: count, refused: 0 });
    const again = await importFile(
      platform,
      await startFile(platform, content, { source: 'shopify', run: 'run-2' }),
    );
    expect(again.result).toMatchObject({ created: 0, changed: 0, unchanged: count });
  });
});
