import type { ListingLocale, ProductFacts } from '../product/product-record.ts';
import type { DescriptionParts } from './describe-product.ts';
import type { Classification, ListingChannel, ListingTexts } from './listing.ts';
import {
  decimalOf,
  factOf,
  type GroundedValue,
  lowestPriced,
  ownBarcode,
  piecesInStock,
  slugOf,
} from './listing-facts.ts';
import { colonAfter } from './listing-html.ts';

/** What a listing is made of. */
export interface ListingSource {
  readonly product: ProductFacts;
  readonly texts: ListingTexts;
  readonly classification: Classification;
  readonly channel: ListingChannel;
  readonly locale: ListingLocale;
  /** Which engine wrote the texts: `rules/…`, or a model with its prompt. */
  readonly engine: string;
}

/** A field before it is made to keep its rules. */
export interface FieldDraft extends GroundedValue {
  /**
   * - `cut`: shortened where it is too long · `whole`: a fact, which shortened would be another one: left away instead
   * - `grow`: as `cut`, and lengthened by facts where the channel wants more
   */
  readonly how: 'cut' | 'whole' | 'grow';
}

/** Fields by the channel's names, and what its description shows. */
export interface ChannelDraft {
  readonly fields: Readonly<Record<string, FieldDraft | undefined>>;
  readonly description?: { readonly field: string } & DescriptionParts;
}

/** Whether a model wrote the texts, which some channels want to be told. */
function writtenByModel(engine: string): boolean {
  return !engine.startsWith('rules/');
}

/** What each channel is sent of a product, before it is fitted to the channel's rules. */
export function draftChannel(source: ListingSource): ChannelDraft {
  return DRAFTS[source.channel](source);
}

const DRAFTS: Readonly<Record<ListingChannel, (source: ListingSource) => ChannelDraft>> = {
  shopify: draftShopify,
  amazon: draftAmazon,
  'google-merchant': draftGoogle,
  ebay: draftEbay,
  'tiktok-shop': draftTiktok,
  tmall: draftTmall,
  jd: draftJd,
};

function draftShopify(source: ListingSource): ChannelDraft {
  const { product, texts, classification } = source;
  const title = titleOf(source);
  // The title stands above it: what else there is to say.
  const told = (texts.description.length > 1 ? texts.description.slice(1, 4) : texts.bullets).slice(0, 3);
  const prose =
    told.length === 0
      ? undefined
      : { text: told.map(({ text }) => text).join(' '), from: told.flatMap(({ from }) => from) };
  return {
    fields: {
      // With the SKU: two cans of one name would have one address, and the later would replace the earlier.
      handle: whole(slugOf(`${product.title.en ?? ''} ${product.sku}`), ['title', 'sku']),
      title,
      vendor: brandOf(product),
      category: categoryOf(source),
      productType: cut(classification.productType, ['category']),
      tags: cut(classification.tags.join(','), ['category']),
      'seo.title': title,
      'seo.description': prose === undefined ? undefined : cut(prose.text, prose.from),
      sku: whole(product.sku, ['sku']),
      barcode: barcodeOf(product),
      price: priceOf(product),
      compareAtPrice: priceBefore(product),
    },
    description: { field: 'descriptionHtml', bullets: true, specifications: true },
  };
}

function draftAmazon(source: ListingSource): ChannelDraft {
  const { product, texts, classification } = source;
  const barcode = barcodeOf(product);
  return {
    fields: {
      item_sku: whole(product.sku, ['sku']),
      item_name: titleOf(source),
      title_differentiation: highlightsOf(texts),
      brand_name: brandOf(product),
      ...numbered('bullet_point', texts.bullets.slice(0, 5)),
      generic_keywords: cut(texts.keywords.join(' '), ['keywords']),
      item_type_keyword: whole(classification.productType, ['category']),
      recommended_browse_nodes: categoryOf(source),
      color_name: fact('color', source),
      size_name: fact('size', source),
      material_type: fact('material', source),
      external_product_id: barcode,
      external_product_id_type: barcode && whole(barcode.text.length === 12 ? 'UPC' : 'EAN', barcode.from),
      standard_price: priceOf(product),
      currency: currencyOf(product),
      quantity: quantityOf(product),
    },
    description: { field: 'product_description', bullets: false, specifications: true },
  };
}

