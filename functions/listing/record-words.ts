import { normaliseText } from '../commerce/claims/normalise-text.ts';
import type { ProductFacts } from '../commerce/product/product-record.ts';
import { wordKey } from '../commerce/product/tidy-text.ts';
import { findAttribute } from '../commerce/product/vocabulary/find-term.ts';
import type { CategoryWords } from './compose/compose-texts.ts';
import { sayAll } from './compose/say-attribute.ts';

/** Words that stand in any text and tell nothing. */
const fillers = new Set(
  'the a an and or of for with without from in on to by at as is are it its this that these those be has have you your our'.split(
    ' ',
  ),
);

/**
 * The words of a text by which it can be compared: English ones in small letters and one number, numbers, and pairs of Chinese
 * characters, which have no spaces between words (a single one stands alone).
 */
export function contentWords(text: string): ReadonlySet<string> {
  const plain = normaliseText(text);
  const latin = (plain.match(/[\p{Script=Latin}\p{N}]+/gu) ?? [])
    .filter((word) => !fillers.has(word))
    .map((word) => (word.length > 3 ? word.replace(/(?<!s)s$/u, '') : word));
  const han = (plain.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) =>
    run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)),
  );
  return new Set([...latin, ...han]);
}

/** Whether a text says nothing beyond these words. */
export function isWholly(said: ReadonlySet<string>, words: ReadonlySet<string>): boolean {
  return said.size > 0 && [...said].every((word) => words.has(word));
}

/** The words of a record in both languages; never those of the supplier's text. */
export interface RecordWords {
  /** What each attribute says; `title`, `brand` and `option:…` among them. */
  readonly byId: ReadonlyMap<string, ReadonlySet<string>>;
  /** The product's own titles whole, with and without its brand, as `wordKey` makes them. */
  readonly names: ReadonlySet<string>;
  /** The words of what the product is called: its titles, brand and category. */
  readonly called: ReadonlySet<string>;
  /** With what its category and its attributes are called. */
  readonly all: ReadonlySet<string>;
}

export function recordWords(product: ProductFacts, category: CategoryWords | undefined): RecordWords {
  const said = [
    ...sayAll(product.attributes, 'en').values(),
    ...sayAll(product.attributes, 'zh-CN').values(),
  ];
  const texts = new Map<string, string[]>([['title', Object.values(product.title)]]);
  const add = (id: string, ...more: readonly string[]) => texts.set(id, [...(texts.get(id) ?? []), ...more]);
  if (product.brand !== undefined) add('brand', product.brand);
  for (const { name, values } of product.options) {
    add(`option:${name}`, name, ...Object.values(findAttribute(name)?.name ?? {}), ...values);
  }
  for (const [id, value] of Object.entries(product.attributes)) {
    if (value.kind !== 'flag') add(id, value.given);
  }
  // A flag says its own name, and only where it is so.
  for (const { id, name, value, flag } of said) {
    if (flag === undefined) add(id, value);
    else if (flag) add(id, name);
  }
  const byId = new Map([...texts].map(([id, all]) => [id, contentWords(all.join('\n'))] as const));
  const kinds = category === undefined ? [] : [...Object.values(category.name), ...category.also];
  const called = contentWords([...Object.values(product.title), product.brand ?? '', ...kinds].join('\n'));
  const labels = said.map(({ name }) => name);
  const all = new Set([
    ...called,
    ...[...byId.values()].flatMap((words) => [...words]),
    ...contentWords(labels.join('\n')),
  ]);
  const brand = product.brand ?? '';
  const names = Object.values(product.title).flatMap((title) => [wordKey(title), wordKey(brand + title)]);
  return { byId, names: new Set(names), called, all };
}
