import type { Run } from '../../../../functions/platform/runs/run.ts';
import type { RunsAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import type { Api } from '../../api/client.ts';

/** Requests at one time: a shop's API takes some tens a second, and others work with it meanwhile. */
const lanes = 4;

/**
 * Releases every held run of a workflow, the oldest first as far as lanes allow. One that fails does not keep the others.
 *
 * @param release one run
 * @returns how many were released, and how many were not
 * @throws Problem where the runs cannot be listed
 */
export async function releaseAll(
  api: Pick<Api, 'get'>,
  workflow: string,
  release: (run: Run) => Promise<void>,
): Promise<{ readonly done: number; readonly left: number }> {
  // All of them before the first: a released run leaves the list that is being read.
  const held: Run[] = [];
  let cursor: string | undefined;
  do {
    const query = { workflow, status: 'held', days: 31, limit: 500, cursor };
    const page: RunsAnswer = await api.get('runs', query);
    held.push(...page.runs);
    cursor = page.cursor;
  } while (cursor !== undefined);
  let left = 0;
  const lane = async () => {
    for (let run = held.pop(); run !== undefined; run = held.pop()) {
      try {
        await release(run);
      } catch {
        left += 1;
      }
    }
  };
  const count = held.length;
  await Promise.all(Array.from({ length: lanes }, lane));
  return { done: count - left, left };
}
