import type { Says } from '../../says.ts';
import type { ListingChannel } from '../listing.ts';

/** How a channel's file is written. */
export interface FeedKind {
  /** What the shop asks for: `csv`, `tsv`, `xml`. */
  readonly format: FeedFormat;
  readonly extension: string;
  readonly contentType: string;
  /** A byte order mark stands before both: without it, Excel reads UTF-8 as the code page of the machine. */
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'utf-16le-bom';
  /** Of a table. */
  readonly delimiter?: ',' | '\t';
  /**
   * Bytes: a file that would grow beyond it is followed by another one. Shopify takes 15 MB; the others more, but whole files are
   * held in memory.
   */
  readonly mostBytes: number;
  /** What the file cannot know, and what to do with it. */
  readonly says: Says;
}
export type FeedFormat = 'csv' | 'tsv' | 'xml';

const mostBytes = 12_000_000;
const csv = {
  format: 'csv',
  extension: 'csv',
  contentType: 'text/csv; charset=utf-8',
  delimiter: ',',
  mostBytes,
} as const;

/** The formats of a channel, the usual one first. */
export const FEED_KINDS: Readonly<Record<ListingChannel, readonly [FeedKind, ...FeedKind[]]>> = {
  shopify: [
    {
      ...csv,
      // Shopify asks for UTF-8 and takes a mark for a part of the first column's name in older imports.
      encoding: 'utf-8',
      says: {
        en: 'Import it under Products > Import. Tick "Overwrite products with matching handles" to change products that are there already.',
        zh: '在 Shopify 后台“产品 > 导入”中上传。如需更新已有商品，请勾选“覆盖具有匹配句柄的产品”。',
      },
    },
  ],
  amazon: [
    {
      format: 'tsv',
      extension: 'txt',
      contentType: 'text/tab-separated-values; charset=utf-8',
      encoding: 'utf-8',
      delimiter: '\t',
      mostBytes,
      says: {
        en: 'Amazon takes the columns under the heading lines of its template for the category: copy these columns into the template that you download there. Product type and browse node are ours until you choose them.',
        zh: '亚马逊只接受其类目模板的表头：请将这些列复制到从卖家平台下载的类目模板中。商品类型和分类节点为系统建议，请在模板中选定。',
      },
    },
  ],
  'google-merchant': [
    {
      format: 'tsv',
      extension: 'tsv',
      contentType: 'text/tab-separated-values; charset=utf-8',
      encoding: 'utf-8',
      delimiter: '\t',
      mostBytes,
      says: {
        en: 'Google also wants link (the address of the product page) and image_link; where a column is missing here, add it by a supplemental source or a rule. Keep "quoted fields" switched on.',
        zh: 'Google 还要求 link（商品页网址）和 image_link；本文件缺少的列请通过补充数据源或规则补充，并保持“带引号的字段”开启。',
      },
    },
    {
      format: 'xml',
      extension: 'xml',
      contentType: 'application/rss+xml; charset=utf-8',
      encoding: 'utf-8',
      mostBytes,
      says: {
        en: 'Google also wants link (the address of the product page) and image_link; where they are missing here, add them by a supplemental source or a rule.',
        zh: 'Google 还要求 link（商品页网址）和 image_link；本文件缺少时请通过补充数据源或规则补充。',
      },
    },
  ],
  ebay: [
    {
      ...csv,
      encoding: 'utf-8-bom',
      says: {
        en: 'Upload it under Seller Hub > Reports > Upload. Every line becomes a draft; choose category and delivery there.',
        zh: '在 eBay 卖家中心“报告 > 上传”中上传。每行生成一个草稿，请在那里选择类目和物流。',
      },
    },
  ],
  'tiktok-shop': [
    {
      ...csv,
      encoding: 'utf-8-bom',
      says: {
        en: 'Copy the columns into the batch template of the category that you download from Seller Center; it takes Excel files only.',
        zh: '请将这些列复制到从 TikTok Shop 卖家中心下载的类目批量模板中（仅接受 Excel 文件）。',
      },
    },
  ],
  tmall: [
    {
      format: 'csv',
      extension: 'csv',
      contentType: 'text/csv; charset=utf-16le',
      // The data package of Taobao's seller tools is a "CSV" with tabs in UTF-16, whatever its name says.
      encoding: 'utf-16le-bom',
      delimiter: '\t',
      mostBytes,
      says: {
        en: 'Import it as a data package (数据包). Category and properties are ours in words until you choose them there.',
        zh: '请作为“数据包”导入。类目和属性为文字建议，请在导入后选定。',
      },
    },
  ],
  jd: [
    {
      ...csv,
      encoding: 'utf-8-bom',
      says: {
        en: 'Copy the columns into the batch template of the category that you download from the seller console.',
        zh: '请将这些列复制到从京东商家后台下载的类目批量模板中。',
      },
    },
  ],
};