function draftGoogle(source: ListingSource): ChannelDraft {
  const { product, texts, classification, engine } = source;
  const title = titleOf(source);
  const prose = texts.description.length > 0 ? texts.description : texts.bullets;
  const description = cut(
    prose.map(({ text }) => text).join('\n\n'),
    prose.flatMap(({ from }) => from),
  );
  const byModel = whole('trained_algorithmic_media', []);
  const written = writtenByModel(engine)
    ? {
        'structured_title.digital_source_type': byModel,
        'structured_title.content': title,
        'structured_description.digital_source_type': byModel,
        'structured_description.content': description,
      }
    : { title, description };
  const [price, before] = [priceOf(product), priceBefore(product)];
  const currency = currencyOf(product)?.text ?? '';
  const withCurrency = (amount: FieldDraft | undefined): FieldDraft | undefined =>
    amount && whole(`${amount.text} ${currency}`, amount.from);
  return {
    fields: {
      id: whole(product.sku, ['sku']),
      ...written,
      ...numbered('product_highlight', texts.bullets.slice(0, 10)),
      brand: brandOf(product),
      gtin: barcodeOf(product),
      google_product_category: categoryOf(source),
      product_type: cut(classification.productType, ['category']),
      color: parted(fact('color', source)),
      size: fact('size', source),
      material: parted(fact('material', source)),
      pattern: fact('pattern', source),
      price: withCurrency(before ?? price),
      sale_price: before && withCurrency(price),
      availability: whole(piecesInStock(product) === 0 ? 'out_of_stock' : 'in_stock', ['stock']),
    },
  };
}

function draftEbay(source: ListingSource): ChannelDraft {
  const { product, texts } = source;
  const barcode = barcodeOf(product);
  return {
    fields: {
      sku: whole(product.sku, ['sku']),
      title: titleOf(source),
      subtitle:
        texts.subtitle === undefined ? undefined : cut(texts.subtitle, groundsIn(texts.subtitle, source)),
      brand: brandOf(product),
      ...rowsAs('aspects.', texts),
      [barcode?.text.length === 12 ? 'upc' : 'ean']: barcode,
      categoryId: categoryOf(source),
      price: priceOf(product),
      currency: currencyOf(product),
      quantity: quantityOf(product),
      condition: whole('NEW', []),
    },
    description: { field: 'description', bullets: true, specifications: true },
  };
}

function draftTiktok(source: ListingSource): ChannelDraft {
  const { product, texts } = source;
  return {
    fields: {
      title: { ...titleOf(source), how: 'grow' },
      category_id: categoryOf(source),
      brand: brandOf(product),
      ...rowsAs('product_attributes.', texts),
      seller_sku: whole(product.sku, ['sku']),
      identifier_code: barcodeOf(product),
      price: priceOf(product),
      currency: currencyOf(product),
      quantity: quantityOf(product),
    },
    description: { field: 'description', bullets: true, specifications: true },
  };
}

function draftTmall(source: ListingSource): ChannelDraft {
  const { product, texts } = source;
  return {
    fields: {
      title: titleOf(source),
      subtitle: sellingPoints(source),
      cid: categoryOf(source),
      price: priceOf(product),
      num: quantityOf(product),
      outer_id: whole(product.sku, ['sku']),
      barcode: barcodeOf(product),
      ...rowsAs('props.', texts),
    },
    description: { field: 'description', bullets: true, specifications: true },
  };
}

function draftJd(source: ListingSource): ChannelDraft {
  const { product, texts, classification } = source;
  const short = [product.brand, lastLevel(classification.channelCategories.jd?.path)]
    .filter((part) => part !== undefined)
    .join('');
  return {
    fields: {
      title: titleOf(source),
      shortTitle: source.locale === 'zh-CN' ? whole(short, ['brand', 'category']) : undefined,
      'adWords.words': sellingPoints(source),
      brandName: brandOf(product),
      categoryId: categoryOf(source),
      outerId: whole(product.sku, ['sku']),
      barCode: barcodeOf(product),
      jdPrice: priceOf(product),
      stockNum: quantityOf(product),
      ...rowsAs('props.', texts),
    },
    description: { field: 'introduction', bullets: true, specifications: true },
  };
}

/** What a thing is called on a channel: the end of its category's path. */
function lastLevel(path: string | undefined): string | undefined {
  return path?.split(' > ').at(-1);
}

function cut(text: string, from: readonly string[]): FieldDraft {
  return { text, from, how: 'cut' };
}

