import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packCursor } from '../../functions/platform/adapters/aws/cursor.ts';
import { DynamoRecords } from '../../functions/platform/adapters/aws/dynamo-records.ts';
import { attributes, indexName } from '../../functions/platform/adapters/aws/table-layout.ts';
import { listApprovals } from '../../functions/platform/approvals/list-approvals.ts';
import { sweepApprovals } from '../../functions/platform/approvals/sweep-approvals.ts';
import { appendAudit } from '../../functions/platform/audit/append-audit.ts';
import { verifyAudit } from '../../functions/platform/audit/verify-audit.ts';
import { sendNotices } from '../../functions/platform/notify/send-notices.ts';
import { TablesService } from '../../local/tables/service.ts';
import { ask, decide, EXPIRES } from './approvals/approval-fixtures.ts';
import { createMemoryPlatform, type MemoryPlatform } from './memory/memory-platform.ts';
import { asked, options } from './notify/notify-fixtures.ts';
import { describeRecords } from './records-contract.ts';

const identity = { accountId: '000000000000', region: 'us-east-1' };
const directory = mkdtempSync(join(tmpdir(), 'records-'));
const service = new TablesService({ directory, identity });
let door: Server;
let client: DynamoDBClient;
let records: DynamoRecords;

async function makeTable(logicalId: string): Promise<string> {
  const key = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
  const { pk, sk, indexPk, indexSk } = attributes;
  const made = await service.provision({
    type: 'AWS::DynamoDB::GlobalTable',
    logicalId,
    stackName: 'Records',
    metadata: {},
    properties: {
      AttributeDefinitions: [pk, sk, indexPk, indexSk].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      KeySchema: key(pk, sk),
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [{ Region: identity.region }],
      GlobalSecondaryIndexes: [
        {
          IndexName: indexName,
          KeySchema: key(indexPk, indexSk),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    },
  });
  return made.ref;
}

beforeAll(async () => {
  await service.start();
  door = createServer((request, response) => void service.handle(request, response));
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    region: identity.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const tables = { state: await makeTable('State'), audit: await makeTable('Audit') };
  records = new DynamoRecords(client, (name) => tables[name]);
});

afterAll(async () => {
  client.destroy();
  door.close();
  await service.stop();
  rmSync(directory, { recursive: true });
});

describeRecords('DynamoDB', () => records);

describe('a cursor that was made up', () => {
  it.each([
    ['an empty key', {}],
    ['a number where a text belongs', { pk: 'shop#RUN#1', sk: 5 }],
    ['a field that no key has', { pk: 'shop#RUN#1', sk: 'a', more: 'x' }],
  ])('of %s is no fault of ours, though it has the digest of its query', async (_, key) => {
    const cursor = packCursor('state|shop#RUN#1|', key);
    const listed = records.list({ pk: 'shop#RUN#1' }, { cursor });
    await expect(listed).rejects.toMatchObject({ name: 'InvalidInputError', code: 'CursorInvalid' });
  });
});

describe('governance on DynamoDB', () => {
  const onDynamo = (): MemoryPlatform => ({ ...createMemoryPlatform(), records });

  it('asks, decides, expires and keeps a chain that holds', async () => {
    const platform = onDynamo();
    await ask(platform, { run: 'run-1' });
    const approval = await ask(platform, { run: 'run-2' });
    expect(await decide(platform, approval, { comment: '可以' })).toMatchObject({
      outcome: 'decided',
      told: true,
    });
    const expiring = await ask(platform, { run: 'run-3', group: 'image-assets/SKU-2' });
    platform.inspection.setNow(EXPIRES);
    expect(await sweepApprovals(platform, 'shop')).toMatchObject({ expired: [expiring.id] });
    expect(await listApprovals(platform, 'shop', { status: 'open' })).toEqual({ approvals: [] });
    expect((await listApprovals(platform, 'shop', { status: 'approved' })).approvals).toMatchObject([
      { id: approval.id },
    ]);
    expect(platform.inspection.told.size).toBe(3);
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true, streams: 2, entries: 2 });
  });

  it('lets writers of one audit stream wait for each other', async () => {
    const platform = onDynamo();
    const entry = {
      store: 'contended',
      stream: 'run/1',
      actor: { kind: 'machine', id: 'test' },
      action: 'step',
      subject: 'sku/1',
    } as const;
    await Promise.all([1, 2, 3, 4].map((n) => appendAudit(platform, { ...entry, entryId: `step/${n}` })));
    expect(await verifyAudit(platform, 'contended')).toMatchObject({ ok: true, entries: 4 });
  });

  it('keeps a notice once', async () => {
    const platform = onDynamo();
    expect(await sendNotices(platform, asked, [], options)).toMatchObject({ sent: 1 });
    expect(await sendNotices(platform, asked, [], options)).toMatchObject({ skipped: 1 });
  });
});
