import type { AuditEntryAnswer } from '../../../../functions/platform/audit/audit-answers.ts';
import type { Difference } from '../../parts/differences.tsx';
import { changedValues } from './changed-values.ts';

type Entry = Pick<AuditEntryAnswer, 'action' | 'subject' | 'before' | 'after'>;

/** The setting that an entry is about, by its name in the API. */
export function settingOf({ subject }: Pick<Entry, 'subject'>): string | undefined {
  return /^setting\/([^/]+)$/.exec(subject)?.[1];
}

/** The one workflow that an entry switched off or on; undefined where it did more, or something else. */
export function switchOf(entry: Entry): { readonly workflow: string; readonly isOff: boolean } | undefined {
  const { action, before = {}, after = {} } = entry;
  if (settingOf(entry) !== 'kill-switches' || !['setting.saved', 'setting.undone'].includes(action))
    return undefined;
  const [only, ...others] = changedValues(before, after);
  if (only === undefined || others.length > 0) return undefined;
  // A text is a time: off until then.
  const isPulled = (entry: unknown) => entry === true || typeof entry === 'string';
  const [wasOff, isOff] = [isPulled(only.before), isPulled(only.after)];
  // A slug has no dot: a deeper path is no switch.
  return wasOff === isOff || !/^[^.]+$/.test(only.path) ? undefined : { workflow: only.path, isOff };
}

/** What an entry changed in a setting, where that can be said in a line; the first of it where it is more. */
export function firstChange(entry: Entry): Difference | undefined {
  const { before, after } = entry;
  if (settingOf(entry) === undefined) return undefined;
  return changedValues(before, after).find(({ path }) => path !== '');
}
