import type { ListingChannel } from '../../listings/listing.ts';
import { wordKey } from '../tidy-text.ts';
import type { Category } from './category.ts';
import { HOME_CATEGORIES } from './home-categories.ts';
import { LEISURE_CATEGORIES } from './leisure-categories.ts';
import { WORN_CATEGORIES } from './worn-categories.ts';

/** The whole tree: departments (`apparel`) and what is in them (`apparel/t-shirts`). */
export const CATEGORIES: readonly Category[] = [
  ...WORN_CATEGORIES,
  ...HOME_CATEGORIES,
  ...LEISURE_CATEGORIES,
];

const byId: ReadonlyMap<string, Category> = new Map(CATEGORIES.map((category) => [category.id, category]));

const byName = new Map<string, Category>();
for (const category of CATEGORIES) {
  const { id, name, also, google } = category;
  for (const word of [id, name.en, name['zh-CN'], google.id, google.path, ...also]) {
    // Departments come before what is in them: a name that both have means the wider one.
    if (!byName.has(wordKey(word))) byName.set(wordKey(word), category);
  }
}

export function categoryById(id: string): Category | undefined {
  return byId.get(id);
}

/** The department that a category is in; `undefined` for a department. */
export function departmentOf({ id }: Category): Category | undefined {
  const slash = id.indexOf('/');
  return slash === -1 ? undefined : byId.get(id.slice(0, slash));
}

/**
 * The category that a source's own name for it means: our id, a name in either language, Google's id or path, or the last level
 * of a path that is known (`Women > Tops > T-Shirts`, `女装/T恤`). Words within a name are the classifier's to weigh.
 */
export function findCategory(given: string): Category | undefined {
  const whole = byName.get(wordKey(given));
  if (whole !== undefined) return whole;
  const levels = given.split(/[>/|›»\\]|(?<!\p{L}):(?!\p{L})/u).filter((level) => level.trim() !== '');
  for (const level of levels.toReversed()) {
    const found = byName.get(wordKey(level)) ?? byName.get(singular(wordKey(level)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** English plurals that end in s: names of the tree are asked for in both numbers. */
function singular(key: string): string {
  return key.replace(/ies$/u, 'y').replace(/(?<=s|x|ch|sh)es$|(?<!s)s$/u, '');
}

export interface ChannelCategory {
  readonly id?: string;
  readonly path: string;
  /** False where the channel publishes no list that we could read: the path is our own, to be chosen by hand in the channel. */
  readonly confirmed: boolean;
}

/**
 * What a category is called on a channel. Google publishes ids; Shopify takes names of its own taxonomy, whose upper levels
 * are Google's. For the others it is our own path in the channel's language, unconfirmed.
 */
export function channelCategory(category: Category, channel: ListingChannel): ChannelCategory {
  if (channel === 'google-merchant') return { ...category.google, confirmed: true };
  if (channel === 'shopify') return { path: category.google.path, confirmed: false };
  const locale = channel === 'tmall' || channel === 'jd' ? 'zh-CN' : 'en';
  const department = departmentOf(category);
  const names = department === undefined ? [category.name] : [department.name, category.name];
  return { path: names.map((name) => name[locale]).join(' > '), confirmed: false };
}
