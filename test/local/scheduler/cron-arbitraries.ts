import fc from 'fast-check';
import { cronCase, type DayRule } from './brute-force.ts';

const DAY_MS = 86_400_000;

const listOf = (min: number, max: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 4 });

const dayRule: fc.Arbitrary<DayRule> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<DayRule>({ kind: 'any' }) },
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

/** Weighted towards every day and the small hours, where clocks change: elsewhere a mistake rarely shows. */
export const cronCases = fc
  .record({
    minutes: listOf(0, 59),
    hours: fc.oneof({ weight: 1, arbitrary: listOf(0, 23) }, { weight: 2, arbitrary: listOf(0, 3) }),
    months: fc.option(listOf(1, 12), { nil: undefined, freq: 1 }),
    day: dayRule,
  })
  .map(cronCase);

/** A moment to look from, and a zone. */
export interface Moment {
  readonly after: number;
  readonly timeZone: string;
}

/** The days before the clock changes of 2026. Lord Howe's are of half an hour. */
const eves: readonly (readonly [timeZone: string, eve: string])[] = [
  ['Europe/Berlin', '2026-03-28'],
  ['Europe/Berlin', '2026-10-24'],
  ['America/New_York', '2026-03-07'],
  ['America/New_York', '2026-10-31'],
  ['Australia/Lord_Howe', '2026-04-03'],
  ['Australia/Lord_Howe', '2026-10-02'],
];

/** Half of them within the day and a half around a clock change of their zone. */
export const moments: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({
    after: fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2029-01-01') }),
    timeZone: fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Shanghai',
      'Australia/Lord_Howe',
    ),
  }),
  fc
    .tuple(fc.constantFrom(...eves), fc.integer({ min: 0, max: 1.5 * DAY_MS }))
    .map(([[timeZone, eve], offset]) => ({ timeZone, after: Date.parse(eve) + offset })),
);
