import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../console/src/pages/upload/follow-uploads.ts';
import { signedAt } from '../../console/src/pages/upload/post-file.ts';
import { answered, looksLikeSku, skusOf, sortOut } from '../../console/src/pages/upload/sort-out.ts';
import type { Run } from '../../functions/platform/runs/run.ts';

const chosen = (path: string, size = 1000, type = '') => ({ path, file: { size, type } });

describe('chosen files', () => {
  it('go to the products that their names say, the main photo first, what describes a product before all', () => {
    const sorted = sortOut(
      [
        'MUG-1_2.jpg',
        'MUG-1.jpg',
        'TEE-1/2.jpg',
        '.DS_Store',
        'a/.hidden/x.jpg',
        'TEE-1.json',
        '红色杯子.jpg',
      ].map((path) => chosen(path)),
      undefined,
    );
    expect(sorted.map(({ place }) => [place.sku, place.fileName])).toEqual([
      ['TEE-1', 'product.json'],
      ['MUG-1', 'MUG-1.jpg'],
      ['MUG-1', 'MUG-1_2.jpg'],
      ['TEE-1', '2.jpg'],
      [undefined, '红色杯子.jpg'],
    ]);
    expect(sorted.every(({ unfit }) => unfit === undefined)).toBe(true);
  });

  it('all go to the product that was given', () => {
    const sorted = sortOut([chosen('IMG_1.jpg'), chosen('deep/down/IMG_1.jpg')], 'MUG-9');
    expect(sorted.map(({ place }) => place.sku)).toEqual(['MUG-9', 'MUG-9']);
    // None takes the other's place.
    expect(new Set(sorted.map(({ place }) => place.fileName)).size).toBe(2);
  });

  it('go where somebody says, none in the place of another, and what describes a product stays with it', () => {
    const sorted = sortOut(
      ['A-1/2.jpg', 'A-1/product.json', 'B-1/2.jpg', 'C-1.jpg', 'D-1.jpg'].map((path) => chosen(path)),
      undefined,
    );
    expect(skusOf(sorted).toSorted()).toEqual(['A-1', 'B-1', 'C-1', 'D-1']);
    const answers = new Map([
      ['A-1', 'D-1'],
      ['B-1', 'D-1'],
      ['C-1', undefined],
    ]);
    const places = answered(sorted, answers).map(({ path, place }) => [path, place.sku, place.fileName]);
    expect(places).toEqual([
      ['A-1/product.json', 'A-1', 'product.json'],
      ['A-1/2.jpg', 'D-1', '2.jpg'],
      ['B-1/2.jpg', 'D-1', 'B-1_2.jpg'],
      ['C-1.jpg', undefined, 'C-1.jpg'],
      ['D-1.jpg', 'D-1', 'D-1.jpg'],
    ]);
  });

  it.each([
    ['MUG-9', true],
    ['CAM.100.XL', true],
    ['teapot', false],
    ['nathan-fertig-249917-unsplash', false],
  ])('%s looks like a SKU: %s', (sku, expected) => {
    expect(looksLikeSku(sku)).toBe(expected);
  });

  it.each([
    ['A-1.jpg', 0, '', 'empty'],
    ['A-1.jpg', 50_000_000, '', undefined],
    ['A-1.jpg', 50_000_001, '', 'too-large'],
    ['A-1.HEIC', 10, 'image/heic', 'heic'],
    ['A-1.txt', 10, 'text/plain', 'not-image'],
    ['A-1.svg', 10, 'image/svg+xml', 'not-image'],
    ['A-1.JPEG', 10, '', undefined],
    // A phone may give no ending.
    ['photo', 10, 'image/jpeg', undefined],
    ['README', 10, '', 'not-image'],
    // Of which product, it says nowhere.
    ['product.json', 10, 'application/json', 'not-image'],
    ['A-1/product.json', 10, 'application/json', undefined],
  ])('%s of %i bytes, said to be “%s”: %s', (path, size, type, unfit) => {
    expect(sortOut([chosen(path, size, type)], undefined)[0]?.unfit).toBe(unfit);
  });
});

describe('what became of a file', () => {
  const since = '2026-01-02T03:04:05.000Z';
  const sent = { key: 's/images/A-1/A-1.jpg', version: 'v2', since };
  const before = { kind: 'sent', sent } as const;
  const runOf = (original: unknown, startedAt = '2026-01-02T03:05:00.000Z') =>
    ({ input: { original }, startedAt }) as unknown as Run;

  it('is the run of exactly this version', () => {
    const run = runOf({ key: sent.key, version: 'v2' });
    expect(outcomeOf(before, false, [runOf({ key: sent.key, version: 'v1' }), run], [])).toEqual({
      kind: 'run',
      sent,
      run,
    });
  });

  it('is the newest run since then where the bucket told no version', () => {
    const unknown = { kind: 'sent', sent: { ...sent, version: undefined } } as const;
    const [early, late] = ['2026-01-02T03:04:04.900Z', '2026-01-02T03:04:05.100Z'];
    const original = { key: sent.key, version: 'v9' };
    expect(outcomeOf(unknown, false, [runOf(original, early)], [])).toBe(unknown);
    expect(outcomeOf(unknown, false, [runOf(original, late)], []).kind).toBe('run');
  });

  it('is not known from runs of other files, of other inputs, or from the quarantine of another version', () => {
    const others = [runOf(undefined), runOf('text'), runOf({ key: 7 }), runOf({ key: 's/images/A-1/B.jpg' })];
    expect(outcomeOf(before, false, others, [])).toBe(before);
    const original = { bucket: 'inbox' as const, key: sent.key, version: 'v1' };
    expect(outcomeOf(before, true, [], [{ id: 'q', at: since, original }])).toBe(before);
    const same = { id: 'q', at: since, original: { ...original, version: 'v2' } };
    expect(outcomeOf(before, true, [], [same])).toEqual({ kind: 'unassigned', sent, quarantine: 'q' });
  });

  it('is looked for since the form was signed, by the server’s clock', () => {
    expect(signedAt({ 'X-Amz-Date': '20260102T030405Z' })).toBe(since);
    expect(signedAt({})).toBe('1970-01-01T00:00:00.000Z');
  });
});
