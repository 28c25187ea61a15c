import type { ListingLocale, ProductFacts } from '../../commerce/product/product-record.ts';
import { capital } from './compose-specifications.ts';
import type { SaidAttribute } from './say-attribute.ts';

/** What tells one product from the next, in the order in which a title names it; of a group only the first that is known. */
const telling: readonly (readonly string[])[] = [
  ['material'],
  ['color'],
  ['capacity', 'netContent', 'size'],
  ['pieces'],
];

/** A title beyond this is cut by nearly every channel. */
const longestTitle = 120;

/**
 * The product's own title in the language, with the brand before it and what it does not say yet behind it; where the record
 * has none in the language, one is made of brand, what tells it apart, and what it is called.
 *
 * @param noun what the product is called in the language: its category's name
 */
export function composeTitle(
  { title, brand, sku }: Pick<ProductFacts, 'title' | 'brand' | 'sku'>,
  said: ReadonlyMap<string, SaidAttribute>,
  noun: string | undefined,
  locale: ListingLocale,
): string {
  const own = calm(title[locale], brand);
  const facts = telling.flatMap((ids) => {
    const first = ids.find((id) => said.has(id) && !singles.has(said.get(id)?.value ?? ''));
    return first === undefined ? [] : [said.get(first)?.value ?? ''];
  });
  const base =
    own ?? (noun === undefined ? (title.en ?? title['zh-CN'] ?? sku) : nounWith(facts, noun, locale));
  const branded = brand === undefined || includes(base, brand) ? base : `${brand} ${following(base, locale)}`;
  const added =
    own === undefined && noun !== undefined ? [] : facts.filter((fact) => !saysAlready(branded, fact));
  const separator = locale === 'en' ? ', ' : ' ';
  let full = branded;
  for (const fact of added) {
    if (`${full}${separator}${fact}`.length <= longestTitle) full = `${full}${separator}${fact}`;
  }
  return capital(full, locale);
}

/** `白瓷花瓶` says 白色, `橡木餐椅` says 橡木实木: two characters, or the colour's own one. */
function sharesName(text: string, word: string): boolean {
  if (!/^\p{Script=Han}+$/u.test(word)) return false;
  if (word.length === 2 && word.endsWith('色')) return text.includes(word.charAt(0));
  return word.length > 2 && text.includes(word.slice(0, 2));
}

/** One of a thing is what everybody expects. */
const singles: ReadonlySet<string> = new Set(['1 piece', '1件']);

/** Abbreviations that keep their capitals in a title that is calmed. */
const abbreviations = /^(?:led|usb|usb-c|hdmi|pvc|spf|bpa|uv|tv|pc|diy|xl|xxl|gps|rgb|ssd|hd|uhd|gots|anc)$/u;

/**
 * A title in capitals throughout, as some suppliers send it, in sentence case with the brand as the record writes it: channels
 * refuse shouting, and shoppers pass it over.
 */
function calm(title: string | undefined, brand: string | undefined): string | undefined {
  const letters = title?.match(/\p{Lu}|\p{Ll}/gu) ?? [];
  const capitals = letters.filter((letter) => /\p{Lu}/u.test(letter)).length;
  if (title === undefined || letters.length < 10 || capitals < letters.length * 0.8) return title;
  const words = title
    .toLowerCase()
    .split(' ')
    .map((word) => (abbreviations.test(word) ? word.toUpperCase() : word))
    .join(' ');
  const at = brand === undefined ? -1 : words.toLowerCase().indexOf(brand.toLowerCase());
  if (brand === undefined || at < 0) return capital(words, 'en');
  return capital(words.slice(0, at) + brand + words.slice(at + brand.length), 'en');
}

/** `cotton T-shirt, navy, M`; `棉 藏青色 T恤 M` */
function nounWith(facts: readonly string[], noun: string, locale: ListingLocale): string {
  return locale === 'en'
    ? [noun, ...facts].join(', ')
    : [...facts.slice(0, 2), noun, ...facts.slice(2)].join(' ');
}

/** `Fernhill enamel mug`: no capital after the brand, but for names and abbreviations (`USB cable`, `iPad stand`). */
function following(base: string, locale: ListingLocale): string {
  return locale === 'en' && /^[A-Z][a-z]+(?:[ ,]|$)/.test(base)
    ? base.charAt(0).toLowerCase() + base.slice(1)
    : base;
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

/** `Canvas sneaker, navy` says `navy blue`, and `纯棉T恤` says 棉: one word of a fact is enough. */
function saysAlready(text: string, fact: string): boolean {
  // `750毫升` and `750ml` are one.
  const [amount] = /^\d+(?:\.\d+)?(?=\s?\p{L}+$)/u.exec(fact) ?? [];
  if (amount !== undefined)
    return new RegExp(`(?<![\\d.])${amount.replace('.', '\\.')}(?![\\d.])`).test(text);
  const words = fact.match(/\p{Script=Han}+|[\p{Script=Latin}\p{N}.]+/gu) ?? [];
  const names = words.filter((word) => !/^[\d.]+%?$/.test(word));
  return (
    names.some((word) => includes(text, word) || sharesName(text, word)) ||
    (names.length === 0 && includes(text, fact))
  );
}
