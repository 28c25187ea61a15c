import { AwsError } from '../protocol/aws-error.ts';
import type { JsonOperations } from '../protocol/json.ts';
import { validateInput } from '../protocol/validate-input.ts';
import type { RecordedProperties } from '../recorded-properties.ts';
import { alarmState } from './alarm-state.ts';
import type { Metric, MetricStore } from './metric-store.ts';
import * as shapes from './shapes.ts';
import { statistic } from './statistics.ts';

export const ALARM = 'AWS::CloudWatch::Alarm';

export interface MetricsContext {
  readonly store: MetricStore;
  readonly recorded: RecordedProperties;
  readonly now: () => number;
  readonly alarmArn: (name: string) => string;
}

const metricOf = (input: {
  Namespace: string;
  MetricName: string;
  Dimensions: Record<string, string>;
}): Metric => ({ namespace: input.Namespace, name: input.MetricName, dimensions: input.Dimensions });

function listMetrics({ store }: MetricsContext, input: unknown): object {
  const { Namespace, MetricName, Dimensions } = validateInput(shapes.listShape, input);
  const found = store
    .metrics()
    .filter(({ namespace }) => Namespace === undefined || namespace === Namespace)
    .filter(({ name }) => MetricName === undefined || name === MetricName)
    .filter(({ dimensions }) =>
      Dimensions.every(({ Name, Value }) =>
        Value === undefined ? Object.hasOwn(dimensions, Name) : dimensions[Name] === Value,
      ),
    );
  return {
    Metrics: found.map(({ namespace, name, dimensions }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
  };
}

function getMetricStatistics({ store }: MetricsContext, input: unknown): object {
  const request = validateInput(shapes.statisticsShape, input);
  const { StartTime, EndTime, Period, Statistics, ExtendedStatistics, Unit } = request;
  if (Statistics.length + ExtendedStatistics.length === 0) {
    throw new AwsError('InvalidParameterCombination', 'Must specify Statistics or ExtendedStatistics.');
  }
  const periods = store.periods(metricOf(request), StartTime, EndTime, Period * 1_000, Unit);
  const measure = (names: readonly string[], values: (typeof periods)[number]['values']): object =>
    Object.fromEntries(names.map((name) => [name, statistic(name, values)]));
  return {
    Label: request.MetricName,
    Datapoints: periods.map(({ start, unit, values }) => ({
      Timestamp: new Date(start),
      Unit: unit,
      ...measure(Statistics, values),
      ...(ExtendedStatistics.length > 0 && { ExtendedStatistics: measure(ExtendedStatistics, values) }),
    })),
  };
}

function getMetricData({ store }: MetricsContext, input: unknown): object {
  const { StartTime, EndTime, ScanBy, MetricDataQueries } = validateInput(shapes.dataShape, input);
  const results = MetricDataQueries.map(({ Id, Label, MetricStat }) => {
    if (MetricStat === undefined) {
      throw new AwsError('ValidationError', `Query ${Id}: the local service has no metric expressions.`);
    }
    const { Metric, Period, Stat, Unit } = MetricStat;
    const periods = store.periods(metricOf(Metric), StartTime, EndTime, Period * 1_000, Unit);
    const ordered = ScanBy === 'TimestampAscending' ? periods : periods.toReversed();
    return {
      Id,
      Label: Label ?? Metric.MetricName,
      Timestamps: ordered.map(({ start }) => new Date(start)),
      Values: ordered.map(({ values }) => statistic(Stat, values)),
      StatusCode: 'Complete',
    };
  });
  const returned = new Set(MetricDataQueries.filter((query) => query.ReturnData).map((query) => query.Id));
  return { MetricDataResults: results.filter(({ Id }) => returned.has(Id)), Messages: [] };
}

function putMetricData({ store, now }: MetricsContext, input: unknown): object {
  const { Namespace, MetricData } = validateInput(shapes.putShape, input);
  for (const { MetricName, Dimensions, Timestamp, Value, Values, Counts, Unit } of MetricData) {
    const values = Values ?? (Value === undefined ? [] : [Value]);
    if (values.length === 0 || (Counts !== undefined && Counts.length !== values.length)) {
      throw new AwsError(
        'InvalidParameterCombination',
        `${MetricName}: the local service takes Value, or Values with as many Counts.`,
      );
    }
    const timestamp = Timestamp ?? now();
    const measurement = {
      namespace: Namespace,
      name: MetricName,
      dimensions: Dimensions,
      unit: Unit,
      values,
      timestamp,
    };
    store.add([measurement], Counts);
  }
  return {};
}

function describeAlarms({ store, recorded, now, alarmArn }: MetricsContext, input: unknown): object {
  const { AlarmNames, AlarmNamePrefix, StateValue } = validateInput(shapes.alarmsShape, input);
  const alarms = recorded
    .list(ALARM)
    .filter(({ id }) => AlarmNames?.includes(id) ?? id.startsWith(AlarmNamePrefix))
    .map(({ id, properties }) => {
      const state = alarmState(properties, store, now());
      return {
        ...properties,
        AlarmName: id,
        AlarmArn: alarmArn(id),
        StateValue: state.value,
        StateReason: state.reason,
        StateUpdatedTimestamp: new Date(now()),
      };
    })
    .filter((alarm) => StateValue === undefined || alarm.StateValue === StateValue);
  return { MetricAlarms: alarms, CompositeAlarms: [] };
}

/** The operations of CloudWatch that are answered here. Instants in answers are `Date`s, for the protocol to write. */
export function metricOperations(context: MetricsContext): JsonOperations {
  return {
    ListMetrics: (input) => listMetrics(context, input),
    GetMetricStatistics: (input) => getMetricStatistics(context, input),
    GetMetricData: (input) => getMetricData(context, input),
    PutMetricData: (input) => putMetricData(context, input),
    DescribeAlarms: (input) => describeAlarms(context, input),
  };
}
