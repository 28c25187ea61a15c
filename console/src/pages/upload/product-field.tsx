import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isSku } from '../../../../functions/commerce/sku-pattern.ts';
import type { ProductsAnswer } from '../../../../functions/platform/products/products-answers.ts';
import { useLoad } from '../../api/use-load.ts';
import { Combobox } from '../../parts/combobox.tsx';
import { Picture } from '../../parts/picture.tsx';
import { say } from '../../texts/text.ts';
import { uploadTexts as texts } from '../../texts/upload-texts.ts';
import styles from './product-field.module.css';

type Product = ProductsAnswer['products'][number];

/** Somebody is still typing. */
const typingMs = 180;
const shownAtMost = 8;
/** More are looked at than shown: whether the SKU exists is told by them. */
const limit = 50;

export interface ProductFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** Below, while nothing is to be said about the SKU itself. */
  readonly hint?: string;
  /** Instead of what the field itself finds wrong. */
  readonly error?: string | undefined;
  readonly isOptional?: boolean;
  readonly inputRef?: { current: HTMLInputElement | null };
}

/** A SKU: one of the shop's products, found by typing, or a new one. */
export function ProductField(props: ProductFieldProps): JSX.Element {
  const { value, hint, error, ...field } = props;
  const q = useSettled(value.trim(), typingMs);
  const found = useLoad<ProductsAnswer | undefined>(
    async (api, signal) => {
      if (q === '') return undefined;
      return await api.get<ProductsAnswer>('products', { q, limit }, { signal });
    },
    [q],
  );
  const products = q === '' ? [] : (found.data?.products ?? []);
  const isWrong = q !== '' && !isSku(q);
  const isNew =
    found.data !== undefined && found.data.cursor === undefined && products.every(({ sku }) => sku !== q);
  const isChosen = products.some(({ sku }) => sku === value.trim());
  return (
    <Combobox
      {...field}
      value={value}
      error={error ?? (isWrong ? say(texts.skuRule) : undefined)}
      hint={!isWrong && q !== '' && isNew ? say(texts.skuNew) : hint}
      listLabel={say(texts.skuSuggestions)}
      options={(isChosen ? [] : products)
        .slice(0, shownAtMost)
        .map((product) => ({ value: product.sku, content: <Option product={product} /> }))}
    />
  );
}

function Option({ product }: { product: Product }): JSX.Element {
  const { sku, photos, thumbnail } = product;
  return (
    <span class={styles.option}>
      <Picture file={thumbnail === undefined ? undefined : { key: thumbnail }} alt="" size="thumb" />
      <span>
        {sku}
        <small>{say(texts.photosOf(photos))}</small>
      </span>
    </span>
  );
}

/** A value when it has stayed the same for a while. */
function useSettled(value: string, milliseconds: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
