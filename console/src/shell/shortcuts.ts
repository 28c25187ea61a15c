import { type Signal, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Says } from '../../../functions/commerce/says.ts';

export interface Shortcut {
  /** `KeyboardEvent.key`s after one another: `j`, `g r`, `Enter`. Letters as they are typed. */
  readonly keys: string;
  readonly says: Says;
  readonly run: () => void;
}

interface Registered extends Shortcut {
  readonly isGlobal: boolean;
}

/** How long `g` waits for its second key. */
const togetherMs = 1500;

export const registered: Signal<readonly Registered[]> = signal([]);

/**
 * While the component is there, these keys do something and stand in the list that `?` shows. Keys do nothing while somebody
 * types in a field, while a dialog is open, or together with Ctrl, Alt or Meta. Write each shortcut's `run` as if it were a click.
 */
export function useShortcuts(shortcuts: readonly Shortcut[], isGlobal = false): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const list = shortcuts.map(({ keys }) => keys).join('\n');
  // Registered anew when the keys change; what they do is looked up when pressed
  useEffect(() => {
    const own = latest.current.map(
      ({ keys, says }): Registered => ({
        keys,
        says,
        isGlobal,
        run: () => latest.current.find((one) => one.keys === keys)?.run(),
      }),
    );
    registered.value = [...registered.value, ...own];
    return () => {
      registered.value = registered.value.filter((one) => !own.includes(one));
    };
  }, [list, isGlobal]);
}

export interface Pressed {
  readonly key: string;
  readonly atMs: number;
}

/**
 * What a key does after the keys before it: the shortcut to run, or nothing yet.
 *
 * @returns the shortcut's place in the list, and the keys that a next one may add to
 */
export function shortcutFor(
  shortcuts: readonly Pick<Shortcut, 'keys'>[],
  before: readonly Pressed[],
  pressed: Pressed,
): { readonly index: number; readonly held: readonly Pressed[] } {
  const fresh = before.filter(({ atMs }) => pressed.atMs - atMs <= togetherMs);
  for (const held of [[...fresh, pressed], [pressed]]) {
    const typed = held.map(({ key }) => key).join(' ');
    // The last one registered wins: a page's own over the shell's.
    const index = shortcuts.findLastIndex(({ keys }) => keys === typed);
    if (index >= 0) return { index, held: [] };
    if (shortcuts.some(({ keys }) => keys.startsWith(`${typed} `))) return { index: -1, held };
  }
  return { index: -1, held: [] };
}

/** Listens on the document. Returns what ends it. */
export function listenForShortcuts(): () => void {
  let held: readonly Pressed[] = [];
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTaken(event)) return;
    const pressed = shortcutFor(registered.value, held, { key: event.key, atMs: event.timeStamp });
    held = pressed.held;
    if (pressed.index < 0) return;
    event.preventDefault();
    registered.value[pressed.index]?.run();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function isTaken(event: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]') !== null) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  // Enter and the space bar belong to what has the focus.
  return (event.key === 'Enter' || event.key === ' ') && target.matches('button, a, summary, input');
}
