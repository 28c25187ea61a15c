import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { RunAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import { path } from '../../api/client.ts';
import { useLoad } from '../../api/use-load.ts';
import { pollPauseMs, usePolling } from '../../api/use-polling.ts';
import { Badge, Status } from '../../parts/badge.tsx';
import { toast } from '../../parts/toasts.tsx';
import { intakeTexts as texts } from '../../texts/intake-texts.ts';
import { say } from '../../texts/text.ts';

export interface RetriedRunProps {
  readonly run: string;
  /** The one that was started. */
  readonly attempt: number;
  readonly onRefusedAgain: () => void;
}

/** What becomes of something that was sent again, live. */
export function RetriedRun({ run, attempt, onRefusedAgain }: RetriedRunProps): JSX.Element {
  const loaded = useLoad<RunAnswer>((api, signal) => api.get(path`runs/${run}`, {}, { signal }), [run]);
  const turns = useRef(0);
  // Until the start is recorded the run still is the attempt before.
  const now = loaded.data?.attempt === attempt ? loaded.data : undefined;
  const isUnderWay = now === undefined || now.status === 'running';
  usePolling(
    () => {
      turns.current += 1;
      loaded.reload();
    },
    isUnderWay ? pollPauseMs(turns.current) : undefined,
    loaded.isLoading,
  );
  const isRefused = now?.status === 'quarantined';
  useEffect(() => {
    if (!isRefused) return;
    toast({ kind: 'bad', says: texts.refusedAgain });
    onRefusedAgain();
  }, [isRefused]);
  if (now === undefined) return <Badge tone="accent">{say(texts.again)}</Badge>;
  return <Status status={now.status} />;
}
