/** Date, `T`, time to the second, fraction of up to nine digits, `Z` or an offset. All parts are required but the fraction. */
const OFFSET_DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-8]):[0-5]\d)$/;

/**
 * Milliseconds since the epoch of an ISO-8601 offset date-time, rounded down; `undefined` where the text is none
 * (no `T`, no zone, a month 13, an hour 25, a 30 February).
 */
export function parseTimestamp(text: string): number | undefined {
  const match = OFFSET_DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match;
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  const back = new Date(0);
  back.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  back.setUTCHours(Number(hour), Number(minute), Number(second));
  // An overflow is carried into the next field; AWS refuses it.
  const exact =
    back.getUTCMonth() === Number(month) - 1 &&
    back.getUTCDate() === Number(day) &&
    back.getUTCHours() === Number(hour) &&
    back.getUTCMinutes() === Number(minute) &&
    back.getUTCSeconds() === Number(second);
  if (!exact) return undefined;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return back.getTime() + milliseconds - offsetMilliseconds(zone);
}

function offsetMilliseconds(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
