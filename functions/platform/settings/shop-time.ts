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
