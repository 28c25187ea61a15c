import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRoute, parseRouteKey } from '../../../local/api/routes.ts';

const routes = (...keys: string[]) => keys.map((key) => ({ pattern: parseRouteKey(key) }));

function match(keys: string[], method: string, path: string) {
  const found = matchRoute(routes(...keys), method, path);
  return found === undefined ? undefined : [found.route.pattern.routeKey, found.pathParameters];
}

describe('choosing a route', () => {
  const documented = [
    'GET /pets/dog/1',
    'GET /pets/dog/{id}',
    'GET /pets/{proxy+}',
    'ANY /{proxy+}',
    '$default',
  ];

  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
    ['GET', '/', '$default', {}],
  ])('takes the most specific for %s %s', (method, path, routeKey, parameters) => {
    expect(match(documented, method, path)).toEqual([routeKey, parameters]);
    expect(match(documented.toReversed(), method, path)).toEqual([routeKey, parameters]);
  });

  it.each([
    ['a method before ANY', ['ANY /a', 'GET /a'], '/a', 'GET /a'],
    [
      'a variable before a greedy one, even of its method',
      ['GET /a/{rest+}', 'ANY /a/{id}'],
      '/a/b',
      'ANY /a/{id}',
    ],
    ['an early literal before a late one', ['GET /{x}/b', 'GET /a/{y}'], '/a/b', 'GET /a/{y}'],
    [
      'a longer greedy route before a shorter',
      ['GET /a/{rest+}', 'GET /a/b/{rest+}'],
      '/a/b/c',
      'GET /a/b/{rest+}',
    ],
  ])('takes %s', (_, keys, path, expected) => {
    expect(match(keys, 'GET', path)?.[0]).toBe(expected);
  });

  it.each([
    ['another method', ['POST /a'], '/a'],
    ['a path that goes on', ['GET /a'], '/a/'],
    ['an empty variable', ['GET /a/{id}'], '/a/'],
    ['nothing for a greedy variable', ['GET /a/{rest+}'], '/a'],
    ['only a slash for a greedy variable', ['GET /a/{rest+}'], '/a/'],
  ])('does not match %s', (_, keys, path) => {
    expect(match(keys, 'GET', path)).toBeUndefined();
  });

  it('decodes variables once, after the path was split', () => {
    expect(match(['GET /a/{key}'], 'GET', '/a/x%2Fy%2520z')).toEqual(['GET /a/{key}', { key: 'x/y%20z' }]);
    expect(match(['GET /a/{rest+}'], 'GET', '/a/%E5%9B%BE/b')).toEqual(['GET /a/{rest+}', { rest: '图/b' }]);
    expect(match(['GET /a/{key}'], 'GET', '/a/%zz')).toEqual(['GET /a/{key}', { key: '%zz' }]);
  });

  it('gives back any text that was put into a variable', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => value.isWellFormed());
    fc.assert(
      fc.property(text, (value) => {
        const [, parameters] = match(['GET /a/{v}/b'], 'GET', `/a/${encodeURIComponent(value)}/b`) ?? [];
        expect(parameters).toEqual({ v: value });
      }),
    );
  });

  it.each(['pets', 'GET pets', 'get /pets', 'GET /{a+}/b'])('refuses the key "%s"', (key) => {
    expect(() => parseRouteKey(key)).toThrow(key);
  });
});
