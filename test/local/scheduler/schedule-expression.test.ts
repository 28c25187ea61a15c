import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  latestDue,
  nextOccurrence,
  parseScheduleExpression,
  type ScheduleFrame,
} from '../../../local/scheduler/schedule-expression.ts';
import { occurrencesWithin, scanOccurrences } from './brute-force.ts';
import { cronCases, moments } from './cron-arbitraries.ts';
import { calendar, clockChanges, invalidExpressions, type ScheduleRow } from './schedule-tables.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const utc: ScheduleFrame = { timeZone: 'UTC', anchor: 0 };

function series(expression: string, after: string, frame: ScheduleFrame, count: number): string[] {
  const parsed = parseScheduleExpression(expression);
  const found: string[] = [];
  let next = nextOccurrence(parsed, Date.parse(after), frame);
  while (next !== undefined && found.length < count) {
    found.push(new Date(next).toISOString());
    next = nextOccurrence(parsed, next, frame);
  }
  return found;
}

describe.each([
  ['the clock change', clockChanges],
  ['the calendar', calendar],
] as const)('%s', (_, rows) => {
  it.each(rows.map((row): [string, ScheduleRow] => [row.what, row]))('%s', (_what, row) => {
    const expected = row.next.map((instant) => new Date(instant).toISOString());
    const frame = { timeZone: row.timeZone, anchor: 0 };
    expect(series(row.expression, row.after, frame, Math.max(1, expected.length))).toEqual(expected);
  });
});

describe('a schedule expression', () => {
  it.each(invalidExpressions)('refuses %s', (expression) => {
    expect(() => parseScheduleExpression(expression)).toThrow('Invalid Schedule Expression');
  });

  it('counts a rate in elapsed time from its anchor, across the clock change', () => {
    const frame = { timeZone: 'Europe/Berlin', anchor: Date.parse('2026-03-28T08:00Z') };
    expect(series('rate(1 day)', '2026-03-28T07:00Z', frame, 3)).toEqual([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T08:00:00.000Z',
      '2026-03-30T08:00:00.000Z',
    ]);
  });

  it('has no occurrence before its start or from its end on', () => {
    const frame = { ...utc, start: Date.parse('2026-01-02T09:00Z'), end: Date.parse('2026-01-04T09:00Z') };
    expect(series('cron(0 9 * * ? *)', '2026-01-01T00:00Z', frame, 9)).toEqual([
      '2026-01-02T09:00:00.000Z',
      '2026-01-03T09:00:00.000Z',
    ]);
    expect(series('at(2027-01-01T00:00:00)', '2026-01-01T00:00Z', frame, 9)).toHaveLength(1);
  });

  it('leaves of several missed occurrences the last, if it is young enough', () => {
    const hourly = parseScheduleExpression('cron(0 * * * ? *)');
    const due = Date.parse('2026-01-01T01:00Z');
    const now = Date.parse('2026-01-03T05:30Z');
    expect(latestDue(hourly, due, now, DAY_MS, utc)).toBe(Date.parse('2026-01-03T05:00Z'));
    expect(latestDue(hourly, due, now, 60_000, utc)).toBeUndefined();
    const once = parseScheduleExpression('at(2026-01-01T01:00:00)');
    expect(latestDue(once, due, due + HOUR_MS, DAY_MS, utc)).toBe(due);
    expect(latestDue(once, due, now, DAY_MS, utc)).toBeUndefined();
  });
});

describe('the occurrences of a cron expression', () => {
  it('are those that a look at every minute finds', () => {
    const windowMs = 2 * DAY_MS;
    fc.assert(
      fc.property(cronCases, moments, (one, { after, timeZone }) => {
        expect(occurrencesWithin(one.expression, after, timeZone, windowMs)).toEqual(
          scanOccurrences(one, after, timeZone, windowMs),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('have nothing between an instant and the next one', () => {
    fc.assert(
      fc.property(cronCases, moments, (one, { after, timeZone }) => {
        const expression = parseScheduleExpression(one.expression);
        const frame = { timeZone, anchor: 0 };
        const next = nextOccurrence(expression, after, frame);
        if (next === undefined) return;
        expect(next).toBeGreaterThan(after);
        expect(nextOccurrence(expression, next - 1, frame)).toBe(next);
        expect(nextOccurrence(expression, Math.floor((after + next) / 2), frame)).toBe(next);
      }),
    );
  });
});
