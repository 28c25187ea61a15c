/** What the part of the address behind `#` says: `#/<store>/<path>?<query>`. */
export interface Address {
  /** Empty where the address names no shop. */
  readonly store: string;
  /** Decoded segments of the path below the shop. */
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** The names of the parameters in a path such as `runs/:id`. */
export type ParamsOf<Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? ParamsOf<Head> & ParamsOf<Rest>
  : Path extends `:${infer Name}`
    ? { readonly [name in Name]: string }
    : unknown;

export type Query = Readonly<Record<string, string | number | undefined>>;

/** Never throws: what cannot be decoded stays as it is written. */
export function parseAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
  const [store = '', ...segments] = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decode);
  return { store, segments, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of a page. Anything may stand in a segment or the query: ids and file names are people's own. */
export function formatAddress(store: string, segments: readonly string[], query: Query = {}): string {
  const path = [store, ...segments].map(encodeURIComponent).join('/');
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return `#/${path}${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`;
}

/** The parameters of an address under a path such as `runs/:id`; undefined where it does not fit. */
export function matchPath(
  path: string,
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const pattern = path.split('/').filter((part) => part !== '');
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}

/** `runs/:id` with its parameters put in, as segments. */
export function fillPath(path: string, params: Readonly<Record<string, string>>): readonly string[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => (part.startsWith(':') ? (params[part.slice(1)] ?? '') : part));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
