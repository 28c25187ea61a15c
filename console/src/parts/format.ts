import type { Language } from '../../../functions/commerce/says.ts';

/** How a time is written; all in the shop's zone. */
export type TimeStyle = 'full' | 'short' | 'day';

const locales = { en: 'en-GB', zh: 'zh-CN' } as const satisfies Record<Language, string>;
const timeOptions = {
  full: { dateStyle: 'full', timeStyle: 'long' },
  short: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
  day: { dateStyle: 'medium' },
} as const satisfies Record<TimeStyle, Intl.DateTimeFormatOptions>;

/** @param instant ISO 8601 @param zone IANA */
export function formatTime(instant: string, zone: string, language: Language, style: TimeStyle): string {
  return new Intl.DateTimeFormat(locales[language], { ...timeOptions[style], timeZone: zone }).format(
    new Date(instant),
  );
}

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** “3 minutes ago”, “in 2 hours”; “just now” within the last minute. */
export function formatRelative(instant: string, nowMs: number, language: Language): string {
  const format = new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' });
  const distance = Date.parse(instant) - nowMs;
  for (const [unit, milliseconds] of steps) {
    if (Math.abs(distance) >= milliseconds) return format.format(Math.trunc(distance / milliseconds), unit);
  }
  // Intl's “now” of what is over reads in Chinese as if it began at this moment.
  if (distance <= 0) return language === 'zh' ? '刚刚' : 'just now';
  return format.format(0, 'second');
}

/** Names after each other, as a list without “and”. */
export function formatList(items: readonly string[], language: Language): string {
  return items.join(language === 'zh' ? '、' : ', ');
}

export function formatNumber(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(locales[language], { maximumFractionDigits: digits }).format(value);
}

/** @param share 0 … 1 */
export function formatShare(share: number, language: Language): string {
  return new Intl.NumberFormat(locales[language], { style: 'percent', maximumFractionDigits: 0 }).format(
    share,
  );
}

/** @param minor in the currency's smallest unit, e.g. cents @param currency ISO 4217 */
export function formatMoney(minor: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(locales[language], { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}

/** What a call cost: millionths of a US dollar, as exactly as one may want to know it. */
export function formatMicroUsd(microUsd: number, language: Language): string {
  const digits = microUsd === 0 || microUsd >= 1_000_000 ? 2 : 4;
  return new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(microUsd / 1_000_000);
}

/** Intl has “0.3 secs” and “4 mins” where English writes symbols. */
const englishUnits = { second: 's', minute: 'min', hour: 'h', day: 'd' } as const;

/** “0.3 s”, “12 s”, “4 min”, “2.5 h”, “3 d”; in Chinese “4分钟”. */
export function formatDuration(milliseconds: number, language: Language): string {
  const unit = (value: number, name: keyof typeof englishUnits, digits: number) =>
    language === 'en'
      ? `${formatNumber(value, language, digits)}\u00a0${englishUnits[name]}`
      : new Intl.NumberFormat(locales[language], {
          style: 'unit',
          unit: name,
          unitDisplay: 'short',
          maximumFractionDigits: digits,
        }).format(value);
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 60) return unit(seconds, 'second', seconds < 10 ? 1 : 0);
  if (seconds < 3600) return unit(seconds / 60, 'minute', 0);
  return seconds < 86_400 * 2 ? unit(seconds / 3600, 'hour', 1) : unit(seconds / 86_400, 'day', 0);
}

export function formatBytes(bytes: number, language: Language): string {
  const name = bytes < 1000 ? 'byte' : bytes < 1_000_000 ? 'kilobyte' : 'megabyte';
  const divisor = { byte: 1, kilobyte: 1000, megabyte: 1_000_000 }[name];
  return new Intl.NumberFormat(locales[language], {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: name === 'megabyte' ? 1 : 0,
  }).format(bytes / divisor);
}
