import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type JsonOperations, serveJsonOperations } from '../protocol/json.ts';
import { physicalName } from '../provision/physical-name.ts';
import { RecordedProperties } from '../recorded-properties.ts';
import type {
  LocalClock,
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  ResolvedResource,
  ResourceProvider,
} from '../service.ts';
import { openDatabase } from '../sqlite.ts';
import { readEmbeddedMetrics } from './embedded-format.ts';
import { MetricStore } from './metric-store.ts';
import { ALARM, metricOperations } from './operations.ts';
import { serveRpcCbor, speaksRpcCbor, withEpochSeconds } from './rpc-cbor.ts';

export interface MetricsServiceOptions {
  /** Where `metrics.sqlite` stands. */
  readonly directory: string;
  readonly identity: LocalIdentity;
  readonly clock?: LocalClock;
}

/** A log line that meant to carry metrics and could not be read. */
export interface MalformedLine {
  readonly source: string;
  readonly reason: string;
}

/** Enough to see the mistake; a function in a loop must not fill the memory. */
const MALFORMED_KEPT = 100;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The property that names a resource of a type, where the template may give one. */
const NAME_PROPERTIES: Record<string, string> = {
  [ALARM]: 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
};

/**
 * Amazon CloudWatch: metrics, alarms' states, and what templates say of CloudWatch.
 *
 * Metrics come from log lines in the embedded metric format ({@link record}) and from `PutMetricData`; each minute keeps its
 * values for 15 days. Speaks Smithy RPC v2 CBOR (the `aws` command) and AWS JSON 1.0 (the JavaScript SDK); the older query
 * protocol is not spoken.
 *
 * Not guaranteed, or other than on AWS:
 * - The metrics that AWS services emit themselves (`AWS/SQS`, `AWS/Lambda`, …) do not exist.
 * - Alarms on one metric are evaluated when they are asked for, and take no actions; alarms on expressions and
 *   composite alarms are recorded only.
 * - No metric expressions, no trimmed means, no periods under a minute. Percentiles are by nearest rank.
 * - Lists are whole: no page tokens.
 */
export class MetricsService implements LocalService, ResourceProvider {
  readonly signingNames = ['monitoring'];
  readonly types = Object.keys(NAME_PROPERTIES);
  readonly #identity: LocalIdentity;
  readonly #database: DatabaseSync;
  readonly #store: MetricStore;
  readonly #recorded: RecordedProperties;
  readonly #now: () => number;
  readonly #metricOperations: JsonOperations;
  readonly #malformed: MalformedLine[] = [];

  constructor({ directory, identity, clock = Date }: MetricsServiceOptions) {
    this.#identity = identity;
    this.#now = () => clock.now();
    this.#database = openDatabase(join(directory, 'metrics.sqlite'));
    this.#store = new MetricStore(this.#database);
    this.#recorded = new RecordedProperties(this.#database);
    this.#metricOperations = metricOperations({
      store: this.#store,
      recorded: this.#recorded,
      now: this.#now,
      alarmArn: (name) => this.#arn('cloudwatch', `alarm:${name}`),
    });
  }

  async start(): Promise<void> {
    this.#store.forget(this.#now());
  }

  async stop(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }

  /**
   * Takes the metrics out of a line that a function wrote; ordinary lines cost one search. Never throws: a function
   * must not fail for its metrics.
   *
   * @param source the function's name
   */
  record(logLine: string, source: string): void {
    if (!this.#database.isOpen) return;
    try {
      this.#store.add(readEmbeddedMetrics(logLine));
    } catch (error) {
      this.#malformed.push({ source, reason: error instanceof Error ? error.message : String(error) });
      if (this.#malformed.length > MALFORMED_KEPT) this.#malformed.shift();
    }
  }

  /** The last lines that meant to carry metrics and could not be read. CloudWatch would say nothing. */
  malformed(): readonly MalformedLine[] {
    return this.#malformed;
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (speaksRpcCbor(request)) return serveRpcCbor(this.#metricOperations, request, response);
    return serveJsonOperations(this.#jsonOperations(), request, response);
  }

  #jsonOperations(): JsonOperations {
    const entries = Object.entries(this.#metricOperations).map(
      ([name, operation]): [string, JsonOperations[string]] => [
        name,
        async (input) => withEpochSeconds(await operation(input)),
      ],
    );
    return Object.fromEntries(entries);
  }

  #arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.#identity.region}:${this.#identity.accountId}:${resource}`;
  }

  async provision({
    type,
    properties,
    stackName,
    logicalId,
  }: ResolvedResource): Promise<ProvisionedResource> {
    const id = text(properties[NAME_PROPERTIES[type] ?? '']) ?? physicalName(stackName, logicalId, 255);
    this.#recorded.record(type, id, properties);
    const isAlarm = type === ALARM || type === 'AWS::CloudWatch::CompositeAlarm';
    return { ref: id, attributes: isAlarm ? { Arn: this.#arn('cloudwatch', `alarm:${id}`) } : {} };
  }
}
