import { plainTextOf } from '../../listings/sanitize-source.ts';
import { isSku } from '../../sku-pattern.ts';
import { findCategory } from '../categories/category-tree.ts';
import type { ListingLocale, LocalText, ProductFacts } from '../product-record.ts';
import type { Problem } from '../reading.ts';
import { tidyText, wordKey } from '../tidy-text.ts';
import type { Cell, Cells } from './cells.ts';

export type ProductLine = Omit<ProductFacts, 'sku' | 'attributes' | 'options' | 'variants' | 'media'> & {
  readonly sku: string | undefined;
};

const LONGEST_BRAND = 200;

/** What a product has once, whatever its variants are; `undefined` where it has no name (refused, with the note). */
export function readProductLine(cells: Cells): ProductLine | undefined {
  const title = readTitle(cells);
  const given = cells.first('category')?.given;
  const category = given === undefined ? undefined : findCategory(given)?.id;
  const brand = cells.first('brand');
  if (title === undefined) return undefined;
  return {
    sku: readFamily(cells),
    title,
    ...(brand === undefined ? {} : { brand: [...tidyText(brand.given)].slice(0, LONGEST_BRAND).join('') }),
    ...(category === undefined ? {} : { category }),
    ...(given === undefined ? {} : { categoryGiven: given }),
    status: readStatus(cells),
    sourceText: readTexts(cells),
  };
}

/** Of a family with several rows; one row is known by its own SKU. */
function readFamily(cells: Cells): string | undefined {
  const family = cells.first('family');
  const variants = cells.variantRows();
  if (family === undefined || variants.length < 2) {
    const own = variants[0] === undefined ? undefined : cells.first('sku', variants[0]);
    return own === undefined && family !== undefined && isSku(family.given) ? family.given : undefined;
  }
  if (isSku(family.given)) return family.given;
  cells.note(family, notASku(family.given), 'refused');
  return undefined;
}

export function notASku(given: string): Problem {
  return {
    code: 'NotASku',
    expected: {
      en: 'letters and digits, also . _ -, at most 64 characters',
      zh: '字母、数字及 . _ -，最多 64 个字符',
    },
    says: {
      en: `“${given}” is not a SKU: it has a space or a sign that cannot stand in one, or is too long.`,
      zh: `“${given}”不是有效的 SKU：含有空格或不允许的符号，或过长。`,
    },
  };
}

function readTitle(cells: Cells): LocalText | undefined {
  const title: Partial<Record<ListingLocale, string>> = {};
  for (const cell of cells.all('title')) {
    const text = tidyText(plainTextOf(cell.given));
    const locale = localeOf(cell, text);
    if (text !== '') title[locale] ??= text;
  }
  if (title.en !== undefined || title['zh-CN'] !== undefined) return title;
  const says = { en: 'The product has no name.', zh: '商品没有名称。' };
  cells.noteMissing(
    'title',
    { code: 'TitleMissing', expected: { en: 'a name', zh: '商品名称' }, says },
    'refused',
  );
  return undefined;
}

/** A column of English names that holds a Chinese one would print Chinese to English readers. */
function localeOf(cell: Cell, text: string): ListingLocale {
  const isHan = /\p{Script=Han}/u.test(text);
  const isLatin = /\p{Script=Latin}/u.test(text);
  if (cell.target.detail === 'en') return isHan && !isLatin ? 'zh-CN' : 'en';
  return isHan || !isLatin ? 'zh-CN' : 'en';
}

/** Several columns of text become paragraphs; the same paragraph in each row of a family stands once. */
function readTexts(cells: Cells): LocalText {
  const paragraphs = new Map<ListingLocale, Set<string>>();
  for (const cell of cells.all('text')) {
    const text = plainTextOf(cell.given).trim();
    if (text === '') continue;
    const locale = localeOf(cell, text);
    paragraphs.set(locale, (paragraphs.get(locale) ?? new Set()).add(text));
  }
  return Object.fromEntries([...paragraphs].map(([locale, texts]) => [locale, [...texts].join('\n\n')]));
}

const PUBLISHED: ReadonlySet<string> = new Set([
  'active',
  'published',
  'true',
  'yes',
  '1',
  'on',
  'live',
  'onsale',
  '上架',
  '在售',
  '已上架',
  '已发布',
  '出售中',
  '启用',
  '是',
]);
const ARCHIVED: ReadonlySet<string> = new Set([
  'archived',
  'discontinued',
  'deleted',
  'inactive',
  '下架',
  '停产',
  '已下架',
  '归档',
  '已停售',
  '停用',
]);

/** A word that is neither leaves the product a draft: nothing is published by mistake. */
function readStatus(cells: Cells): ProductFacts['status'] {
  const keys = cells.all('status').map(({ given }) => wordKey(given));
  if (keys.some((key) => ARCHIVED.has(key))) return 'archived';
  const [first] = keys;
  return first !== undefined && keys.every((key) => PUBLISHED.has(key)) ? 'published' : 'draft';
}
