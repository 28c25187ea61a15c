import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, matchesPattern } from '../../../local/events/pattern.ts';

const casesFile = join(process.env.STOREHAND_DATA ?? '../shared/data', 'event-patterns/cases.json');

interface Case {
  readonly name: string;
  readonly event: unknown;
  readonly pattern: unknown;
  readonly expect: string;
}

function outcome(pattern: unknown, event: unknown): string {
  try {
    return matchesPattern(compilePattern(pattern), event) ? 'match' : 'no match';
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidEventPatternException') return 'invalid';
    throw error;
  }
}

describe.skipIf(!existsSync(casesFile))('the recorded answers of AWS', () => {
  const cases = existsSync(casesFile) ? (JSON.parse(readFileSync(casesFile, 'utf8')) as Case[]) : [];
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect(outcome(one.pattern, one.event)).toBe(one.expect);
  });
});

describe('an event pattern', () => {
  const event = {
    source: 'shop',
    detail: {
      sku: 'TEE-RED-M',
      price: 20.5,
      ip: '10.0.0.7',
      tags: ['new', 'summer'],
      lines: [
        { sku: 'A', quantity: 1 },
        { sku: 'B', quantity: 3 },
      ],
      nothing: [],
    },
  };

  it.each([
    ['matches an array when one element does', { detail: { tags: ['summer'] } }, 'match'],
    ['takes fields of one array element', { detail: { lines: { sku: ['B'], quantity: [3] } } }, 'match'],
    ['never mixes array elements', { detail: { lines: { sku: ['A'], quantity: [3] } } }, 'no match'],
    ['treats an empty array as absent', { detail: { nothing: [{ exists: false }] } }, 'match'],
    [
      'reads suffix in either case',
      { detail: { sku: [{ suffix: { 'equals-ignore-case': '-m' } }] } },
      'match',
    ],
    ['reads several wildcards', { detail: { sku: [{ wildcard: 'T*-*-M' }] } }, 'match'],
    ['lets no wildcard parts overlap', { detail: { sku: [{ wildcard: 'TEE-RED-M*M' }] } }, 'no match'],
    ['reads an escaped asterisk', { detail: { sku: [{ wildcard: 'TEE\\*' }] } }, 'no match'],
    ['refuses another escape', { detail: { sku: [{ wildcard: 'TEE\\d' }] } }, 'invalid'],
    ['refuses two wildcards in a row', { detail: { sku: [{ wildcard: 'T**' }] } }, 'invalid'],
    ['reads a numeric range', { detail: { price: [{ numeric: ['>', 20, '<=', 20.5] }] } }, 'match'],
    [
      'refuses bounds in the wrong order',
      { detail: { price: [{ numeric: ['<', 30, '>', 10] }] } },
      'invalid',
    ],
    ['refuses an empty range', { detail: { price: [{ numeric: ['>', 30, '<', 10] }] } }, 'invalid'],
    ['refuses numbers beyond five billion', { detail: { price: [{ numeric: ['<', 6e9] }] } }, 'invalid'],
    ['reads an address block', { detail: { ip: [{ cidr: '10.0.0.0/24' }] } }, 'match'],
    ['reads a single address', { detail: { ip: [{ cidr: '10.0.0.8' }] } }, 'no match'],
    ['keeps address families apart', { detail: { ip: [{ cidr: '::/0' }] } }, 'no match'],
    ['refuses mixed anything-but lists', { detail: { sku: [{ 'anything-but': ['a', 1] }] } }, 'invalid'],
    [
      'takes a list in anything-but ignore case',
      { detail: { sku: [{ 'anything-but': { 'equals-ignore-case': ['x', 'tee-red-m'] } }] } },
      'no match',
    ],
    ['refuses an unknown operator', { detail: { sku: [{ like: 'T' }] } }, 'invalid'],
    ['refuses two operators in one', { detail: { sku: [{ prefix: 'T', suffix: 'M' }] } }, 'invalid'],
    ['refuses an empty pattern', {}, 'invalid'],
    ['refuses an array in an array', { detail: { sku: [['TEE-RED-M']] } }, 'invalid'],
    ['ands $or with its siblings', { source: ['x'], $or: [{ source: ['shop'] }, { a: [1] }] }, 'no match'],
    [
      'reads nested $or',
      { detail: { $or: [{ sku: ['x'] }, { $or: [{ sku: ['y'] }, { price: [20.5] }] }] } },
      'match',
    ],
    ['takes a one-element $or as a field', { $or: [{ prefix: 'x' }] }, 'no match'],
  ])('%s', (_, pattern, expected) => {
    expect(outcome(pattern, event)).toBe(expected);
  });

  it('refuses $or lists that multiply to more than a thousand', () => {
    const ten = Array.from({ length: 10 }, (_, value) => ({ a: [value] }));
    const nested = (depth: number): object =>
      depth === 0 ? { b: [1] } : { [`k${depth}`]: { $or: ten }, ...nested(depth - 1) };
    expect(outcome(nested(3), {})).toBe('no match');
    expect(outcome(nested(4), {})).toBe('invalid');
  });

  it('refuses text that is not JSON', () => {
    expect(outcome('{"source":', {})).toBe('invalid');
  });

  it('reads wildcards as a regular expression would', () => {
    const piece = fc.stringMatching(/^[ab*]{0,8}$/).filter((text) => !text.includes('**'));
    fc.assert(
      fc.property(piece, fc.stringMatching(/^[ab]{0,10}$/), (wildcard, text) => {
        const expected = new RegExp(`^${wildcard.replaceAll('*', '.*')}$`).test(text);
        expect(outcome({ a: [{ wildcard }] }, { a: text })).toBe(expected ? 'match' : 'no match');
      }),
      { numRuns: 1_000 },
    );
  });

  it('matches exactly where anything-but does not, when the field is a text', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string(), { minLength: 1 }), (text, values) => {
        const exact = outcome({ a: values }, { a: text });
        const other = outcome({ a: [{ 'anything-but': values }] }, { a: text });
        expect([exact, other].toSorted()).toEqual(['match', 'no match']);
      }),
    );
  });
});
