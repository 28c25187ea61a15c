import { describe, expect, it } from 'vitest';
import { checkListing, passes } from '../../../functions/commerce/listings/check-listing.ts';
import type { ChannelListing, ListingChannel } from '../../../functions/commerce/listings/listing.ts';
import type { TextEvidence } from '../../../functions/commerce/listings/text-rule.ts';

const TODAY = '2026-11-22';

function listing(
  channel: ListingChannel,
  fields: Record<string, string>,
  locale: ChannelListing['locale'] = 'en',
): ChannelListing {
  return { channel, locale, sku: 'A-1', fields, grounds: {}, engine: 'rules/listing@1' };
}

/** What the rule of this id says of a listing with one field; `undefined` where it says nothing. */
function found(
  channel: ListingChannel,
  fields: Record<string, string>,
  rule: string,
  { onDate = TODAY, locale = 'en' as ChannelListing['locale'] } = {},
): TextEvidence | undefined {
  return checkListing(listing(channel, fields, locale), onDate).find(({ rule: id }) => id === rule);
}

describe('checkListing', () => {
  it.each<[ListingChannel, string, string, string, boolean]>([
    ['amazon', 'item_name-forbidden-character', 'item_name', 'Desk lamp, 40 cm', true],
    ...['!', '$', '?', '_', '{', '}', '^', '¬', '¦'].map(
      (sign): [ListingChannel, string, string, string, boolean] => [
        'amazon',
        'item_name-forbidden-character',
        'item_name',
        `Desk lamp ${sign} 40 cm`,
        false,
      ],
    ),
    ['amazon', 'item_name-repeated-word', 'item_name', 'Lamp for desk and lamp for bed and a shelf', true],
    ['amazon', 'item_name-repeated-word', 'item_name', 'Lamp, desk lamp, LAMP', false],
    ['amazon', 'item_name-repeated-word', 'item_name', 'Lamp, desk lamp, ｌａｍｐ', false],
    ['amazon', 'item_name-repeated-word', 'item_name', 'Lamps, desk lamp, lamp', true],
    ['amazon', 'item_name-forbidden-phrase', 'item_name', 'Lamp with FREE  Shipping', false],
    ['amazon', 'item_name-forbidden-phrase', 'item_name', 'Lamp with ｆｒｅｅ\u3000ｓｈｉｐｐｉｎｇ', false],
    ['amazon', 'item_name-forbidden-phrase', 'item_name', 'Lamp with fr\u00ADee ship\u200Bping', false],
    ['amazon', 'item_name-forbidden-phrase', 'item_name', 'Lead-free shipping crate', false],
    ['amazon', 'item_name-forbidden-phrase', 'item_name', 'Carefree shippings', true],
    ['amazon', 'item_name-plain', 'item_name', 'Lamp <b>bright</b>', false],
    ['amazon', 'item_name-plain', 'item_name', 'Lamp < 3 kg, heart <3', true],
    ['amazon', 'item_name-plain', 'item_name', 'Lamp \u202Ethgirb', false],
    ['amazon', 'item_name-emoji', 'item_name', 'Lamp 👨‍👩‍👧‍👦', false],
    ['amazon', 'item_name-emoji', 'item_name', 'Lamp ★', false],
    ['amazon', 'item_name-emoji', 'item_name', 'Lamp™ © 2026 → 5 × 5', true],
    ['amazon', 'item_name-contact', 'item_name', 'Lamp from shop@example.com', false],
    ['amazon', 'item_name-contact', 'item_name', 'Lamp 1200x800 mm, 4000-6500 K, IP65', true],
    ['amazon', 'bullet_point-forbidden-phrase', 'bullet_point1', 'Eco-friendly bamboo', false],
    ['google-merchant', 'title-capitals', 'title', 'COTTON SHIRT FOR MEN', false],
    ['google-merchant', 'title-capitals', 'title', 'USB-C XXL', true],
    ['google-merchant', 'title-capitals', 'title', 'NIKE Air Max running shoes', true],
    [
      'google-merchant',
      'structured_title.digital_source_type-one-of',
      'structured_title.digital_source_type',
      'ai',
      false,
    ],
    ['ebay', 'description-html', 'description', '<ul><li>x</li></ul><br>y', true],
    ['ebay', 'description-html', 'description', '<ul><li>x</ul>', false],
    ['ebay', 'description-html', 'description', '<strong onclick="x">x</strong>', false],
    ['ebay', 'description-html', 'description', 'x<script>alert(1)</script>', false],
    ['ebay', 'description-html', 'description', 'x<!-- y -->', false],
    ['tiktok-shop', 'title-chinese', 'title', 'Cotton shirt 棉', false],
    ['shopify', 'handle-pattern', 'handle', 'cotton-shirt-2', true],
    ['shopify', 'handle-pattern', 'handle', 'Cotton shirt', false],
  ])('%s, %s: %s = %s → %s', (channel, rule, field, text, holds) => {
    expect(found(channel, { [field]: text }, rule)?.holds).toBe(holds);
  });

  it.each<[string, string, boolean]>([
    ['title-absolute-law', '最佳棉质衬衫', false],
    ['title-absolute-law', '国家级工艺衬衫', false],
    ['title-absolute-law', '棉质衬衫', true],
    ['title-absolute', '全国第一衬衫', false],
    ['title-absolute', '第一次穿的衬衫', true],
    ['title-elsewhere', '衬衫 加微信', false],
    ['title-contact', '衬衫 微信：shop_888', false],
    ['title-contact', '衬衫 13812345678', false],
    ['title-contact', '衬衫 400-820-8820', false],
    ['title-length-gbk-bytes', '棉'.repeat(30), true],
    ['title-length-gbk-bytes', `${'棉'.repeat(30)}a`, false],
    ['title-length-gbk-bytes', `${'棉'.repeat(29)}aa`, true],
    ['title-length-gbk-bytes', '\u{20BB7}'.repeat(15), true],
    ['title-length-gbk-bytes', '\u{20BB7}'.repeat(16), false],
  ])('tmall, %s: %s → %s', (rule, title, holds) => {
    expect(found('tmall', { title }, rule, { locale: 'zh-CN' })?.holds).toBe(holds);
  });

  it('says what was measured and what is asked for, in both languages', () => {
    expect(found('ebay', { title: 'a'.repeat(81) }, 'title-length-characters')).toMatchObject({
      holds: false,
      severity: 'fail',
      confirmed: true,
      measured: { en: '81 characters', zh: '81 个字符' },
      expected: { en: 'at most 80 characters', zh: '不超过 80 个字符' },
    });
  });

  it('keeps evidence of rules that hold', () => {
    expect(found('ebay', { title: 'Desk lamp' }, 'title-length-characters')?.holds).toBe(true);
  });

  it('informs of a rule that is announced, and lets the listing pass until its day', () => {
    const fields = { item_name: 'Lamp, desk lamp, lamp' };
    const rule = 'item_name-repeated-word';
    const before = found('amazon', fields, rule, { onDate: '2025-01-20' });
    expect(before).toMatchObject({ holds: false, severity: 'inform' });
    expect(passes(before === undefined ? [] : [before])).toBe(true);
    expect(found('amazon', fields, rule, { onDate: '2025-01-21' })).toMatchObject({ severity: 'fail' });
  });

  it('finds a required field that is missing or blank, and takes the one in its place', () => {
    expect(found('google-merchant', {}, 'title-required')?.holds).toBe(false);
    expect(found('google-merchant', { title: ' ' }, 'title-required')?.holds).toBe(false);
    expect(found('google-merchant', { 'structured_title.content': 'Lamp' }, 'title-required')?.holds).toBe(
      true,
    );
  });

  it('finds nothing in an optional field that is not there', () => {
    expect(found('ebay', {}, 'subtitle-length-characters')).toBeUndefined();
  });

  it('counts the fields of a numbered row', () => {
    const bullets = (count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`bullet_point${i + 1}`, 'Bright enough']));
    expect(found('amazon', bullets(5), 'bullet_point-count')?.holds).toBe(true);
    expect(found('amazon', bullets(6), 'bullet_point-count')?.holds).toBe(false);
    expect(found('amazon', bullets(2), 'bullet_point-few')).toMatchObject({ holds: false, severity: 'warn' });
  });

  it('asks a rule only of the languages that it is for', () => {
    expect(found('tiktok-shop', { title: '棉质衬衫' }, 'title-chinese', { locale: 'zh-CN' })).toBeUndefined();
    expect(found('tiktok-shop', { title: '棉质衬衫' }, 'title-pattern', { locale: 'zh-CN' })?.severity).toBe(
      'warn',
    );
  });

  it('reads a megabyte of anything without being held up by it', () => {
    for (const unit of ['<a b', '13812345678']) {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      const evidence = checkListing(listing('tmall', { title: text, description: text }, 'zh-CN'), TODAY);
      expect(passes(evidence)).toBe(false);
    }
  });
});
