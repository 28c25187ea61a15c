import { describe, expect, it } from 'vitest';
import { switchedOffBy } from '../../console/src/pages/workflows/last-switch.ts';
import { releaseAll } from '../../console/src/pages/workflows/release-all.ts';

const version = (number: number, isOff: boolean | undefined) => ({
  name: 'kill-switches',
  version: number,
  value: isOff === undefined ? {} : { letters: isOff },
  at: '2026-03-02T08:00:00.000Z',
  by: { kind: 'person' as const, id: 'anna' },
  reason: '',
});

describe('who switched a workflow off', () => {
  it.each([
    ['the first of those in a row', [version(4, true), version(3, true), version(2, false)], 3],
    ['the first of all', [version(2, true), version(1, true)], 1],
    ['nobody while it is on', [version(2, false), version(1, true)], undefined],
    ['nobody where it is not named', [version(1, undefined)], undefined],
    ['nobody where nothing was ever saved', [], undefined],
  ])('is %s', (_, versions, expected) => {
    expect(switchedOffBy(versions, 'letters')?.version).toBe(expected);
  });
});

describe('releasing all held runs', () => {
  const pages: Record<string, { runs: { id: string }[]; cursor?: string }> = {
    first: { runs: [{ id: 'd' }, { id: 'c' }], cursor: 'second' },
    second: { runs: [{ id: 'b' }, { id: 'a' }] },
  };
  const api = {
    get: async <Answer>(_: string, { cursor = 'first' }: { cursor?: string } = {}) => pages[cursor] as Answer,
  };

  it('goes through every page, the oldest first', async () => {
    const released: string[] = [];
    const release = async ({ id }: { id: string }) => void released.push(id);
    expect(await releaseAll(api, 'letters', release)).toEqual({ done: 4, left: 0 });
    expect(released).toEqual(['a', 'b', 'c', 'd']);
  });

  it('goes on after one that fails, and says how many are left', async () => {
    const release = async ({ id }: { id: string }) => {
      if (id === 'b') throw new Error('busy');
    };
    expect(await releaseAll(api, 'letters', release)).toEqual({ done: 3, left: 1 });
  });
});
