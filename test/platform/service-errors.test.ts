import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { HttpResponse } from '@smithy/core/protocols';
import { describe, expect, it } from 'vitest';
import { DynamoRecords } from '../../functions/platform/adapters/aws/dynamo-records.ts';
import { S3Objects } from '../../functions/platform/adapters/aws/s3-objects.ts';
import { calling } from '../../functions/platform/adapters/aws/service-errors.ts';

const failure = (name: string, httpStatusCode: number) =>
  Object.assign(new Error('as the service says'), { name, $metadata: { httpStatusCode } });

const named = (fields: object) => Object.assign(new Error('no connection'), fields);

const nameOfFault = (error: unknown): Promise<string> =>
  calling('S3', () => Promise.reject(error)).then(
    () => 'none',
    (thrown: Error) => thrown.name,
  );

describe('a call of a service', () => {
  it.each([
    ['any 5xx', failure('SomethingNew', 500)],
    ['any 5xx', failure('ServiceUnavailableException', 503)],
    ['429', failure('LimitReached', 429)],
    ['a throttled table', failure('ProvisionedThroughputExceededException', 400)],
    ['a write to the same key under way', failure('ConditionalRequestConflict', 409)],
    ['a body that came too slowly', failure('RequestTimeout', 400)],
    ['too many open executions', failure('ExecutionLimitExceeded', 400)],
    ['what the SDK knows to pass', named({ $retryable: {} })],
    ['a connection that timed out', named({ code: 'ETIMEDOUT' })],
    ['a name server that is busy', named({ code: 'EAI_AGAIN' })],
    ['a connection that broke off', named({ code: 'ECONNRESET' })],
  ])('that meets %s is a fault that may pass', async (_, error) => {
    expect(await nameOfFault(error)).toBe('TransientError');
  });

  it.each([
    ['AccessDeniedException', failure('AccessDeniedException', 400)],
    ['ValidationException', failure('ValidationException', 400)],
    ['NoSuchKey', failure('NoSuchKey', 404)],
    ['PreconditionFailed', failure('PreconditionFailed', 412)],
    ['ENOTFOUND', named({ name: 'ENOTFOUND', code: 'ENOTFOUND' })],
  ])('that is refused with %s is thrown as it is', async (name, error) => {
    expect(await nameOfFault(error)).toBe(name);
  });

  it('keeps what it threw as the cause, whatever that is', async () => {
    const cause = failure('SlowDown', 503);
    await expect(calling('S3', () => Promise.reject(cause))).rejects.toMatchObject({ cause });
    await expect(calling('S3', () => Promise.reject(undefined))).rejects.toBeUndefined();
  });
});

const client = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};

describe('a single write while a transaction writes to the record', () => {
  const body = JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionConflictException',
    message: 'Transaction is ongoing for the item',
  });
  const response = () =>
    new HttpResponse({
      statusCode: 400,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: new TextEncoder().encode(body),
    });
  const records = new DynamoRecords(
    new DynamoDBClient({ ...client, requestHandler: { handle: async () => ({ response: response() }) } }),
    () => 'State',
  );
  const key = { pk: 'shop#RUN#1', sk: 'RUN' };

  it('is a lost race: the caller reads again', async () => {
    const put = records.put({ key, data: {}, expected: { version: 1 } });
    await expect(put).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('that takes the record away is tried again', async () => {
    await expect(records.remove(key)).rejects.toMatchObject({ name: 'TransientError' });
  });
});

it('a file whose connection breaks off in the middle is a fault that may pass', async () => {
  const breaking = () =>
    Readable.from(
      (async function* () {
        yield Buffer.from('half of ');
        throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
      })(),
    );
  const handle = async () => ({
    response: new HttpResponse({ statusCode: 200, headers: { 'content-length': '16' }, body: breaking() }),
  });
  const objects = new S3Objects(new S3Client({ ...client, requestHandler: { handle } }), () => 'inbox');
  await expect(objects.get({ bucket: 'inbox', key: 'shop/1.jpg' })).rejects.toMatchObject({
    name: 'TransientError',
  });
});
