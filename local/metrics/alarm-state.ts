import { z } from 'zod';
import type { MetricStore } from './metric-store.ts';
import { statistic } from './statistics.ts';

const number = z.coerce.number();

/** A template's alarm on one metric. Alarms on metric maths or anomaly bands do not fit, and are not evaluated. */
const metricAlarm = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  Statistic: z.string().optional(),
  ExtendedStatistic: z
    .string()
    .regex(/^p\d+(\.\d+)?$/)
    .optional(),
  Unit: z.string().optional(),
  Period: number.default(60),
  EvaluationPeriods: number,
  DatapointsToAlarm: number.optional(),
  Threshold: number,
  ComparisonOperator: z.enum([
    'GreaterThanThreshold',
    'GreaterThanOrEqualToThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).default('missing'),
});
type MetricAlarm = z.infer<typeof metricAlarm>;

export interface AlarmState {
  readonly value: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason: string;
}

function breaches({ ComparisonOperator, Threshold }: MetricAlarm, value: number): boolean {
  switch (ComparisonOperator) {
    case 'GreaterThanThreshold':
      return value > Threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= Threshold;
    case 'LessThanThreshold':
      return value < Threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= Threshold;
  }
}

/**
 * The state of an alarm now, from the last complete periods. It has no memory: `ignore` keeps no former state but
 * counts as `missing`. CloudWatch also looks a little further back for late data; here nothing is late.
 *
 * @param properties as the template states them
 */
export function alarmState(properties: object, store: MetricStore, now: number): AlarmState {
  const parsed = metricAlarm.safeParse(properties);
  if (!parsed.success)
    return { value: 'INSUFFICIENT_DATA', reason: 'Not evaluated: not an alarm on one metric.' };
  const alarm = parsed.data;
  const periodMs = Math.ceil(alarm.Period / 60) * 60_000;
  const to = Math.floor(now / periodMs) * periodMs;
  const dimensions = Object.fromEntries(alarm.Dimensions.map(({ Name, Value }) => [Name, Value]));
  const metric = { namespace: alarm.Namespace, name: alarm.MetricName, dimensions };
  const from = to - alarm.EvaluationPeriods * periodMs;
  const name = alarm.ExtendedStatistic ?? alarm.Statistic ?? 'Average';
  const found = store
    .periods(metric, from, to, periodMs, alarm.Unit)
    .map(({ values }) => statistic(name, values));
  const missing = alarm.EvaluationPeriods - found.length;
  const breaching =
    found.filter((value) => breaches(alarm, value)).length +
    (alarm.TreatMissingData === 'breaching' ? missing : 0);
  const reason = `${breaching} of ${alarm.EvaluationPeriods} periods breach, ${missing} have no data.`;
  if (breaching >= (alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods)) return { value: 'ALARM', reason };
  const silent = found.length === 0 && ['missing', 'ignore'].includes(alarm.TreatMissingData);
  return { value: silent ? 'INSUFFICIENT_DATA' : 'OK', reason };
}
