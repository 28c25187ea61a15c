import { statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { serveJsonOperations } from '../protocol/json.ts';
import { partitionOf } from '../provision/partition.ts';
import { physicalName } from '../provision/physical-name.ts';
import type {
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  ResolvedResource,
  ResourceProvider,
} from '../service.ts';
import { readLogFiles } from './log-file.ts';
import { type LogGroup, logOperations } from './operations.ts';

/** Where the lines of a log group stand. */
export interface LogSource {
  readonly groupName: string;
  /** Older before newer; need not exist. */
  readonly files: readonly string[];
}

export interface LogsServiceOptions {
  readonly identity: LocalIdentity;
  /** The name of the one stream that each group has. */
  readonly streamName: string;
  readonly sources: () => readonly LogSource[];
}

/** The property that names a resource of a type, where the template may give one. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::LogStream': 'LogStreamName',
  'AWS::Logs::MetricFilter': 'FilterName',
  'AWS::Logs::SubscriptionFilter': 'FilterName',
  'AWS::Logs::ResourcePolicy': 'PolicyName',
  'AWS::Logs::QueryDefinition': 'Name',
};

/**
 * Amazon CloudWatch Logs, read-only: what functions printed, out of the log files that the pool of functions writes.
 *
 * Not guaranteed, or other than on AWS:
 * - A function's log is cut to its last megabytes, whatever the group's retention says; other groups (state machines,
 *   access logs) are listed and stay empty.
 * - One stream for each function; several functions of one group stand in it one after the other, not by time.
 * - Filter patterns know words, phrases, `%…%` and JSON conditions, not space-delimited fields.
 * - No `PutLogEvents`, no Insights, no live tail. Metric and subscription filters are accepted and do nothing.
 * - Lists of groups and streams are whole: no page tokens.
 */
export class LogsService implements LocalService, ResourceProvider {
  readonly signingNames = ['logs'];
  readonly types = Object.keys(NAME_PROPERTIES);
  readonly #options: LogsServiceOptions;
  /** Days of retention by the name of the group. Comes from the templates at every start. */
  readonly #declared = new Map<string, number | undefined>();

  constructor(options: LogsServiceOptions) {
    this.#options = options;
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operations = logOperations({
      groups: () => this.#groups(),
      events: (groupName) => readLogFiles(this.#filesOf(groupName)),
      streamName: this.#options.streamName,
    });
    return serveJsonOperations(operations, request, response);
  }

  async provision(resource: ResolvedResource): Promise<ProvisionedResource> {
    const { type, properties, stackName, logicalId } = resource;
    const given = properties[NAME_PROPERTIES[type] ?? ''];
    const name = typeof given === 'string' ? given : physicalName(stackName, logicalId, 255);
    if (type !== 'AWS::Logs::LogGroup') return { ref: name, attributes: {} };
    const { RetentionInDays } = properties;
    this.#declared.set(name, RetentionInDays === undefined ? undefined : Number(RetentionInDays));
    return { ref: name, attributes: { Arn: this.#arn(name) } };
  }

  #groups(): LogGroup[] {
    // A function whose template names no group has one that Lambda makes at its first line.
    const written = this.#options.sources().map(({ groupName }) => groupName);
    const made = written.filter((name) => this.#declared.has(name) || this.#bytesOf(name) > 0);
    return [...new Set([...this.#declared.keys(), ...made])].sort().map((name) => ({
      name,
      arn: this.#arn(name),
      retentionDays: this.#declared.get(name),
      storedBytes: this.#bytesOf(name),
    }));
  }

  #filesOf(groupName: string): string[] {
    const sources = this.#options.sources().filter((source) => source.groupName === groupName);
    return sources.flatMap(({ files }) => files);
  }

  #bytesOf(groupName: string): number {
    const sizes = this.#filesOf(groupName).map(
      (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0,
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  #arn(groupName: string): string {
    const { region, accountId } = this.#options.identity;
    return `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${groupName}:*`;
  }
}
