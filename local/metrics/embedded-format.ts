import { z } from 'zod';

/** One value (or several) of one metric under one set of dimensions. */
export interface Measurement {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly values: readonly number[];
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** The metadata of the embedded metric format, version 0 of its specification. */
const metadata = z.object({
  Timestamp: z.number(),
  CloudWatchMetrics: z.array(
    z.object({
      Namespace: z.string().min(1).max(1_024),
      Dimensions: z.array(z.array(z.string()).max(30)).default([[]]),
      Metrics: z
        .array(z.object({ Name: z.string().min(1).max(1_024), Unit: z.string().default('None') }))
        .max(100),
    }),
  ),
});
const line = z.looseObject({ _aws: metadata });

const values = z.union([z.number().transform((value) => [value]), z.array(z.number()).max(100)]);

/** Cheaper than parsing each log line: one of the embedded format names this key. */
const MARK = '"_aws"';

/**
 * The measurements in a log line; none for an ordinary line.
 *
 * @throws Error that says what is wrong with a line that means to carry metrics (CloudWatch drops it in silence)
 */
export function readEmbeddedMetrics(text: string): Measurement[] {
  if (!text.includes(MARK)) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof parsed !== 'object' || parsed === null || !Object.hasOwn(parsed, '_aws')) return [];
  const { _aws, ...members } = line.parse(parsed);
  return _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((keys) => {
      const dimensions = Object.fromEntries(keys.map((key) => [key, z.string().parse(members[key])]));
      return Metrics.map(({ Name, Unit }) => ({
        namespace: Namespace,
        name: Name,
        dimensions,
        unit: Unit,
        values: values.parse(members[Name]),
        timestamp: _aws.Timestamp,
      }));
    }),
  );
}
