import { z } from 'zod';

/** Epoch seconds, or ISO 8601; read as milliseconds since the epoch. */
const instant = z
  .union([z.number(), z.string()])
  .transform((value) => (typeof value === 'number' ? value * 1_000 : Date.parse(value)));

const dimensions = z
  .array(z.object({ Name: z.string(), Value: z.string() }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])));

/** In seconds. The finest that is kept is a minute, so high-resolution periods become one. */
const period = z
  .number()
  .int()
  .positive()
  .transform((seconds) => Math.max(60, seconds))
  .refine((seconds) => seconds % 60 === 0, 'must be a multiple of 60');

const metric = { Namespace: z.string(), MetricName: z.string(), Dimensions: dimensions };
const range = { StartTime: instant, EndTime: instant };

export const listShape = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string().optional() })).default([]),
});

export const statisticsShape = z.object({
  ...metric,
  ...range,
  Period: period,
  Statistics: z.array(z.string()).default([]),
  ExtendedStatistics: z.array(z.string()).default([]),
  Unit: z.string().optional(),
});

export const dataShape = z.object({
  ...range,
  ScanBy: z.enum(['TimestampAscending', 'TimestampDescending']).default('TimestampDescending'),
  MetricDataQueries: z
    .array(
      z.object({
        Id: z.string(),
        Label: z.string().optional(),
        ReturnData: z.boolean().default(true),
        Expression: z.string().optional(),
        MetricStat: z
          .object({ Metric: z.object(metric), Period: period, Stat: z.string(), Unit: z.string().optional() })
          .optional(),
      }),
    )
    .min(1)
    .max(500),
});

export const putShape = z.object({
  Namespace: z.string().min(1),
  MetricData: z
    .array(
      z.object({
        MetricName: z.string().min(1),
        Dimensions: dimensions,
        Timestamp: instant.optional(),
        Value: z.number().optional(),
        Values: z.array(z.number()).max(150).optional(),
        Counts: z.array(z.number()).max(150).optional(),
        Unit: z.string().default('None'),
      }),
    )
    .max(1_000),
});

export const alarmsShape = z.object({
  AlarmNames: z.array(z.string()).optional(),
  AlarmNamePrefix: z.string().default(''),
  StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).optional(),
});
