import type { Says } from '../says.ts';
import type { ProductFacts } from './product-record.ts';
import { wordKey } from './tidy-text.ts';
import { findAttribute } from './vocabulary/find-term.ts';

export type CatalogueFault =
  | 'double-sku'
  | 'double-barcode'
  | 'inconsistent-name'
  | 'inconsistent-unit'
  | 'inconsistent-variants'
  | 'orphaned-media';

export interface CatalogueFinding {
  readonly fault: CatalogueFault;
  /** What is there twice: the SKU, the barcode, the name; of media its address or key. */
  readonly about: string;
  /** SKUs of the products that are concerned, in order. */
  readonly products: readonly string[];
  readonly says: Says;
}

/** What of each product is compared with others: little enough to keep for a whole catalogue. */
interface Places {
  readonly skus: Map<string, Set<string>>;
  readonly barcodes: Map<string, Set<string>>;
  /** Spellings of each brand and of each option's name, by what they have in common. */
  readonly names: Map<string, Map<string, Set<string>>>;
}

/**
 * What products of one catalogue contradict each other in. Takes them one after the other, so that a catalogue is read page by
 * page; the findings come in the order of their faults, then of what they are about.
 *
 * @param media of the store by the SKU that they are kept under, where those are known: without a product they are orphans
 */
export function findDoubles(
  products: Iterable<ProductFacts>,
  media: readonly { readonly sku: string; readonly name: string }[] = [],
): CatalogueFinding[] {
  const places: Places = { skus: new Map(), barcodes: new Map(), names: new Map() };
  const findings: CatalogueFinding[] = [];
  const known = new Set<string>();
  for (const product of products) {
    known.add(product.sku);
    for (const { sku } of product.variants) known.add(sku);
    note(places, product);
    findings.push(...withinProduct(product));
  }
  findings.push(...shared(places.skus, 'double-sku', doubleSku));
  findings.push(...shared(places.barcodes, 'double-barcode', doubleBarcode));
  findings.push(...spellings(places.names));
  for (const { sku, name } of media) {
    if (!known.has(sku))
      findings.push({ fault: 'orphaned-media', about: name, products: [sku], says: orphan(sku, name) });
  }
  return findings.toSorted((a, b) => a.fault.localeCompare(b.fault) || a.about.localeCompare(b.about));
}

function note({ skus, barcodes, names }: Places, product: ProductFacts): void {
  for (const { sku, barcode } of product.variants) {
    add(skus, sku, product.sku);
    if (barcode !== undefined) add(barcodes, barcode.padStart(14, '0'), product.sku);
  }
  const written = [product.brand, ...product.options.map(({ name }) => name)];
  for (const [index, name] of written.entries()) {
    if (name === undefined) continue;
    // `Colour`, `color` and 颜色 are one option to a shopper who filters by it.
    const key = index === 0 ? `brand ${wordKey(name)}` : `option ${findAttribute(name)?.id ?? wordKey(name)}`;
    const forms = names.get(key) ?? new Map<string, Set<string>>();
    names.set(key, forms);
    add(forms, name, product.sku);
  }
}

function add(places: Map<string, Set<string>>, key: string, sku: string): void {
  places.set(key, (places.get(key) ?? new Set()).add(sku));
}

function shared(
  places: ReadonlyMap<string, ReadonlySet<string>>,
  fault: CatalogueFault,
  says: (about: string, products: readonly string[]) => Says,
): CatalogueFinding[] {
  return [...places]
    .filter(([, products]) => products.size > 1)
    .map(([about, products]) => ({
      fault,
      about,
      products: [...products],
      says: says(about, [...products]),
    }));
}

function spellings(names: Places['names']): CatalogueFinding[] {
  return [...names.values()]
    .filter((forms) => forms.size > 1)
    .map((forms) => {
      const written = [...forms.keys()].toSorted();
      const products = [...new Set([...forms.values()].flatMap((skus) => [...skus]))];
      return {
        fault: 'inconsistent-name',
        about: written.join(' / '),
        products,
        says: inconsistentName(written),
      };
    });
}

