import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Address, fillPath, formatAddress, parseAddress, type Query } from './address.ts';

const hash = signal(location.hash);
/** Where somebody wanted to go from a page that has something unsaved. */
const wanted = signal<string | undefined>(undefined);
let mayLose: () => boolean = () => false;

addEventListener('hashchange', () => {
  if (mayLose() && pageOf(location.hash) !== pageOf(hash.value)) {
    wanted.value = location.hash;
    // Back to where we still are; the step that was taken stays in the history as this page once more.
    history.replaceState(history.state, '', hash.value);
    return;
  }
  hash.value = location.hash;
});

function pageOf(of: string): string {
  const { store, segments } = parseAddress(of);
  return [store, ...segments].join('/');
}

/** Where somebody wants to go although something would be lost; undefined while nobody does. */
export const heldBack: ReadonlySignal<string | undefined> = wanted;

/** Until it is called again, the page is not left while something would be lost. */
export function holdBackWhile(wouldLose: () => boolean): void {
  mayLose = wouldLose;
}

/** Goes where somebody wanted to go, or forgets it. */
export function answerHeldBack(leaves: boolean): void {
  const to = wanted.value;
  wanted.value = undefined;
  if (!leaves || to === undefined) return;
  mayLose = () => false;
  location.hash = to;
}

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
