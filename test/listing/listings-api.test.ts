import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ProductFacts } from '../../functions/commerce/product/product-record.ts';
import { listingKey, type StandingListing } from '../../functions/connectors/store/listing-store.ts';
import { routes as feedRoutes } from '../../functions/listing/build-feed.handler.ts';
import { routes as changeRoutes } from '../../functions/listing/change-listing.handler.ts';
import type { ListingAnswer, ListingsAnswer } from '../../functions/listing/listings-answers.ts';
import { routes as showRoutes } from '../../functions/listing/show-listings.handler.ts';
import type { AuditEntry } from '../../functions/platform/audit/audit-entry.ts';
import { noteProduct } from '../../functions/platform/products/product-listing.ts';
import { registerStore } from '../../functions/platform/stores/list-stores.ts';
import { sampleFacts } from '../../sample/products.ts';
import { type ApiCall, addMembers, call } from '../platform/handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { listProduct, putMainPicture } from './listing-runs.ts';

const routes = { ...showRoutes, ...changeRoutes, ...feedRoutes };
const show = 'GET /api/{store}/products/{sku}/listings';
const change = 'PUT /api/{store}/products/{sku}/listings/{channel}/{locale}';
const revert = 'POST /api/{store}/products/{sku}/listings/{channel}/{locale}/revert';
const feed = 'POST /api/{store}/feeds/{channel}';

const named = (sku: string): ProductFacts => {
  const facts = sampleFacts.find((one) => one.sku === sku);
  if (facts === undefined) throw new Error(`the sample shop has no ${sku}`);
  return facts;
};
const bottle = named('BOTTLE-STEEL-750');
const dearer: ProductFacts = {
  ...bottle,
  variants: bottle.variants.map((one) => ({ ...one, price: { amount: 19_900, currency: 'CNY' } })),
};
const ebay = { sku: bottle.sku, channel: 'ebay', locale: 'en' };

let platform: MemoryPlatform;
beforeEach(async () => {
  platform = createMemoryPlatform();
  await registerStore(platform, 'shop');
  await addMembers(platform);
  await putMainPicture(platform, bottle.sku);
});

const ask = async (key: string, request: ApiCall) => await call(platform, routes, key, request);

async function listings(sku = bottle.sku): Promise<ListingsAnswer> {
  const { status, body } = await ask(show, { params: { sku } });
  expect(status).toBe(200);
  return body as unknown as ListingsAnswer;
}

async function onEbay(): Promise<ListingAnswer> {
  const found = (await listings()).listings.find(({ channel }) => channel === 'ebay');
  if (found === undefined) throw new Error('nothing is known of eBay');
  return found;
}

async function standingOnEbay(): Promise<NonNullable<ListingAnswer['standing']>> {
  const { standing } = await onEbay();
  if (standing === undefined) throw new Error('nothing stands on eBay');
  return standing;
}

const auditOf = async (action: string) => {
  const { items } = await platform.records.list<AuditEntry>({
    table: 'audit',
    pk: `shop#AUDIT#product/${bottle.sku}`,
  });
  return items.map(({ data }) => data).filter((one) => one.action === action);
};

