/**
 * What shops call the things that are worn on the body, in lower case. Shoes, bags and jewellery are none: a try-on puts
 * garments on a person.
 */
const apparel: ReadonlySet<string> = new Set([
  'apparel',
  'clothing',
  'clothes',
  'garments',
  'menswear',
  'womenswear',
  '服装',
  '服饰',
  '女装',
  '男装',
  '童装',
]);

/**
 * Whether a category is one of garments: by any level of its path, so that a shop's `apparel`, Google's
 * `Apparel & Accessories > Clothing > Dresses` and `女装/连衣裙` all are, and `Apparel & Accessories > Jewelry` is not.
 */
export function isApparel(category: string): boolean {
  return categoryLevels(category).some((level) => apparel.has(level));
}

/** `Home > Lighting` → `home`, `lighting`. */
export function categoryLevels(category: string): readonly string[] {
  return category
    .normalize('NFKC')
    .toLowerCase()
    .split(/[>/|›»]/u)
    .map((level) => level.trim());
}
