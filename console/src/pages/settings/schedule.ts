import { parseCronFields } from '../../../../local/scheduler/cron-fields.ts';
import { instantOf, wallClock } from '../../parts/wall-clock.ts';

/** The schedules that people ask for; everything else is written as an expression. */
export type Schedule =
  | { readonly kind: 'daily' | 'workdays'; readonly time: string }
  /** 1 is Sunday, as AWS counts. */
  | { readonly kind: 'weekly'; readonly time: string; readonly day: number }
  | { readonly kind: 'monthly'; readonly time: string; readonly day: number }
  | { readonly kind: 'custom' };
export type ScheduleKind = Schedule['kind'];

const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** @param cron `cron(0 9 * * ? *)` */
export function readSchedule(cron: string): Schedule {
  const plain = /^cron\((\d{1,2}) (\d{1,2}) (\*|\?|\d{1,2}) \* (\?|\*|MON-FRI|2-6|[1-7]|[A-Z]{3}) \*\)$/.exec(
    cron,
  );
  const [, minute = '', hour = '', dayOfMonth = '', dayOfWeek = ''] = plain ?? [];
  if (plain === null || Number(minute) > 59 || Number(hour) > 23) return { kind: 'custom' };
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  const isEveryDay = (dayOfMonth === '*' && dayOfWeek === '?') || (dayOfMonth === '?' && dayOfWeek === '*');
  if (isEveryDay) return { kind: 'daily', time };
  if (dayOfMonth !== '?') {
    const isDay = dayOfWeek === '?' && Number(dayOfMonth) >= 1 && Number(dayOfMonth) <= 31;
    return isDay ? { kind: 'monthly', time, day: Number(dayOfMonth) } : { kind: 'custom' };
  }
  if (dayOfWeek === 'MON-FRI' || dayOfWeek === '2-6') return { kind: 'workdays', time };
  const day = /^\d$/.test(dayOfWeek) ? Number(dayOfWeek) : weekdayNames.indexOf(dayOfWeek) + 1;
  return day >= 1 ? { kind: 'weekly', time, day } : { kind: 'custom' };
}

export function writeSchedule(schedule: Exclude<Schedule, { kind: 'custom' }>): string {
  const [hour = '0', minute = '0'] = schedule.time.split(':');
  const at = `${Number(minute)} ${Number(hour)}`;
  switch (schedule.kind) {
    case 'daily':
      return `cron(${at} * * ? *)`;
    case 'workdays':
      return `cron(${at} ? * MON-FRI *)`;
    case 'weekly':
      return `cron(${at} ? * ${weekdayNames[schedule.day - 1] ?? 'MON'} *)`;
    case 'monthly':
      return `cron(${at} ${schedule.day} * ? *)`;
  }
}

/** Days looked at: rarer schedules than one of a leap day exist, but nobody sends a digest so. */
const farthestDays = 366 * 5;
const dayMs = 86_400_000;

/**
 * The next times of a schedule, ISO 8601.
 *
 * @param cron as the setting holds it
 * @param zone IANA
 * @returns undefined where it is no cron expression
 */
export function nextTimes(
  cron: string,
  zone: string,
  nowMs: number,
  count: number,
): readonly string[] | undefined {
  const fields = fieldsOf(cron);
  if (fields === undefined) return undefined;
  const found: string[] = [];
  const today = wallClock(nowMs, zone);
  for (let days = 0; days <= farthestDays && found.length < count; days += 1) {
    const date = new Date(Date.UTC(today.year, today.month - 1, today.day) + days * dayMs);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    if (!fields.years.has(year) || !fields.months.has(month) || !fields.takesDay({ year, month, day }))
      continue;
    for (const hour of fields.hours) {
      for (const minute of fields.minutes) {
        const at = instantOf(Date.UTC(year, month - 1, day, hour, minute), zone);
        if (at !== undefined && at > nowMs && found.length < count) found.push(new Date(at).toISOString());
      }
    }
  }
  return found;
}

function fieldsOf(cron: string): ReturnType<typeof parseCronFields> | undefined {
  const inner = /^cron\((.+)\)$/.exec(cron.trim())?.[1];
  try {
    return inner === undefined ? undefined : parseCronFields(inner);
  } catch {
    return undefined;
  }
}
