import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildListing } from '../../../functions/commerce/listings/build-fields.ts';
import type { ListingSource } from '../../../functions/commerce/listings/channel-drafts.ts';
import { CHANNEL_TEXTS } from '../../../functions/commerce/listings/channel-texts/all-channels.ts';
import { checkListing } from '../../../functions/commerce/listings/check-listing.ts';
import { listingChannelSchema } from '../../../functions/commerce/listings/listing.ts';
import { hostileSource, PLAIN_CLASSIFICATION, PLAIN_PRODUCT } from './hostile-texts.ts';

const TODAY = '2026-11-22';

/** What only a person can mend: something that is missing or too short. */
function needsPerson(channel: keyof typeof CHANNEL_TEXTS, rule: string): boolean {
  const demand = CHANNEL_TEXTS[channel].rules.find(({ id }) => id === rule)?.demand;
  return (
    demand?.kind === 'required' ||
    demand?.kind === 'pattern' ||
    (demand?.kind === 'length' && demand.min !== undefined && demand.max === undefined)
  );
}

/** A shirt with everything that a channel has a field for. */
const SHIRT: Omit<ListingSource, 'channel'> = {
  product: PLAIN_PRODUCT,
  texts: {
    title: 'Norrsken Shirt',
    subtitle: 'Crew neck and long sleeves',
    bullets: [
      { text: 'Soft: 95% cotton, 5% elastane', from: ['material'] },
      { text: 'www.example.com', from: [] },
      { text: 'Machine washable at 40 °C', from: ['care'] },
    ],
    description: [{ text: 'The shirt is made of cotton & elastane.', from: ['material'] }],
    specifications: [
      {
        title: 'Details',
        rows: [
          { name: 'Material', value: '95% cotton, 5% elastane', from: ['material'] },
          { name: 'Care', value: 'word '.repeat(30), from: ['care'] },
          { name: 'Colour', value: 'Navy', from: ['color'] },
        ],
      },
    ],
    keywords: ['long sleeve shirt', 'cotton shirt'],
  },
  classification: PLAIN_CLASSIFICATION,
  locale: 'en',
  engine: 'rules/listing@1',
};

function build(channel: ListingSource['channel'], changes: Partial<ListingSource> = {}) {
  return buildListing({ ...SHIRT, channel, ...changes }, TODAY);
}

describe('buildListing', () => {
  it('tells Google that a model wrote title and description, and says nothing of it where rules did', () => {
    expect(build('google-merchant', { engine: 'openai/gpt@listing-1' }).fields).toMatchObject({
      'structured_title.digital_source_type': 'trained_algorithmic_media',
      'structured_title.content': 'Norrsken Shirt',
      'structured_description.digital_source_type': 'trained_algorithmic_media',
      'structured_description.content': 'The shirt is made of cotton & elastane.',
    });
    const { fields } = build('google-merchant');
    expect(fields).toMatchObject({
      title: 'Norrsken Shirt',
      material: '95% cotton/5% elastane',
      color: 'Navy',
    });
    expect(Object.keys(fields).filter((name) => name.startsWith('structured_'))).toEqual([]);
  });

  it('numbers bullet points without a gap where one was left away', () => {
    expect(build('amazon').fields).toMatchObject({
      bullet_point1: 'Soft: 95% cotton, 5% elastane',
      bullet_point2: 'Machine washable at 40 °C',
    });
    expect(build('amazon').fields).not.toHaveProperty('bullet_point3');
  });

  it('leaves a fact away that is too long for its field, rather than cutting it to another one', () => {
    const { fields } = build('ebay');
    expect(fields).toMatchObject({ 'aspects.Material': '95% cotton, 5% elastane' });
    expect(fields).not.toHaveProperty('aspects.Care');
  });

  it('lengthens a title that TikTok Shop finds short by facts of the specification', () => {
    expect(build('tiktok-shop').fields.title).toBe('Norrsken Shirt, 95% cotton, 5% elastane');
  });

  it('writes descriptions in the HTML of the channel, with every text escaped', () => {
    expect(build('shopify').fields.descriptionHtml).toMatch(
      /^<p>The shirt is made of cotton &amp; elastane\.<\/p><ul><li>Soft/u,
    );
    expect(build('amazon').fields.product_description).toMatch(
      /^The shirt is made of cotton &amp; elastane\.<br><br>Details<br>Material: 95%/u,
    );
  });

  it('says a price with the decimals of its currency, a reduced one beside the one before', () => {
    const priced = (amount: number, currency: string, before?: number): ListingSource['product'] => ({
      ...PLAIN_PRODUCT,
      variants: PLAIN_PRODUCT.variants.map((variant) => ({
        ...variant,
        price: { amount, currency },
        costPrice: { amount: 777, currency },
        ...(before === undefined ? {} : { compareAtPrice: { amount: before, currency } }),
      })),
    });
    expect(build('shopify', { product: priced(5, 'USD') }).fields.price).toBe('0.05');
    expect(build('shopify', { product: priced(1299, 'JPY') }).fields.price).toBe('1299');
    expect(build('google-merchant', { product: priced(9900, 'CNY', 12900) }).fields).toMatchObject({
      price: '129.00 CNY',
      sale_price: '99.00 CNY',
    });
    for (const channel of listingChannelSchema.options) {
      const { fields } = build(channel, { product: priced(9900, 'CNY') });
      expect(Object.values(fields).join(' ')).not.toContain('7.77');
    }
  });

  it('gives neither barcode nor colour to a family whose variants have their own', () => {
    const [first] = PLAIN_PRODUCT.variants;
    const product: ListingSource['product'] = {
      ...PLAIN_PRODUCT,
      options: [{ name: 'Colour', values: ['Navy', 'White'] }],
      variants: first === undefined ? [] : [first, { ...first, sku: 'SHIRT-2', barcode: undefined }],
    };
    const { fields } = build('google-merchant', { product });
    expect(fields).not.toHaveProperty('gtin');
    expect(fields).not.toHaveProperty('color');
  });

  it('says of every field which facts it repeats', () => {
    for (const channel of listingChannelSchema.options) {
      const { fields, grounds } = build(channel);
      expect(Object.keys(grounds).sort()).toEqual(Object.keys(fields).sort());
    }
    expect(build('ebay').grounds['aspects.Material']).toEqual(['material']);
    expect(build('ebay').grounds.title).toEqual(['title', 'brand']);
  });

  it('never breaks a limit or uses what is forbidden, whatever the texts are', () => {
    fc.assert(
      fc.property(hostileSource, (source) => {
        const listing = buildListing(source, TODAY);
        const broken = checkListing(listing, TODAY).filter(
          ({ holds, rule }) => !holds && !needsPerson(source.channel, rule),
        );
        expect(broken, JSON.stringify(listing.fields)).toEqual([]);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
