import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { pollPauseMs, usePolling } from '../../api/use-polling.ts';
import { followUploads } from './follow-uploads.ts';
import { isFollowed } from './upload-item.ts';
import type { UploadQueue } from './upload-queue.ts';

/** While the page is open, asks what became of the files that were sent: soon while something happens, seldom while nothing does. */
export function useFollowing(queue: UploadQueue): void {
  const [isAsking, setAsking] = useState(false);
  const [unchanged, setUnchanged] = useState(0);
  const call = useRef<AbortController>(undefined);
  useEffect(() => () => call.current?.abort(), [queue]);
  const again = useCallback(() => {
    const asking = new AbortController();
    call.current?.abort();
    call.current = asking;
    setAsking(true);
    const settle = (hasChanged: boolean) => {
      if (asking.signal.aborted) return;
      setUnchanged((before) => (hasChanged ? 0 : before + 1));
      setAsking(false);
    };
    // What is asked in vain is asked again later.
    followUploads(queue.api, queue.items.value, asking.signal).then(settle, () => settle(false));
  }, [queue]);
  const followed = queue.items.value.filter(({ state }) => isFollowed(state.value)).length;
  // Another file has arrived, or was assigned.
  useEffect(() => setUnchanged(0), [followed]);
  usePolling(again, followed === 0 ? undefined : pollPauseMs(unchanged), isAsking);
}
