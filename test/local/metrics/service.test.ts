import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { cbor } from '@smithy/core/cbor';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MetricsService } from '../../../local/metrics/service.ts';
import { statistic } from '../../../local/metrics/statistics.ts';
import { ManualTime } from '../scheduler/manual-time.ts';
import { clientSettings, serve } from '../scheduler/served.ts';

const identity = { accountId: '000000000000', region: 'us-east-1' };
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const StartTime = new Date('2026-01-01T00:00:00Z');
const EndTime = new Date('2026-01-01T01:00:00Z');
const Metric = { Namespace: 'Shop', MetricName: 'Photos', Dimensions: [{ Name: 'store', Value: 'demo' }] };

let directory: string;
let time: ManualTime;
let service: MetricsService;
let client: CloudWatchClient;
let endpoint: string;
let close: () => Promise<void>;

async function open(): Promise<void> {
  service = new MetricsService({ directory, identity, clock: time });
  await service.start();
  ({ endpoint, close } = await serve(service));
  client = new CloudWatchClient({ ...clientSettings, endpoint });
}

async function shut(): Promise<void> {
  client.destroy();
  await close();
  await service.stop();
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'metrics-'));
  time = new ManualTime('2026-01-01T00:10:00Z');
  await open();
});

afterEach(async () => {
  await shut();
  await rm(directory, { recursive: true });
});

/** A line as a function writes it. */
function embedded(value: number | number[], instant: string): string {
  return JSON.stringify({
    _aws: {
      Timestamp: Date.parse(instant),
      CloudWatchMetrics: [
        { Namespace: 'Shop', Dimensions: [['store']], Metrics: [{ Name: 'Photos', Unit: 'Count' }] },
      ],
    },
    store: 'demo',
    Photos: value,
  });
}

describe('metrics from log lines', () => {
  it('are rolled up by the minute, and survive a restart', async () => {
    service.record(embedded(1, '2026-01-01T00:01:05Z'), 'inspect');
    service.record(embedded([2, 6], '2026-01-01T00:01:55Z'), 'inspect');
    service.record(embedded(10, '2026-01-01T00:02:00Z'), 'inspect');
    await shut();
    await open();
    const request = { ...Metric, StartTime, EndTime, Period: 60 };
    const { Datapoints, Label } = await client.send(
      new GetMetricStatisticsCommand({
        ...request,
        Statistics: ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'],
      }),
    );
    expect(Label).toBe('Photos');
    expect(Datapoints).toEqual([
      {
        Timestamp: new Date('2026-01-01T00:01:00Z'),
        Unit: 'Count',
        SampleCount: 3,
        Sum: 9,
        Average: 3,
        Minimum: 1,
        Maximum: 6,
      },
      {
        Timestamp: new Date('2026-01-01T00:02:00Z'),
        Unit: 'Count',
        SampleCount: 1,
        Sum: 10,
        Average: 10,
        Minimum: 10,
        Maximum: 10,
      },
    ]);
    const hour = await client.send(
      new GetMetricStatisticsCommand({ ...request, Period: 3_600, ExtendedStatistics: ['p50', 'p100'] }),
    );
    expect(hour.Datapoints?.[0]?.ExtendedStatistics).toEqual({ p50: 2, p100: 10 });
  });

  it('are those that Powertools writes', async () => {
    const lines: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      lines.push(String(chunk).trimEnd());
      return true;
    });
    const metrics = new Metrics({ namespace: 'Shop', serviceName: 'image-assets' });
    metrics.addDimension('stage', 'Inspect');
    metrics.addMetric('Duration', MetricUnit.Milliseconds, 12.5);
    metrics.publishStoredMetrics();
    write.mockRestore();
    for (const line of lines) service.record(line, 'inspect');
    const { Metrics: listed } = await client.send(new ListMetricsCommand({ Namespace: 'Shop' }));
    expect(listed).toEqual([
      {
        Namespace: 'Shop',
        MetricName: 'Duration',
        Dimensions: [
          { Name: 'service', Value: 'image-assets' },
          { Name: 'stage', Value: 'Inspect' },
        ],
      },
    ]);
  });

  it('are not looked for in ordinary lines, whatever they say', async () => {
    for (const line of [
      '',
      'hello',
      '{"level":"INFO"}',
      'says "_aws" in a text',
      '{"a":"\\"_aws\\""}',
      '{"_aws',
    ]) {
      service.record(line, 'inspect');
    }
    expect((await client.send(new ListMetricsCommand({}))).Metrics).toEqual([]);
    expect(service.malformed()).toEqual([]);
  });

  it('are named with their function when they cannot be read', () => {
    service.record(embedded(Number.NaN, '2026-01-01T00:01:05Z'), 'inspect');
    service.record('{"_aws":{"Timestamp":"today"}}', 'format');
    expect(service.malformed().map(({ source }) => source)).toEqual(['inspect', 'format']);
  });

  it('are forgotten after fifteen days', async () => {
    service.record(embedded(1, '2026-01-01T00:01:05Z'), 'inspect');
    await shut();
    time.jumpTo(new Date(time.now() + 16 * DAY_MS).toISOString());
    await open();
    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({ ...Metric, StartTime, EndTime, Period: 60, Statistics: ['Sum'] }),
    );
    expect(Datapoints).toEqual([]);
  });
});

