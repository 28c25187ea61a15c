import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ApiService, type ApiServiceOptions } from '../../../local/api/service.ts';
import { type FrontDoor, startFrontDoor } from '../../../local/front-door.ts';
import { AwsError } from '../../../local/protocol/aws-error.ts';
import type { FunctionInvoker, InvokeResult } from '../../../local/service.ts';

const identity = { accountId: '000000000000', region: 'us-east-1' };
const ISSUER = 'https://issuer.example';
const NOW = Date.parse('2026-11-21T12:00:00Z');
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:Handler';

let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let jwks: ReturnType<typeof createLocalJWKSet>;
beforeAll(async () => {
  keys = await generateKeyPair('RS256');
  jwks = createLocalJWKSet({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'RS256' }] });
});

const doors: FrontDoor[] = [];
afterEach(async () => {
  await Promise.all(doors.splice(0).map((door) => door.close(0)));
});

type Answering = (
  event: string,
  signal: AbortSignal | undefined,
) => Promise<Partial<InvokeResult>> | Partial<InvokeResult>;

/** Answers what it was called with, as the body. */
const echo: Answering = (event) => ({ payload: event });

interface Setup extends Partial<ApiServiceOptions> {
  readonly answering?: Answering;
  readonly api?: Record<string, unknown>;
  readonly stage?: Record<string, unknown>;
  readonly integration?: Record<string, unknown>;
  /** Route keys with more properties. */
  readonly routes?: Record<string, Record<string, unknown>>;
}

async function start(setup: Setup = {}) {
  const errors: string[] = [];
  const invoked: string[] = [];
  const invoker: FunctionInvoker = {
    invoke: async (name, payload, options) => {
      invoked.push(name);
      const answer = await (setup.answering ?? echo)(payload, options?.signal);
      return { payload: 'null', executedVersion: '$LATEST', ...answer };
    },
  };
  const service = new ApiService({
    identity,
    invoker,
    keys: (issuer) => (issuer === ISSUER ? jwks : undefined),
    clock: { now: () => NOW },
    onError: (reason) => errors.push(reason),
    ...setup,
  });
  const make = async (type: string, logicalId: string, properties: Record<string, unknown>) => {
    const resource = {
      type: `AWS::ApiGatewayV2::${type}`,
      logicalId,
      stackName: 'Front',
      properties,
      metadata: {},
    };
    return (await service.provision(resource)).ref;
  };
  const ApiId = await make('Api', 'Api', { Name: 'shop', ProtocolType: 'HTTP', ...setup.api });
  const AuthorizerId = await make('Authorizer', 'Jwt', {
    ApiId,
    Name: 'jwt',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: ISSUER, Audience: ['console'] },
  });
  const integrationId = await make('Integration', 'Lambda', {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: FUNCTION,
    PayloadFormatVersion: '2.0',
    ...setup.integration,
  });
  const routes = setup.routes ?? { 'ANY /api/{proxy+}': {} };
  for (const [RouteKey, more] of Object.entries(routes)) {
    const authorizer = more.AuthorizationType === 'JWT' ? { AuthorizerId } : {};
    await make('Route', RouteKey, {
      ApiId,
      RouteKey,
      Target: `integrations/${integrationId}`,
      ...authorizer,
      ...more,
    });
  }
  await make('Stage', 'Stage', { ApiId, StageName: '$default', AutoDeploy: true, ...setup.stage });
  const door = await startFrontDoor({
    port: 0,
    services: [service],
    hasBucket: () => false,
    api: service,
    web: async (_, response) => void response.writeHead(418).end(),
  });
  doors.push(door);
  const ask = (path: string, init?: RequestInit) => fetch(`${door.url}${path}`, init);
  return { service, door, ask, errors, invoked, ApiId };
}

async function message(response: Response) {
  const { message: text } = (await response.json()) as { message: string };
  return [response.status, text];
}

