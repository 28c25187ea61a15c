import type { Category } from '../commerce/product/categories/category.ts';
import type { ProductFacts } from '../commerce/product/product-record.ts';
import { attributeById } from '../commerce/product/vocabulary/find-term.ts';
import type { Quality } from './quality.ts';

type Finding = Quality['findings'][number];

/** A complete product of a category has these, most important first: without half of them a listing says too little. */
const leastShareOfAttributes = 0.5;

/**
 * What is missing, doubled or contradictory in the record itself. What can be told apart from the outside only (the same
 * product under two SKUs) is no matter of one product.
 */
export function checkQuality(product: ProductFacts, category: Category | undefined): Finding[] {
  return [
    ...missingAttributes(product, category),
    ...unpriced(product),
    ...doubledVariants(product),
    ...unevenVariants(product),
    ...doubledBarcodes(product),
  ];
}

function missingAttributes({ attributes }: ProductFacts, category: Category | undefined): Finding[] {
  if (category === undefined) return [];
  const missing = category.attributes.filter((id) => attributes[id] === undefined);
  if (missing.length === 0) return [];
  const names = missing.flatMap((id) => attributeById(id)?.name ?? []);
  const isThin = missing.length > category.attributes.length * (1 - leastShareOfAttributes);
  return [
    {
      code: 'AttributesMissing',
      severity: isThin ? 'warn' : 'inform',
      says: {
        en: `Missing for ${category.name.en}: ${names.map(({ en }) => en).join(', ')}. Add them to the product data; the listing is then written anew.`,
        zh: `“${category.name['zh-CN']}”缺少：${names.map((name) => name['zh-CN']).join('、')}。补充商品数据后将重新生成文案。`,
      },
    },
  ];
}

function unpriced({ variants }: ProductFacts): Finding[] {
  const without = variants.filter(({ price }) => price === undefined || price.amount <= 0);
  if (without.length === 0) return [];
  const skus = without.map(({ sku }) => sku).join(', ');
  return [
    {
      code: 'PriceMissing',
      severity: 'warn',
      says: { en: `No price above zero: ${skus}.`, zh: `没有大于零的价格：${skus}。` },
    },
  ];
}

/** Two variants that nothing tells apart: a shopper could not choose. */
function doubledVariants({ variants }: ProductFacts): Finding[] {
  const seen = new Map<string, string>();
  return variants.flatMap(({ sku, options }) => {
    const key = JSON.stringify(Object.entries(options).sort());
    const other = seen.get(key);
    seen.set(key, sku);
    if (other === undefined || variants.length === 1) return [];
    return [
      {
        code: 'VariantsAlike',
        severity: 'warn' as const,
        says: {
          en: `The variants ${other} and ${sku} have the same options.`,
          zh: `规格 ${other} 与 ${sku} 的选项完全相同。`,
        },
      },
    ];
  });
}

/** Each variant answers every option. */
function unevenVariants({ options, variants }: ProductFacts): Finding[] {
  const uneven = variants.filter((variant) =>
    options.some(({ name }) => variant.options[name] === undefined),
  );
  if (uneven.length === 0) return [];
  const skus = uneven.map(({ sku }) => sku).join(', ');
  return [
    {
      code: 'OptionMissing',
      severity: 'warn',
      says: { en: `An option is not answered by: ${skus}.`, zh: `以下规格缺少选项值：${skus}。` },
    },
  ];
}

function doubledBarcodes({ variants }: ProductFacts): Finding[] {
  const barcodes = variants.flatMap(({ barcode }) => barcode ?? []);
  const doubled = [...new Set(barcodes.filter((one, index) => barcodes.indexOf(one) !== index))];
  if (doubled.length === 0) return [];
  return [
    {
      code: 'BarcodeDoubled',
      severity: 'warn',
      says: {
        en: `Several variants have the barcode ${doubled.join(', ')}.`,
        zh: `多个规格使用了同一条码 ${doubled.join('、')}。`,
      },
    },
  ];
}
