import { nextOccurrence, parseScheduleExpression } from '../../../local/scheduler/schedule-expression.ts';

/**
 * The slow way to the occurrences of a cron expression: look at every minute, as `Intl` shows it. {@link scanOccurrences} shares no
 * code with the evaluator that it checks.
 */

/** A cron expression beside what it means. */
export interface CronCase {
  readonly expression: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[] | undefined;
  readonly day: DayRule;
}

export type DayRule =
  | { readonly kind: 'any' }
  | { readonly kind: 'days'; readonly days: readonly number[] }
  | { readonly kind: 'last' }
  | { readonly kind: 'nearestWorkday'; readonly day: number }
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  | { readonly kind: 'lastWeekday'; readonly weekday: number }
  | { readonly kind: 'nthWeekday'; readonly weekday: number; readonly nth: number };

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The two day fields of a rule, day-of-month and day-of-week. */
function dayFields(rule: DayRule): [string, string] {
  switch (rule.kind) {
    case 'any':
      return ['*', '?'];
    case 'days':
      return [rule.days.join(','), '?'];
    case 'last':
      return ['L', '?'];
    case 'nearestWorkday':
      return [`${rule.day}W`, '?'];
    case 'weekdays':
      return ['?', rule.weekdays.join(',')];
    case 'lastWeekday':
      return ['?', `${rule.weekday}L`];
    case 'nthWeekday':
      return ['?', `${rule.weekday}#${rule.nth}`];
  }
}

export function cronCase(parts: Omit<CronCase, 'expression'>): CronCase {
  const [dayOfMonth, dayOfWeek] = dayFields(parts.day);
  const months = parts.months?.join(',') ?? '*';
  const times = `${parts.minutes.join(',')} ${parts.hours.join(',')}`;
  return { ...parts, expression: `cron(${times} ${dayOfMonth} ${months} ${dayOfWeek} *)` };
}

/** Midnight UTC of a local date: a date as a number, good for adding days. */
type DayNumber = number;

const weekday = (day: DayNumber): number => new Date(day).getUTCDay() + 1;
const month = (day: DayNumber): number => new Date(day).getUTCMonth() + 1;
const dayOfMonth = (day: DayNumber): number => new Date(day).getUTCDate();

function monthDays(day: DayNumber): DayNumber[] {
  const first = day - (dayOfMonth(day) - 1) * DAY_MS;
  return Array.from({ length: 31 }, (_, index) => first + index * DAY_MS).filter(
    (one) => month(one) === month(day),
  );
}

function takesDay(rule: DayRule, day: DayNumber): boolean {
  switch (rule.kind) {
    case 'any':
      return true;
    case 'days':
      return rule.days.includes(dayOfMonth(day));
    case 'last':
      return month(day + DAY_MS) !== month(day);
    case 'nearestWorkday': {
      const workdays = monthDays(day).filter((one) => weekday(one) !== 1 && weekday(one) !== 7);
      const distance = (one: DayNumber): number => Math.abs(dayOfMonth(one) - rule.day);
      const nearest = workdays.toSorted((left, right) => distance(left) - distance(right))[0];
      return nearest === day && monthDays(day).some((one) => dayOfMonth(one) === rule.day);
    }
    case 'weekdays':
      return rule.weekdays.includes(weekday(day));
    case 'lastWeekday':
      return weekday(day) === rule.weekday && month(day + 7 * DAY_MS) !== month(day);
    case 'nthWeekday': {
      const same = monthDays(day).filter((one) => weekday(one) === rule.weekday);
      return same[rule.nth - 1] === day;
    }
  }
}

/**
 * Local times minute by minute, as milliseconds of a UTC that shows the same. Formatters are slow to make and slow to
 * use (about 2 µs a minute), so one is kept for each zone.
 */
const formatters = new Map<string, Intl.DateTimeFormat>();

function localTime(instant: number, timeZone: string): number {
  const known = formatters.get(timeZone);
  const formatter =
    known ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  if (known === undefined) formatters.set(timeZone, formatter);
  return Date.parse(`${formatter.format(instant).replace(' ', 'T')}Z`);
}

/** Longer than any clock change: local times seen in it are the ones that can come again. */
const LOOK_BACK_MS = 3 * 60 * MINUTE_MS;

/** All occurrences in `(after, after + windowMs]`. */
export function scanOccurrences(one: CronCase, after: number, timeZone: string, windowMs: number): number[] {
  const first = Math.floor((after - LOOK_BACK_MS) / MINUTE_MS) * MINUTE_MS;
  const seen = new Set<number>();
  const found: number[] = [];
  for (let instant = first; instant <= after + windowMs; instant += MINUTE_MS) {
    const local = localTime(instant, timeZone);
    if (seen.has(local)) continue;
    seen.add(local);
    if (instant <= after) continue;
    const date = new Date(local);
    const day = Math.floor(local / DAY_MS) * DAY_MS;
    if (
      one.minutes.includes(date.getUTCMinutes()) &&
      one.hours.includes(date.getUTCHours()) &&
      (one.months?.includes(month(day)) ?? true) &&
      takesDay(one.day, day)
    ) {
      found.push(instant);
    }
  }
  return found;
}

/** The same of the evaluator, occurrence after occurrence. */
export function occurrencesWithin(
  expression: string,
  after: number,
  timeZone: string,
  windowMs: number,
): number[] {
  const parsed = parseScheduleExpression(expression);
  const found: number[] = [];
  for (let last = after; ; ) {
    const next = nextOccurrence(parsed, last, { timeZone, anchor: 0 });
    if (next === undefined || next > after + windowMs) return found;
    found.push(next);
    last = next;
  }
}