describe('a route', () => {
  it('hands the request to its function and the answer back', async () => {
    const { ask, invoked } = await start();
    const response = await ask('/api/runs/1?x=1', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('apigw-requestid')).toMatch(/./);
    expect(await response.json()).toMatchObject({
      routeKey: 'ANY /api/{proxy+}',
      rawPath: '/api/runs/1',
      pathParameters: { proxy: 'runs/1' },
      queryStringParameters: { x: '1' },
      body: '{}',
      requestContext: { stage: '$default', http: { method: 'POST', sourceIp: '127.0.0.1' }, timeEpoch: NOW },
    });
    expect(invoked).toEqual([FUNCTION]);
  });

  it('finds its function in the long form of an integration’s address', async () => {
    const IntegrationUri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}:live/invocations`;
    const { ask, invoked } = await start({ integration: { IntegrationUri } });
    await ask('/api/runs');
    expect(invoked).toEqual([`${FUNCTION}:live`]);
  });

  it('sends cookies, headers and bytes as the function gave them', async () => {
    const payload = JSON.stringify({
      statusCode: 201,
      headers: { 'X-Own': 'yes', 'content-type': 'image/png' },
      cookies: ['a=1', 'b=2'],
      body: Buffer.from([1, 0, 255]).toString('base64'),
      isBase64Encoded: true,
    });
    const { ask } = await start({ answering: () => ({ payload }) });
    const response = await ask('/api/picture');
    expect(response.status).toBe(201);
    expect(response.headers.get('x-own')).toBe('yes');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([1, 0, 255]));
  });

  it('that is none answers 404', async () => {
    const { ask, invoked } = await start();
    expect(await message(await ask('/api'))).toEqual([404, 'Not Found']);
    expect(invoked).toEqual([]);
  });

  it('of a named stage lies under the stage’s name', async () => {
    const routes = { 'GET /runs': {} };
    const { ask } = await start({ routes, stage: { StageName: 'api', StageVariables: { shop: 'one' } } });
    const event = await (await ask('/api/runs')).json();
    expect(event).toMatchObject({
      rawPath: '/api/runs',
      routeKey: 'GET /runs',
      requestContext: { stage: 'api' },
      stageVariables: { shop: 'one' },
    });
  });
});

describe('a function that fails', () => {
  it.each<[string, Answering, number, string]>([
    [
      'throws',
      () => ({ payload: '{"errorType":"E"}', functionError: 'Unhandled' }),
      500,
      'Internal Server Error',
    ],
    ['answers what does not fit', () => ({ payload: '{"statusCode":"x"}' }), 500, 'Internal Server Error'],
    [
      'answers a header that cannot be sent',
      () => ({ payload: '{"statusCode":200,"headers":{"a":"\\n"}}' }),
      500,
      'Internal Server Error',
    ],
    [
      'is not there',
      () => Promise.reject(new AwsError('ResourceNotFoundException', 'none', 404)),
      500,
      'Internal Server Error',
    ],
    [
      'is over its limit',
      () => Promise.reject(new AwsError('TooManyRequestsException', 'slow', 429)),
      503,
      'Service Unavailable',
    ],
  ])('answers the client no details when it %s', async (_, answering, status, text) => {
    const { ask } = await start({ answering });
    expect(await message(await ask('/api/x'))).toEqual([status, text]);
  });

  it('tells the operator why', async () => {
    const { ask, errors } = await start({
      answering: () => ({ payload: '{"errorType":"E"}', functionError: 'Unhandled' }),
    });
    await ask('/api/x');
    expect(errors).toEqual([`${FUNCTION} failed: {"errorType":"E"}`]);
  });

  it('answers 503 when it takes too long, and is told to stop', async () => {
    const { promise: stopped, resolve } = Promise.withResolvers<void>();
    const answering: Answering = (_, signal) => {
      signal?.addEventListener('abort', () => resolve());
      return new Promise(() => undefined);
    };
    const { ask } = await start({ answering, limits: { integrationTimeoutMs: 1 } });
    expect(await message(await ask('/api/x'))).toEqual([503, 'Service Unavailable']);
    await stopped;
  });
});

describe('limits', () => {
  it('refuse a body over 10 MB, and still answer', async () => {
    const { ask, invoked } = await start({ limits: { eventBytes: Infinity } });
    const body = (bytes: number) => ({ method: 'POST', body: Buffer.alloc(bytes) });
    expect(await message(await ask('/api/x', body(10 * 1024 * 1024 + 1)))).toEqual([
      413,
      'Request Entity Too Large',
    ]);
    expect(invoked).toEqual([]);
    expect((await ask('/api/x', body(10 * 1024 * 1024))).status).toBe(200);
  });

  it('refuse an event that Lambda would not take', async () => {
    const { ask, invoked } = await start();
    const response = await ask('/api/x', { method: 'POST', body: Buffer.alloc(5 * 1024 * 1024) });
    expect(await message(response)).toEqual([413, 'Request Entity Too Large']);
    expect(invoked).toEqual([]);
  });

  it('of the stage let a burst through, then as many as the rate allows', async () => {
    let now = NOW;
    const stage = {
      DefaultRouteSettings: { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 1 },
      RouteSettings: { 'GET /api/free': { ThrottlingBurstLimit: 9 } },
    };
    const routes = { 'GET /api/{proxy+}': {}, 'GET /api/free': {} };
    const { ask } = await start({ stage, routes, clock: { now: () => now } });
    const statuses = async (path: string, count: number) => {
      const seen: number[] = [];
      for (let index = 0; index < count; index += 1) seen.push((await ask(path)).status);
      return seen;
    };
    expect(await statuses('/api/x', 3)).toEqual([200, 200, 429]);
    expect(await statuses('/api/free', 3)).toEqual([200, 200, 200]);
    now += 1000;
    expect(await statuses('/api/x', 2)).toEqual([200, 429]);
  });
});

describe('the JWT authorizer', () => {
  const seconds = NOW / 1000;
  const valid: JWTPayload = { iss: ISSUER, aud: 'console', iat: seconds - 60, exp: seconds + 60, sub: 's' };
  const sign = (claims: JWTPayload, key = keys.privateKey) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(key);
  const routes = {
    'GET /api/open': {},
    'GET /api/{proxy+}': { AuthorizationType: 'JWT' },
    'GET /api/admin': { AuthorizationType: 'JWT', AuthorizationScopes: ['shop/admin', 'shop/owner'] },
  };
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

  it('lets a good token pass, with or without "Bearer", and hands on its claims', async () => {
    const { ask } = await start({ routes });
    const token = await sign({ ...valid, 'cognito:groups': ['a', 'b'] });
    const event = await (await ask('/api/runs', bearer(token))).json();
    expect(event).toMatchObject({
      requestContext: {
        authorizer: {
          jwt: { claims: { sub: 's', 'cognito:groups': '[a b]', exp: String(valid.exp) }, scopes: null },
        },
      },
    });
    expect((await ask('/api/runs', { headers: { authorization: token } })).status).toBe(200);
  });

  it.each<[string, JWTPayload, RegExp]>([
    ['has expired', { exp: seconds }, /the token has expired/],
    ['has no expiry', { exp: undefined }, /valid exp/],
    ['is of another issuer', { iss: 'https://other.example' }, /valid issuer/],
    ['is for another audience', { aud: 'other' }, /does not have a valid audience/],
    [
      'is for another audience, whatever its client',
      { aud: 'other', client_id: 'console' },
      /valid audience/,
    ],
    ['is of another client', { aud: undefined, client_id: 'other' }, /valid audience/],
    ['is not valid yet', { nbf: seconds + 1 }, /valid nbf/],
    ['was issued in the future', { iat: seconds + 1 }, /valid iat/],
  ])('refuses a token that %s', async (_, claims, reason) => {
    const { ask, invoked } = await start({ routes });
    const response = await ask('/api/runs', bearer(await sign({ ...valid, ...claims })));
    expect(await message(response)).toEqual([401, 'Unauthorized']);
    expect(response.headers.get('www-authenticate')).toMatch(reason);
    expect(invoked).toEqual([]);
  });

  it('takes the client for the audience where a token has none, as Cognito’s access tokens', async () => {
    const { ask } = await start({ routes });
    const token = await sign({ ...valid, aud: undefined, client_id: 'console' });
    expect((await ask('/api/runs', bearer(token))).status).toBe(200);
  });

  it('refuses no token, a broken one, one of another key and one that is not signed', async () => {
    const { ask } = await start({ routes });
    const stranger = await generateKeyPair('RS256');
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${encode({ alg: 'none' })}.${encode(valid)}.`;
    const tokens = ['x', `${await sign(valid)}x`, await sign(valid, stranger.privateKey), unsigned];
    for (const token of tokens)
      expect(await message(await ask('/api/runs', bearer(token)))).toEqual([401, 'Unauthorized']);
    expect((await ask('/api/runs')).headers.get('www-authenticate')).toBe('Bearer');
    expect((await ask('/api/open')).status).toBe(200);
  });

  it('asks for one of the route’s scopes', async () => {
    const { ask } = await start({ routes });
    const refused = await ask('/api/admin', bearer(await sign({ ...valid, scope: 'openid shop/read' })));
    expect(await message(refused)).toEqual([403, 'Forbidden']);
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    const token = await sign({ ...valid, scope: 'openid shop/owner' });
    expect(await (await ask('/api/admin', bearer(token))).json()).toMatchObject({
      requestContext: { authorizer: { jwt: { scopes: ['shop/owner'] } } },
    });
  });

  it('lets nobody pass where its issuer’s keys are not on this machine', async () => {
    const { ask } = await start({ routes, keys: () => undefined });
    expect((await ask('/api/runs', bearer(await sign(valid)))).status).toBe(401);
  });
});

