/** Known answers: an expression, its zone, the instant after which to look, the occurrences that follow. */
export interface ScheduleRow {
  readonly what: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly after: string;
  readonly next: readonly string[];
}

const row = (
  what: string,
  expression: string,
  timeZone: string,
  after: string,
  ...next: string[]
): ScheduleRow => ({ what, expression, timeZone, after, next });

const berlin = 'Europe/Berlin';
const newYork = 'America/New_York';
const shanghai = 'Asia/Shanghai';

/** Berlin changes at 01:00 UTC on 2026-03-29 and 2026-10-25, New York at 2 a.m. on 2026-03-08 and 2026-11-01. */
export const clockChanges: readonly ScheduleRow[] = [
  row(
    'Berlin skips 02:30 in spring',
    'cron(30 2 * * ? *)',
    berlin,
    '2026-03-28T00:00Z',
    '2026-03-28T01:30Z',
    '2026-03-30T00:30Z',
  ),
  row(
    'Berlin keeps 01:59 and 03:00 in spring',
    'cron(59,0 1,3 * * ? *)',
    berlin,
    '2026-03-29T00:00:30Z',
    '2026-03-29T00:59Z',
    '2026-03-29T01:00Z',
    '2026-03-29T01:59Z',
  ),
  row(
    'Berlin runs 02:30 once in autumn',
    'cron(30 2 * * ? *)',
    berlin,
    '2026-10-24T12:00Z',
    '2026-10-25T00:30Z',
    '2026-10-26T01:30Z',
  ),
  row(
    'Berlin asked within the repeated hour waits a day',
    'cron(30 2 * * ? *)',
    berlin,
    '2026-10-25T01:10Z',
    '2026-10-26T01:30Z',
  ),
  row(
    'Berlin rests in the repeated hour',
    'cron(0/30 * * * ? *)',
    berlin,
    '2026-10-24T23:45Z',
    '2026-10-25T00:00Z',
    '2026-10-25T00:30Z',
    '2026-10-25T02:00Z',
  ),
  row(
    'Berlin moves nine o’clock with the clock',
    'cron(0 9 * * ? *)',
    berlin,
    '2026-03-28T00:00Z',
    '2026-03-28T08:00Z',
    '2026-03-29T07:00Z',
  ),
  row(
    'New York skips 02:00 in spring',
    'cron(0 2 * * ? *)',
    newYork,
    '2026-03-07T00:00Z',
    '2026-03-07T07:00Z',
    '2026-03-09T06:00Z',
  ),
  row(
    'New York runs 01:15 once in autumn',
    'cron(15 1 * * ? *)',
    newYork,
    '2026-10-31T12:00Z',
    '2026-11-01T05:15Z',
    '2026-11-02T06:15Z',
  ),
  row(
    'Shanghai has no change',
    'cron(30 2 * * ? *)',
    shanghai,
    '2026-03-27T12:00Z',
    '2026-03-27T18:30Z',
    '2026-03-28T18:30Z',
    '2026-03-29T18:30Z',
  ),
  row(
    'Lord Howe changes by half an hour',
    'cron(15 2 * * ? *)',
    'Australia/Lord_Howe',
    '2026-10-02T20:00Z',
    '2026-10-04T15:15Z',
  ),
  row(
    'a one-time schedule counts in its zone',
    'at(2026-07-01T09:00:00)',
    newYork,
    '2026-01-01T00:00Z',
    '2026-07-01T13:00Z',
  ),
  row('a skipped one-time schedule does not run', 'at(2026-03-29T02:30:00)', berlin, '2026-01-01T00:00Z'),
  row(
    'a repeated one-time schedule runs the first time',
    'at(2026-10-25T02:30:00)',
    berlin,
    '2026-01-01T00:00Z',
    '2026-10-25T00:30Z',
  ),
];

