interface Field {
  readonly first: number;
  readonly last: number;
  /** In the order of their numbers. */
  readonly names?: readonly string[];
  readonly takesSteps: boolean;
}

const minutes: Field = { first: 0, last: 59, takesSteps: true };
const hours: Field = { first: 0, last: 23, takesSteps: true };
const daysOfMonth: Field = { first: 1, last: 31, takesSteps: true };
const months: Field = {
  first: 1,
  last: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  takesSteps: true,
};
/** 1 is Sunday. */
const daysOfWeek: Field = {
  first: 1,
  last: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  takesSteps: false,
};
const years: Field = { first: 1970, last: 2199, takesSteps: true };

/**
 * Says whether EventBridge Scheduler takes the text as a cron expression, after
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html (read 2026-11-21). Checked before a setting
 * is saved: the scheduler is told afterwards, and would refuse what then stands in the record. What that page does not
 * document (`LW`, a range that runs backwards) is refused.
 */
export function isCronExpression(text: string): boolean {
  const fields = /^cron\(([^()]+)\)$/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) return false;
  const days =
    dayOfMonth === '?'
      ? dayOfWeek !== '?' && isDayOfWeek(dayOfWeek)
      : dayOfWeek === '?' && isDayOfMonth(dayOfMonth);
  return (
    days && isList(minute, minutes) && isList(hour, hours) && isList(month, months) && isList(year, years)
  );
}

/** `L` is the month's last day, `15W` the workday nearest to the 15th. */
function isDayOfMonth(text: string): boolean {
  const nearest = /^(\d+)W$/.exec(text)?.[1];
  if (nearest !== undefined) return numberOf(nearest, daysOfMonth) !== undefined;
  return text === 'L' || isList(text, daysOfMonth);
}

/** `L` is Saturday, `6L` the month's last Friday, `3#2` its second Tuesday. */
function isDayOfWeek(text: string): boolean {
  const single = /^([0-9A-Z]+?)(?:L|#[1-5])$/.exec(text)?.[1];
  if (single !== undefined) return numberOf(single, daysOfWeek) !== undefined;
  return text === 'L' || isList(text, daysOfWeek);
}

/** `*`, `1,5`, `2-6`, and where the field takes steps `0/15`, `10-50/20`. */
function isList(text: string, field: Field): boolean {
  return text.split(',').every((part) => {
    const [span = '', step, ...more] = part.split('/');
    if (more.length > 0 || (step !== undefined && !(field.takesSteps && /^[1-9]\d{0,3}$/.test(step))))
      return false;
    return span === '*' || isSpan(span, field);
  });
}

function isSpan(text: string, field: Field): boolean {
  const [from = '', to = from, ...more] = text.split('-');
  const first = numberOf(from, field);
  const last = numberOf(to, field);
  return more.length === 0 && first !== undefined && last !== undefined && first <= last;
}

function numberOf(text: string, { first, last, names = [] }: Field): number | undefined {
  const named = names.indexOf(text);
  if (named >= 0) return first + named;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= first && value <= last ? value : undefined;
}
