import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResolvedResource } from '../../../local/service.ts';
import { TablesService } from '../../../local/tables/service.ts';

const identity = { accountId: '000000000000', region: 'eu-central-1' };
const fixture = new URL('./run-tables.ts', import.meta.url).pathname;

const pair = [
  { AttributeName: 'pk', KeyType: 'HASH' },
  { AttributeName: 'sk', KeyType: 'RANGE' },
];

function table(properties: Record<string, unknown>): ResolvedResource {
  const { KeySchema = pair, GlobalSecondaryIndexes = [] } = properties;
  // DynamoDB wants exactly those attributes defined that some key uses.
  const keys = JSON.stringify([KeySchema, GlobalSecondaryIndexes]);
  const used = ['pk', 'sk', 'status'].filter((name) => keys.includes(`"${name}"`));
  return {
    type: 'AWS::DynamoDB::GlobalTable',
    logicalId: 'State',
    stackName: 'Shop',
    metadata: {},
    properties: {
      AttributeDefinitions: used.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema,
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [{ Region: 'eu-central-1' }],
      ...properties,
    },
  };
}

const byStatus = {
  IndexName: 'byStatus',
  KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
};

async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (!existsSync(`/proc/${pid}`)) return true;
    await delay(10);
  }
  return false;
}

describe('tables on this machine', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tables-'));
  let service: TablesService;
  let door: Server;
  let client: DynamoDBClient;

  beforeAll(async () => {
    service = new TablesService({ directory, identity });
    await service.start();
    door = createServer((request, response) => void service.handle(request, response));
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
    client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
      region: identity.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  });

  afterAll(async () => {
    client.destroy();
    door.close();
    await service.stop();
    rmSync(directory, { recursive: true });
  });

  test('a table is made with its stream and expiry, and its names are the same at every start', async () => {
    const resource = table({
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
    const first = await service.provision(resource);
    const second = await service.provision(resource);
    expect(second).toEqual(first);
    expect(first.attributes.Arn).toBe(`arn:aws:dynamodb:eu-central-1:000000000000:table/${first.ref}`);
    expect(first.attributes.StreamArn).toContain(`${first.ref}/stream/`);
    const ttl = await client.send(new DescribeTimeToLiveCommand({ TableName: first.ref }));
    expect(ttl.TimeToLiveDescription).toMatchObject({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'expires',
    });
  });

  test('a changed template adds and removes indexes and moves the expiry, and the items stay', async () => {
    const named = { TableName: 'changing' };
    await service.provision(table(named));
    const Item = { pk: { S: 'shop#SKU#1' }, sk: { S: 'PRODUCT' }, status: { S: 'draft' } };
    await client.send(new PutItemCommand({ TableName: 'changing', Item }));
    await service.provision(
      table({
        ...named,
        GlobalSecondaryIndexes: [byStatus],
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: 'true' },
      }),
    );
    const found = await client.send(
      new QueryCommand({
        TableName: 'changing',
        IndexName: 'byStatus',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': { S: 'draft' } },
      }),
    );
    expect(found.Items).toEqual([Item]);
    const narrower = { ...byStatus, Projection: { ProjectionType: 'KEYS_ONLY' } };
    await service.provision(
      table({
        ...named,
        GlobalSecondaryIndexes: [narrower],
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      }),
    );
    const described = await client.send(new DescribeTableCommand({ TableName: 'changing' }));
    expect(described.Table?.GlobalSecondaryIndexes?.[0]?.Projection?.ProjectionType).toBe('KEYS_ONLY');
    await service.provision(table(named));
    const bare = await client.send(new DescribeTableCommand({ TableName: 'changing' }));
    expect(bare.Table?.GlobalSecondaryIndexes ?? []).toEqual([]);
    const kept = await client.send(
      new GetItemCommand({ TableName: 'changing', Key: { pk: Item.pk, sk: Item.sk } }),
    );
    expect(kept.Item).toEqual(Item);
  });

  test('a changed key is refused, because it would cost the items', async () => {
    await service.provision(table({ TableName: 'keyed' }));
    const other = table({
      TableName: 'keyed',
      KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
    });
    await expect(service.provision(other)).rejects.toThrow(/keyed exists with another key/);
  });

  test('a transaction with a failing condition changes nothing', async () => {
    await service.provision(table({ TableName: 'transacted' }));
    const put = (sk: string, condition?: string) => ({
      Put: {
        TableName: 'transacted',
        Item: { pk: { S: 'a' }, sk: { S: sk } },
        ...(condition === undefined ? {} : { ConditionExpression: condition }),
      },
    });
    await client.send(new TransactWriteItemsCommand({ TransactItems: [put('1')] }));
    const failing = client.send(
      new TransactWriteItemsCommand({ TransactItems: [put('2'), put('1', 'attribute_not_exists(pk)')] }),
    );
    await expect(failing).rejects.toBeInstanceOf(TransactionCanceledException);
    const second = await client.send(
      new GetItemCommand({ TableName: 'transacted', Key: { pk: { S: 'a' }, sk: { S: '2' } } }),
    );
    expect(second.Item).toBeUndefined();
  });

  test('a crashed database comes back at the same address with its items', async () => {
    await service.provision(table({ TableName: 'crashing' }));
    const Item = { pk: { S: 'a' }, sk: { S: 'b' } };
    await client.send(new PutItemCommand({ TableName: 'crashing', Item }));
    const url = service.endpointUrl;
    process.kill(service.childProcessId ?? 0, 'SIGKILL');
    const kept = await client.send(new GetItemCommand({ TableName: 'crashing', Key: Item }));
    expect(kept.Item).toEqual(Item);
    expect(service.endpointUrl).toBe(url);
  });

  test('with another server named, requests go there and no child is started', async () => {
    const other = new TablesService({ directory, identity, externalEndpoint: service.endpointUrl });
    await other.start();
    expect(other.childProcessId).toBeUndefined();
    expect((await other.provision(table({ TableName: 'elsewhere' }))).ref).toBe('elsewhere');
    await other.stop();
    const seen = await client.send(new DescribeTableCommand({ TableName: 'elsewhere' }));
    expect(seen.Table?.TableName).toBe('elsewhere');
  });
});

test('a database dies with its parent, even by SIGKILL, and what was written is there at the next start', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tables-'));
  const parent = spawn(process.execPath, [fixture, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const databasePid = Number(line.toString('utf8'));
  expect(existsSync(`/proc/${databasePid}`)).toBe(true);
  parent.kill('SIGKILL');
  expect(await isGone(databasePid)).toBe(true);
  const again = new TablesService({ directory, identity });
  await again.start();
  const client = new DynamoDBClient({
    endpoint: again.endpointUrl,
    region: identity.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const kept = await client.send(new GetItemCommand({ TableName: 'kept', Key: { pk: { S: 'written' } } }));
  expect(kept.Item).toEqual({ pk: { S: 'written' } });
  client.destroy();
  await again.stop();
  rmSync(directory, { recursive: true });
});

test('a stopped service leaves no process behind', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tables-'));
  const service = new TablesService({ directory, identity });
  await service.start();
  const pid = service.childProcessId ?? 0;
  await service.stop();
  await service.stop();
  expect(await isGone(pid)).toBe(true);
  const listing = await new Promise<string>((resolve) => {
    execFile('ps', ['-eo', 'args'], (_error, stdout) => resolve(stdout));
  });
  expect(listing).not.toContain(directory);
  rmSync(directory, { recursive: true });
});
