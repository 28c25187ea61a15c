import type { JSX } from 'preact';
import type { ProductsAnswer } from '../../../../functions/platform/products/products-answers.ts';
import { useCursorList } from '../../api/use-cursor-list.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Filters } from '../../parts/filters.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Picture } from '../../parts/picture.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { type Column, CursorTable } from '../../parts/table.tsx';
import { Time } from '../../parts/values.tsx';
import { href, replace } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { productsTexts as texts } from '../../texts/products-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './products-page.module.css';

type Product = ProductsAnswer['products'][number];

const pageSize = 50;

export default function ProductsPage({ query }: PageProps<'products'>): JSX.Element {
  const { q = '' } = query;
  const list = useCursorList(
    async (api, cursor, signal) => {
      const answer = await api.get<ProductsAnswer>('products', { q, limit: pageSize, cursor }, { signal });
      return { items: answer.products, cursor: answer.cursor };
    },
    [q],
  );
  return (
    <>
      <PageHead title={say(texts.title)} lead={say(texts.lead)} />
      <Filters label={say(texts.filter)}>
        <SearchField
          label={say(texts.search)}
          placeholder={say(texts.searchExample)}
          value={q}
          onChange={(value) => replace(href('products', {}, { q: value }))}
        />
      </Filters>
      <CursorTable
        caption={say(texts.title)}
        columns={columns()}
        list={list}
        keyOf={({ sku }) => sku}
        hrefOf={({ sku }) => href('products/:sku', { sku })}
        empty={<NoProducts q={q} />}
      />
    </>
  );
}

function columns(): readonly Column<Product>[] {
  return [
    { title: say(texts.product), cell: (product) => <Named product={product} /> },
    { title: say(texts.state), cell: (product) => <State product={product} /> },
    { title: say(texts.pictures), cell: ({ pictures, photos }) => say(texts.picturesOf(pictures, photos)) },
    { title: say(texts.updated), cell: ({ updatedAt }) => <Time at={updatedAt} /> },
  ];
}

function Named({ product: { sku, thumbnail } }: { product: Product }): JSX.Element {
  return (
    <span class={styles.product}>
      <Picture file={thumbnail === undefined ? undefined : { key: thumbnail }} alt="" size="thumb" />
      {sku}
    </span>
  );
}

const tones: Readonly<Record<Product['state'], Tone>> = {
  waiting: 'accent',
  published: 'good',
  partly: 'warn',
  unpublished: 'quiet',
};

/** One that waits leads to its question. */
function State({ product: { sku, state, approval } }: { product: Product }): JSX.Element {
  const badge = <Badge tone={tones[state]}>{say(texts[state])}</Badge>;
  if (approval === undefined) return badge;
  return (
    <a
      class={styles.question}
      href={href('approvals/:id', { id: approval })}
      aria-label={say(texts.waitingOf(sku))}
    >
      {badge}
    </a>
  );
}

function NoProducts({ q }: { q: string }): JSX.Element {
  return (
    <Empty icon="products" title={say(texts.none)}>
      <p>{say(q === '' ? texts.noneYet : texts.noneFound(q))}</p>
      {q !== '' && <Button onClick={() => replace(href('products'))}>{say(texts.clear)}</Button>}
    </Empty>
  );
}
