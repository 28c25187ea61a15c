import { beforeEach, describe, expect, it } from 'vitest';
import type { ListingChannel } from '../../functions/commerce/listings/listing.ts';
import type { ListingLocale, ProductFacts } from '../../functions/commerce/product/product-record.ts';
import { listingKey, type StandingListing } from '../../functions/connectors/store/listing-store.ts';
import { runKey } from '../../functions/platform/runs/run.ts';
import { runIdFor } from '../../functions/platform/runs/run-id.ts';
import { registerStore } from '../../functions/platform/stores/list-stores.ts';
import { sampleFacts } from '../../sample/products.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { listProduct, putMainPicture, runOver } from './listing-runs.ts';

const named = (sku: string): ProductFacts => {
  const facts = sampleFacts.find((one) => one.sku === sku);
  if (facts === undefined) throw new Error(`the sample shop has no ${sku}`);
  return facts;
};
const bottle = named('BOTTLE-STEEL-750');

describe('a product that is listed', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await registerStore(platform, 'shop');
    await putMainPicture(platform, bottle.sku);
  });

  const standing = async (channel: ListingChannel, locale: ListingLocale, sku = bottle.sku) =>
    (await platform.records.get<StandingListing>(listingKey('shop', { sku, channel, locale })))?.data;

  it('goes through every stage and stands on every selected channel', async () => {
    const { machine, run } = await listProduct(platform, bottle);
    expect(machine.status).toBe('SUCCEEDED');
    expect(machine.states.join(' ')).toBe(
      'Begin Extract IsPassedOver Structure Classify ValidateChannels CheckQuality NeedsReview Publish Record',
    );
    expect(run).toMatchObject({
      status: 'published',
      result: { published: 8, waiting: 0, refused: 0, conflicts: 0 },
    });
    expect((await standing('amazon', 'en'))?.listing.fields).toMatchObject({
      item_name: expect.stringContaining('bottle'),
    });
    expect((await standing('tmall', 'zh-CN'))?.listing.fields).toMatchObject({
      title: expect.stringContaining('保温'),
    });
  });

  it('waits on all channels without a main picture, and says so', async () => {
    const mug = named('MUG-ENAMEL-SAGE');
    const { run } = await listProduct(platform, mug);
    expect(run).toMatchObject({ status: 'completed', result: { published: 0, waiting: 8 } });
    expect(run.why?.en).toContain('wait for the main picture');
    expect(await standing('amazon', 'en', mug.sku)).toBeUndefined();
  });

  it('is listed once however often its event comes', async () => {
    const first = await listProduct(platform, bottle);
    const event = platform.inspection.events.find(({ name }) => name === 'ProductCreated');
    const again = await runOver(platform, { 'detail-type': 'ProductCreated', detail: event });
    expect(again.run.id).toBe(first.run.id);
    const audit = await platform.records.list({ table: 'audit', pk: `shop#AUDIT#run/${first.run.id}` });
    expect(
      audit.items.filter(({ data }) => (data as { action: string }).action === 'listing.published'),
    ).toHaveLength(8);
  });

  it('is asked about where something is doubtful, and nothing goes out before', async () => {
    const { color: _color, material: _material, ...few } = bottle.attributes;
    const bare: ProductFacts = { ...bottle, title: { en: 'Fine thing' }, attributes: few, sourceText: {} };
    const { category: _category, categoryGiven: _given, ...untold } = bare;
    const { machine, run } = await listProduct(platform, untold, {
      decision: 'reject',
      decidedBy: 'ada',
      comment: 'No',
    });
    expect(machine.states).toContain('Review');
    expect(run.status).toBe('rejected');
    expect(await standing('shopify', 'en')).toBeUndefined();
  });

  it('leaves out the channels that a person refused', async () => {
    const {
      category: _category,
      categoryGiven: _given,
      ...untold
    } = { ...bottle, title: { en: 'Fine thing' }, sourceText: {} };
    const answer = { decision: 'approve', decidedBy: 'ada', approvalId: 'a', rejectedChoices: ['amazon/en'] };
    await listProduct(platform, untold, answer);
    expect(await standing('amazon', 'en')).toBeUndefined();
    expect(await standing('ebay', 'en')).toBeDefined();
  });

  it('keeps what it replaces, and never writes over what a person changed', async () => {
    await listProduct(platform, bottle);
    const before = await standing('ebay', 'en');
    const dearer = bottle.variants.map((variant) => ({
      ...variant,
      price: { amount: 19_900, currency: 'CNY' },
    }));
    await listProduct(platform, { ...bottle, variants: dearer });
    const after = await standing('ebay', 'en');
    expect(after?.listing.fields.price).toBe('199.00');
    expect(after?.replaced).toMatchObject({ hash: before?.hash });
    const key = listingKey('shop', { sku: bottle.sku, channel: 'ebay', locale: 'en' });
    await platform.records.put({
      key,
      data: { ...after, hash: 'theirs', changedBy: 'ada' },
      expected: 'any',
    });
    const cheap = bottle.variants.map((variant) => ({
      ...variant,
      price: { amount: 9_900, currency: 'CNY' },
    }));
    const { run } = await listProduct(platform, { ...bottle, variants: cheap });
    expect(run).toMatchObject({ status: 'conflict', result: { conflicts: 1 } });
    expect((await standing('ebay', 'en'))?.hash).toBe('theirs');
    expect((await standing('amazon', 'en'))?.listing.fields.standard_price).toBe('99.00');
  });

  it('is passed over where it is archived, and where a newer version came since', async () => {
    await listProduct(platform, bottle);
    const archived = await listProduct(platform, { ...bottle, status: 'archived' });
    expect(archived.run).toMatchObject({
      status: 'duplicate',
      why: { en: expect.stringContaining('archived') },
    });
    const late = {
      'detail-type': 'ProductChanged',
      detail: { store: 'shop', sku: bottle.sku, version: 1, again: true },
    };
    await platform.records.remove(runKey('shop', runIdFor('listing', 'shop', bottle.sku, '1')));
    const old = await runOver(platform, late);
    expect(old.run).toMatchObject({
      status: 'duplicate',
      why: { en: expect.stringContaining('changed again') },
    });
  });

  it('goes out by itself once its main picture is there', async () => {
    const mug = named('MUG-ENAMEL-SAGE');
    await listProduct(platform, mug);
    await putMainPicture(platform, mug.sku);
    const detail = { store: 'shop', sku: mug.sku, position: 1, eventId: 'assets-published/r/1' };
    const { run } = await runOver(platform, { 'detail-type': 'AssetsPublished', detail });
    expect(run).toMatchObject({ status: 'published', result: { published: 8, waiting: 0 } });
  });
});

describe('the sample shop', () => {
  it.each(sampleFacts.map((facts) => [facts.sku, facts] as const))(
    '%s has a listing on every channel that its rules take',
    async (_, facts) => {
      const platform = createMemoryPlatform();
      await registerStore(platform, 'shop');
      await putMainPicture(platform, facts.sku);
      const { run } = await listProduct(platform, facts, {
        decision: 'approve',
        decidedBy: 'ada',
        approvalId: 'a',
      });
      expect(run).toMatchObject({ status: 'published', result: { refused: 0, waiting: 0 } });
    },
  );
});