describe('CORS', () => {
  const api = {
    CorsConfiguration: {
      AllowOrigins: ['https://shop.example'],
      AllowMethods: ['GET', 'POST'],
      AllowHeaders: ['authorization'],
      MaxAge: 300,
    },
  };
  const preflight = (origin: string) => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });

  it('answers a preflight without asking the function', async () => {
    const { ask, invoked } = await start({ api });
    const response = await ask('/api/runs', preflight('https://shop.example'));
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '300',
    });
    expect(invoked).toEqual([]);
  });

  it('allows another origin nothing, and overrules the function’s own headers', async () => {
    const payload = '{"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*"}}';
    const { ask } = await start({ api, answering: () => ({ payload }) });
    for (const init of [preflight('https://evil.example'), { headers: { origin: 'https://evil.example' } }]) {
      expect((await ask('/api/runs', init)).headers.get('access-control-allow-origin')).toBeNull();
    }
    const own = await ask('/api/runs', { headers: { origin: 'https://shop.example' } });
    expect(own.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });

  it('leaves a preflight to the routes where the API has no CORS configuration', async () => {
    const { ask, invoked } = await start();
    await ask('/api/runs', preflight('https://shop.example'));
    expect(invoked).toHaveLength(1);
  });
});

describe('provisioning an API', () => {
  it.each([
    ['a WebSocket API', { api: { ProtocolType: 'WEBSOCKET' } }, /only HTTP APIs/],
    ['an HTTP proxy', { integration: { IntegrationType: 'HTTP_PROXY' } }, /only AWS_PROXY/],
    ['payload format 1.0', { integration: { PayloadFormatVersion: '1.0' } }, /format 2\.0/],
    ['IAM authorization', { routes: { 'GET /a': { AuthorizationType: 'AWS_IAM' } } }, /NONE and JWT/],
    [
      'a JWT route without an authorizer',
      { routes: { 'GET /a': { AuthorizationType: 'JWT', AuthorizerId: undefined } } },
      /names no authorizer/,
    ],
  ])('refuses %s, which would silently behave otherwise', async (_, setup, reason) => {
    await expect(start(setup)).rejects.toThrow(reason);
  });

  it('answers the management API what it made', async () => {
    const { door, ApiId } = await start();
    const authorization =
      'AWS4-HMAC-SHA256 Credential=l/20261121/us-east-1/apigateway/aws4_request, Signature=0';
    const get = async (path: string) =>
      (await fetch(`${door.url}${path}`, { headers: { authorization } })).json() as Promise<{
        items: unknown[];
      }>;
    expect((await get('/v2/apis')).items).toEqual([
      {
        apiId: ApiId,
        name: 'shop',
        protocolType: 'HTTP',
        apiEndpoint: `https://${ApiId}.execute-api.us-east-1.amazonaws.com`,
      },
    ]);
    expect((await get(`/v2/apis/${ApiId}/routes`)).items).toMatchObject([
      { routeKey: 'ANY /api/{proxy+}', authorizationType: 'NONE' },
    ]);
  });
});
