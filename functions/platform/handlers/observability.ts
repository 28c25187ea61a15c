import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** One namespace for all of Storehand's own metrics; the dimension `service` is the workflow. */
export const metricNamespace = 'Storehand';

/** JSON lines with the run's context. Payloads are never logged whole: they may carry tokens or personal data. */
export const logger = new Logger();

/** Embedded metric format: metrics leave as log lines, without a call to CloudWatch. */
export const metrics = new Metrics({ namespace: metricNamespace });
