import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { pages } from '../pages.ts';
import { Empty } from '../parts/empty.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { shellTexts as texts } from '../texts/shell-texts.ts';
import { say } from '../texts/text.ts';
import { matchPath } from './address.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { address, href } from './location.ts';
import type { AnyPage, PageProps } from './page.ts';
import { hasRole, useShop } from './shop.ts';

interface Found {
  readonly page: AnyPage;
  readonly params: Readonly<Record<string, string>>;
}

/** The page that the address names, with its own chunk; undefined for none, and for one that the member may not open. */
export function findPage(
  candidates: readonly AnyPage[],
  segments: readonly string[],
  mayOpen: (page: AnyPage) => boolean,
): Found | undefined {
  for (const page of candidates) {
    const params = matchPath(page.path, segments);
    if (params !== undefined && mayOpen(page)) return { page, params };
  }
  return undefined;
}

const components = new Map<string, ComponentType<PageProps>>();

/** Shows the page of the address. */
export function Outlet(): JSX.Element {
  const { member } = useShop();
  const { segments, query } = address.value;
  const open = pages.filter((page) => hasRole(member, page.roles));
  const first = open.find((page) => page.navigation !== undefined);
  const path = segments.length === 0 && first !== undefined ? [first.path] : segments;
  const found = findPage(open, path, () => true);
  const title = found === undefined ? texts.nowhereTitle : found.page.title;
  const where = `/${path.join('/')}`;
  useAnnouncedPage(say(title), where);
  if (found === undefined) {
    return (
      <Empty icon="search" title={say(texts.nowhereTitle)}>
        <p>{say(texts.nowhereText)}</p>
        {first !== undefined && <a href={href(first.path)}>{say(texts.toFirstPage)}</a>}
      </Empty>
    );
  }
  return (
    <ErrorBoundary key={where}>
      <LazyPage key={found.page.path} page={found.page} params={found.params} query={query} />
    </ErrorBoundary>
  );
}

function LazyPage({ page, params, query }: Found & { query: PageProps['query'] }): JSX.Element {
  const [, setLoaded] = useState(false);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    if (components.has(page.path)) return;
    page
      .load()
      .then((module) => {
        components.set(page.path, module.default);
        setLoaded(true);
      })
      .catch(setError);
  }, [page]);
  // Thrown while rendering, so that the boundary shows it.
  if (error !== undefined) throw error;
  const Component = components.get(page.path);
  return Component === undefined ? <Skeleton lines={6} /> : <Component params={params} query={query} />;
}

/** The document's title, and after a change of page the focus on the content, which a screen reader then reads from its heading. */
function useAnnouncedPage(title: string, where: string): void {
  const { shop } = useShop();
  useEffect(() => {
    document.title = `${title} · ${shop.name} · Storehand`;
  }, [title, shop.name]);
  const [entered] = useState(where);
  // Once for each page
  useEffect(() => {
    if (where === entered && document.activeElement === document.body) return;
    window.scrollTo(0, 0);
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [where]);
}
