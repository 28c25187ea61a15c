/**
 * Seconds that a service asks us to wait, from its `Retry-After` header: a number, or a date, which is read against the
 * answer's own `Date` (both are the service's clock).
 *
 * @param fallback when the header is missing or cannot be read
 */
export function retryAfterSeconds(headers: Readonly<Record<string, string>>, fallback: number): number {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(value)) return Math.max(1, Number(value));
  const seconds = (Date.parse(value) - Date.parse(headers.date ?? '')) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : fallback;
}
