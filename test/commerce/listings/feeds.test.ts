import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { writeFeed } from '../../../functions/commerce/listings/feeds/feed-file.ts';
import type { FeedItem } from '../../../functions/commerce/listings/feeds/feed-item.ts';
import { FEED_KINDS, type FeedFormat } from '../../../functions/commerce/listings/feeds/feed-kinds.ts';
import {
  type ChannelListing,
  type ListingChannel,
  listingChannelSchema,
} from '../../../functions/commerce/listings/listing.ts';
import { sampleFacts } from '../../../sample/products.ts';

function listingOf(channel: ListingChannel, fields: Record<string, string>, sku = 'SKU-1'): ChannelListing {
  return { channel, locale: 'en', sku, fields, grounds: {}, engine: 'rules/test@1' };
}

function kindOf(channel: ListingChannel, format?: FeedFormat) {
  const kind = FEED_KINDS[channel].find((one) => format === undefined || one.format === format);
  if (kind === undefined) throw new Error(`${channel} has no ${format}`);
  return kind;
}

function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

/** The file as the channel's reader takes it apart. */
function tableOf(channel: ListingChannel, items: readonly FeedItem[]): string[][] {
  const kind = kindOf(channel);
  const { bytes } = writeFeed(channel, kind, items);
  return parse(textOf(bytes), { delimiter: kind.delimiter ?? ',', relax_column_count: true });
}

function cellsOf(table: string[][], heading = 0, line = 1): Record<string, string> {
  const names = table[heading] ?? [];
  return Object.fromEntries(names.map((name, place) => [name, table[line]?.[place] ?? '']));
}

const shirt = sampleFacts.find(({ variants }) => variants.length > 1);
if (shirt === undefined) throw new Error('no product of the sample shop has variants');

describe('a file for a channel', () => {
  it('has the columns that the channel names, with digits as they are', () => {
    const fields = { sku: '000123', title: 'Steel bottle', barcode: '0012345678905', price: '199.00' };
    expect(cellsOf(tableOf('shopify', [{ listing: listingOf('shopify', fields) }]))).toEqual({
      SKU: '000123',
      Title: 'Steel bottle',
      Barcode: '0012345678905',
      Price: '199.00',
    });
  });

  it('gives each attribute a column, whichever product has it', () => {
    const items = [
      { listing: listingOf('ebay', { title: 'One', 'aspects.Material': 'Steel', currency: 'USD' }) },
      { listing: listingOf('ebay', { title: 'Two', 'aspects.Colour': 'Red', currency: 'USD' }) },
    ];
    const table = tableOf('ebay', items);
    expect(cellsOf(table, 0, 1)).toMatchObject({ Title: 'One', 'C:Material': 'Steel', 'C:Colour': '' });
    expect(cellsOf(table, 0, 2)).toMatchObject({ Title: 'Two', 'C:Material': '', 'C:Colour': 'Red' });
    expect(table[0]?.[0]).toBe('Action(SiteID=US|Country=US|Currency=USD|Version=1193|CC=UTF-8)');
  });

  it("keeps the channel's own column where an attribute is called like it", () => {
    const fields = { brandName: '拾光', 'props.品牌': '别人', 'props.材质': '棉' };
    expect(cellsOf(tableOf('jd', [{ listing: listingOf('jd', fields) }]))).toEqual({
      品牌: '拾光',
      材质: '棉',
    });
  });

  it('is a data package in UTF-16 with three heading lines for Tmall', () => {
    const fields = { title: '保温杯', price: '99.00', 'props.材质': '不锈钢', 'props.颜色': '蓝' };
    const { bytes } = writeFeed('tmall', kindOf('tmall'), [{ listing: listingOf('tmall', fields) }]);
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    const table = tableOf('tmall', [{ listing: listingOf('tmall', fields) }]);
    expect(table.slice(0, 3)).toEqual([
      ['version 1.00'],
      ['title', 'price', 'cateProps'],
      ['宝贝名称', '宝贝价格', '宝贝属性'],
    ]);
    expect(table[3]).toEqual(['保温杯', '99.00', '材质:不锈钢;颜色:蓝']);
  });

  it('has a line for each variant on Shopify, with the texts on the first', () => {
    const fields = { handle: 'shirt', title: 'Shirt', sku: shirt.sku, price: '1.00' };
    const table = tableOf('shopify', [{ listing: listingOf('shopify', fields, shirt.sku), product: shirt }]);
    expect(table).toHaveLength(1 + shirt.variants.length);
    const lines = shirt.variants.map((_, index) => cellsOf(table, 0, index + 1));
    expect(lines.map(({ SKU }) => SKU)).toEqual(shirt.variants.map(({ sku }) => sku));
    expect(new Set(lines.map((line) => line['URL handle']))).toEqual(new Set(['shirt']));
    expect(lines.map(({ Title }) => Title !== '')).toEqual(shirt.variants.map((_, index) => index === 0));
    expect(lines[1]?.['Option1 value']).toBe(shirt.variants[1]?.options[shirt.options[0]?.name ?? '']);
  });

  it('tells nobody outside a barcode that only the shop itself uses', () => {
    const product = {
      ...shirt,
      variants: shirt.variants.map((one) => ({ ...one, barcode: '2000000000213' })),
    };
    const told = (['shopify', 'google-merchant'] as const).map((channel) =>
      tableOf(channel, [{ listing: listingOf(channel, { title: 'Shirt' }), product }]).flat(),
    );
    expect(told.flat()).not.toContain('2000000000213');
  });

  it('has an item for each variant on Google, in one group', () => {
    const listing = listingOf(
      'google-merchant',
      { id: shirt.sku, title: 'Shirt', price: '1.00 CNY' },
      shirt.sku,
    );
    const table = tableOf('google-merchant', [{ listing, product: shirt }]);
    const lines = shirt.variants.map((_, index) => cellsOf(table, 0, index + 1));
    expect(lines.map(({ id }) => id)).toEqual(shirt.variants.map(({ sku }) => sku));
    expect(new Set(lines.map((line) => line.item_group_id))).toEqual(new Set([shirt.sku]));
    expect(new Set(lines.map(({ title }) => title))).toEqual(new Set(['Shirt']));
  });
});

