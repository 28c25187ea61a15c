import fc from 'fast-check';
import { cronCase, type DayRule } from './brute-force.ts';

const DAY_MS = 86_400_000;

const listOf = (min: number, max: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 4 });

const dayRule: fc.Arbitrary<DayRule> = fc.oneof(
  fc.constant<DayRule>({ kind: 'any' }),
  fc.record({ kind: fc.constant('days' as const), days: listOf(1, 31) }),
  fc.constant<DayRule>({ kind: 'last' }),
  fc.record({ kind: fc.constant('nearestWorkday' as const), day: fc.integer({ min: 1, max: 31 }) }),
  fc.record({ kind: fc.constant('weekdays' as const), weekdays: listOf(1, 7) }),
  fc.record({ kind: fc.constant('lastWeekday' as const), weekday: fc.integer({ min: 1, max: 7 }) }),
  fc.record({
    kind: fc.constant('nthWeekday' as const),
    weekday: fc.integer({ min: 1, max: 7 }),
    nth: fc.integer({ min: 1, max: 5 }),
  }),
);

export const cronCases = fc
  .record({
    minutes: listOf(0, 59),
    hours: fc.oneof(listOf(0, 23), listOf(0, 3)),
    months: fc.option(listOf(1, 12), { nil: undefined }),
    day: dayRule,
  })
  .map(cronCase);

export const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Shanghai',
  'Australia/Lord_Howe',
);

/** Half of the instants lie in the days around a clock change of 2026. */
export const instants = fc.oneof(
  fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2029-01-01') }),
  fc
    .tuple(
      fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31'),
      fc.integer({ min: 0, max: 2 * DAY_MS }),
    )
    .map(([day, offset]) => Date.parse(day) + offset),
);