export const calendar: readonly ScheduleRow[] = [
  row(
    'leap days only',
    'cron(0 0 29 2 ? *)',
    'UTC',
    '2026-01-01T00:00Z',
    '2028-02-29T00:00Z',
    '2032-02-29T00:00Z',
  ),
  row('no leap day in 2100', 'cron(0 0 29 2 ? *)', 'UTC', '2096-03-01T00:00Z', '2104-02-29T00:00Z'),
  row('one year', 'cron(0 12 1 1 ? 2030)', 'UTC', '2026-01-01T00:00Z', '2030-01-01T12:00Z'),
  row(
    'every second year',
    'cron(0 0 1 1 ? 2027/2)',
    'UTC',
    '2026-01-01T00:00Z',
    '2027-01-01T00:00Z',
    '2029-01-01T00:00Z',
  ),
  row('a past year has none', 'cron(0 12 * * ? 2025)', 'UTC', '2026-01-01T00:00Z'),
  row('30 February has none', 'cron(0 0 30 2 ? *)', 'UTC', '2026-01-01T00:00Z'),
  row(
    'the last day of the month',
    'cron(0 0 L * ? *)',
    'UTC',
    '2028-01-31T12:00Z',
    '2028-02-29T00:00Z',
    '2028-03-31T00:00Z',
  ),
  row(
    'the weekday nearest to the 15th',
    'cron(0 9 15W * ? *)',
    'UTC',
    '2026-02-01T00:00Z',
    '2026-02-16T09:00Z',
    '2026-03-16T09:00Z',
    '2026-04-15T09:00Z',
  ),
  row(
    '1W on a Saturday goes forward to the 3rd',
    'cron(0 9 1W 8 ? *)',
    'UTC',
    '2026-07-01T00:00Z',
    '2026-08-03T09:00Z',
  ),
  row(
    '31W on a Sunday goes back to the 29th',
    'cron(0 9 31W 5 ? *)',
    'UTC',
    '2026-05-01T00:00Z',
    '2026-05-29T09:00Z',
  ),
  row(
    'weekdays count from 1 = Sunday',
    'cron(0 9 ? * 1 *)',
    'UTC',
    '2026-01-01T00:00Z',
    '2026-01-04T09:00Z',
    '2026-01-11T09:00Z',
  ),
  row(
    '2-6 is Monday to Friday',
    'cron(0 9 ? * 2-6 *)',
    'UTC',
    '2026-01-02T09:00Z',
    '2026-01-05T09:00Z',
    '2026-01-06T09:00Z',
  ),
  row('names mean the same', 'cron(0 9 ? JAN MON-FRI *)', 'UTC', '2026-01-30T09:00Z', '2027-01-01T09:00Z'),
  row(
    'L alone is Saturday',
    'cron(0 9 ? * L *)',
    'UTC',
    '2026-01-01T00:00Z',
    '2026-01-03T09:00Z',
    '2026-01-10T09:00Z',
  ),
  row(
    '6L is the last Friday',
    'cron(0 9 ? * 6L *)',
    'UTC',
    '2026-01-01T00:00Z',
    '2026-01-30T09:00Z',
    '2026-02-27T09:00Z',
  ),
  row(
    '3#2 is the second Tuesday',
    'cron(0 9 ? * 3#2 *)',
    'UTC',
    '2026-01-01T00:00Z',
    '2026-01-13T09:00Z',
    '2026-02-10T09:00Z',
  ),
  row(
    'FRI#5 only where there is one',
    'cron(0 9 ? * FRI#5 *)',
    'UTC',
    '2026-01-01T00:00Z',
    '2026-01-30T09:00Z',
    '2026-05-29T09:00Z',
  ),
  row(
    'steps from a start',
    'cron(5/20 8 * * ? *)',
    'UTC',
    '2026-01-01T00:00Z',
    '2026-01-01T08:05Z',
    '2026-01-01T08:25Z',
    '2026-01-01T08:45Z',
    '2026-01-02T08:05Z',
  ),
  row(
    'steps in a range',
    'cron(0 8-12/2 * * ? *)',
    'UTC',
    '2026-01-01T08:00Z',
    '2026-01-01T10:00Z',
    '2026-01-01T12:00Z',
    '2026-01-02T08:00Z',
  ),
  row('the local day, not UTC’s', 'cron(0 1 1 * ? *)', shanghai, '2026-01-01T00:00Z', '2026-01-31T17:00Z'),
];

/** Refused by the evaluator, as by AWS. */
export const invalidExpressions: readonly string[] = [
  'cron(0 9 * * * *)',
  'cron(0 9 ? * ? *)',
  'cron(0 9 * * ?)',
  'cron(60 9 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 9 0 * ? *)',
  'cron(0 9 ? * 0 *)',
  'cron(0 9 ? * 8 *)',
  'cron(0 9 ? * 3#6 *)',
  'cron(0 9 ? * 3#1,6#3 *)',
  'cron(0 9 * 13 ? *)',
  'cron(0 9 * * ? 1969)',
  'cron(0/0 9 * * ? *)',
  'cron(0 9 * FOO ? *)',
  'rate(0 minutes)',
  'rate(5 seconds)',
  'rate(1.5 hours)',
  'at(2026-02-30T00:00:00)',
  'at(2026-01-01)',
  '0 9 * * ? *',
];
