import { isGroup, type ValuePath } from './value-schema.ts';

export interface ValueDifference {
  readonly path: ValuePath;
  /** Undefined where there was, or is, none. */
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs between two values, part by part. Lists are compared as a whole: their places mean nothing to a reader. */
export function differencesOf(before: unknown, after: unknown, path: ValuePath = []): ValueDifference[] {
  if (isSame(before, after)) return [];
  if (!isGroup(before) || !isGroup(after) || before.kind !== after.kind) return [{ path, before, after }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => differencesOf(before[name], after[name], [...path, name]));
}

export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  if (!isGroup(one) || !isGroup(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame(one[name], other[name]));
}
