import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import {
  ConflictError,
  type Expected,
  type ListOptions,
  type Page,
  type RecordDelete,
  type RecordKey,
  type Records,
  type RecordWrite,
  type StoredRecord,
  type TableName,
} from '../../ports/records.ts';
import { cursorInvalid, packCursor, unpackCursor } from './cursor.ts';
import { calling, serviceBusy } from './service-errors.ts';
import { attributes, indexName } from './table-layout.ts';

interface Item {
  pk: string;
  sk: string;
  v: number;
  d: unknown;
  ipk?: string;
  isk?: string;
  ttl?: number;
}

/** DynamoDB behind `Records`. Works against any endpoint of the same protocol. */
export class DynamoRecords implements Records {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: (name: TableName) => string;

  constructor(client: DynamoDBClient, tables: (name: TableName) => string) {
    this.#client = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    this.#tables = tables;
  }

  async get<T>(key: RecordKey): Promise<StoredRecord<T> | undefined> {
    const { Item: item } = await calling('DynamoDB', () =>
      this.#client.send(
        new GetCommand({
          TableName: this.#table(key),
          Key: { pk: key.pk, sk: key.sk },
          ConsistentRead: true,
        }),
      ),
    );
    return item === undefined ? undefined : toRecord<T>(item as Item, key.table);
  }

  async put<T>(write: RecordWrite & { data: T }): Promise<StoredRecord<T>> {
    const present = write.expected === 'any' ? await this.get<T>(write.key) : undefined;
    const expected: Expected =
      write.expected !== 'any'
        ? write.expected
        : present === undefined
          ? 'absent'
          : { version: present.version };
    const item = toItem({ ...write, expected });
    try {
      await calling('DynamoDB', () =>
        this.#client.send(
          new PutCommand({ TableName: this.#table(write.key), Item: item, ...condition(expected) }),
        ),
      );
    } catch (error) {
      throw isLost(error) ? new ConflictError(nameOf(write.key)) : error;
    }
    return toRecord<T>(item, write.key.table);
  }

  async transact(writes: readonly (RecordWrite | RecordDelete)[]): Promise<void> {
    const items = await Promise.all(writes.map((write) => this.#toTransactItem(write)));
    try {
      await calling('DynamoDB', () => this.#client.send(new TransactWriteCommand({ TransactItems: items })));
    } catch (error) {
      throw error instanceof TransactionCanceledException ? cancelled(error, writes) : error;
    }
  }

  async list<T>(
    key: { table?: TableName; pk: string; skPrefix?: string },
    options: ListOptions = {},
  ): Promise<Page<T>> {
    const prefix = key.skPrefix ?? '';
    const { items, cursor } = await this.#query(`${key.table ?? 'state'}|${key.pk}|${prefix}`, options, {
      TableName: this.#table(key),
      ...(prefix === ''
        ? inPartition('pk', key.pk, 'sk', options.below)
        : {
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
            ExpressionAttributeValues: { ':pk': key.pk, ':sk': prefix },
          }),
      ConsistentRead: true,
    });
    return page(
      items.map((item) => toRecord<T>(item, key.table)),
      cursor,
    );
  }

  async listIndex<T>(indexPk: string, options: ListOptions = {}): Promise<Page<T>> {
    const { items, cursor } = await this.#query(`index|${indexPk}`, options, {
      TableName: this.#tables('state'),
      IndexName: indexName,
      ...inPartition('ipk', indexPk, 'isk', options.below),
    });
    const records = await this.#getMany<T>(items);
    // The index lags: a record that has moved on since is not of this list any more.
    return page(
      records.filter((entry) => entry.item.ipk === indexPk).map((entry) => entry.record),
      cursor,
    );
  }

  async countIndex(indexPk: string, { from, to }: { from: string; to: string }): Promise<number> {
    let count = 0;
    let last: Record<string, unknown> | undefined;
    do {
      const query = new QueryCommand({
        TableName: this.#tables('state'),
        IndexName: indexName,
        KeyConditionExpression: 'ipk = :pk AND isk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': indexPk, ':from': from, ':to': to },
        Select: 'COUNT',
        ExclusiveStartKey: last,
      });
      const answer = await calling('DynamoDB', () => this.#client.send(query));
      count += answer.Count ?? 0;
      last = answer.LastEvaluatedKey;
    } while (last !== undefined);
    return count;
  }

  async *keysOfStore(store: string): AsyncIterable<RecordKey> {
    let from: Record<string, unknown> | undefined;
    do {
      const scan = new ScanCommand({
        TableName: this.#tables('state'),
        FilterExpression: 'begins_with(pk, :store)',
        ExpressionAttributeValues: { ':store': `${store}#` },
        ProjectionExpression: 'pk, sk',
        ConsistentRead: true,
        ExclusiveStartKey: from,
      });
      const answer = await calling('DynamoDB', () => this.#client.send(scan));
      for (const { pk, sk } of (answer.Items ?? []) as Item[]) yield { pk, sk };
      from = answer.LastEvaluatedKey;
    } while (from !== undefined);
  }

  async tally({ key, data, expiresAtSeconds }: Parameters<Records['tally']>[0]): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#tables('state'),
      Key: { pk: key.pk, sk: key.sk },
      UpdateExpression: 'SET #data = :data, #ttl = :ttl ADD #version :one',
      ExpressionAttributeNames: { '#data': 'd', '#ttl': attributes.ttl, '#version': 'v' },
      ExpressionAttributeValues: { ':data': data, ':ttl': expiresAtSeconds, ':one': 1 },
    });
    await calling('DynamoDB', () => this.#client.send(update));
  }

  async remove(key: RecordKey): Promise<void> {
    const { pk, sk } = key;
    try {
      await calling('DynamoDB', () =>
        this.#client.send(new DeleteCommand({ TableName: this.#table(key), Key: { pk, sk } })),
      );
    } catch (error) {
      // Nothing was expected of the record, so the race is nobody's to settle: the same again, a moment later.
      throw isLost(error) ? serviceBusy('DynamoDB', error) : error;
    }
  }

  async #query(
    name: string,
    options: ListOptions,
    input: QueryCommandInput,
  ): Promise<{ items: Item[]; cursor: string | undefined }> {
    const answer = await calling('DynamoDB', () =>
      this.#client.send(
        new QueryCommand({
          ...input,
          Limit: options.limit ?? 100,
          ScanIndexForward: options.descending !== true,
          ExclusiveStartKey: options.cursor === undefined ? undefined : unpackCursor(name, options.cursor),
        }),
      ),
    ).catch((error: unknown) => {
      // Of all that a query is made of here only the cursor comes from outside.
      const isRefused = (error as { name?: string }).name === 'ValidationException';
      throw isRefused && options.cursor !== undefined ? cursorInvalid(error) : error;
    });
    const last = answer.LastEvaluatedKey;
    return {
      items: (answer.Items ?? []) as Item[],
      cursor: last === undefined ? undefined : packCursor(name, last),
    };
  }

  /** Reads the records behind index entries, in the order of the entries; 100 keys is BatchGetItem's limit. */
  async #getMany<T>(keys: readonly Item[]): Promise<{ item: Item; record: StoredRecord<T> }[]> {
    const table = this.#tables('state');
    const found = new Map<string, Item>();
    for (let from = 0; from < keys.length; from += 100) {
      let wanted: Record<string, unknown>[] = keys.slice(from, from + 100).map(({ pk, sk }) => ({ pk, sk }));
      while (wanted.length > 0) {
        const request = { [table]: { Keys: wanted, ConsistentRead: true } };
        const answer = await calling('DynamoDB', () =>
          this.#client.send(new BatchGetCommand({ RequestItems: request })),
        );
        for (const item of (answer.Responses?.[table] ?? []) as Item[])
          found.set(`${item.pk}\n${item.sk}`, item);
        wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
      }
    }
    return keys.flatMap(({ pk, sk }) => {
      const item = found.get(`${pk}\n${sk}`);
      return item === undefined ? [] : [{ item, record: toRecord<T>(item, undefined) }];
    });
  }

  async #toTransactItem(write: RecordWrite | RecordDelete) {
    if ('delete' in write) {
      const { pk, sk } = write.delete;
      return {
        Delete: { TableName: this.#table(write.delete), Key: { pk, sk }, ...condition(write.expected) },
      };
    }
    const present = write.expected === 'any' ? await this.get(write.key) : undefined;
    const expected: Expected =
      write.expected !== 'any'
        ? write.expected
        : present === undefined
          ? 'absent'
          : { version: present.version };
    return {
      Put: {
        TableName: this.#table(write.key),
        Item: toItem({ ...write, expected }),
        ...condition(expected),
      },
    };
  }

  #table(key: { table?: TableName }): string {
    return this.#tables(key.table ?? 'state');
  }
}

