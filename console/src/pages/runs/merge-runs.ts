import type { Run } from '../../../../functions/platform/runs/run.ts';

/**
 * The list with its first page asked anew. What the page covers is as it says: new runs on top, and what does not fit the filter any
 * more gone; below it everything stays.
 *
 * @param isWhole nothing comes after the page
 */
export function mergeRuns(listed: readonly Run[], page: readonly Run[], isWhole: boolean): readonly Run[] {
  const last = page.at(-1);
  if (isWhole || last === undefined) return isWhole ? page : listed;
  const onPage = new Set(page.map(({ id }) => id));
  const below = listed.filter(({ id, startedAt }) => !onPage.has(id) && startedAt < last.startedAt);
  return [...page, ...below];
}
