import { describe, expect, it } from 'vitest';
import { offUntil } from '../../console/src/pages/workflows/off-until.ts';
import { releaseAll } from '../../console/src/pages/workflows/release-all.ts';

describe('a workflow that is switched off', () => {
  const now = Date.parse('2026-03-02T14:05:30.000Z');

  it.each([
    ['open', 'Asia/Shanghai', undefined],
    ['hour', 'Asia/Shanghai', '2026-03-02T15:06:00.000Z'],
    ['tomorrow', 'Asia/Shanghai', '2026-03-03T01:00:00.000Z'],
    // Still the morning of the second there, and already the third on the islands.
    ['tomorrow', 'America/Los_Angeles', '2026-03-03T17:00:00.000Z'],
    ['tomorrow', 'Pacific/Kiritimati', '2026-03-03T19:00:00.000Z'],
  ] as const)('for %s in %s is off until %s', (choice, zone, until) => {
    expect(offUntil(choice, now, zone)).toBe(until);
  });

  it('until tomorrow is on again at nine, also when the clocks change in the night or the month ends', () => {
    const before = Date.parse('2026-03-07T20:00:00.000Z');
    expect(offUntil('tomorrow', before, 'America/Los_Angeles')).toBe('2026-03-08T16:00:00.000Z');
    const last = Date.parse('2026-12-31T12:00:00.000Z');
    expect(offUntil('tomorrow', last, 'UTC')).toBe('2027-01-01T09:00:00.000Z');
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
