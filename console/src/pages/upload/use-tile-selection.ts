import { useRef, useState } from 'preact/hooks';

export interface TileSelection<Item> {
  /** Selected and still there, in the order of the list. */
  readonly chosen: readonly Item[];
  has(id: string): boolean;
  /** @param isRange all between the one before and this one become as this one */
  toggle(id: string, isRange: boolean): void;
  all(): void;
  /** @param items only these; all where they are left out */
  clear(items?: readonly Item[]): void;
}

/** Which of a list are selected; a range by Shift, as in a file manager. */
export function useTileSelection<Item extends { readonly id: string }>(
  items: readonly Item[],
): TileSelection<Item> {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string>(undefined);
  return {
    chosen: items.filter(({ id }) => ids.has(id)),
    has: (id) => ids.has(id),
    toggle: (id, isRange) => {
      const [from, to] = [isRange ? last.current : id, id].map((one) =>
        items.findIndex((item) => item.id === one),
      );
      last.current = id;
      const [low = 0, high = 0] = [from ?? -1, to ?? -1]
        .map((at) => (at < 0 ? (to ?? 0) : at))
        .toSorted((a, b) => a - b);
      const isSelected = !ids.has(id);
      const changed = new Set(ids);
      for (const item of items.slice(low, high + 1)) {
        if (isSelected) changed.add(item.id);
        else changed.delete(item.id);
      }
      setIds(changed);
    },
    all: () => setIds(new Set(items.map(({ id }) => id))),
    clear: (some) => {
      const kept = new Set(ids);
      for (const { id } of some ?? items) kept.delete(id);
      setIds(kept);
    },
  };
}
