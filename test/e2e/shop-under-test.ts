import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { OpenStore } from '../../functions/platform/members/administer.ts';
import type { Role } from '../../functions/platform/members/role.ts';
import type { QuarantineRecord } from '../../functions/platform/quarantine/quarantine.ts';
import type { Run } from '../../functions/platform/runs/run.ts';
import type { RunningSystem } from './running-system.ts';

const password = 'Correct-horse-7';

/** Members of the test's shop, by what they are for. */
export const people = {
  admin: ['admin'],
  operator: ['operator'],
  approver: ['approver'],
  /** May do everything: what four-eyes is for. */
  everybody: ['operator', 'approver', 'admin'],
  /** Of another shop. */
  stranger: ['operator', 'approver', 'admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Person = keyof typeof people;

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** A record as the table holds it. */
export interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly v: number;
  readonly d: Record<string, unknown>;
}

const addressOf = (person: string) => `${person}@shop.test`;

/** A shop in a running system: its people, its API, and the AWS services behind it through the SDK. */
export class ShopUnderTest {
  readonly system: RunningSystem;
  readonly store: string;
  readonly inbox: string;
  readonly media: string;
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly documents: DynamoDBDocumentClient;
  readonly #sqs: SQSClient;
  readonly #lambda: LambdaClient;
  readonly #identity: CognitoIdentityProviderClient;
  readonly #tokens = new Map<string, string>();

  constructor(system: RunningSystem, store = 'shop') {
    this.system = system;
    this.store = store;
    const options = {
      endpoint: system.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
    this.s3 = new S3Client({ ...options, forcePathStyle: true });
    this.sfn = new SFNClient({ ...options, disableHostPrefix: true });
    this.#sqs = new SQSClient({ ...options, useQueueUrlAsEndpoint: false });
    this.#lambda = new LambdaClient(options);
    this.#identity = new CognitoIdentityProviderClient(options);
    this.documents = DynamoDBDocumentClient.from(new DynamoDBClient(options));
    this.inbox = system.resource('AWS::S3::Bucket', 'Inbox');
    this.media = system.resource('AWS::S3::Bucket', 'Media');
  }

  /** Opens the shop with its people. */
  async open(settings: Record<string, unknown> = {}): Promise<void> {
    await this.#open(['admin', 'operator', 'approver', 'everybody'], settings);
  }

  /** Opens the shop for one person only. */
  async openFor(person: Person): Promise<void> {
    await this.#open([person], {});
  }

  /** Invokes a platform function by the beginning of its logical id, e.g. `SweepApprovals`. */
  async invoke(idPrefix: string, payload: unknown = {}): Promise<unknown> {
    const answer = await this.#lambda.send(
      new InvokeCommand({
        FunctionName: this.system.resource('AWS::Lambda::Function', idPrefix),
        Payload: JSON.stringify(payload),
      }),
    );
    const text = Buffer.from(answer.Payload ?? []).toString('utf8');
    if (answer.FunctionError !== undefined) throw new Error(`${idPrefix} failed: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async token(person: Person): Promise<string> {
    const known = this.#tokens.get(person);
    if (known !== undefined) return known;
    const { AuthenticationResult } = await this.#identity.send(
      new InitiateAuthCommand({
        ClientId: this.system.output('Storehand-local-api', 'UserPoolClientId'),
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: addressOf(person), PASSWORD: password },
      }),
    );
    const token = AuthenticationResult?.AccessToken ?? '';
    this.#tokens.set(person, token);
    return token;
  }

  /** Calls the shop's API as one of its people. @param path below `/api/<store>/` */
  async call<T = Record<string, unknown>>(
    person: Person,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.system.url}/api/${this.store}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.token(person)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  async put(key: string, body: Buffer | string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.inbox, Key: `${this.store}/${key}`, Body: body }));
  }

  async runs(): Promise<Run[]> {
    return (await this.call<{ runs: Run[] }>('admin', 'GET', 'runs?limit=500')).body.runs;
  }

  /** The one run of a SKU. */
  async runOf(sku: string): Promise<Run> {
    const found = (await this.runs()).filter((run) => run.subject.id === sku);
    const [run] = found;
    if (run === undefined || found.length !== 1) throw new Error(`${sku} has ${found.length} runs`);
    return run;
  }

  async quarantine(): Promise<QuarantineRecord[]> {
    return (await this.call<{ items: QuarantineRecord[] }>('admin', 'GET', 'quarantine')).body.items;
  }

  /** Keys of a bucket below the shop's folder, without it, sorted. */
  async keys(bucket: string, prefix = ''): Promise<string[]> {
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.s3.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: `${this.store}/${prefix}`,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      keys.push(...(page.Contents ?? []).map((one) => (one.Key ?? '').slice(this.store.length + 1)));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return keys.sort();
  }

  /** Everything that a table holds of this shop. */
  async records(table: 'State' | 'Audit'): Promise<Item[]> {
    const name = this.system.resource('AWS::DynamoDB::GlobalTable', table);
    const items: Item[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await this.documents.send(
        new ScanCommand({
          TableName: name,
          ConsistentRead: true,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      items.push(...((page.Items ?? []) as Item[]));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return items.filter((item) => item.pk.startsWith(`${this.store}#`));
  }

  /** Messages in all queues, dead letters among them, whatever their state; queues without any are left out. */
  async messagesLeft(): Promise<Record<string, number>> {
    const left: Record<string, number> = {};
    for (const url of this.system.resources('AWS::SQS::Queue')) {
      const { Attributes = {} } = await this.#sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: url.replace(/^https?:\/\/[^/]+/, this.system.url),
          AttributeNames: ['All'],
        }),
      );
      const count =
        Number(Attributes.ApproximateNumberOfMessages) +
        Number(Attributes.ApproximateNumberOfMessagesNotVisible) +
        Number(Attributes.ApproximateNumberOfMessagesDelayed);
      if (count > 0) left[url.split('/').at(-1) ?? url] = count;
    }
    return left;
  }

  async #open(persons: readonly Person[], settings: Record<string, unknown>): Promise<void> {
    const members: OpenStore['members'] = [];
    for (const person of persons) {
      const email = addressOf(person);
      members.push({
        sub: await this.#signUp(email),
        name: person,
        email,
        language: 'en',
        roles: [...people[person]],
      });
    }
    const request: OpenStore = { action: 'open-store', store: this.store, members, settings };
    await this.invoke('Administer', request);
  }

  async #signUp(email: string): Promise<string> {
    const UserPoolId = this.system.output('Storehand-local-api', 'UserPoolId');
    const { User } = await this.#identity.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
    await this.#identity.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: password, Permanent: true }),
    );
    const sub = User?.Attributes?.find((attribute) => attribute.Name === 'sub')?.Value;
    if (sub === undefined) throw new Error(`${email} has no sub`);
    return sub;
  }
}
