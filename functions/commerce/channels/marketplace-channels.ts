import type { Channel, ChannelOutput, RuleSource } from './channel-rule.ts';
import {
  fillRule,
  houseRules,
  largestFileRule,
  longestSideRule,
  smallestSideRule,
  whiteBorderRule,
  wholeProductRule,
} from './house-rules.ts';
import { noBorderRule, noTextRules } from './text-rules.ts';

const CHECKED = '2026-11-21';

/** Amazon's own page (Seller Central, G1881) wants a login; several independent guides agree on every number. */
const AMAZON: RuleSource = {
  publisher: 'third-party',
  url: 'https://www.mercatuslab.com/blog/amazon-product-image-requirements/',
  checkedOn: CHECKED,
};
const AMAZON_BYTES: RuleSource = {
  publisher: 'third-party',
  url: 'https://changethisfile.com/blog/convert-images-for-amazon-seller-central',
  checkedOn: CHECKED,
};
const AMAZON_TEXT: RuleSource = {
  publisher: 'third-party',
  url: 'https://ssopdot.com/blog/12576.html',
  checkedOn: CHECKED,
};
const GOOGLE: RuleSource = {
  publisher: 'platform',
  url: 'https://support.google.com/merchants/answer/6324350',
  checkedOn: CHECKED,
};
/** Google's own page says so below what could be read of it; several guides and quoted notices agree. */
const GOOGLE_OVERLAYS: RuleSource = {
  publisher: 'third-party',
  url: 'https://www.gmcsuspension.com/blog-image-requirements-gmc.html',
  checkedOn: CHECKED,
};
const SHOPIFY: RuleSource = {
  publisher: 'platform',
  url: 'https://shopify.dev/docs/apps/online-store/media/products',
  checkedOn: CHECKED,
};
const SHOPIFY_BYTES: RuleSource = {
  publisher: 'third-party',
  url: 'https://sellshot.ai/en/blog/shopify-product-image-size-guide',
  checkedOn: CHECKED,
};
const EBAY: RuleSource = {
  publisher: 'platform',
  url: 'https://www.ebay.com/help/policies/listing-policies/picture-policy?id=4370',
  checkedOn: CHECKED,
};
const EBAY_QUALITY: RuleSource = {
  publisher: 'platform',
  url: 'https://developer.ebay.com/support/kb-article?KBid=1489',
  checkedOn: CHECKED,
};
const EBAY_SIZES: RuleSource = {
  publisher: 'third-party',
  url: 'https://plomz.com/guide/ebay-image-requirements-for-sellers-2026',
  checkedOn: CHECKED,
};

/**
 * Amazon asks that "the product fills 85 % of the frame" without saying of what. An area cannot be meant: a bottle
 * or an umbrella never fills 85 % of a square. So: the larger of width / frame width and height / frame height.
 * Made at 90 % (5 % of margin on each side, clear of the border ring), never below 86 %.
 */
const AMAZON_OUTPUT: ChannelOutput = {
  width: 2000,
  height: 2000,
  format: 'jpeg',
  maxBytes: 10_000_000,
  background: 'white',
  fit: 'contain',
  fill: { target: 0.9, least: 0.86 },
  chroma: '4:4:4',
};

const GOOGLE_OUTPUT: ChannelOutput = {
  width: 1500,
  height: 1500,
  format: 'jpeg',
  maxBytes: 16_000_000,
  background: 'photo-or-plain',
  fit: 'contain',
  // Guides name 75 to 90 % of the frame for Google; the middle of it leaves room to share one resize.
  fill: { target: 0.9, least: 0.78 },
  chroma: '4:4:4',
};

const SHOPIFY_OUTPUT: ChannelOutput = {
  width: 2048,
  height: 2048,
  format: 'jpeg',
  maxBytes: 20_000_000,
  background: 'photo-or-plain',
  fit: 'contain',
  fill: { target: 0.9, least: 0.75 },
  chroma: '4:4:4',
};

const EBAY_OUTPUT: ChannelOutput = {
  width: 1600,
  height: 1600,
  format: 'jpeg',
  maxBytes: 12_000_000,
  background: 'photo-or-plain',
  fit: 'contain',
  fill: { target: 0.9, least: 0.75 },
  chroma: '4:4:4',
};

