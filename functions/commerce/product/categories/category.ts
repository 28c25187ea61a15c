import type { Named } from '../vocabulary/attribute.ts';

/** A category that a channel publishes with an id. */
export interface PublishedCategory {
  readonly id: string;
  readonly path: string;
}

/** A category of our own tree. Its id is its path (`apparel/t-shirts`): it stands in records, so add, never rename. */
export interface Category {
  readonly id: string;
  readonly name: Named;
  /** Other names and words that mean just this, in either language, singular. */
  readonly also: readonly string[];
  /** Attribute ids that a complete product of it has, most important first. */
  readonly attributes: readonly string[];
  /** Google product taxonomy, version 2021-09-21 (the newest that is published). */
  readonly google: PublishedCategory;
}

/** A line of the tree: id, English, Chinese, attributes, Google's id and path, further names. */
export function category(
  id: string,
  en: string,
  zh: string,
  attributes: string,
  google: readonly [id: number, path: string],
  ...also: string[]
): Category {
  return {
    id,
    name: { en, 'zh-CN': zh },
    also,
    attributes: attributes.split(' ').filter((name) => name !== ''),
    google: { id: String(google[0]), path: google[1] },
  };
}