describe('the listings of a product', () => {
  it('are told of with what stands, what wrote it and what it replaced', async () => {
    await listProduct(platform, bottle);
    await listProduct(platform, dearer);
    const { version, listings: all } = await listings();
    expect(version).toBe(2);
    expect(all.map(({ state }) => state)).toEqual(all.map(() => 'published'));
    expect(all).toHaveLength(8);
    const standing = await standingOnEbay();
    expect(standing.fields.price).toBe('199.00');
    expect(standing).toMatchObject({
      productVersion: 2,
      isRevertible: true,
      engine: expect.stringMatching(/^rules\//),
    });
    expect(standing.replaced).toMatchObject({ productVersion: 1 });
    expect(standing.replaced?.fields.price).not.toBe('199.00');
  });

  it('wait, and say so with what was written, while there is no main picture', async () => {
    const mug = named('MUG-ENAMEL-SAGE');
    await listProduct(platform, mug);
    const { listings: all } = await listings(mug.sku);
    expect(all.map(({ state, standing }) => [state, standing])).toEqual(
      all.map(() => ['waiting', undefined]),
    );
    expect(all[0]?.latest).toMatchObject({ state: 'waiting', productVersion: 1 });
    expect(all[0]?.latest?.rules).toBeGreaterThan(5);
  });

  it('are refused where a person left them out', async () => {
    const { category: _category, categoryGiven: _given, ...untold } = bottle;
    const answer = { decision: 'approve', decidedBy: 'ada', approvalId: 'a', rejectedChoices: ['ebay/en'] };
    await listProduct(platform, { ...untold, title: { en: 'Fine thing' }, sourceText: {} }, answer);
    expect(await onEbay()).toMatchObject({ state: 'refused', latest: { isRefusedByPerson: true } });
  });

  it('of an unknown product are none', async () => {
    expect((await ask(show, { params: { sku: 'NONE' } })).body.code).toBe('ProductUnknown');
  });
});

describe('a listing that is reverted', () => {
  it('gives way to what it replaced, and the act is kept with its reason', async () => {
    await listProduct(platform, bottle);
    const before = await standingOnEbay();
    await listProduct(platform, dearer);
    const { publication } = await standingOnEbay();
    const { status } = await ask(revert, {
      params: ebay,
      body: { publication, reason: 'Too dear' },
      sub: 'anna',
    });
    expect(status).toBe(200);
    expect((await standingOnEbay()).hash).toBe(before.hash);
    expect(await auditOf('listing.reverted')).toMatchObject([{ reason: 'Too dear', actor: { id: 'anna' } }]);
  });

  it('is taken down where nothing stood there before', async () => {
    await listProduct(platform, bottle);
    const { publication } = await standingOnEbay();
    const { status, body } = await ask(revert, { params: ebay, body: { publication } });
    expect([status, body.standing]).toEqual([200, undefined]);
    expect((await onEbay()).standing).toBeUndefined();
  });

  it('is left alone where something else stands there by now', async () => {
    await listProduct(platform, bottle);
    const { publication } = await standingOnEbay();
    await listProduct(platform, dearer);
    const { status, body } = await ask(revert, { params: ebay, body: { publication } });
    expect([status, body.code]).toEqual([409, 'ListingChanged']);
    expect((await standingOnEbay()).productVersion).toBe(2);
  });

  it('is a matter for approvers and admins', async () => {
    await listProduct(platform, bottle);
    const { publication } = await standingOnEbay();
    const { status } = await ask(revert, { params: ebay, body: { publication }, sub: 'otto' });
    expect(status).toBe(403);
  });
});

describe('a listing that a person words anew', () => {
  beforeEach(async () => {
    await listProduct(platform, bottle);
  });

  const word = async (fields: Record<string, string>, hash?: string) => {
    const standing = await standingOnEbay();
    const body = {
      fields: { ...standing.fields, ...fields },
      hash: hash ?? standing.hash,
      reason: 'Reads better',
    };
    return await ask(change, { params: ebay, body, sub: 'anna' });
  };

  it('stands, is never written over, and is in the audit', async () => {
    expect((await word({ title: 'Steel bottle for long walks' })).status).toBe(200);
    expect(await standingOnEbay()).toMatchObject({ changedBy: 'anna', isRevertible: false });
    const { run } = await listProduct(platform, dearer);
    expect(run.result).toMatchObject({ conflicts: 1 });
    expect((await standingOnEbay()).fields.title).toBe('Steel bottle for long walks');
    expect(await auditOf('listing.changed')).toMatchObject([
      { actor: { id: 'anna' }, reason: 'Reads better', after: { title: 'Steel bottle for long walks' } },
    ]);
  });

  it.each([
    ['too long', { title: 'x'.repeat(81) }, 'title', '81 characters', 'at most 80 characters'],
    ['with a script', { description: '<script>alert(1)</script>' }, 'description', 'script', ''],
    ['without a title', { title: '' }, 'title', '', ''],
  ])(
    'is refused %s, with field, measure and what is asked for',
    async (_, fields, field, measured, expected) => {
      const before = await standingOnEbay();
      const { status, body } = await word(fields);
      expect([status, body.code]).toEqual([400, 'ListingRefused']);
      const findings = body.findings as {
        field: string;
        measured: { en: string };
        expected: { en: string };
      }[];
      expect(findings[0]).toMatchObject({ field });
      expect(findings[0]?.measured.en).toContain(measured);
      expect(findings[0]?.expected.en).toContain(expected);
      expect((body.text as { en: string }).en).toContain(findings[0]?.expected.en ?? 'nothing');
      expect(await standingOnEbay()).toEqual(before);
    },
  );

  it('keeps what only the product record can say', async () => {
    const { editable } = await standingOnEbay();
    expect(editable).toEqual(expect.arrayContaining(['title', 'description', 'categoryId']));
    expect(
      editable.filter((name) => ['price', 'sku', 'quantity', 'ean', 'condition'].includes(name)),
    ).toEqual([]);
    expect((await word({ price: '0.01' })).body.code).toBe('FieldFixed');
    expect((await word({ sku: 'OTHER' })).body.code).toBe('FieldFixed');
    expect((await word({ nonsense: 'x' })).body.code).toBe('FieldInvalid');
  });

  it('is only checked while it is being written', async () => {
    const { fields, hash } = await standingOnEbay();
    const check = async (title: string) =>
      (await ask(change, { params: ebay, body: { fields: { ...fields, title }, hash, check: true } })).status;
    expect([await check('Steel bottle'), await check('x'.repeat(81))]).toEqual([200, 400]);
    expect((await standingOnEbay()).hash).toBe(hash);
  });

  it('is left alone where it is another one than the person saw', async () => {
    const { status, body } = await word({ title: 'Steel bottle' }, 'other');
    expect([status, body.code]).toEqual([409, 'ListingChanged']);
  });

  it('must stand first', async () => {
    const params = { ...ebay, locale: 'zh-CN' };
    const { status, body } = await ask(change, { params, body: { fields: {}, hash: 'x' } });
    expect([status, body.code]).toEqual([404, 'ListingUnknown']);
  });
});

describe('the file of a channel', () => {
  const fileOf = async (key: string) => await platform.objects.get({ bucket: 'media', key });
  const keysOf = (body: Record<string, unknown>) => (body.files as { key: string }[]).map(({ key }) => key);

  it('has every standing listing, and says how many products have none', async () => {
    await listProduct(platform, bottle);
    await listProduct(platform, named('MUG-ENAMEL-SAGE'));
    const { status, body } = await ask(feed, { params: { channel: 'amazon' }, body: { locale: 'en' } });
    expect([status, body.unlisted, body.leftOutCount, body.format]).toEqual([200, 1, 0, 'tsv']);
    const [key = ''] = keysOf(body);
    const table: string[][] = parse(await fileOf(key), { delimiter: '\t' });
    expect(table).toHaveLength(2);
    expect(table[1]?.[table[0]?.indexOf('item_sku') ?? -1]).toBe(bottle.sku);
  });

  it('leaves out what the rules of the day refuse, and says why', async () => {
    await listProduct(platform, bottle);
    const key = listingKey('shop', { sku: bottle.sku, channel: 'ebay', locale: 'en' });
    const stored = await platform.records.get<StandingListing>(key);
    if (stored === undefined) throw new Error('nothing stands on eBay');
    const fields = { ...stored.data.listing.fields, description: '<img src=x onerror=alert(1)>' };
    const data = { ...stored.data, listing: { ...stored.data.listing, fields } };
    await platform.records.put({ key, data, expected: 'any' });
    const { body } = await ask(feed, { params: { channel: 'ebay' }, body: { locale: 'en' } });
    expect(body).toMatchObject({ files: [], leftOutCount: 1, leftOut: [{ sku: bottle.sku }] });
  });

  it('leaves out what is archived', async () => {
    await listProduct(platform, bottle);
    await listProduct(platform, { ...bottle, status: 'archived' });
    const { body } = await ask(feed, { params: { channel: 'jd' }, body: { locale: 'zh-CN' } });
    expect(body).toMatchObject({ files: [], leftOut: [{ says: { en: 'The product is archived.' } }] });
  });

  /** As many products on Shopify as asked for, the bottle among them. */
  async function putOnShopify(count: number, fields: Record<string, string> = {}): Promise<string[]> {
    await listProduct(platform, bottle);
    const key = listingKey('shop', { sku: bottle.sku, channel: 'shopify', locale: 'en' });
    const { data } = (await platform.records.get<StandingListing>(key)) ?? {};
    if (data === undefined) throw new Error('nothing stands on Shopify');
    const skus = Array.from({ length: count - 1 }, (_, index) => `MORE-${String(index).padStart(3, '0')}`);
    for (const sku of skus) {
      const own = { ...data.listing.fields, ...fields, sku, handle: sku.toLowerCase() };
      const more = listingKey('shop', { sku, channel: 'shopify', locale: 'en' });
      const listing = { ...data.listing, sku, fields: own };
      await platform.records.put({ key: more, data: { ...data, listing }, expected: 'any' });
      await noteProduct(platform, 'shop', sku);
    }
    return [bottle.sku, ...skus].toSorted();
  }

  async function skusIn(keys: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const key of keys) {
      const table: string[][] = parse(await fileOf(key));
      const place = table[0]?.indexOf('SKU') ?? -1;
      found.push(...table.slice(1).map((line) => line[place] ?? ''));
    }
    return found.toSorted();
  }

  it('goes through a catalogue of several pages once', async () => {
    const skus = await putOnShopify(100);
    const { body } = await ask(feed, { params: { channel: 'shopify' }, body: { locale: 'en' } });
    expect(body.files).toHaveLength(1);
    expect(body.cursor).toBeUndefined();
    expect(await skusIn(keysOf(body))).toEqual(skus);
  });

  it('ends before the gateway does, and goes on where it ended', async () => {
    const skus = await putOnShopify(100);
    let seconds = 0;
    const slow = { ...platform, clock: { now: () => new Date(1e12 + 10_000 * seconds++).toISOString() } };
    const keys: string[] = [];
    let cursor: unknown;
    let answers = 0;
    do {
      const body = { locale: 'en', ...(cursor === undefined ? {} : { cursor }) };
      const answer = await call(slow, routes, feed, { params: { channel: 'shopify' }, body });
      keys.push(...keysOf(answer.body));
      cursor = answer.body.cursor;
      answers += 1;
    } while (cursor !== undefined && answers < 10);
    expect(answers).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(keys.length);
    expect(await skusIn(keys)).toEqual(skus);
  });

  it('is parted into files that the channel takes', async () => {
    const descriptionHtml = `<p>${'钢制保温瓶 '.repeat(16_000)}</p>`;
    const skus = await putOnShopify(60, { descriptionHtml });
    const { body } = await ask(feed, { params: { channel: 'shopify' }, body: { locale: 'en' } });
    expect(body.leftOut).toEqual([]);
    const files = body.files as { bytes: number }[];
    expect(files.length).toBeGreaterThan(1);
    expect(Math.max(...files.map(({ bytes }) => bytes))).toBeLessThan(15_000_000);
    expect(await skusIn(keysOf(body))).toEqual(skus);
  });

  it('is refused in a format that the channel does not take', async () => {
    const { status, body } = await ask(feed, {
      params: { channel: 'jd' },
      body: { locale: 'zh-CN', format: 'xml' },
    });
    expect([status, body.code]).toEqual([400, 'FormatInvalid']);
  });
});
