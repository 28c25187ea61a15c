import { Temporal } from 'temporal-polyfill';

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
