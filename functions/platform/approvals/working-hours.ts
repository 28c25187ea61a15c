import { Temporal } from 'temporal-polyfill';

/** When people of a shop work. See the setting `approval-policy`. */
export interface WorkingCalendar {
  /** IANA name. */
  readonly zone: string;
  /** ISO weekdays: 1 is Monday, 7 Sunday. */
  readonly days: readonly number[];
  /** `HH:MM` in the zone; `to` up to `24:00` and after `from`. */
  readonly from: string;
  readonly to: string;
  /** `yyyy-mm-dd` in the zone. */
  readonly holidays: readonly string[];
}

/** Ten years of calendar days: a calendar that has not enough work until then is a mistake. */
const DAYS_AT_MOST = 3660;

/**
 * The instant at which that many hours of work have passed: hours as people live them, so that a day on which the clock is
 * changed within working time has an hour more or less.
 *
 * @param start ISO 8601 instant, at any time of day or night
 * @param hours 0 or more, fractions allowed; 0 answers `start` itself
 * @returns ISO 8601 instant in UTC with milliseconds
 * @throws RangeError when the calendar has not that much work within ten years
 */
export function addWorkingHours(start: string, hours: number, calendar: WorkingCalendar): string {
  const begin = Temporal.Instant.from(start).epochMilliseconds;
  let left = Math.round(hours * 3_600_000);
  if (left <= 0) return new Date(begin).toISOString();
  let day = Temporal.Instant.from(start).toZonedDateTimeISO(calendar.zone).toPlainDate();
  for (let count = 0; count < DAYS_AT_MOST; count++) {
    const shift = shiftOf(day, calendar);
    if (shift !== undefined && shift.end > begin) {
      const from = Math.max(shift.begin, begin);
      if (left <= shift.end - from) return new Date(from + left).toISOString();
      left -= shift.end - from;
    }
    day = day.add({ days: 1 });
  }
  throw new RangeError(`the calendar has no ${hours} working hours within ten years`);
}

/** One day's work in milliseconds since the epoch; undefined when nobody works. */
function shiftOf(
  day: Temporal.PlainDate,
  calendar: WorkingCalendar,
): { begin: number; end: number } | undefined {
  if (!calendar.days.includes(day.dayOfWeek) || calendar.holidays.includes(day.toString())) return undefined;
  const at = (time: string): number => {
    const [date, clock] = time === '24:00' ? [day.add({ days: 1 }), '00:00'] : [day, time];
    // A time that the clock change skips counts as the same time after it; one that it repeats, as the first of the two.
    return date.toZonedDateTime({ timeZone: calendar.zone, plainTime: clock }).epochMilliseconds;
  };
  return { begin: at(calendar.from), end: at(calendar.to) };
}
