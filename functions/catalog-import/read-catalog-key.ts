export interface CatalogKey {
  readonly store: string;
  /** What a saved mapping of columns belongs to: the folder below `catalog/`, or `catalog` for a file right in it. */
  readonly source: string;
  readonly fileName: string;
}

/** Of a file right below `catalog/`. */
export const plainSource = 'catalog';

/** Reads an inbox key: `<store>/catalog/<file>` or `<store>/catalog/<source>/<file>`. Undefined: another key, or a folder. */
export function readCatalogKey(key: string): CatalogKey | undefined {
  const [store = '', area, ...rest] = key.split('/');
  const fileName = rest.at(-1) ?? '';
  if (store === '' || area !== 'catalog' || fileName === '' || rest.length > 2) return undefined;
  return { store, source: rest.length === 2 ? (rest[0] ?? plainSource) : plainSource, fileName };
}
