import canonicalize from 'canonicalize';

export interface Difference {
  /** Names on the way to the value, by dots; empty for the whole. */
  readonly path: string;
  /** Absent where there was, or is, none. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What is different between two JSON values, in order of the path. Lists are compared as a whole: their order counts. */
export function diffValues(before: unknown, after: unknown, path = ''): readonly Difference[] {
  if (isNamed(before) && isNamed(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) =>
      diffValues(before[name], after[name], path === '' ? name : `${path}.${name}`),
    );
  }
  if (canonicalize(before) === canonicalize(after)) return [];
  return [
    {
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

function isNamed(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
