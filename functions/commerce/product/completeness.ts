import type { ListingChannel } from '../listings/listing.ts';
import type { Says } from '../says.ts';
import { categoryById } from './categories/category-tree.ts';
import type { ListingLocale, ProductFacts } from './product-record.ts';
import { attributeById } from './vocabulary/find-term.ts';

/** What a channel must be told of a product before it can be listed there. */
export type RequiredFact =
  | 'title'
  | 'brand'
  | 'category'
  | 'price'
  | 'stock'
  | 'barcode'
  | 'picture'
  | 'text'
  | 'weight';

export interface ChannelRequirement {
  readonly channel: ListingChannel;
  readonly locale: ListingLocale;
  readonly facts: readonly RequiredFact[];
  /** Whether the attributes that the product's category asks for count as well. */
  readonly categoryAttributes: boolean;
}

export interface CompletenessGap {
  /** `title.zh-CN`, `attributes.material`, `variants.TEE-S.barcode`. */
  readonly field: string;
  /** What is missing and what to do. */
  readonly says: Says;
}

export interface Completeness {
  readonly channel: ListingChannel;
  readonly locale: ListingLocale;
  /** Whole per cent, 100 only where nothing is missing. */
  readonly percent: number;
  readonly gaps: readonly CompletenessGap[];
}

/**
 * How complete a product is for each channel and language: the share of what is asked for that the record says. A fact of the
 * variants counts once, and is there when each variant has it.
 *
 * @param pictures accepted pictures of the product, where they are not among its media
 */
export function measureCompleteness(
  product: ProductFacts,
  requirements: readonly ChannelRequirement[],
  pictures = 0,
): Completeness[] {
  return requirements.map(({ channel, locale, facts, categoryAttributes }) => {
    const asked = facts.map((fact) => missingFact(product, fact, locale, pictures));
    if (categoryAttributes) asked.push(...attributesAsked(product));
    const gaps = asked.flat();
    const there = asked.filter((missing) => missing.length === 0).length;
    const percent = asked.length === 0 ? 100 : Math.floor((there / asked.length) * 100);
    return { channel, locale, percent, gaps };
  });
}

type Missing = readonly CompletenessGap[];

function missingFact(
  product: ProductFacts,
  fact: RequiredFact,
  locale: ListingLocale,
  pictures: number,
): Missing {
  switch (fact) {
    case 'title':
    case 'text': {
      const given = fact === 'title' ? product.title[locale] : product.sourceText[locale];
      return given === undefined ? [{ field: `${fact}.${locale}`, says: TEXT_GAPS[fact][locale] }] : [];
    }
    case 'brand':
      return product.brand === undefined
        ? [gap('brand', 'No brand. Enter it in the product’s record.', '缺少品牌，请在商品资料中填写。')]
        : [];
    case 'category':
      return product.category === undefined
        ? [
            gap(
              'category',
              'Nobody could tell the category. Choose one for the product.',
              '无法判断类目，请为商品选择类目。',
            ),
          ]
        : [];
    case 'picture':
      return product.media.length + pictures === 0
        ? [gap('media', 'No picture. Upload photos of the product.', '没有图片，请上传商品照片。')]
        : [];
    default:
      return missingInVariants(product, fact);
  }
}

const TEXT_GAPS = {
  title: {
    en: { en: 'No English name. Enter one.', zh: '缺少英文名称，请填写。' },
    'zh-CN': { en: 'No Chinese name. Enter one.', zh: '缺少中文名称，请填写。' },
  },
  text: {
    en: {
      en: 'No English source text. Add what the maker says of it.',
      zh: '缺少英文来源文本，请补充厂家说明。',
    },
    'zh-CN': {
      en: 'No Chinese source text. Add what the maker says of it.',
      zh: '缺少中文来源文本，请补充厂家说明。',
    },
  },
} as const;

const VARIANT_FACTS = {
  price: { field: 'price', en: 'price', zh: '价格' },
  stock: { field: 'stock', en: 'stock', zh: '库存' },
  barcode: { field: 'barcode', en: 'barcode', zh: '条码' },
  weight: { field: 'weightGrams', en: 'packed weight', zh: '包装重量' },
} as const;

function missingInVariants({ variants }: ProductFacts, fact: keyof typeof VARIANT_FACTS): Missing {
  const { field, en, zh } = VARIANT_FACTS[fact];
  return variants
    .filter((variant) => variant[field] === undefined)
    .map(({ sku }) =>
      gap(`variants.${sku}.${field}`, `${sku} has no ${en}. Enter it.`, `${sku} 缺少${zh}，请填写。`),
    );
}

/** An option is an attribute that each variant has. */
function attributesAsked(product: ProductFacts): Missing[] {
  const category = product.category === undefined ? undefined : categoryById(product.category);
  return (category?.attributes ?? []).map((id) => {
    const attribute = attributeById(id);
    if (attribute === undefined) return [];
    const names = [id, attribute.name.en, attribute.name['zh-CN'], ...attribute.also].map((name) =>
      name.toLowerCase(),
    );
    const isOption = product.options.some(({ name }) => names.includes(name.toLowerCase()));
    if (isOption || product.attributes[id] !== undefined) return [];
    const { en, 'zh-CN': zh } = attribute.name;
    return [
      gap(
        `attributes.${id}`,
        `${en} is not known. Ask the supplier or enter it.`,
        `缺少“${zh}”，请向供应商确认或填写。`,
      ),
    ];
  });
}

function gap(field: string, en: string, zh: string): CompletenessGap {
  return { field, says: { en, zh } };
}