function inPartition(partition: string, pk: string, sort: string, below: string | undefined) {
  return below === undefined
    ? { KeyConditionExpression: `${partition} = :pk`, ExpressionAttributeValues: { ':pk': pk } }
    : {
        KeyConditionExpression: `${partition} = :pk AND ${sort} < :below`,
        ExpressionAttributeValues: { ':pk': pk, ':below': below },
      };
}

function toItem(write: RecordWrite & { expected: Exclude<Expected, 'any'> | 'any' }): Item {
  const version = typeof write.expected === 'object' ? write.expected.version + 1 : 1;
  return {
    pk: write.key.pk,
    sk: write.key.sk,
    v: version,
    d: write.data,
    ...(write.index === undefined ? {} : { ipk: write.index.pk, isk: write.index.sk }),
    ...(write.expiresAtSeconds === undefined ? {} : { ttl: write.expiresAtSeconds }),
  };
}

function toRecord<T>(item: Item, table: TableName | undefined): StoredRecord<T> {
  const key = { pk: item.pk, sk: item.sk };
  return { key: table === undefined ? key : { ...key, table }, version: item.v, data: item.d as T };
}

function condition(expected: Expected) {
  if (expected === 'any') return {};
  if (expected === 'absent') return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: 'v = :expected',
    ExpressionAttributeValues: { ':expected': expected.version },
  };
}

function page<T>(items: StoredRecord<T>[], cursor: string | undefined): Page<T> {
  return cursor === undefined ? { items } : { items, cursor };
}

/** A single write lost against another: its condition did not hold, or a transaction was writing to the record just then. */
function isLost(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException;
}

/** Why a transaction was cancelled stands once per write: a lost race, a busy table, or a write that can never be made. */
function cancelled(
  error: TransactionCanceledException,
  writes: readonly (RecordWrite | RecordDelete)[],
): Error {
  const reasons = error.CancellationReasons ?? [];
  const lost = reasons.findIndex(
    ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
  );
  const write = writes[lost];
  if (write !== undefined) return new ConflictError(nameOf('key' in write ? write.key : write.delete));
  const invalid = reasons.some(
    ({ Code }) => Code === 'ValidationError' || Code === 'ItemCollectionSizeLimitExceeded',
  );
  return invalid ? error : serviceBusy('DynamoDB', error);
}

function nameOf(key: RecordKey): string {
  return `${key.pk} / ${key.sk}`;
}
