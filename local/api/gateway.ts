import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../protocol/aws-error.ts';
import type { FunctionInvoker, LocalClock, LocalIdentity } from '../service.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import type { HttpApi, Route, Stage } from './http-api.ts';
import { authorize, type IssuerKeys } from './jwt-authorizer.ts';
import { type ProxyAnswer, readProxyAnswer } from './proxy-answer.ts';
import { type IncomingCall, type JwtContext, proxyEvent } from './proxy-event.ts';
import { matchRoute, type RouteMatch } from './routes.ts';

export interface ApiLimits {
  /** API Gateway's own: 10 MB. */
  readonly requestBytes: number;
  /** Lambda's own for a synchronous call: 6 MB of event, in which a binary body counts a third more. */
  readonly eventBytes: number;
  /** API Gateway's own: 30 s. An integration may have a shorter one. */
  readonly integrationTimeoutMs: number;
}

export const AWS_LIMITS: ApiLimits = {
  requestBytes: 10 * 1024 * 1024,
  eventBytes: 6 * 1024 * 1024,
  integrationTimeoutMs: 30_000,
};

export interface GatewayOptions {
  readonly identity: LocalIdentity;
  readonly invoker: FunctionInvoker;
  readonly keys: IssuerKeys;
  readonly limits: ApiLimits;
  readonly clock: LocalClock;
  /** Told why a request got a 5xx: the client is not, as in AWS. */
  readonly onError: (reason: string) => void;
}

/** An error that API Gateway itself answers. */
class GatewayError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'GatewayError';
    this.status = status;
    this.headers = headers;
  }
}

/** Takes a request through an API: stage, route, limits, authorizer, function, answer. */
export class Gateway {
  readonly #apis: ReadonlyMap<string, HttpApi>;
  readonly #options: GatewayOptions;

  constructor(apis: ReadonlyMap<string, HttpApi>, options: GatewayOptions) {
    this.#apis = apis;
    this.#options = options;
  }

