/** A route's key taken apart: `ANY /api/{store}/{proxy+}`, or `$default`. */
export interface RoutePattern {
  readonly routeKey: string;
  /** `ANY` matches every method. */
  readonly method: string;
  readonly segments: readonly Segment[];
  readonly isDefault: boolean;
}

interface Segment {
  readonly kind: 'literal' | 'variable' | 'greedy';
  /** The text of a literal, the name of a variable. */
  readonly text: string;
}

export interface RouteMatch<Route> {
  readonly route: Route;
  /** Percent-decoded; a greedy one has its slashes. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** @throws Error for a key that API Gateway would refuse */
export function parseRouteKey(routeKey: string): RoutePattern {
  if (routeKey === '$default') return { routeKey, method: 'ANY', segments: [], isDefault: true };
  const parsed = /^([A-Z]+) (\/\S*)$/.exec(routeKey);
  if (parsed === null) throw new Error(`The route key "${routeKey}" is neither $default nor "METHOD /path"`);
  const [, method = '', path = ''] = parsed;
  const segments = splitPath(path).map(parseSegment);
  const greedyAt = segments.findIndex(({ kind }) => kind === 'greedy');
  if (greedyAt !== -1 && greedyAt !== segments.length - 1) {
    throw new Error(`In the route key "${routeKey}" the greedy variable is not at the end`);
  }
  return { routeKey, method, segments, isDefault: false };
}

/**
 * The route for a request, by AWS's precedence: full matches before greedy ones before `$default`; among full
 * matches the one whose first different segment is literal; among greedy ones the longest; a method before `ANY`.
 *
 * @param path as it came, percent-encoded, without the query
 */
export function matchRoute<Route extends { readonly pattern: RoutePattern }>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined {
  const segments = splitPath(path);
  const matches = routes.filter(({ pattern }) => isMatch(pattern, method, segments));
  const [route] = matches.sort((one, other) => compare(one.pattern, other.pattern));
  if (route === undefined) return undefined;
  return { route, pathParameters: parametersOf(route.pattern, segments) };
}

function parseSegment(text: string): Segment {
  const variable = /^\{([\w.-]+)(\+?)\}$/.exec(text);
  if (variable === null) return { kind: 'literal', text };
  return { kind: variable[2] === '+' ? 'greedy' : 'variable', text: variable[1] ?? '' };
}

function splitPath(path: string): string[] {
  return path.replace(/^\//, '').split('/');
}

function isMatch(pattern: RoutePattern, method: string, path: readonly string[]): boolean {
  if (pattern.method !== 'ANY' && pattern.method !== method) return false;
  if (pattern.isDefault) return true;
  const { segments } = pattern;
  const isGreedy = segments.at(-1)?.kind === 'greedy';
  // `/api/{proxy+}` needs something, if only one character, after `/api/`.
  if (isGreedy ? path.length < segments.length : path.length !== segments.length) return false;
  return segments.every((segment, index) => {
    const given = path[index] ?? '';
    if (segment.kind === 'literal') return decodeSegment(given) === segment.text;
    return segment.kind === 'greedy' ? path.slice(index).join('/') !== '' : given !== '';
  });
}

const RANK = { literal: 0, variable: 1, greedy: 2 } as const;

function compare(one: RoutePattern, other: RoutePattern): number {
  const kind = breadth(one) - breadth(other);
  if (kind !== 0) return kind;
  for (const [index, segment] of one.segments.entries()) {
    const counterpart = other.segments[index];
    if (counterpart === undefined) break;
    const difference = RANK[segment.kind] - RANK[counterpart.kind];
    if (difference !== 0) return difference;
  }
  const length = other.segments.length - one.segments.length;
  return length !== 0 ? length : Number(one.method === 'ANY') - Number(other.method === 'ANY');
}

function breadth({ isDefault, segments }: RoutePattern): number {
  if (isDefault) return 2;
  return segments.at(-1)?.kind === 'greedy' ? 1 : 0;
}

function parametersOf({ segments }: RoutePattern, path: readonly string[]): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [index, { kind, text }] of segments.entries()) {
    if (kind === 'variable') parameters[text] = decodeSegment(path[index] ?? '');
    if (kind === 'greedy') parameters[text] = decodeSegment(path.slice(index).join('/'));
  }
  return parameters;
}

/** What cannot be decoded stays as it came. */
export function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
