import type { SetUpDraft } from './set-up-draft.ts';

const keyOf = (store: string) => `storehand.set-up.${store}`;

/**
 * What is typed survives a reload, which leads over the sign-in and back: so it stands in the tab's own storage, never in the
 * address, and ends with the tab or when it is saved.
 */
export function keepDraft(store: string, draft: SetUpDraft | undefined): void {
  try {
    if (draft === undefined) sessionStorage.removeItem(keyOf(store));
    else sessionStorage.setItem(keyOf(store), JSON.stringify(draft));
  } catch {
    // A browser without storage: a reload begins anew, everything else works.
  }
}

/** @param first what a draft begins with: a kept one of another release may lack something */
export function keptDraft(store: string, first: SetUpDraft): SetUpDraft {
  try {
    return { ...first, ...(JSON.parse(sessionStorage.getItem(keyOf(store)) ?? '{}') as Partial<SetUpDraft>) };
  } catch {
    return first;
  }
}
