import { describe, expect, it } from 'vitest';
import {
  CHANNEL_TEXTS,
  rulesOfField,
  textRulesOn,
} from '../../../functions/commerce/listings/channel-texts/all-channels.ts';
import { findField } from '../../../functions/commerce/listings/channel-texts/channel-texts.ts';
import { judgeDemand } from '../../../functions/commerce/listings/judge-demand.ts';
import { listingChannelSchema } from '../../../functions/commerce/listings/listing.ts';
import { PIECE_LENGTHS } from './piece-lengths.ts';

const CHANNELS = listingChannelSchema.options.map((channel) => CHANNEL_TEXTS[channel]);
const RULES = CHANNELS.flatMap((texts) =>
  texts.rules.map((rule) => ({ channel: texts.channel, id: rule.id, rule, texts })),
);

/** Each length rule that counts something within one text. */
const LENGTHS = RULES.flatMap(({ channel, id, rule, texts }) => {
  const { demand } = rule;
  if (demand.kind !== 'length' || demand.unit === 'items' || demand.unit === 'words') return [];
  const { unit, min, max } = demand;
  return [{ channel, id, unit, min, max, html: findField(texts, rule.field)?.form === 'html' }];
});

describe('the rules of the channels', () => {
  it.each(CHANNELS)('have one id each on $channel', ({ rules }) => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it.each(RULES)('speak of a field that $channel has: $id', ({ rule, texts }) => {
    const name = rule.field.replace('*', rule.field.endsWith('.*') ? 'Material' : '1');
    expect(findField(texts, name)).toBeDefined();
    expect(rule.says.en).not.toBe('');
    expect(rule.says.zh).toMatch(/\p{Script=Han}/u);
  });

  it.each(RULES)('say where they come from: $channel $id', ({ rule }) => {
    const { publisher, url, checkedOn } = rule.source;
    if (rule.confirmed) expect(checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/u);
    expect(rule.confirmed).toBe(publisher !== 'third-party');
    if (publisher !== 'house') expect(url).toMatch(/^https?:\/\//u);
  });

  it.each(LENGTHS.filter(({ max }) => max !== undefined && max <= 30_000))(
    'hold at the limit and one under, and not one over: $channel $id',
    ({ unit, max = 0, html }) => {
      const demand = { kind: 'length', unit, max } as const;
      for (const piece of PIECE_LENGTHS) {
        const pieces = piece.text.repeat(Math.floor(max / piece[unit]));
        const filling = 'a'.repeat(max % piece[unit]);
        const judge = (text: string): boolean => judgeDemand(demand, text, { html }).holds;
        expect(judge(filling + pieces), piece.name).toBe(true);
        expect(judge(`a${filling}${pieces}`), piece.name).toBe(false);
        if (filling !== '') expect(judge(filling.slice(1) + pieces), piece.name).toBe(true);
        expect(judge(filling + pieces.slice(piece.text.length)), piece.name).toBe(true);
      }
    },
  );

  it.each(LENGTHS.filter(({ min }) => min !== undefined))(
    'hold at the least and one over, and not one under: $channel $id',
    ({ unit, min = 0, html }) => {
      const demand = { kind: 'length', unit, min } as const;
      expect(judgeDemand(demand, 'a'.repeat(min), { html }).holds).toBe(true);
      expect(judgeDemand(demand, 'a'.repeat(min + 1), { html }).holds).toBe(true);
      expect(judgeDemand(demand, 'a'.repeat(min - 1), { html }).holds).toBe(false);
    },
  );

  it.each([
    ['amazon', 'item_name', 'characters', 200],
    ['amazon', 'item_name', 'characters', 75],
    ['amazon', 'bullet_point1', 'characters', 255],
    ['amazon', 'generic_keywords', 'utf8-bytes', 249],
    ['amazon', 'product_description', 'characters', 2000],
    ['google-merchant', 'title', 'characters', 150],
    ['google-merchant', 'structured_title.content', 'characters', 150],
    ['google-merchant', 'description', 'characters', 5000],
    ['google-merchant', 'structured_description.content', 'characters', 5000],
    ['google-merchant', 'product_highlight1', 'characters', 150],
    ['ebay', 'title', 'characters', 80],
    ['ebay', 'subtitle', 'characters', 55],
    ['tiktok-shop', 'title', 'characters', 255],
    ['tiktok-shop', 'description', 'characters', 10_000],
    ['tmall', 'title', 'gbk-bytes', 60],
    ['jd', 'title', 'characters', 45],
    ['jd', 'shortTitle', 'gbk-bytes', 16],
    ['shopify', 'title', 'characters', 255],
    ['shopify', 'seo.title', 'characters', 70],
    ['shopify', 'seo.description', 'characters', 160],
    ['shopify', 'tags', 'items', 250],
  ] as const)('%s: %s has at most so many %s: %i', (channel, field, unit, max) => {
    const rules = rulesOfField(textRulesOn(CHANNEL_TEXTS[channel], 'en', '2026-11-22'), field);
    expect(rules.map(({ demand }) => demand)).toContainEqual({ kind: 'length', unit, max });
  });
});