describe('the AWS SDK against the metrics', () => {
  it('puts and gets data, newest first unless asked otherwise', async () => {
    const at = (minute: number, Value: number) => ({
      MetricName: 'Photos',
      Dimensions: Metric.Dimensions,
      Timestamp: new Date(StartTime.getTime() + minute * MINUTE_MS),
      Value,
    });
    await client.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [at(1, 5), at(3, 7)] }));
    const query = (ScanBy?: 'TimestampAscending') =>
      client.send(
        new GetMetricDataCommand({
          StartTime,
          EndTime,
          ScanBy,
          MetricDataQueries: [{ Id: 'q', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
        }),
      );
    expect((await query()).MetricDataResults?.[0]?.Values).toEqual([7, 5]);
    expect((await query('TimestampAscending')).MetricDataResults?.[0]).toMatchObject({
      Id: 'q',
      Timestamps: [at(1, 5).Timestamp, at(3, 7).Timestamp],
      Values: [5, 7],
      StatusCode: 'Complete',
    });
  });

  it('weighs values by their counts', async () => {
    const MetricData = [
      { ...Metric, Namespace: undefined, Timestamp: StartTime, Values: [1, 4], Counts: [3, 1] },
    ];
    await client.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({ ...Metric, StartTime, EndTime, Period: 60, Statistics: ['Average'] }),
    );
    expect(Datapoints?.[0]?.Average).toBe(7 / 4);
  });

  it('is told what is not supported', async () => {
    const MetricDataQueries = [{ Id: 'e', Expression: 'SUM(METRICS())' }];
    await expect(
      client.send(new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries })),
    ).rejects.toThrow('no metric expressions');
  });
});

it('answers Smithy RPC in CBOR, as the aws command speaks it', async () => {
  service.record(embedded(3, '2026-01-01T00:01:05Z'), 'inspect');
  const call = (operation: string, input: object) =>
    fetch(`${endpoint}/service/GraniteServiceVersion20100801/operation/${operation}`, {
      method: 'POST',
      headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
      body: Buffer.from(cbor.serialize(input)),
    });
  const range = { StartTime: StartTime.getTime() / 1_000, EndTime: EndTime.getTime() / 1_000 };
  const answer = await call('GetMetricStatistics', { ...Metric, ...range, Period: 60, Statistics: ['Sum'] });
  expect(answer.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
  expect(cbor.deserialize(new Uint8Array(await answer.arrayBuffer()))).toMatchObject({
    Datapoints: [{ Sum: 3, Timestamp: { tag: 1, value: Date.parse('2026-01-01T00:01:00Z') / 1_000 } }],
  });
  const refused = await call('GetMetricStatistics', { ...Metric, ...range, Period: 60 });
  expect(refused.status).toBe(400);
  expect(cbor.deserialize(new Uint8Array(await refused.arrayBuffer()))).toMatchObject({
    __type: 'InvalidParameterCombination',
  });
});

describe('an alarm', () => {
  const provision = (properties: Record<string, unknown>) =>
    service.provision({
      type: 'AWS::CloudWatch::Alarm',
      logicalId: 'Alarm',
      stackName: 'Shop',
      metadata: {},
      properties: {
        ...Metric,
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
        ...properties,
      },
    });
  const state = async () => (await client.send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]?.StateValue;

  it('follows its metric', async () => {
    const { attributes } = await provision({});
    expect(attributes.Arn).toMatch(/^arn:aws:cloudwatch:us-east-1:000000000000:alarm:Shop-Alarm-/);
    expect(await state()).toBe('INSUFFICIENT_DATA');
    service.record(embedded(9, '2026-01-01T00:08:00Z'), 'inspect');
    expect(await state()).toBe('OK');
    service.record(embedded(9, '2026-01-01T00:09:00Z'), 'inspect');
    expect(await state()).toBe('ALARM');
    await time.advance(5 * MINUTE_MS);
    expect(await state()).toBe('INSUFFICIENT_DATA');
  });

  it.each([
    [{ TreatMissingData: 'notBreaching' }, 'OK'],
    [{ TreatMissingData: 'breaching' }, 'ALARM'],
    [{ Metrics: [{ Id: 'e', Expression: 'a+b' }], MetricName: undefined }, 'INSUFFICIENT_DATA'],
    [{ ExtendedStatistic: 'tm99' }, 'INSUFFICIENT_DATA'],
  ])('with %j and no data is %s', async (properties, expected) => {
    await provision(properties);
    expect(await state()).toBe(expected);
  });
});

it('computes statistics as over the plain list of measurements', () => {
  const measured = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(measured, fc.integer({ min: 1, max: 100 }), (list, percent) => {
      const sorted = list.toSorted((left, right) => left - right);
      const values = [...Map.groupBy(sorted, (value) => value)].map(([value, same]) => ({
        value,
        count: same.length,
      }));
      const sum = list.reduce((total, value) => total + value, 0);
      expect(statistic('Sum', values)).toBe(sum);
      expect(statistic('SampleCount', values)).toBe(list.length);
      expect(statistic('Minimum', values)).toBe(Math.min(...list));
      expect(statistic('Maximum', values)).toBe(Math.max(...list));
      expect(statistic('Average', values)).toBeCloseTo(sum / list.length);
      expect(statistic(`p${percent}`, values)).toBe(sorted[Math.ceil((list.length * percent) / 100) - 1]);
    }),
  );
});
