import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPath, formatAddress, matchPath, parseAddress } from '../../console/src/shell/address.ts';

describe('an address of the console', () => {
  it('names shop, page and query', () => {
    expect(parseAddress('#/sample/runs/ab%2Fc?status=failed')).toEqual({
      store: 'sample',
      segments: ['runs', 'ab/c'],
      query: { status: 'failed' },
    });
  });

  it('without anything names no shop and no page', () => {
    expect(parseAddress('')).toEqual({ store: '', segments: [], query: {} });
  });

  it('that is not well encoded is taken as it is written', () => {
    expect(parseAddress('#/shop/runs/100%').segments).toEqual(['runs', '100%']);
  });

  it('brings back whatever stands in it', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 });
    const query = fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
      word,
    );
    fc.assert(
      fc.property(word, fc.array(word), query, (store, segments, given) => {
        expect(parseAddress(formatAddress(store, segments, given))).toEqual({
          store,
          segments,
          query: { ...given },
        });
      }),
    );
  });

  it('leaves empty and missing filters out', () => {
    expect(formatAddress('shop', ['runs'], { status: '', days: undefined, limit: 5 })).toBe(
      '#/shop/runs?limit=5',
    );
  });
});

describe('the path of a page', () => {
  it('gives its parameters by name', () => {
    expect(matchPath('runs/:id', ['runs', '7'])).toEqual({ id: '7' });
    expect(fillPath('runs/:id', { id: '7' })).toEqual(['runs', '7']);
  });

  it.each([[['runs']], [['runs', '7', 'more']], [['products', '7']]])('does not fit %j', (segments) => {
    expect(matchPath('runs/:id', segments)).toBeUndefined();
  });
});
