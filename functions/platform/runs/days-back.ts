const millisecondsADay = 86_400_000;

/**
 * The UTC days that end with the day of `now`, newest first.
 *
 * @param now ISO 8601 instant
 * @param count at least 1
 */
export function daysBack(now: string, count: number): readonly string[] {
  const today = Date.parse(`${now.slice(0, 10)}T00:00:00Z`);
  return Array.from({ length: count }, (_, back) =>
    new Date(today - back * millisecondsADay).toISOString().slice(0, 10),
  );
}
