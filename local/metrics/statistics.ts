import { AwsError } from '../protocol/aws-error.ts';
import type { ValueCount } from './metric-store.ts';

const countOf = (values: readonly ValueCount[]): number => values.reduce((sum, { count }) => sum + count, 0);
const sumOf = (values: readonly ValueCount[]): number =>
  values.reduce((sum, { value, count }) => sum + value * count, 0);

/** The smallest value that at least `percent` per cent of the measurements do not exceed. */
function percentile(values: readonly ValueCount[], percent: number): number {
  const wanted = (countOf(values) * percent) / 100;
  let passed = 0;
  for (const { value, count } of values) {
    passed += count;
    if (passed >= wanted) return value;
  }
  return values.at(-1)?.value ?? Number.NaN;
}

/**
 * A statistic of a period's values (at least one, in ascending order): `SampleCount`, `Sum`, `Average`, `Minimum`,
 * `Maximum`, or a percentile such as `p99.9` by nearest rank. (CloudWatch interpolates, so its percentiles lie between
 * two measured values.)
 *
 * @throws AwsError `InvalidParameterValue` for trimmed means and the like
 */
export function statistic(name: string, values: readonly ValueCount[]): number {
  switch (name) {
    case 'SampleCount':
      return countOf(values);
    case 'Sum':
      return sumOf(values);
    case 'Average':
      return sumOf(values) / countOf(values);
    case 'Minimum':
      return values[0]?.value ?? Number.NaN;
    case 'Maximum':
      return values.at(-1)?.value ?? Number.NaN;
    default: {
      const percent = /^p(\d{1,3}(?:\.\d+)?)$/.exec(name)?.[1];
      if (percent === undefined || Number(percent) > 100) {
        throw new AwsError('InvalidParameterValue', `The local service has no statistic ${name}.`);
      }
      return percentile(values, Number(percent));
    }
  }
}