function whole(text: string, from: readonly string[]): FieldDraft {
  return { text, from, how: 'whole' };
}

function titleOf(source: ListingSource): FieldDraft {
  return cut(source.texts.title, groundsIn(source.texts.title, source));
}

/** Which facts a text repeats to the letter, beside the title that it was made from. */
function groundsIn(text: string, { product, texts }: ListingSource): string[] {
  const said = text.toLowerCase();
  const rows = texts.specifications.flatMap(({ rows: all }) => all);
  const repeated = rows.filter(({ value }) => value !== '' && said.includes(value.toLowerCase()));
  const brand = product.brand !== undefined && said.includes(product.brand.toLowerCase()) ? ['brand'] : [];
  return [...new Set(['title', ...brand, ...repeated.flatMap(({ from }) => from)])];
}

function brandOf({ brand }: ProductFacts): FieldDraft | undefined {
  return brand === undefined ? undefined : whole(brand, ['brand']);
}

function categoryOf({ classification, channel }: ListingSource): FieldDraft | undefined {
  const category = classification.channelCategories[channel];
  return category === undefined ? undefined : whole(category.id ?? category.path, ['category']);
}

function barcodeOf(product: ProductFacts): FieldDraft | undefined {
  const barcode = ownBarcode(product);
  return barcode === undefined ? undefined : whole(barcode, ['barcode']);
}

function priceOf(product: ProductFacts): FieldDraft | undefined {
  const price = lowestPriced(product)?.price;
  return price === undefined ? undefined : whole(decimalOf(price), ['price']);
}

/** What it cost before, only where that is more than it costs now. */
function priceBefore(product: ProductFacts): FieldDraft | undefined {
  const { price, compareAtPrice } = lowestPriced(product) ?? {};
  if (price === undefined || compareAtPrice === undefined) return undefined;
  const reduced = compareAtPrice.currency === price.currency && compareAtPrice.amount > price.amount;
  return reduced ? whole(decimalOf(compareAtPrice), ['compareAtPrice']) : undefined;
}

function currencyOf(product: ProductFacts): FieldDraft | undefined {
  const price = lowestPriced(product)?.price;
  return price === undefined ? undefined : whole(price.currency, ['price']);
}

function quantityOf(product: ProductFacts): FieldDraft | undefined {
  const pieces = piecesInStock(product);
  return pieces === undefined ? undefined : whole(String(pieces), ['stock']);
}

function fact(what: Parameters<typeof factOf>[0], { texts, product }: ListingSource): FieldDraft | undefined {
  const found = factOf(what, texts, product);
  return found && { ...found, how: 'whole' };
}

/** Google parts several colours and materials by slashes, three at most; a comma would end the value. */
function parted(value: FieldDraft | undefined): FieldDraft | undefined {
  const parts = value?.text.split(/\s*[,，、/]\s*/u).filter((part) => part !== '');
  return value && parts && { ...value, text: parts.slice(0, 3).join('/') };
}

function numbered(name: string, values: readonly GroundedValue[]): Record<string, FieldDraft> {
  return Object.fromEntries(values.map(({ text, from }, index) => [`${name}${index + 1}`, cut(text, from)]));
}

/** Specifications as fields of their own, the first of each name. */
function rowsAs(prefix: string, texts: ListingTexts): Record<string, FieldDraft> {
  const fields: Record<string, FieldDraft> = {};
  for (const { name, value, from } of texts.specifications.flatMap(({ rows }) => rows)) {
    fields[`${prefix}${name}`] ??= whole(value, from);
  }
  return fields;
}

/** Short facts in a row, for Amazon's line below the title. */
function highlightsOf(texts: ListingTexts): FieldDraft | undefined {
  const rows = texts.specifications.flatMap(({ rows: all }) => all).filter(({ value }) => value.length <= 40);
  if (rows.length === 0) return undefined;
  const few = rows.slice(0, 4);
  return cut(
    few.map(({ name, value }) => `${name}${colonAfter(name)}${value}`).join(', '),
    few.flatMap(({ from }) => from),
  );
}

/** The line below a title in China: its own text, else the first key points. */
function sellingPoints(source: ListingSource): FieldDraft | undefined {
  const { subtitle, bullets } = source.texts;
  if (subtitle !== undefined) return cut(subtitle, groundsIn(subtitle, source));
  const [first] = bullets;
  return first && cut(first.text, first.from);
}
