import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { WorkflowManifest } from '../manifest.ts';

/** One namespace for all of Storehand's own metrics; the dimension `service` is the workflow. */
export const metricNamespace = 'Storehand';

/** JSON lines with the run's context. Payloads are never logged whole: they may carry tokens or personal data. */
export const logger = new Logger();

/** Embedded metric format: metrics leave as log lines, without a call to CloudWatch. */
export const metrics = new Metrics({ namespace: metricNamespace });

/**
 * Counts one run under the workflow's business measure, when it is recorded: 1 where it did what the measure wants, 0 where
 * not. The metric's `Sum` is how many did, its `Average` the share. A closing step that is repeated counts the run again.
 */
export function countMeasure({ measure }: Pick<WorkflowManifest, 'measure'>, value: 0 | 1): void {
  metrics.addMetric(measure.metric, MetricUnit.Count, value);
}
