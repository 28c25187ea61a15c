const dayMs = 86_400_000;

interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** What clocks in the zone show at an instant. @param zone IANA */
export function wallClock(instantMs: number, zone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US-u-hc-h23', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const parts = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') };
}

/**
 * The instant at which clocks in the zone show a time; undefined in the hour that a change of the clocks leaves out. Of an hour
 * that comes twice the first.
 *
 * @param wallMs the time as if the zone were UTC
 */
export function instantOf(wallMs: number, zone: string): number | undefined {
  const shown = (at: number) => {
    const { year, month, day, hour, minute } = wallClock(at, zone);
    return Date.UTC(year, month - 1, day, hour, minute);
  };
  // Offsets reach from -12 to +14 hours; that of the day before and that of the day after are the only candidates.
  const offsets = [wallMs - dayMs, wallMs + dayMs].map((at) => shown(at) - at);
  const candidates = offsets.map((offset) => wallMs - offset).toSorted((one, other) => one - other);
  return candidates.find((at) => shown(at) === wallMs);
}
