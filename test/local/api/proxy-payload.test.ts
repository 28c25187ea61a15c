import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProxyAnswer } from '../../../local/api/proxy-answer.ts';
import { flattenClaims, type IncomingCall, proxyEvent } from '../../../local/api/proxy-event.ts';

const call: IncomingCall = {
  method: 'POST',
  path: '/api/runs/%E5%9B%BE',
  rawQueryString: 'a=1&a=2&b=x%20y',
  rawHeaders: [
    'Host',
    '127.0.0.1:4566',
    'X-List',
    '1',
    'x-list',
    '2',
    'Cookie',
    'one=1; two=2',
    'Content-Type',
    'application/json',
    'User-Agent',
    'test',
  ],
  httpVersion: '1.1',
  sourceIp: '127.0.0.1',
  body: Buffer.from('{"a":1}'),
};

const context = {
  accountId: '000000000000',
  apiId: 'abcdefghij',
  domainName: '127.0.0.1:4566',
  stage: '$default',
  stageVariables: {},
  routeKey: 'POST /api/runs/{id}',
  pathParameters: { id: '图' },
  requestId: 'id-1',
  receivedAt: Date.parse('2020-03-12T19:03:58.390Z'),
};

describe('the event of payload format 2.0', () => {
  it('has every field as API Gateway writes it', () => {
    const jwt = { claims: { sub: 's' }, scopes: null };
    expect(proxyEvent(call, { ...context, jwt })).toEqual({
      version: '2.0',
      routeKey: 'POST /api/runs/{id}',
      rawPath: '/api/runs/图',
      rawQueryString: 'a=1&a=2&b=x%20y',
      cookies: ['one=1', 'two=2'],
      headers: {
        host: '127.0.0.1:4566',
        'x-list': '1,2',
        'content-type': 'application/json',
        'user-agent': 'test',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { a: '1,2', b: 'x y' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'abcdefghij',
        authorizer: { jwt },
        domainName: '127.0.0.1:4566',
        domainPrefix: '127',
        http: {
          method: 'POST',
          path: '/api/runs/图',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test',
        },
        requestId: 'id-1',
        routeKey: 'POST /api/runs/{id}',
        stage: '$default',
        time: '12/Mar/2020:19:03:58 +0000',
        timeEpoch: 1584039838390,
      },
      pathParameters: { id: '图' },
      body: '{"a":1}',
      isBase64Encoded: false,
    });
  });

  it('leaves out what would be empty', () => {
    const bare = { ...call, rawQueryString: '', rawHeaders: [], body: Buffer.alloc(0) };
    const event = proxyEvent(bare, { ...context, pathParameters: {} });
    for (const field of ['cookies', 'queryStringParameters', 'pathParameters', 'stageVariables', 'body']) {
      expect(event).not.toHaveProperty(field);
    }
    expect(event).not.toHaveProperty('requestContext.authorizer');
  });

  it.each([
    ['text/csv; charset=utf-8', false],
    ['application/json', false],
    ['application/xml', false],
    ['application/javascript', false],
    ['application/problem+json', true],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['image/png', true],
    ['', true],
  ])('writes a body of type "%s" as base64: %s', (type, isBase64Encoded) => {
    const body = Buffer.from('body 图');
    const event = proxyEvent(
      { ...call, rawHeaders: type === '' ? [] : ['content-type', type], body },
      context,
    );
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(String(event.body), isBase64Encoded ? 'base64' : 'utf8')).toEqual(body);
  });

  it('flattens claims to texts as AWS does', () => {
    expect(
      flattenClaims({
        sub: 's',
        exp: 1761040000,
        email_verified: true,
        'cognito:groups': ['staff', 'admin'],
        aud: ['one'],
        nothing: null,
        address: { street: 'a', city: 'b' },
      }),
    ).toEqual({
      sub: 's',
      exp: '1761040000',
      email_verified: 'true',
      'cognito:groups': '[staff admin]',
      aud: '[one]',
      nothing: '<nil>',
      address: 'map[city:b street:a]',
    });
  });
});

describe('a function’s answer', () => {
  const textOf = (payload: unknown) => readProxyAnswer(JSON.stringify(payload))?.body.toString();

  it('with a status code is taken as it is', () => {
    const payload = {
      statusCode: 201,
      headers: { 'X-Number': 1, 'Content-Length': '999', 'Content-Type': 'text/html' },
      cookies: ['a=1; HttpOnly'],
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    };
    expect(readProxyAnswer(JSON.stringify(payload))).toEqual({
      status: 201,
      headers: { 'x-number': '1', 'content-type': 'text/html' },
      cookies: ['a=1; HttpOnly'],
      body: Buffer.from([0, 255]),
    });
  });

  it('without a status code is the body of a 200', () => {
    expect(readProxyAnswer('{"message":"Hello"}')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
    });
    expect(textOf({ message: 'Hello' })).toBe('{"message":"Hello"}');
    expect(textOf('Hello')).toBe('Hello');
  });

  it('of any other JSON becomes that JSON', () => {
    const values = fc.jsonValue().filter((value) => typeof value !== 'string');
    fc.assert(
      fc.property(values, (value) => {
        expect(textOf(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it.each([
    '',
    'not json',
    '{"statusCode":"ok"}',
    '{"statusCode":99}',
    '{"statusCode":200,"body":{"a":1}}',
    '{"statusCode":200,"headers":{"a":["b"]}}',
  ])('that does not fit is none: %s', (payload) => {
    expect(readProxyAnswer(payload)).toBeUndefined();
  });
});
