import { type Classification, listingChannelSchema } from '../commerce/listings/listing.ts';
import type { Category } from '../commerce/product/categories/category.ts';
import {
  CATEGORIES,
  categoryById,
  channelCategory,
  departmentOf,
  findCategory,
} from '../commerce/product/categories/category-tree.ts';
import type { ProductFacts } from '../commerce/product/product-record.ts';
import { tidyText } from '../commerce/product/tidy-text.ts';
import type { CategoryWords } from './compose/compose-texts.ts';

/** Raised when the same record is put elsewhere. */
export const classifyEngine = 'rules/classify@1';

/** Where nothing in the record says what it is. */
const unknownCategory = 'uncategorised';

type Product = Pick<ProductFacts, 'category' | 'categoryGiven' | 'title' | 'sourceText' | 'attributes'>;

/**
 * How sure a category is, by what named it; measured on the seeded products of `test/listing/classify-product.test.ts`.
 * `rivalled`: another category is named as well as this one.
 */
const sureness = { record: 1, given: 0.97, title: 0.9, rivalled: 0.6, text: 0.5, none: 0 } as const;

interface Found {
  readonly category: Category;
  readonly confidence: number;
}

/**
 * The category of a product: the record's own, what its source called it, or what its title names, last word first, since that is
 * what the thing is in both languages (`帆布休闲鞋`, `canvas sneaker`); the supplier's text only where nothing else says it.
 */
export function findProductCategory(product: Product): Found | undefined {
  const own = product.category === undefined ? undefined : categoryById(product.category);
  if (own !== undefined) return { category: own, confidence: sureness.record };
  const given = product.categoryGiven === undefined ? undefined : findCategory(product.categoryGiven);
  if (given !== undefined && departmentOf(given) !== undefined)
    return { category: given, confidence: sureness.given };
  const titled = bestNamed([product.title.en, product.title['zh-CN']], given);
  if (titled !== undefined) return titled;
  if (given !== undefined) return { category: given, confidence: sureness.given };
  const told = bestNamed([product.sourceText.en, product.sourceText['zh-CN']], undefined);
  return told && { category: told.category, confidence: Math.min(told.confidence, sureness.text) };
}

interface Match {
  readonly category: Category;
  /** Characters of the name that was found: `water bottle` says more than `bottle`. */
  readonly length: number;
  /** How many characters of the text stand behind it: nothing behind a head noun but what tells one from another. */
  readonly behind: number;
}

/** @param within a department that is known already: names outside it are passed over where one inside fits */
function bestNamed(texts: readonly (string | undefined)[], within: Category | undefined): Found | undefined {
  const matches = texts.flatMap((text) => (text === undefined ? [] : matchesIn(head(text))));
  const inside =
    within === undefined ? [] : matches.filter(({ category }) => departmentOf(category) === within);
  const ranked = (inside.length > 0 ? inside : matches).sort(byWeight);
  const [best] = ranked;
  if (best === undefined) return undefined;
  const rival = ranked.find(({ category }) => category !== best.category);
  const isRivalled = rival !== undefined && byWeight(best, rival) === 0;
  return { category: best.category, confidence: isRivalled ? sureness.rivalled : sureness.title };
}

function byWeight(one: Match, other: Match): number {
  return one.behind - other.behind || other.length - one.length;
}

/** Behind a comma, a bar or a bracket stands what tells one from another: `Enamel mug, sage green`. */
function head(text: string): string {
  return (
    tidyText(text)
      .toLowerCase()
      .split(/[,，|｜(（[【]|\s[-–—]\s|\bfor\b|\bwith\b/u)[0]
      ?.trim() ?? ''
  );
}

const names: readonly { readonly category: Category; readonly pattern: RegExp; readonly length: number }[] =
  CATEGORIES.filter((category) => departmentOf(category) !== undefined).flatMap((category) =>
    [category.name.en, category.name['zh-CN'], ...category.also].map((name) => ({
      category,
      pattern: patternOf(name.toLowerCase()),
      length: name.length,
    })),
  );

/** An English name stands alone, in either number; a Chinese one has no ends. */
function patternOf(name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '[\\s-]');
  if (/\p{Script=Han}/u.test(name)) return new RegExp(escaped, 'gu');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?:s|es)?(?![\\p{L}\\p{N}])`, 'gu');
}

function matchesIn(text: string): Match[] {
  return names.flatMap(({ category, pattern, length }) => {
    const last = [...text.matchAll(pattern)].at(-1);
    if (last === undefined) return [];
    const behind = text.slice(last.index + last[0].length).trim().length;
    return [{ category, length, behind }];
  });
}

/** What a category adds to the texts: what one thing of it is called, and what shoppers call it too. */
export function categoryWords({ name, also }: Category): CategoryWords {
  // English names of the tree are plural; the first other name is the thing itself.
  const one = also.find((word) => /^[\p{Script=Latin}\p{P}\s]+$/u.test(word)) ?? name.en;
  return { name: { en: one, 'zh-CN': name['zh-CN'] }, also };
}

/** Tags beside the category: what shops filter by. */
const taggedBy = ['material', 'color', 'style', 'season', 'gender', 'pattern'] as const;

/** The whole classification: product type, collection, tags, and what each channel calls it. */
export function classifyProduct(product: Product): Classification {
  const found = findProductCategory(product);
  if (found === undefined) {
    return {
      category: unknownCategory,
      productType: '',
      collection: '',
      tags: tagsOf(product),
      channelCategories: {},
      confidence: sureness.none,
      engine: classifyEngine,
    };
  }
  const { category, confidence } = found;
  const department = departmentOf(category) ?? category;
  const channels = listingChannelSchema.options.map((channel) => {
    const { id, path } = channelCategory(category, channel);
    return [channel, { path, ...(id === undefined ? {} : { id }) }] as const;
  });
  return {
    category: category.id,
    productType: category.name.en,
    collection: department.name.en,
    tags: [...tagsOf(product), category.name.en.toLowerCase()],
    channelCategories: Object.fromEntries(channels),
    confidence,
    engine: classifyEngine,
  };
}

function tagsOf({ attributes }: Product): string[] {
  return taggedBy.flatMap((id) => {
    const value = attributes[id];
    return value?.kind === 'terms' ? value.terms.map((term) => term.id) : [];
  });
}
