import type { JSX } from 'preact';
import { shellTexts as texts } from '../texts/shell-texts.ts';
import { say } from '../texts/text.ts';
import { formatAddress } from './address.ts';
import styles from './layout.module.css';
import { go } from './location.ts';
import { useShop } from './shop.ts';

/** The shop that is open, and the way to the others. */
export function StoreSwitch(): JSX.Element {
  const { store, shop, stores } = useShop();
  if (stores.length < 2) return <span class={styles.store}>{shop.name}</span>;
  return (
    <label class={styles.store}>
      <span class="visually-hidden">{say(texts.shop)}</span>
      <select onChange={(event) => go(formatAddress(event.currentTarget.value, []))}>
        {stores.map((one) => (
          <option key={one.store} value={one.store} selected={one.store === store}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
}
