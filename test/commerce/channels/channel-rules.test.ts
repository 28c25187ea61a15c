import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelIds } from '../../../functions/commerce/channels/channel-ids.ts';
import {
  CHANNELS,
  findChannel,
  futureRules,
  rulesInForce,
} from '../../../functions/commerce/channels/channel-rules.ts';
import { pictureName } from '../../../functions/commerce/channels/house-rules.ts';

const channel = (id: string) => {
  const found = findChannel(id);
  if (found === undefined) throw new Error(`no channel ${id}`);
  return found;
};
const ids = (rules: readonly { id: string }[]) => rules.map((rule) => rule.id);

describe('the channels', () => {
  it.each([
    ['amazon-main', 'amazon-main-2000x2000.jpg'],
    ['google-merchant', 'google-merchant-1500x1500.jpg'],
    ['shopify', 'shopify-2048x2048.jpg'],
    ['ebay', 'ebay-1600x1600.jpg'],
    ['tmall-main', 'tmall-main-800x800.jpg'],
    ['tmall-white', 'tmall-white-800x800.jpg'],
    ['jd-main', 'jd-main-800x800.jpg'],
    ['douyin', 'douyin-1200x1200.jpg'],
    ['tiktok-shop', 'tiktok-shop-1200x1200.jpg'],
    ['instagram-square', 'instagram-square-1080x1080.jpg'],
    ['instagram-portrait', 'instagram-portrait-1080x1350.jpg'],
    ['pinterest', 'pinterest-1000x1500.jpg'],
    ['open-graph', 'open-graph-1200x630.jpg'],
    ['web-thumbnail', 'web-thumbnail-400x400.webp'],
  ])('%s names its file %s', (id, name) => {
    expect(pictureName(channel(id))).toBe(name);
  });

  it('are listed by their ids', () => {
    expect(channelIds).toEqual(ids(CHANNELS));
  });

  it('have ids of their own, and rules with ids of their own', () => {
    expect(new Set(ids(CHANNELS)).size).toBe(CHANNELS.length);
    for (const { rules } of CHANNELS) expect(new Set(ids(rules)).size).toBe(rules.length);
  });

  it.each(CHANNELS)(
    '$id: every rule says where it comes from, and is confirmed only by the platform or the house',
    ({ rules }) => {
      for (const rule of rules) {
        expect(rule.says.en).not.toBe('');
        expect(rule.says.zh).not.toBe('');
        if (rule.source.publisher !== 'house') expect(rule.source.url).toMatch(/^https:\/\//);
        expect(rule.source.checkedOn).toMatch(/^(unconfirmed|\d{4}-\d{2}-\d{2})$/);
        expect(rule.confirmed).toBe(rule.source.publisher !== 'third-party');
      }
    },
  );

  it.each(CHANNELS)('$id: what is made keeps the channel’s own limits', ({ output, rules }) => {
    const sides: Record<string, number> = {
      'shortest-side': Math.min(output.width, output.height),
      'longest-side': Math.max(output.width, output.height),
      bytes: output.maxBytes,
    };
    for (const { measure, demand } of rules) {
      const value = sides[measure];
      if (value === undefined) continue;
      expect(value).toBeGreaterThanOrEqual(demand.min ?? 0);
      expect(value).toBeLessThanOrEqual(demand.max ?? Infinity);
    }
    const fill = rules.filter(({ measure }) => measure === 'fill-ratio').map(({ demand }) => demand.min ?? 0);
    expect(output.fill.least).toBeGreaterThan(Math.max(0, ...fill));
  });

  it('that demand white are made on white', () => {
    const white = CHANNELS.filter(({ rules }) => rules.some(({ measure }) => measure === 'border-white'));
    expect(ids(white)).toEqual(['amazon-main', 'tmall-white', 'jd-main']);
    for (const { output } of white) expect(output.background).toBe('white');
  });
});

describe('dated rules', () => {
  const google = channel('google-merchant');

  it.each([
    ['2026-11-21', 'least-size-until-2027', ['least-size-from-2027']],
    ['2027-01-30', 'least-size-until-2027', ['least-size-from-2027']],
    ['2027-01-31', 'least-size-from-2027', []],
    ['2030-06-01', 'least-size-from-2027', []],
  ])('on %s Google holds files to %s', (day, inForce, future) => {
    const least = ids(rulesInForce(google, day)).filter((id) => id.startsWith('least-size'));
    expect(least).toEqual([inForce]);
    expect(ids(futureRules(google, day))).toEqual(future);
  });

  it('are in force or in the future, never both', () => {
    const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.constantFrom(...CHANNELS), (date, any) => {
        const onDate = date.toISOString().slice(0, 10);
        const now = new Set(ids(rulesInForce(any, onDate)));
        expect(ids(futureRules(any, onDate)).filter((id) => now.has(id))).toEqual([]);
      }),
    );
  });
});
