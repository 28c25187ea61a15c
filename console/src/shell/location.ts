import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Address, fillPath, formatAddress, parseAddress, type Query } from './address.ts';

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

/** Where we are. */
export const address: ReadonlySignal<Address> = computed(() => parseAddress(hash.value));

/**
 * The address of a page in the shop that is open.
 *
 * @param path a page's path as in `pages.ts`, e.g. `runs/:id`
 */
export function href(path: string, params: Readonly<Record<string, string>> = {}, query: Query = {}): string {
  return formatAddress(address.value.store, fillPath(path, params), query);
}

/** Goes to an address that `href` made. */
export function go(to: string): void {
  location.hash = to;
}

/** Goes there without leaving a step for the back button, e.g. when a filter changes. */
export function replace(to: string): void {
  history.replaceState(history.state, '', to);
  hash.value = location.hash;
}

/** Puts the shop into an address that named none; the path stays. */
export function openStoreAddress(store: string): void {
  replace(formatAddress(store, address.value.segments, address.value.query));
}
