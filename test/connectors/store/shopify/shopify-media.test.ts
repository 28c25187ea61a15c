import { afterAll, beforeAll } from 'vitest';
import type { Send } from '../../../../functions/connectors/store/shopify/admin-client.ts';
import { describeMediaStore } from '../media-store-contract.ts';
import { ScriptedShopify } from './scripted-shopify.ts';
import { connectedShop } from './shopify-shop.ts';

const shopify = new ScriptedShopify();
let send: Send;
beforeAll(async () => {
  send = await shopify.listen();
});
afterAll(() => shopify.close());

describeMediaStore(
  'Shopify beside the catalogue',
  async () => (await connectedShop({ send, shopify })).media,
);

describeMediaStore(
  'Shopify with videos beside the catalogue',
  async () => (await connectedShop({ send, shopify, motion: 'square' })).media,
);