  /**
   * Answers one request to an API, as its endpoint would.
   *
   * @param path percent-encoded, without the query
   */
  async serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const method = request.method ?? 'GET';
    const target = this.#target(method, path);
    const cors = target?.api.cors;
    const { origin } = request.headers;
    if (cors !== undefined && isPreflight(request)) {
      response.writeHead(204, preflightHeaders(cors, origin)).end();
      return;
    }
    const requestId = randomUUID();
    const shared = { 'apigw-requestid': requestId, ...(cors === undefined ? {} : corsHeaders(cors, origin)) };
    try {
      if (target?.match === undefined) throw new GatewayError(404, 'Not Found');
      const answer = await this.#run(request, path, { ...target, match: target.match, requestId });
      const headers = cors === undefined ? answer.headers : withoutCorsHeaders(answer.headers);
      send(response, { ...answer, headers: { ...headers, ...shared } }, method);
    } catch (error) {
      // Somebody who left in the middle gets no answer, and it is no fault of anybody here.
      if (request.destroyed && !request.complete) return;
      const known = error instanceof GatewayError ? error : this.#unexpected(error);
      const body = Buffer.from(JSON.stringify({ message: known.message }));
      const headers = { 'content-type': 'application/json', ...known.headers, ...shared };
      send(response, { status: known.status, headers, cookies: [], body }, method);
    }
  }

  /** The API whose stage has a route for the request; else one that would at least answer its preflight. */
  #target(method: string, path: string): Target | undefined {
    const candidates: Target[] = [];
    for (const api of this.#apis.values()) {
      const staged = api.stageOf(path);
      if (staged === undefined) continue;
      const match = matchRoute([...api.routes.values()], method, staged.path);
      if (match !== undefined) return { api, stage: staged.stage, match };
      candidates.push({ api, stage: staged.stage, match: undefined });
    }
    return candidates.find(({ api }) => api.cors !== undefined) ?? candidates[0];
  }

  async #run(request: IncomingMessage, path: string, target: MatchedTarget): Promise<ProxyAnswer> {
    const { api, stage, match, requestId } = target;
    const routeKey = match.route.pattern.routeKey;
    if (!api.admits(stage, routeKey)) throw new GatewayError(429, 'Too Many Requests');
    const jwt = await this.#authorize(api, match.route, request);
    const call = await this.#read(request, path);
    const event = proxyEvent(call, {
      accountId: this.#options.identity.accountId,
      apiId: api.id,
      domainName: request.headers.host ?? '127.0.0.1',
      stage: stage.name,
      stageVariables: stage.variables,
      routeKey,
      pathParameters: match.pathParameters,
      requestId,
      receivedAt: this.#options.clock.now(),
      ...(jwt === undefined ? {} : { jwt }),
    });
    return this.#invoke(api, match.route, event);
  }

  async #authorize(api: HttpApi, route: Route, request: IncomingMessage): Promise<JwtContext | undefined> {
    if (route.authorizerId === undefined) return undefined;
    const authorizer = api.authorizers.get(route.authorizerId);
    // Failing closed: a route that asks for an authorizer which is not there must not be open.
    if (authorizer === undefined)
      throw new GatewayError(401, 'Unauthorized', { 'www-authenticate': 'Bearer' });
    const { keys } = this.#options;
    const source = (selection: string) => identitySource(request, selection);
    const result = await authorize(authorizer, route.scopes, source, keys, this.#options.clock);
    if (result.allowed) return result.jwt;
    const message = result.status === 401 ? 'Unauthorized' : 'Forbidden';
    throw new GatewayError(result.status, message, { 'www-authenticate': result.challenge });
  }

  async #read(request: IncomingMessage, path: string): Promise<IncomingCall> {
    const [, rawQueryString = ''] = (request.url ?? '').split(/\?(.*)/s);
    return {
      method: request.method ?? 'GET',
      path,
      rawQueryString,
      rawHeaders: request.rawHeaders,
      httpVersion: request.httpVersion,
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      body: await readWhole(request, this.#options.limits.requestBytes),
    };
  }

  async #invoke(api: HttpApi, route: Route, event: Record<string, unknown>): Promise<ProxyAnswer> {
    const integration = api.integrations.get(route.integrationId);
    if (integration === undefined) {
      throw new Error(`route ${route.pattern.routeKey} has no integration ${route.integrationId}`);
    }
    const payload = JSON.stringify(event);
    if (Buffer.byteLength(payload) > this.#options.limits.eventBytes) throw tooLarge();
    const timeoutMs = Math.min(integration.timeoutMs ?? Infinity, this.#options.limits.integrationTimeoutMs);
    const result = await this.#withTimeout(integration.functionArn, payload, timeoutMs);
    if (result.functionError !== undefined) {
      throw new Error(`${integration.functionArn} failed: ${result.payload}`);
    }
    const answer = readProxyAnswer(result.payload);
    if (answer === undefined) throw new Error(`${integration.functionArn} gave no answer that fits`);
    return answer;
  }

  /** Answers in time even if the invoker does not heed the signal; the function may go on, as it does in AWS. */
  async #withTimeout(functionArn: string, payload: string, timeoutMs: number) {
    const abort = new AbortController();
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      abort.abort();
      this.#options.onError(`${functionArn} gave no answer within ${timeoutMs} ms`);
      reject(new GatewayError(503, 'Service Unavailable'));
    }, timeoutMs);
    try {
      const result = this.#options.invoker.invoke(functionArn, payload, { signal: abort.signal });
      return await Promise.race([result, late]);
    } catch (error) {
      if (error instanceof AwsError && error.code === 'TooManyRequestsException') {
        throw new GatewayError(503, 'Service Unavailable');
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #unexpected(error: unknown): GatewayError {
    this.#options.onError(error instanceof Error ? error.message : String(error));
    return new GatewayError(500, 'Internal Server Error');
  }
}

interface Target {
  readonly api: HttpApi;
  readonly stage: Stage;
  readonly match: RouteMatch<Route> | undefined;
}

interface MatchedTarget extends Target {
  readonly match: RouteMatch<Route>;
  readonly requestId: string;
}

function tooLarge(): GatewayError {
  return new GatewayError(413, 'Request Entity Too Large');
}

/**
 * Reads to the end even what is too large, and keeps no more than the limit: a client that is still sending when the
 * connection closes sees a reset instead of the 413.
 */
async function readWhole(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limitBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > limitBytes) throw tooLarge();
  return Buffer.concat(chunks);
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && 'access-control-request-method' in headers;
}

/** API Gateway ignores a function's own CORS headers where the API has a CORS configuration. */
function withoutCorsHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('access-control-')));
}

/** `$request.header.Authorization` or `$request.querystring.token`. */
function identitySource(request: IncomingMessage, selection: string): string | undefined {
  const [, kind, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(selection) ?? [];
  if (kind === 'header') return request.headers[name.toLowerCase()]?.toString();
  const [, query = ''] = (request.url ?? '').split(/\?(.*)/s);
  return kind === 'querystring' ? (new URLSearchParams(query).get(name) ?? undefined) : undefined;
}

function send(response: ServerResponse, answer: ProxyAnswer, method: string): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.cookies.length === 0 ? {} : { 'set-cookie': [...answer.cookies] }),
    ...(hasNoBody(answer.status) ? {} : { 'content-length': String(answer.body.length) }),
  });
  response.end(method === 'HEAD' || hasNoBody(answer.status) ? undefined : answer.body);
}

function hasNoBody(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
}
