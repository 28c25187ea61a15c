import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { buildListing } from '../../functions/commerce/listings/build-fields.ts';
import { checkListing } from '../../functions/commerce/listings/check-listing.ts';
import type { ChannelListing, ListingChannel } from '../../functions/commerce/listings/listing.ts';
import type { ListingLocale, ProductFacts } from '../../functions/commerce/product/product-record.ts';
import { readColumns } from '../../functions/commerce/product/read-columns.ts';
import {
  categoryWords,
  classifyProduct,
  findProductCategory,
} from '../../functions/listing/classify-product.ts';
import { composeTexts, rulesEngine } from '../../functions/listing/compose/compose-texts.ts';
import { sampleFacts } from '../../sample/products.ts';
import { seededMapping, seedProducts } from '../commerce/product/seeded-products.ts';

const day = '2026-11-22';

const seeded = seedProducts(200, 1).map(({ rows, truth }) => {
  const { facts, notes } = readColumns(rows, seededMapping);
  if (facts === undefined) throw new Error(`a seeded product was refused: ${JSON.stringify(notes)}`);
  return { facts, truth };
});

const targets: readonly (readonly [ListingChannel, ListingLocale])[] = [
  ['shopify', 'en'],
  ['shopify', 'zh-CN'],
  ['amazon', 'en'],
  ['google-merchant', 'en'],
  ['ebay', 'en'],
  ['tiktok-shop', 'en'],
  ['tmall', 'zh-CN'],
  ['jd', 'zh-CN'],
];

function listingsOf(product: ProductFacts): ChannelListing[] {
  const found = findProductCategory(product);
  const words = found && categoryWords(found.category);
  const classification = classifyProduct(product);
  return targets.map(([channel, locale]) => {
    const texts = composeTexts(product, words, locale);
    return buildListing({ product, texts, classification, channel, locale, engine: rulesEngine }, day);
  });
}

const all = [...sampleFacts, ...seeded.map(({ facts }) => facts)].flatMap(listingsOf);

/** Of one line each, by a program that shares nothing with us; a line break is no byte of a GBK character. */
function gbkBytes(lines: readonly string[]): number[] | undefined {
  const { stdout, error, status } = spawnSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], {
    input: lines.join('\n'),
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined || status !== 0) return undefined;
  return stdout
    .toString('latin1')
    .split('\n')
    .map((line) => line.length);
}

const titlesOf = (channel: ListingChannel, field: string) =>
  all.flatMap((listing) => (listing.channel === channel ? [listing.fields[field] ?? ''] : []));

describe('212 products on seven channels, by rules alone', () => {
  it('each listing passes every rule of its channel', () => {
    expect(all).toHaveLength(212 * targets.length);
    const failures = all.flatMap((listing) =>
      checkListing(listing, day)
        .filter(({ holds, severity }) => !holds && severity === 'fail')
        .map(({ rule, field }) => `${listing.sku} ${listing.channel} ${rule} ${field}`),
    );
    expect(failures).toEqual([]);
  });

  it.each([
    ['amazon', 'item_name', 200],
    ['google-merchant', 'title', 150],
    ['google-merchant', 'description', 5000],
    ['ebay', 'title', 80],
    ['ebay', 'subtitle', 55],
    ['tiktok-shop', 'title', 255],
    ['shopify', 'title', 255],
  ] as const)('%s %s has at most %i characters', (channel, field, most) => {
    const longest = Math.max(...titlesOf(channel, field).map((text) => Array.from(text).length));
    expect(longest).toBeGreaterThan(10);
    expect(longest).toBeLessThanOrEqual(most);
  });

  it('no Amazon title holds a character that Amazon refuses, or a word more than twice', () => {
    for (const title of titlesOf('amazon', 'item_name')) {
      expect(title).not.toMatch(/[!$?_{}^¬¦]/);
      const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
      const small = new Set([
        'a',
        'an',
        'the',
        'and',
        'or',
        'for',
        'with',
        'in',
        'of',
        'to',
        'on',
        'by',
        'at',
        'from',
      ]);
      for (const word of words.filter((one) => !small.has(one))) {
        expect(words.filter((other) => other === word).length, title).toBeLessThanOrEqual(2);
      }
    }
  });

  const canCount = gbkBytes(['测试']) !== undefined;
  it.skipIf(!canCount)('no Tmall title has more than 60 bytes, as the program iconv counts', () => {
    const bytes = gbkBytes(titlesOf('tmall', 'title')) ?? [];
    expect(bytes).toHaveLength(212);
    expect(Math.min(...bytes)).toBeGreaterThan(4);
    expect(Math.max(...bytes)).toBeLessThanOrEqual(60);
  });

  it('English listings hold no Chinese but the names that a source gave only so', () => {
    const isChinese = /\p{Script=Han}/u;
    const brands = new Map(
      [...sampleFacts, ...seeded.map(({ facts }) => facts)].map(({ sku, brand }) => [sku, brand ?? '']),
    );
    for (const { fields, locale, sku } of all) {
      if (locale !== 'en') continue;
      const texts = Object.values(fields).map((text) => text.replaceAll(brands.get(sku) || '\0', ''));
      for (const text of texts) expect(isChinese.test(text), text).toBe(false);
    }
  });

  it('no listing says a price that the record does not have, or what the shop pays', () => {
    for (const { facts } of seeded) {
      const costs = facts.variants.flatMap(({ costPrice, price }) =>
        costPrice?.amount === price?.amount ? [] : (costPrice ?? []),
      );
      for (const listing of listingsOf(facts)) {
        for (const { amount } of costs)
          expect(Object.values(listing.fields)).not.toContain((amount / 100).toFixed(2));
      }
    }
  });
});

describe('the category that rules find in a title', () => {
  it('is right wherever they are sure, and they are sure of nine in ten', () => {
    const judged = seeded.map(({ facts }) => {
      const { category, categoryGiven: _given, ...untold } = facts;
      return { category, found: findProductCategory(untold) };
    });
    const known = judged.filter(({ category }) => category !== undefined);
    const sure = known.filter(({ found }) => (found?.confidence ?? 0) >= 0.9);
    expect(known.length).toBeGreaterThan(100);
    expect(sure.length / known.length).toBeGreaterThan(0.9);
    expect(sure.filter(({ category, found }) => found?.category.id !== category)).toEqual([]);
  });
});
