import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { OrphanGuard } from '../processes/orphan-guard.ts';
import { AwsError } from '../protocol/aws-error.ts';
import { sendJsonError } from '../protocol/json.ts';
import type {
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  ResolvedResource,
  ResourceProvider,
} from '../service.ts';
import { DynoxideProcess } from './dynoxide-process.ts';
import { forward } from './forward.ts';
import { type TableDefinition, tableDefinition, tableUpdates } from './table-definition.ts';

/** A new index on a table of this machine's size is there in milliseconds; more means that something hangs. */
const TABLE_READY_SECONDS = 30;

export interface TablesOptions {
  /** Holds the SQLite file. Made when missing. */
  readonly directory: string;
  readonly identity: LocalIdentity;
  /** A DynamoDB-compatible server to use instead of a child process; default: `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly externalEndpoint?: string | undefined;
}

/**
 * DynamoDB and DynamoDB Streams on this machine: Dynoxide, a child process with its tables in one SQLite file, or
 * any compatible server that is already there. Requests pass through unread.
 *
 * Not guaranteed: capacity limits and throttling; backups and point-in-time recovery (their operations are
 * unknown); replicas of a global table; table ARNs where an operation takes a table name; prompt removal of
 * expired items. Table ARNs in `DescribeTable` are Dynoxide's, of an account and region of its own: compare
 * names. Data survives SIGKILL of any process; a power failure may cost the last writes.
 */
export class TablesService implements LocalService, ResourceProvider {
  /** DynamoDB Streams signs under this name too. */
  readonly signingNames = ['dynamodb'];
  readonly types = ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'];
  readonly #identity: LocalIdentity;
  readonly #guard = new OrphanGuard();
  readonly #externalEndpoint: string | undefined;
  readonly #process: DynoxideProcess | undefined;
  readonly #agent: Agent | SecureAgent;
  #client: DynamoDBClient | undefined;

  constructor(options: TablesOptions) {
    this.#identity = options.identity;
    this.#externalEndpoint = options.externalEndpoint ?? process.env.AWS_ENDPOINT_URL_DYNAMODB;
    this.#process =
      this.#externalEndpoint === undefined ? new DynoxideProcess(options.directory, this.#guard) : undefined;
    const isSecure = this.#externalEndpoint?.startsWith('https:') === true;
    this.#agent = isSecure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  }

  /** Where functions may talk to DynamoDB without the detour over the front door. Stays the same until `stop`. */
  get endpointUrl(): string {
    return this.#externalEndpoint ?? this.#process?.url ?? '';
  }

  /** The child process, for a test that looks for orphans; undefined with an external server. */
  get childProcessId(): number | undefined {
    return this.#process?.pid;
  }

  /** @throws Error when Dynoxide is not installed for this platform, with the way out in its message. */
  async start(): Promise<void> {
    await this.#process?.start();
    this.#client = new DynamoDBClient({
      endpoint: this.endpointUrl,
      region: this.#identity.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  }

  async stop(): Promise<void> {
    this.#client?.destroy();
    this.#client = undefined;
    this.#agent.destroy();
    await this.#process?.stop();
    this.#guard.stop();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.#process?.ready();
    try {
      await forward(request, response, this.endpointUrl, this.#agent);
    } catch (error) {
      if (response.headersSent || response.destroyed) {
        response.destroy();
        return;
      }
      // A 500 of this name is what SDKs retry.
      sendJsonError(
        response,
        new AwsError('InternalServerError', `DynamoDB cannot be reached: ${String(error)}`, 500),
      );
    }
  }

  async provision(resource: ResolvedResource): Promise<ProvisionedResource> {
    const wanted = tableDefinition(resource);
    const present = await this.#describe(wanted.name);
    if (present === undefined) {
      await this.#startedClient.send(new CreateTableCommand(wanted.create));
    } else {
      for (const update of tableUpdates(wanted, present)) {
        await this.#startedClient.send(new UpdateTableCommand(update));
        await this.#untilReady(wanted.name);
      }
    }
    await this.#untilReady(wanted.name);
    await this.#setTimeToLive(wanted);
    const description = await this.#describe(wanted.name);
    const { accountId, region } = this.#identity;
    const attributes: Record<string, string> = {
      Arn: `arn:aws:dynamodb:${region}:${accountId}:table/${wanted.name}`,
    };
    if (description?.LatestStreamArn !== undefined) attributes.StreamArn = description.LatestStreamArn;
    if (description?.TableId !== undefined) attributes.TableId = description.TableId;
    return { ref: wanted.name, attributes };
  }

  get #startedClient(): DynamoDBClient {
    if (this.#client === undefined) throw new Error('The tables service has not been started');
    return this.#client;
  }

  async #describe(name: string): Promise<TableDescription | undefined> {
    try {
      return (await this.#startedClient.send(new DescribeTableCommand({ TableName: name }))).Table;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  async #untilReady(name: string): Promise<void> {
    const limits = {
      client: this.#startedClient,
      maxWaitTime: TABLE_READY_SECONDS,
      minDelay: 1,
      maxDelay: 1,
    };
    await waitUntilTableExists(limits, { TableName: name });
  }

  async #setTimeToLive(wanted: TableDefinition): Promise<void> {
    const client = this.#startedClient;
    const { TimeToLiveDescription: present } = await client.send(
      new DescribeTimeToLiveCommand({ TableName: wanted.name }),
    );
    const isOn = present?.TimeToLiveStatus === 'ENABLED' || present?.TimeToLiveStatus === 'ENABLING';
    const presentAttribute = isOn ? present?.AttributeName : undefined;
    if (presentAttribute === wanted.timeToLiveAttribute) return;
    const change = (AttributeName: string, Enabled: boolean) =>
      client.send(
        new UpdateTimeToLiveCommand({
          TableName: wanted.name,
          TimeToLiveSpecification: { AttributeName, Enabled },
        }),
      );
    // DynamoDB moves it to another attribute only by switching it off first.
    if (presentAttribute !== undefined) await change(presentAttribute, false);
    if (wanted.timeToLiveAttribute !== undefined) await change(wanted.timeToLiveAttribute, true);
  }
}
