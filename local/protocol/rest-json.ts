import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from './aws-error.ts';
import { readBody, sendJson, sendJsonError } from './json.ts';

/** One request of a `restJson1` service, taken apart. */
export interface RestRequest {
  /** The `{Name}` parts of the route's path, percent-decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The body's JSON object; empty where the request has none. */
  readonly body: Record<string, unknown>;
}

export interface RestRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  /** e.g. `/schedules/{Name}`; a label matches one path segment, `{Name+}` the rest of the path. */
  readonly path: string;
  readonly operation: (request: RestRequest) => Promise<unknown> | unknown;
}

function matchPath(template: string, pathname: string): Record<string, string> | undefined {
  const labels: string[] = [];
  const expression = template.replaceAll(/\{(\w+)(\+?)\}/g, (_, label: string, greedy: string) => {
    labels.push(label);
    return greedy === '+' ? '(.+)' : '([^/]+)';
  });
  const match = new RegExp(`^${expression}$`).exec(pathname);
  if (match === null) return undefined;
  try {
    return Object.fromEntries(
      labels.map((label, index) => [label, decodeURIComponent(match[index + 1] ?? '')]),
    );
  } catch {
    throw new AwsError('ValidationException', 'The path is not percent-encoded UTF-8');
  }
}

function parseObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new AwsError('SerializationException', 'The body is not a JSON object');
  }
  return parsed as Record<string, unknown>;
}

/**
 * Serves a `restJson1` service: the operation is named by method and path, the answer is its JSON.
 *
 * @param bodyLimit in bytes; the default is that of {@link readBody}
 */
export async function serveRestJson(
  routes: readonly RestRoute[],
  request: IncomingMessage,
  response: ServerResponse,
  bodyLimit?: number,
): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://local');
    for (const route of routes) {
      if (route.method !== request.method) continue;
      const path = matchPath(route.path, url.pathname);
      if (path === undefined) continue;
      const body = parseObject(await readBody(request, bodyLimit));
      const answer = (await route.operation({ path, query: url.searchParams, body })) ?? {};
      sendJson(response, 200, answer, { 'content-type': 'application/json' });
      return;
    }
    throw new AwsError(
      'UnknownOperationException',
      `The local service has no ${request.method} ${url.pathname}`,
      404,
    );
  } catch (error) {
    sendJsonError(response, error);
  }
}
