import { AwsError } from '../protocol/aws-error.ts';

/** A calendar date, months counted from 1. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** An AWS cron expression, read: the times of a day, and which days it takes. */
export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  /** Says whether a date's day is taken, by day of month or by weekday (month and year are not looked at). */
  readonly takesDay: (date: CalendarDate) => boolean;
}

export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2199;

const MONTH_NAMES = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAY_NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const SATURDAY = 7;

interface FieldRange {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly names?: readonly string[];
}

const MINUTES: FieldRange = { name: 'minutes', first: 0, last: 59 };
const HOURS: FieldRange = { name: 'hours', first: 0, last: 23 };
const DAYS: FieldRange = { name: 'day-of-month', first: 1, last: 31 };
const MONTHS: FieldRange = { name: 'month', first: 1, last: 12, names: MONTH_NAMES };
const WEEKDAYS: FieldRange = { name: 'day-of-week', first: 1, last: 7, names: WEEKDAY_NAMES };
const YEARS: FieldRange = { name: 'year', first: FIRST_YEAR, last: LAST_YEAR };

export function invalidSchedule(reason: string): AwsError {
  return new AwsError('ValidationException', `Invalid Schedule Expression: ${reason}`);
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 1 is Sunday, as AWS counts; POSIX cron counts Sunday as 0. */
export function weekdayOf({ year, month, day }: CalendarDate): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function readNumber(range: FieldRange, text: string): number {
  const named = range.names?.indexOf(text) ?? -1;
  const value = named === -1 ? Number(text) : named + range.first;
  if (!/^(\d+|[A-Z]{3})$/.test(text) || !(value >= range.first && value <= range.last)) {
    throw invalidSchedule(`${text} is not a ${range.name} of ${range.first}-${range.last}`);
  }
  return value;
}

/** Lists, ranges and steps: `1,5`, `2-6`, `0/15`, `MON-FRI`, `10-50/20`, and `*`. */
function readSet(range: FieldRange, text: string): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [span = '', stepText, ...tooMany] = part.split('/');
    if (tooMany.length > 0) throw invalidSchedule(`${part} has two steps`);
    const step = stepText === undefined ? 1 : Number(stepText);
    if (stepText !== undefined && (!/^\d+$/.test(stepText) || step === 0)) {
      throw invalidSchedule(`${stepText} is not a step`);
    }
    const [fromText = '', toText, ...rest] = span.split('-');
    if (rest.length > 0) throw invalidSchedule(`${span} is not a range`);
    const from = span === '*' ? range.first : readNumber(range, fromText);
    const single = stepText === undefined && span !== '*';
    const to = toText !== undefined ? readNumber(range, toText) : single ? from : range.last;
    if (to < from) throw invalidSchedule(`${span} runs backwards`);
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

/** `15W`: the weekday (Monday to Friday) nearest to the 15th, without leaving the month. */
function nearestWorkday(year: number, month: number, wanted: number): number | undefined {
  const last = daysInMonth(year, month);
  if (wanted > last) return undefined;
  const weekday = weekdayOf({ year, month, day: wanted });
  if (weekday === SATURDAY) return wanted === 1 ? 3 : wanted - 1;
  if (weekday === 1) return wanted === last ? wanted - 2 : wanted + 1;
  return wanted;
}

/** `L`, `15W`, or the usual lists. */
function dayOfMonthTest(text: string): (date: CalendarDate) => boolean {
  if (text === 'L') return ({ year, month, day }) => day === daysInMonth(year, month);
  if (text.endsWith('W')) {
    const wanted = readNumber(DAYS, text.slice(0, -1));
    return ({ year, month, day }) => day === nearestWorkday(year, month, wanted);
  }
  const days = readSet(DAYS, text);
  return ({ day }) => days.has(day);
}

/** `L` (the week's last day, Saturday), `6L` (the month's last Friday), `3#2` (its second Tuesday), or lists. */
function dayOfWeekTest(text: string): (date: CalendarDate) => boolean {
  if (text === 'L') return (date) => weekdayOf(date) === SATURDAY;
  if (text.endsWith('L')) {
    const wanted = readNumber(WEEKDAYS, text.slice(0, -1));
    return (date) => weekdayOf(date) === wanted && date.day > daysInMonth(date.year, date.month) - 7;
  }
  if (text.includes('#')) {
    const [weekdayText = '', nthText = ''] = text.split('#');
    const weekday = readNumber(WEEKDAYS, weekdayText);
    if (!/^[1-5]$/.test(nthText)) throw invalidSchedule(`${text}: # takes 1 to 5`);
    return (date) => weekdayOf(date) === weekday && Math.ceil(date.day / 7) === Number(nthText);
  }
  const weekdays = readSet(WEEKDAYS, text);
  return (date) => weekdays.has(weekdayOf(date));
}

/**
 * Reads the six fields of an AWS cron expression: minutes, hours, day-of-month, month, day-of-week, year. Exactly
 * one of the two day fields is `?`. Names are read in either case. Ranges that run backwards (`FRI-MON`), `LW` and
 * `L-3` are refused, because AWS does not document them.
 *
 * @throws AwsError `ValidationException`
 */
export function parseCronFields(text: string): CronFields {
  const fields = text.trim().toUpperCase().split(/\s+/);
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields;
  if (
    fields.length !== 6 ||
    minutes === undefined ||
    hours === undefined ||
    dayOfMonth === undefined ||
    month === undefined ||
    dayOfWeek === undefined ||
    year === undefined
  ) {
    throw invalidSchedule(`cron takes 6 fields, not ${fields.length}`);
  }
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw invalidSchedule('exactly one of day-of-month and day-of-week must be ?');
  }
  const ascending = (set: Set<number>): number[] => [...set].toSorted((left, right) => left - right);
  return {
    minutes: ascending(readSet(MINUTES, minutes)),
    hours: ascending(readSet(HOURS, hours)),
    months: readSet(MONTHS, month),
    years: readSet(YEARS, year),
    takesDay: dayOfMonth === '?' ? dayOfWeekTest(dayOfWeek) : dayOfMonthTest(dayOfMonth),
  };
}