/** Within one product: prices in several currencies, variants of which only some say something, doubled barcodes, mixed spellings. */
function withinProduct({ sku, variants, options }: ProductFacts): CatalogueFinding[] {
  const findings: CatalogueFinding[] = [];
  const find = (fault: CatalogueFault, about: string, says: Says): void => {
    findings.push({ fault, about, products: [sku], says });
  };
  const currencies = [
    ...new Set(variants.flatMap(({ price }) => (price === undefined ? [] : [price.currency]))),
  ];
  if (currencies.length > 1) find('inconsistent-unit', `${sku} price`, severalCurrencies(sku, currencies));
  for (const [field, en, zh] of PARTIAL) {
    const without = variants.filter((variant) => variant[field] === undefined);
    if (without.length > 0 && without.length < variants.length) {
      const missing = without.map((variant) => variant.sku);
      find('inconsistent-variants', `${sku} ${field}`, onlySome(missing, en, zh));
    }
  }
  const codes = variants.flatMap(({ barcode }) => (barcode === undefined ? [] : [barcode]));
  for (const code of new Set(codes.filter((barcode, index) => codes.indexOf(barcode) !== index))) {
    find('double-barcode', code, doubleBarcode(code, [sku]));
  }
  for (const { name, values } of options) {
    const keys = values.map(wordKey);
    const twice = values.filter((_, index) => keys.indexOf(keys[index] ?? '') !== index);
    if (twice.length > 0) find('inconsistent-variants', `${sku} ${name}`, sameValue(name, twice));
  }
  return findings;
}

const PARTIAL = [
  ['price', 'price', '价格'],
  ['stock', 'stock', '库存'],
  ['barcode', 'barcode', '条码'],
  ['weightGrams', 'packed weight', '包装重量'],
] as const;

function doubleSku(about: string, products: readonly string[]): Says {
  return {
    en: `The SKU ${about} is in ${products.join(', ')}. Give each variant a SKU of its own: stock and orders cannot tell them apart.`,
    zh: `SKU ${about} 同时出现在 ${products.join('、')}。请为每个规格设置唯一的 SKU，否则库存和订单无法区分。`,
  };
}

function doubleBarcode(about: string, products: readonly string[]): Says {
  const code = about.replace(/^0+(?=\d{8})/u, '');
  return {
    en: `The barcode ${code} is on more than one variant (${products.join(', ')}). Check it on the products: marketplaces take them for the same thing.`,
    zh: `条码 ${code} 用于多个规格（${products.join('、')}）。请核对实物：平台会将其视为同一商品。`,
  };
}

function inconsistentName(written: readonly string[]): Says {
  return {
    en: `The same name is written in several ways: ${written.join(', ')}. Choose one, so that filters and listings agree.`,
    zh: `同一名称有多种写法：${written.join('、')}。请统一，以便筛选和展示一致。`,
  };
}

function severalCurrencies(sku: string, currencies: readonly string[]): Says {
  return {
    en: `The variants of ${sku} have prices in ${currencies.join(', ')}. Give all in one currency.`,
    zh: `${sku} 各规格的价格使用了 ${currencies.join('、')}。请统一币种。`,
  };
}

function onlySome(missing: readonly string[], en: string, zh: string): Says {
  return {
    en: `Other variants have a ${en}, but not ${missing.join(', ')}. Enter it.`,
    zh: `其他规格有${zh}，${missing.join('、')} 没有，请填写。`,
  };
}

function sameValue(name: string, twice: readonly string[]): Says {
  return {
    en: `Values of ${name} differ in spelling only: ${twice.join(', ')}. Write them alike.`,
    zh: `“${name}”的值仅写法不同：${twice.join('、')}。请统一写法。`,
  };
}

function orphan(sku: string, name: string): Says {
  return {
    en: `${name} is kept under ${sku}, and there is no such product. Assign it to a product or remove it.`,
    zh: `${name} 保存在 ${sku} 下，但没有该商品。请归入商品或删除。`,
  };
}
