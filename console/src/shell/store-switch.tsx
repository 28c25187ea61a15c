import type { JSX } from 'preact';
import styles from './layout.module.css';
import { useShop } from './shop.ts';

/** The shop that is open. */
export function StoreSwitch(): JSX.Element {
  const { shop } = useShop();
  return <span class={styles.store}>{shop.name}</span>;
}
