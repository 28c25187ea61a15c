import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Says } from '../../../../functions/commerce/says.ts';
import type { ApprovalAnswer } from '../../../../functions/platform/approvals/approvals-answers.ts';
import { type Api, path } from '../../api/client.ts';
import { type Problem, problemOf } from '../../api/problem.ts';
import { approvalViews } from '../../approval-views/views.ts';
import { fileAddress } from '../../session/file-address.ts';
import { type Shop, useShop } from '../../shell/shop.ts';
import { whatChanged } from './what-changed.ts';

/** Somebody else's decision is seen after so long at most. */
const lookAgainMs = 10_000;
/** What was fetched ahead is shown at once, and asked for again where it is older. */
const freshMs = 3_000;
const keptMs = 120_000;
const keptAtMost = 8;

interface Ahead {
  readonly api: Api;
  readonly atMs: number;
  readonly approval: Promise<ApprovalAnswer>;
}
const ahead = new Map<string, Ahead>();

const fetchApproval = (api: Api, id: string, signal?: AbortSignal) =>
  api.get<ApprovalAnswer>(path`approvals/${id}`, {}, { signal });

/** Fetches an approval, its view and its first pictures, so that it opens at once. */
export function fetchAhead({ api, media, config }: Shop, id: string): void {
  const known = ahead.get(id);
  if (known?.api === api && Date.now() - known.atMs < keptMs) return;
  const approval = fetchApproval(api, id);
  ahead.set(id, { api, atMs: Date.now(), approval });
  for (const [old] of [...ahead].slice(0, -keptAtMost)) ahead.delete(old);
  approval
    .then(async ({ workflow, items }) => {
      const view = await approvalViews[workflow]?.();
      const [item] = items;
      if (item === undefined) return;
      for (const file of view?.firstPictures?.(item) ?? []) {
        new Image().src = fileAddress(config, await media.link(file));
      }
    })
    // Ahead is a favour: whoever opens it is told what is wrong.
    .catch(() => ahead.delete(id));
}

export interface OpenApproval {
  /** As the person sees it: it does not change under their eyes while it can be decided. */
  readonly shown: ApprovalAnswer | undefined;
  readonly problem: Problem | undefined;
  /** It has another payload by now, which is not shown yet. */
  readonly isOutdated: boolean;
  /** What `refresh` brought that was not there before. */
  readonly changes: readonly Says[];
  /** Shows it as it is now. */
  refresh(): Promise<void>;
}

/** One approval, looked at again now and then while it is open, so that somebody else's decision shows. */
export function useApproval(id: string): OpenApproval {
  const { api } = useShop();
  const [shown, setShown] = useState<ApprovalAnswer>();
  const [problem, setProblem] = useState<Problem>();
  const [isOutdated, setOutdated] = useState(false);
  const [changes, setChanges] = useState<readonly Says[]>([]);
  const latest = useRef(shown);
  latest.current = shown;

  const take = useCallback((fresh: ApprovalAnswer) => {
    const seen = latest.current;
    const isOther =
      seen?.status === 'open' && fresh.status === 'open' && seen.payloadHash !== fresh.payloadHash;
    setOutdated(isOther);
    if (!isOther) setShown(fresh);
  }, []);
  const refresh = useCallback(async () => {
    const fresh = await fetchApproval(api, id);
    const seen = latest.current;
    if (seen !== undefined && seen.payloadHash !== fresh.payloadHash) setChanges(whatChanged(seen, fresh));
    setOutdated(false);
    setProblem(undefined);
    setShown(fresh);
  }, [api, id]);

  useEffect(() => {
    const leaving = new AbortController();
    const look = async () => {
      try {
        const known = ahead.get(id);
        ahead.delete(id);
        const isKept = known?.api === api && Date.now() - known.atMs < keptMs;
        if (isKept) take(await known.approval);
        if (isKept && Date.now() - known.atMs < freshMs) return;
        take(await fetchApproval(api, id, leaving.signal));
        setProblem(undefined);
      } catch (error) {
        if (!leaving.signal.aborted) setProblem(problemOf(error));
      }
    };
    void look();
    const timer = setInterval(() => {
      if (!document.hidden && latest.current?.status === 'open') void look();
    }, lookAgainMs);
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [api, id, take]);

  return { shown, problem, isOutdated, changes, refresh };
}
