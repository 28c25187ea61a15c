import { useEffect } from 'preact/hooks';
import type { CursorList } from '../../api/use-cursor-list.ts';

/**
 * Loads a list again when more have come than it shows, as long as that moves nothing away from whoever works in it: not after they
 * have asked for further pages, and not because there are fewer.
 *
 * @param count how many there are now; undefined while that is not known
 */
export function useArrivals<Item>(list: CursorList<Item>, count: number | undefined): void {
  const { items, isLoading, more, reload } = list;
  useEffect(() => {
    if (count !== undefined && !isLoading && more === undefined && count > items.length) reload();
  }, [count]);
}
