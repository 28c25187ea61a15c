import type { GroundedText, ListingTexts } from '../../commerce/listings/listing.ts';
import type { ListingLocale, ProductFacts } from '../../commerce/product/product-record.ts';
import type { Attribute, Named } from '../../commerce/product/vocabulary/attribute.ts';
import { findAttribute, findTerm } from '../../commerce/product/vocabulary/find-term.ts';
import { composeBullets, composeThemes } from './compose-sentences.ts';
import { composeSpecifications } from './compose-specifications.ts';
import { composeTitle } from './compose-title.ts';
import { joinWords, type SaidAttribute, sayAll } from './say-attribute.ts';

/** Raised when the same record gives other words. */
export const rulesEngine = 'rules/listing@1';

/** What the category adds: its name, and what shoppers call it too. */
export interface CategoryWords {
  readonly name: Named;
  readonly also: readonly string[];
}

/** eBay's second line, characters. */
const longestSubtitle = 55;

/** Shoppers read five; channels that take more show them folded. */
const mostBullets = 6;

/**
 * Title, key points, description and specifications in one language, from the record's attributes alone. Each sentence names
 * the attributes that it says; what the record does not say is left away, and what it says in another language only is not
 * translated here. The same record gives the same texts.
 */
export function composeTexts(
  product: ProductFacts,
  category: CategoryWords | undefined,
  locale: ListingLocale,
): ListingTexts {
  const said = withoutOptions(sayAll(product.attributes, locale), product);
  const title = composeTitle(product, said, category?.name[locale], locale);
  const bullets = composeBullets(said, locale).slice(0, mostBullets);
  const choices = sayChoices(product, locale);
  // Whole or not at all: a cut fact is another one.
  const subtitle = bullets.find(({ text }) => text.length <= longestSubtitle)?.text;
  return {
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    bullets: [
      ...bullets,
      ...choices.map(({ text, from }) => ({ text: text.replace(/[.。]$/u, ''), from })),
    ].slice(0, mostBullets),
    description: [
      opening(composeTitle(product, new Map(), category?.name[locale], locale), locale),
      ...composeThemes(said, locale),
      ...choices,
    ],
    specifications: composeSpecifications(said, product.brand, locale),
    keywords: keywordsOf(said, category, locale),
  };
}

/** A colour that variants differ in is none of the product's: the options say which there are. */
function withoutOptions(
  said: ReadonlyMap<string, SaidAttribute>,
  { options }: Pick<ProductFacts, 'options'>,
): ReadonlyMap<string, SaidAttribute> {
  const varied = new Set(
    options.flatMap(({ name, values }) => (values.length > 1 ? (findAttribute(name)?.id ?? []) : [])),
  );
  return new Map([...said].filter(([id]) => !varied.has(id)));
}

function opening(title: string, locale: ListingLocale): GroundedText {
  return { text: `${title}${locale === 'en' ? '.' : '。'}`, from: ['title'] };
}

/**
 * `Size to choose from: S, M and L.` Names and values that the vocabulary knows are said in either language, others only in
 * the one that they are written in.
 */
function sayChoices({ options }: Pick<ProductFacts, 'options'>, locale: ListingLocale): GroundedText[] {
  return options.flatMap(({ name, values }) => {
    if (values.length < 2) return [];
    const attribute = findAttribute(name);
    const words = [
      attribute?.name[locale] ?? inLocale(name, locale),
      ...values.map((value) => valueName(attribute, value, locale)),
    ];
    const [title, ...list] = words.flatMap((word) => word ?? []);
    if (title === undefined || list.length < values.length) return [];
    const text =
      locale === 'en'
        ? `${title}: choose from ${joinWords(list, locale)}.`
        : `${title}可选：${joinWords(list, locale)}。`;
    return [{ text, from: [`option:${name}`] }];
  });
}

function valueName(
  attribute: Attribute | undefined,
  value: string,
  locale: ListingLocale,
): string | undefined {
  const known = attribute?.kind === 'terms' ? findTerm(attribute, value)?.name[locale] : undefined;
  return known ?? inLocale(value, locale);
}

/** Letters and digits (`XL`, `42`) are read in either language, Chinese words in Chinese only. */
function inLocale(word: string, locale: ListingLocale): string | undefined {
  return locale === 'en' && /\p{Script=Han}/u.test(word) ? undefined : word;
}

/** Words that shoppers look for and the title need not say. */
function keywordsOf(
  said: ReadonlyMap<string, SaidAttribute>,
  category: CategoryWords | undefined,
  locale: ListingLocale,
): string[] {
  const isOfLocale = (word: string) => /\p{Script=Han}/u.test(word) === (locale === 'zh-CN');
  const names = category === undefined ? [] : [category.name[locale], ...category.also.filter(isOfLocale)];
  const facts = ['material', 'color', 'style', 'pattern', 'season'].flatMap(
    (id) => said.get(id)?.value ?? [],
  );
  return [...new Set([...names, ...facts].map((word) => word.toLowerCase()))];
}
