import { Temporal } from 'temporal-polyfill';
import {
  type CalendarDate,
  type CronFields,
  daysInMonth,
  FIRST_YEAR,
  invalidSchedule,
  LAST_YEAR,
  parseCronFields,
} from './cron-fields.ts';

/** A schedule expression, read. */
export type ScheduleExpression =
  | { readonly kind: 'cron'; readonly fields: CronFields }
  | { readonly kind: 'rate'; readonly periodMs: number }
  | { readonly kind: 'at'; readonly local: Temporal.PlainDateTime };

/** Where and when an expression counts. Instants are milliseconds since the epoch. */
export interface ScheduleFrame {
  /** IANA name. */
  readonly timeZone: string;
  /** The first occurrence of a rate: the start date, or the creation. */
  readonly anchor: number;
  /** No occurrence before this instant. */
  readonly start?: number;
  /** No occurrence at or after this instant. One-time schedules ignore both, as AWS does. */
  readonly end?: number;
}

const MINUTE_MS = 60_000;
const UNIT_MS = new Map([
  ['minute', MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['day', 24 * 60 * MINUTE_MS],
]);

/**
 * Reads `cron(…)`, `rate(…)` or `at(yyyy-mm-ddThh:mm:ss)`.
 *
 * @throws AwsError `ValidationException`
 */
export function parseScheduleExpression(text: string): ScheduleExpression {
  const match = /^(cron|rate|at)\((.*)\)$/.exec(text.trim());
  const [, kind, inner = ''] = match ?? [];
  if (kind === 'cron') return { kind, fields: parseCronFields(inner) };
  if (kind === 'rate') {
    const rate = /^\s*(\d+)\s+(minute|hour|day)s?\s*$/.exec(inner);
    const periodMs = Number(rate?.[1]) * (UNIT_MS.get(rate?.[2] ?? '') ?? Number.NaN);
    if (!(periodMs > 0)) throw invalidSchedule(text);
    return { kind, periodMs };
  }
  if (kind === 'at') {
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(inner)) throw invalidSchedule(text);
    try {
      return { kind, local: Temporal.PlainDateTime.from(inner, { overflow: 'reject' }) };
    } catch {
      throw invalidSchedule(text);
    }
  }
  throw invalidSchedule(text);
}

/** @throws AwsError `ValidationException` for a zone that is not an IANA name */
export function checkTimeZone(timeZone: string): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
  } catch {
    throw invalidSchedule(`${timeZone} is not a time zone`);
  }
}

/** The first instant at which clocks in the zone show a local time; undefined where a clock change skips it. */
function instantOf(local: Temporal.PlainDateTime, timeZone: string): number | undefined {
  const zoned = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  return zoned.toPlainDateTime().equals(local) ? zoned.epochMilliseconds : undefined;
}

/** The days that a cron expression takes, from a date on. Ends after the last year that AWS knows. */
function* daysFrom(fields: CronFields, first: CalendarDate): Generator<CalendarDate> {
  for (let year = Math.max(first.year, FIRST_YEAR); year <= LAST_YEAR; year++) {
    if (!fields.years.has(year)) continue;
    const isFirstYear = year === first.year;
    for (let month = isFirstYear ? first.month : 1; month <= 12; month++) {
      if (!fields.months.has(month)) continue;
      const days = daysInMonth(year, month);
      for (let day = isFirstYear && month === first.month ? first.day : 1; day <= days; day++) {
        const date = { year, month, day };
        if (fields.takesDay(date)) yield date;
      }
    }
  }
}

function nextCron(fields: CronFields, after: number, timeZone: string): number | undefined {
  const today = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timeZone);
  for (const date of daysFrom(fields, today)) {
    const isToday = Temporal.PlainDate.compare(date, today) === 0;
    for (const hour of fields.hours) {
      // A short cut: the first showing of an earlier hour of today has passed.
      if (isToday && hour < today.hour) continue;
      for (const minute of fields.minutes) {
        const instant = instantOf(Temporal.PlainDateTime.from({ ...date, hour, minute }), timeZone);
        if (instant !== undefined && instant > after) return instant;
      }
    }
  }
  return undefined;
}

function firstAfter(expression: ScheduleExpression, after: number, frame: ScheduleFrame): number | undefined {
  switch (expression.kind) {
    case 'cron':
      return nextCron(expression.fields, after, frame.timeZone);
    case 'rate': {
      if (after < frame.anchor) return frame.anchor;
      const periods = Math.floor((after - frame.anchor) / expression.periodMs) + 1;
      return frame.anchor + periods * expression.periodMs;
    }
    case 'at': {
      const instant = instantOf(expression.local, frame.timeZone);
      return instant !== undefined && instant > after ? instant : undefined;
    }
  }
}

/**
 * The first occurrence after an instant, or undefined when there is none any more.
 *
 * The clock change follows the EventBridge Scheduler user guide, "Daylight savings time"
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html): a cron time
 * that the change in spring skips is not run, one that the change in autumn repeats runs once; here that is the
 * first of the two. So `cron(0/15 * * * ? *)` rests for the repeated hour. A rate counts elapsed time, a day being
 * 24 hours even where the clock's day has 23 or 25. The guide does not say what a one-time schedule does with a
 * skipped local time: here it does not run, like cron.
 *
 * @param after milliseconds since the epoch, exclusive
 */
export function nextOccurrence(
  expression: ScheduleExpression,
  after: number,
  frame: ScheduleFrame,
): number | undefined {
  if (expression.kind === 'at') return firstAfter(expression, after, frame);
  const lowest = Math.max(after, (frame.start ?? Number.NEGATIVE_INFINITY) - 1);
  const next = firstAfter(expression, lowest, frame);
  return next !== undefined && next < (frame.end ?? Number.POSITIVE_INFINITY) ? next : undefined;
}

/**
 * The last occurrence up to now of those that are due, none older than `maximumAgeMs`: what is left to run of
 * several that passed while the machine was off or asleep.
 *
 * @param due the earliest that has not run
 */
export function latestDue(
  expression: ScheduleExpression,
  due: number,
  now: number,
  maximumAgeMs: number,
  frame: ScheduleFrame,
): number | undefined {
  const oldest = now - maximumAgeMs;
  let latest = due >= oldest ? due : undefined;
  // At most 1440 rounds: nothing recurs faster than a minute, and no age limit exceeds a day.
  let next = nextOccurrence(expression, Math.max(due, oldest - 1), frame);
  while (next !== undefined && next <= now) {
    latest = next;
    next = nextOccurrence(expression, next, frame);
  }
  return latest;
}
