import type { ComponentType } from 'preact';
import type { Says } from '../../../functions/commerce/says.ts';
import type { Role } from '../../../functions/platform/members/role.ts';
import type { IconName } from '../parts/icon.tsx';
import type { ParamsOf } from './address.ts';

export interface PageProps<Path extends string = string> {
  /** From the path: of `runs/:id` it has `id`. Decoded. */
  readonly params: ParamsOf<Path>;
  /** From behind the `?`. */
  readonly query: Readonly<Record<string, string>>;
}

export interface Page<Path extends string = string> {
  /** Below the shop: `runs`, `runs/:id`. No two pages have the same. */
  readonly path: Path;
  /** In the navigation and the document's title. */
  readonly title: Says;
  /** Who may open it; a member needs one of these. */
  readonly roles: readonly Role[];
  /** Where it stands in the navigation; left out for pages that are reached from another. */
  readonly navigation?: {
    readonly icon: IconName;
    /** `g` then this letter opens the page. */
    readonly key: string;
  };
  /** The page's own chunk. */
  readonly load: () => Promise<{ readonly default: ComponentType<PageProps<Path>> }>;
}

/** A page as the shell holds it: it hands every page just what its path promises. */
export type AnyPage = Omit<Page, 'load'> & {
  readonly load: () => Promise<{ readonly default: ComponentType<PageProps> }>;
};

/** Ties a page's path to its component's parameters. */
export function page<const Path extends string>(definition: Page<Path>): AnyPage {
  return definition as unknown as AnyPage;
}
