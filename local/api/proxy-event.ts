import type { JWTPayload } from 'jose';
import { decodeSegment } from './routes.ts';

/** What a JWT authorizer adds to an event. */
export interface JwtContext {
  readonly claims: Readonly<Record<string, string>>;
  /** The route's scopes that the token has; null where the route asks for none. */
  readonly scopes: readonly string[] | null;
}

/** One request as it came in, before it is put into AWS's form. */
export interface IncomingCall {
  readonly method: string;
  /** Percent-encoded, with the stage where it stands in the path. */
  readonly path: string;
  readonly rawQueryString: string;
  /** Name and value in turn, as Node gives them: names in their own case, repeated headers apart. */
  readonly rawHeaders: readonly string[];
  readonly httpVersion: string;
  readonly sourceIp: string;
  readonly body: Buffer;
}

export interface EventContext {
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly jwt?: JwtContext;
}

/**
 * The event of a Lambda proxy integration, payload format 2.0. Fields that would be empty are absent, as in AWS,
 * and so is the `cookie` header: its parts stand in `cookies`.
 */
export function proxyEvent(call: IncomingCall, context: EventContext): Record<string, unknown> {
  const { headers, cookies } = joinHeaders(call.rawHeaders);
  headers['x-forwarded-for'] ??= call.sourceIp;
  headers['x-forwarded-proto'] ??= 'http';
  const query = queryParameters(call.rawQueryString);
  const path = decodeSegment(call.path);
  return {
    version: '2.0',
    routeKey: context.routeKey,
    rawPath: path,
    rawQueryString: call.rawQueryString,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers,
    ...unlessEmpty('queryStringParameters', query),
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      ...(context.jwt === undefined ? {} : { authorizer: { jwt: context.jwt } }),
      domainName: context.domainName,
      domainPrefix: context.domainName.split('.')[0],
      http: {
        method: call.method,
        path,
        protocol: `HTTP/${call.httpVersion}`,
        sourceIp: call.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: context.requestId,
      routeKey: context.routeKey,
      stage: context.stage,
      time: commonLogTime(context.receivedAt),
      timeEpoch: context.receivedAt,
    },
    ...unlessEmpty('pathParameters', context.pathParameters),
    ...unlessEmpty('stageVariables', context.stageVariables),
    ...bodyOf(call.body, headers['content-type']),
  };
}

/**
 * A token's claims as API Gateway hands them on: all texts. It prints them as Go prints values, so a list becomes
 * `[a b]`, and an object `map[k:v]`.
 */
export function flattenClaims(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asGoPrints(value)]));
}

function asGoPrints(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asGoPrints).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return `map[${entries.map(([key, item]) => `${key}:${asGoPrints(item)}`).join(' ')}]`;
  }
  return value === null ? '<nil>' : String(value);
}

function joinHeaders(rawHeaders: readonly string[]) {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(';').map((cookie) => cookie.trim()));
    else headers[name] = Object.hasOwn(headers, name) ? `${headers[name]},${value}` : value;
  }
  return { headers, cookies: cookies.filter((cookie) => cookie !== '') };
}

function queryParameters(rawQueryString: string): Record<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(joined);
}

/** The only types that API Gateway hands on as text; forms and requests without a type come as base64, too. */
const TEXT_TYPE = /^(text\/.*|application\/(json|xml|javascript))$/;

function bodyOf(body: Buffer, contentType = ''): Record<string, unknown> {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return TEXT_TYPE.test(type)
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
}

function unlessEmpty(name: string, values: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.keys(values).length === 0 ? {} : { [name]: values };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** e.g. `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(milliseconds: number): string {
  const [date = '', time = ''] = new Date(milliseconds).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
