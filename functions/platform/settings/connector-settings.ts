import * as z from 'zod';
import { expecting, slugField } from './field-checks.ts';

/** Of a secret below `storehand/<stage>/<connector>/`: what Secrets Manager takes as a name. */
const secretName = expecting(
  z.string(),
  {
    en: 'the name of a secret, without its prefix, e.g. shopify-main',
    zh: '密钥名称（不含前缀），例如 shopify-main',
  },
  (name) => /^[A-Za-z0-9_+=.@-]{1,200}$/.test(name),
);

const shopifyHost = expecting(
  z.string(),
  {
    en: "the shop's own Shopify address, e.g. blue-mug.myshopify.com",
    zh: '店铺的 Shopify 自有域名，例如 blue-mug.myshopify.com',
  },
  (host) => /^[a-z0-9][a-z0-9-]{0,59}\.myshopify\.com$/.test(host),
);

const shopifyVersion = expecting(
  z.string(),
  { en: 'a version of the Admin API, e.g. 2026-10', zh: 'Admin API 版本，例如 2026-10' },
  (version) => /^20\d\d-(01|04|07|10)$/.test(version),
);

/**
 * Where a shop's pictures go besides the built-in catalogue. The access token is a secret, `storehand/<stage>/store/<store>/<secretName>`:
 * `{"accessToken": "shpat_…"}`. The host is always Shopify's own: a token never goes to an address that somebody typed.
 */
export const storeConnectorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('built-in') }),
  z.strictObject({
    kind: z.literal('shopify'),
    shop: shopifyHost,
    /** Shopify's versions are dated by quarter, and each is served for a year. */
    apiVersion: shopifyVersion.default('2026-10'),
    secretName,
    /** Which of the videos that are made of a product's main photo goes to the product. A shop's plan limits how many it may have. */
    motion: z.enum(['none', 'square', 'portrait']).default('none'),
  }),
]);
export type StoreConnector = z.output<typeof storeConnectorSchema>;

/** What stands in every sidecar about who may use the picture; names as IPTC has them. */
const rightsSchema = z.strictObject({
  creator: z.string().max(200).optional(),
  copyrightNotice: z.string().max(500).optional(),
  usageTerms: z.string().max(2000).optional(),
  licenceUrl: z.url().max(500).optional(),
});
export type DamRights = z.output<typeof rightsSchema>;

const rights = rightsSchema.default({});

/** Where accepted files are kept for others to take: a digital asset management, or just a folder. */
export const damSettingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    /** In the media bucket, `<store>/<prefix>/…`: another bucket gets it by S3 replication of the prefix. */
    kind: z.literal('s3-prefix'),
    prefix: slugField,
    rights,
  }),
  z.strictObject({
    /** `storehand/<stage>/dam/<store>/<secretName>`: `{"url", "username", "password"}` or `{"url", "token"}`. */
    kind: z.literal('webdav'),
    secretName,
    /** The server stands in the shop's own network. */
    allowPrivateNetwork: z.boolean().default(false),
    rights,
  }),
  /** Only on one machine, below the folder that it was started with. */
  z.strictObject({ kind: z.literal('folder'), rights }),
]);
export type DamSetting = z.output<typeof damSettingSchema>;
