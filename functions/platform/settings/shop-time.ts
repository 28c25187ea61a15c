import { Temporal } from 'temporal-polyfill';
import type { Language } from '../../commerce/says.ts';

/**
 * The calendar day of an instant where the shop is.
 *
 * @param instant ISO 8601
 * @param zone IANA time zone
 * @returns `yyyy-mm-dd`
 */
export function dayInZone(instant: string, zone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/**
 * The instants at which a calendar day begins and ends where the shop is; days on which the clock is changed have 23 or 25 hours.
 *
 * @param day `yyyy-mm-dd`
 * @param zone IANA time zone
 * @returns ISO 8601 in UTC with milliseconds, `until` exclusive
 */
export function daySpan(day: string, zone: string): { from: string; until: string } {
  const date = Temporal.PlainDate.from(day);
  const begin = (of: Temporal.PlainDate) =>
    new Date(of.toZonedDateTime(zone).epochMilliseconds).toISOString();
  return { from: begin(date), until: begin(date.add({ days: 1 })) };
}

/**
 * Day and time of an instant where the shop is, as its readers write them.
 *
 * @param instant ISO 8601
 * @param zone IANA time zone
 */
export function timeInZone(instant: string, language: Language, zone: string): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: zone,
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(instant));
}