describe('what Google is told', () => {
  const fields = {
    id: '007',
    'structured_title.digital_source_type': 'trained_algorithmic_media',
    'structured_title.content': 'Mug 12" & <steel>',
    product_highlight1: 'Light, and strong',
    product_highlight2: 'Holds "750" ml',
  };
  const items = [{ listing: listingOf('google-merchant', fields) }];

  it('folds who wrote a title into its column, and puts highlights in quotation marks', () => {
    const table = tableOf('google-merchant', items);
    expect(cellsOf(table)).toEqual({
      id: '007',
      structured_title: 'trained_algorithmic_media:"Mug 12"" & <steel>"',
      product_highlight: '"Light, and strong","Holds ""750"" ml"',
    });
  });

  it('has highlights in their order, whatever order the record came in', () => {
    const mixed = { product_highlight10: 'j', product_highlight2: 'b', id: '007', product_highlight1: 'a' };
    const table = tableOf('google-merchant', [{ listing: listingOf('google-merchant', mixed) }]);
    expect(cellsOf(table)).toEqual({ id: '007', product_highlight: '"a","b","j"' });
  });

  it('is well-formed XML that gives back every text', () => {
    const { bytes } = writeFeed('google-merchant', kindOf('google-merchant', 'xml'), items);
    expect(XMLValidator.validate(bytes.toString('utf8'))).toBe(true);
    const read = new XMLParser({ parseTagValue: false }).parse(bytes.toString('utf8'));
    expect(read.rss.channel.item).toEqual({
      'g:id': '007',
      'g:structured_title': {
        'g:digital_source_type': 'trained_algorithmic_media',
        'g:content': 'Mug 12" & <steel>',
      },
      'g:product_highlight': ['Light, and strong', 'Holds "750" ml'],
    });
  });
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '=1+1',
    '+1',
    '-cmd|a',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '＝1',
    '\u200b=1',
    '"=1',
    '\u0000=1',
    'a\tb',
  ),
);

describe('whatever a supplier wrote', () => {
  const tables = listingChannelSchema.options;

  it.each(tables)('begins no cell of a file for %s as a formula', (channel) => {
    const isFormula = /^[\s\p{Cf}\p{Cc}]*[=+@＝＋－＠-](?!\d+(\.\d+)?$)/u;
    fc.assert(
      fc.property(nasty, nasty, (title, name) => {
        const prefix = { ebay: 'aspects.', jd: 'props.', 'tiktok-shop': 'product_attributes.' } as Record<
          string,
          string
        >;
        const fields = {
          title,
          item_name: title,
          sku: 'S',
          [`${prefix[channel] ?? 'props.'}${name}`]: title,
        };
        const table = tableOf(channel, [{ listing: listingOf(channel, fields) }]);
        expect(table.flat().filter((cell) => isFormula.test(cell))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is told of where a cell had to be changed', () => {
    const items = ['=1+1', 'Fine'].map((title, index) => ({
      listing: listingOf('ebay', { title, price: '-1.00' }, `SKU-${index}`),
    }));
    expect(writeFeed('ebay', kindOf('ebay'), items).defused).toEqual(['SKU-0']);
  });

  it('leaves the XML well-formed', () => {
    fc.assert(
      fc.property(nasty, (title) => {
        const items = [{ listing: listingOf('google-merchant', { id: 'S', title }) }];
        const { bytes } = writeFeed('google-merchant', kindOf('google-merchant', 'xml'), items);
        expect(XMLValidator.validate(bytes.toString('utf8'))).toBe(true);
      }),
    );
  });
});
