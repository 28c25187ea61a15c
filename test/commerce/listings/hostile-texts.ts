import fc from 'fast-check';
import type { ListingSource } from '../../../functions/commerce/listings/channel-drafts.ts';
import type { Classification, ListingTexts } from '../../../functions/commerce/listings/listing.ts';
import { listingChannelSchema } from '../../../functions/commerce/listings/listing.ts';
import type { ProductFacts } from '../../../functions/commerce/product/product-record.ts';

/** What suppliers write, and what breaks who counts: each piece has broken a shop's export somewhere. */
const PIECES = [
  'Cotton shirt',
  'with long sleeves',
  'FREE SHIPPING',
  'ＦＲＥＥ　ＳＨＩＰＰＩＮＧ',
  'fr\u00ADee ship\u200Bping',
  'best seller!!!',
  '100% quality guaranteed',
  '棉质圆领衬衫',
  '全国第一',
  '最佳',
  '第一次',
  '国家级',
  '加微信：shop_888',
  '13812345678',
  'mail me at shop@example.com',
  'www.example.com/buy',
  '👨‍👩‍👧‍👦',
  '👍🏽',
  '🇨🇳',
  '★★★',
  '1️⃣',
  '𠮷野家',
  '𝐁𝐎𝐋𝐃',
  'e\u0301\u0302\u0303',
  'नमस्ते',
  'ﬁne ①②',
  'Ä'.normalize('NFD'),
  '<script>alert(1)</script>',
  '&lt;b onclick=x&gt;bold&lt;/b&gt;',
  '<p>text<br>more</p>',
  '</td></table>',
  '<3 kg',
  '& "quotes" \'single\'',
  '\u202Eevil\u202C',
  '\u0000\u0007\u001B[31m',
  '\uD800',
  '!$?_{}^¬¦™…~',
  '(opened',
  '，，、；',
  '=SUM(A1:A9)',
  'İSTANBUL',
  'word word word word',
  '衬衫 衬衫 衬衫',
  'DONAUDAMPFSCHIFFFAHRTSGESELLSCHAFT',
  'x'.repeat(300),
  '长'.repeat(200),
  '\r\n\r\n',
  '\t \u00A0\u3000',
];

export const hostileText = (pieces = 12): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...PIECES) },
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
      ),
      { maxLength: pieces },
    )
    .chain((parts) => fc.constantFrom(' ', '', ', ', '\n', '。', '. ').map((joiner) => parts.join(joiner)));

const grounded = (pieces?: number) => hostileText(pieces).map((text) => ({ text, from: ['title'] }));

export const hostileTexts: fc.Arbitrary<ListingTexts> = fc.record({
  title: hostileText(),
  subtitle: fc.option(hostileText(), { nil: undefined }),
  bullets: fc.array(grounded(), { maxLength: 8 }),
  description: fc.array(grounded(40), { maxLength: 5 }),
  specifications: fc.array(
    fc.record({
      title: hostileText(3),
      rows: fc.array(
        fc.record({ name: hostileText(3), value: hostileText(4), from: fc.constant(['material']) }),
        { maxLength: 8 },
      ),
    }),
    { maxLength: 2 },
  ),
  keywords: fc.array(hostileText(4), { maxLength: 30 }),
});

/** A product that lacks nothing, so that only the texts can be at fault. */
export const PLAIN_PRODUCT: ProductFacts = {
  sku: 'SHIRT-1',
  title: { en: 'Cotton shirt', 'zh-CN': '棉质衬衫' },
  brand: 'Norrsken',
  category: 'apparel.shirts',
  status: 'draft',
  sourceText: {},
  attributes: {},
  options: [{ name: 'Size', values: ['M'] }],
  variants: [
    {
      sku: 'SHIRT-1',
      options: { Size: 'M' },
      price: { amount: 12900, currency: 'CNY' },
      stock: 4,
      barcode: '6901234567892',
    },
  ],
  media: [],
};

export const PLAIN_CLASSIFICATION: Classification = {
  category: 'apparel.shirts',
  productType: 'Shirts',
  collection: 'Clothing',
  tags: ['cotton', 'shirt'],
  channelCategories: { 'google-merchant': { id: '212', path: 'Apparel & Accessories > Clothing > Shirts' } },
  confidence: 1,
  engine: 'rules/classify@1',
};

export const hostileSource: fc.Arbitrary<ListingSource> = fc.record({
  product: fc
    .tuple(
      fc.option(
        hostileText(4).filter((brand) => brand !== ''),
        { nil: undefined },
      ),
    )
    .map(([brand]) => ({ ...PLAIN_PRODUCT, ...(brand === undefined ? {} : { brand }) })),
  texts: hostileTexts,
  classification: fc
    .tuple(hostileText(3), fc.array(hostileText(2), { maxLength: 5 }))
    .map(([productType, tags]) => ({ ...PLAIN_CLASSIFICATION, productType, tags })),
  channel: fc.constantFrom(...listingChannelSchema.options),
  locale: fc.constantFrom('en' as const, 'zh-CN' as const),
  engine: fc.constantFrom('rules/listing@1', 'openai/gpt-5@listing-3'),
});