/** Marketplaces and shop systems of the West. */
export const MARKETPLACE_CHANNELS: readonly Channel[] = [
  {
    id: 'amazon-main',
    title: { en: 'Amazon main picture', zh: '亚马逊主图' },
    role: 'main',
    output: AMAZON_OUTPUT,
    rules: [
      ...houseRules('amazon-main', AMAZON_OUTPUT),
      whiteBorderRule(AMAZON, false),
      fillRule(0.85, AMAZON, false),
      wholeProductRule(AMAZON, false),
      longestSideRule('accepted-size', { min: 500, max: 10_000 }, 'fail', AMAZON, false),
      longestSideRule('zoomable', { min: 1000 }, 'warn', AMAZON, false),
      largestFileRule(AMAZON_OUTPUT.maxBytes, AMAZON_BYTES, false),
      ...noTextRules(AMAZON_TEXT, false, 'fail'),
    ],
  },
  {
    id: 'google-merchant',
    title: { en: 'Google Merchant Center', zh: 'Google 购物（Merchant Center）' },
    role: 'main',
    output: GOOGLE_OUTPUT,
    rules: [
      ...houseRules('google-merchant', GOOGLE_OUTPUT),
      {
        // The older floor: 100 px, and 250 px for clothes. The stricter one serves every product.
        ...smallestSideRule(
          'least-size-until-2027',
          250,
          'fail',
          {
            publisher: 'third-party',
            url: 'https://help.mergado.com/en/mergado-editor/advertising-channels-and-listings/google/google-element-reference/element-g-image-link/',
            checkedOn: CHECKED,
          },
          false,
        ),
        effectiveUntil: '2027-01-30',
      },
      {
        ...smallestSideRule('least-size-from-2027', 500, 'fail', GOOGLE, true),
        effectiveFrom: '2027-01-31',
      },
      smallestSideRule('recommended-size', 1500, 'warn', GOOGLE, true),
      {
        id: 'pixel-count',
        measure: 'longest-side',
        unit: 'px',
        demand: { max: 8000 },
        source: GOOGLE,
        confirmed: true,
        severity: 'fail',
        says: { en: 'At most 64 megapixels (8000 x 8000)', zh: '不超过 6400 万像素（8000 x 8000）' },
      },
      largestFileRule(GOOGLE_OUTPUT.maxBytes, GOOGLE, true),
      ...noTextRules(GOOGLE_OVERLAYS, false, 'fail'),
      noBorderRule(GOOGLE_OVERLAYS, false),
    ],
  },
  {
    id: 'shopify',
    title: { en: 'Shopify product media', zh: 'Shopify 商品图' },
    role: 'main',
    output: SHOPIFY_OUTPUT,
    rules: [
      ...houseRules('shopify', SHOPIFY_OUTPUT),
      // The reference says 4472 x 4472 px or 20 MP; newer guides say 5000. The smaller one is safe with both.
      longestSideRule('accepted-size', { max: 4472 }, 'fail', SHOPIFY, true),
      smallestSideRule('recommended-size', 2048, 'warn', SHOPIFY, true),
      largestFileRule(SHOPIFY_OUTPUT.maxBytes, SHOPIFY_BYTES, false),
    ],
  },
  {
    id: 'ebay',
    title: { en: 'eBay listing picture', zh: 'eBay 商品图' },
    role: 'main',
    output: EBAY_OUTPUT,
    rules: [
      ...houseRules('ebay', EBAY_OUTPUT),
      longestSideRule('accepted-size', { min: 500 }, 'fail', EBAY, true),
      longestSideRule('recommended-by-upload', { min: 1000 }, 'warn', EBAY_QUALITY, true),
      longestSideRule('recommended-size', { min: 1600 }, 'warn', EBAY_SIZES, false),
      largestFileRule(EBAY_OUTPUT.maxBytes, EBAY_SIZES, false),
      ...noTextRules(EBAY, true, 'fail'),
      noBorderRule(EBAY, true),
    ],
  },
];
