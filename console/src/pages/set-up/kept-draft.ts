import type { SetUpDraft } from './set-up-draft.ts';

/**
 * What is typed survives a reload in the browser's own entry of the page: it ends with the tab, and nothing of it stands in the
 * address or in a storage that outlives the visit.
 */
export function keepDraft(store: string, draft: SetUpDraft | undefined): void {
  history.replaceState(draft === undefined ? null : { setUp: { store, draft } }, '');
}

export function keptDraft(store: string): SetUpDraft | undefined {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('setUp' in state)) return undefined;
  const kept = state.setUp as { store: string; draft: SetUpDraft };
  return kept.store === store ? kept.draft : undefined;
}
