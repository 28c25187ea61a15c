import * as z from 'zod';
import { listingChannelSchema } from '../../commerce/listings/listing.ts';
import { listingLocaleSchema } from '../../commerce/product/product-record.ts';
import { define } from './setting-definition.ts';

const locales = z.array(listingLocaleSchema).max(listingLocaleSchema.options.length);

export const listingChannels = define({
  title: { en: 'Listings', zh: '商品上架' },
  description: {
    en: 'On which channels products are listed, and in which languages',
    zh: '商品在哪些渠道上架，以及使用哪些语言',
  },
  schema: z.strictObject({ channels: z.partialRecord(listingChannelSchema, locales) }),
  default: {
    channels: {
      shopify: ['en', 'zh-CN'],
      amazon: ['en'],
      'google-merchant': ['en'],
      ebay: ['en'],
      'tiktok-shop': ['en'],
      tmall: ['zh-CN'],
      jd: ['zh-CN'],
    },
  },
  mayChange: ['admin', 'operator'],
});
