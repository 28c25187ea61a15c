import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProvisionedResource } from '../../../local/service.ts';
import {
  errorCode,
  provisionBucket,
  type RunningS3,
  rawRequest,
  SIGNED_HEADERS,
  startS3,
  VERSIONED,
} from './s3-harness.ts';

let s3: RunningS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

describe('Buckets', () => {
  it('are made, listed, looked up and deleted', async () => {
    await s3.client.send(new CreateBucketCommand({ Bucket: 'made-here' }));
    await s3.client.send(new HeadBucketCommand({ Bucket: 'made-here' }));
    const { Buckets } = await s3.client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toContain('made-here');
    const { LocationConstraint } = await s3.client.send(
      new GetBucketLocationCommand({ Bucket: 'made-here' }),
    );
    expect(LocationConstraint).toBe('eu-central-1');
    await expect(s3.client.send(new CreateBucketCommand({ Bucket: 'made-here' }))).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
    });
    await s3.client.send(new CreateMultipartUploadCommand({ Bucket: 'made-here', Key: 'unfinished' }));
    await s3.client.send(new DeleteBucketCommand({ Bucket: 'made-here' }));
    await expect(s3.client.send(new HeadBucketCommand({ Bucket: 'made-here' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    expect(s3.service.hasBucket('made-here')).toBe(false);
  });

  it('say whether they tell EventBridge', async () => {
    await provisionBucket(s3, 'talks', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    await provisionBucket(s3, 'is-silent');
    const ask = (Bucket: string) => s3.client.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect((await ask('talks')).EventBridgeConfiguration).toBeDefined();
    expect((await ask('is-silent')).EventBridgeConfiguration).toBeUndefined();
  });

  it('that hold something are not deleted', async () => {
    await provisionBucket(s3, 'full');
    await s3.client.send(new PutObjectCommand({ Bucket: 'full', Key: 'k', Body: 'x' }));
    await expect(s3.client.send(new DeleteBucketCommand({ Bucket: 'full' }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
  });

  it.each(['ab', 'Upper', 'a..b', '127.0.0.1', '-a-'])('are not called %j', async (name) => {
    const answer = await rawRequest(`${s3.endpoint}/${name}`, { method: 'PUT', headers: SIGNED_HEADERS });
    expect(errorCode(answer)).toBe('InvalidBucketName');
  });
});

describe('A bucket of a template', () => {
  const provision = (properties: Record<string, unknown>): Promise<ProvisionedResource> =>
    s3.service.provision({
      type: 'AWS::S3::Bucket',
      logicalId: 'MediaBucket',
      stackName: 'Shop-Data',
      properties,
      metadata: {},
    });

  it('without a name has the same one at every start, and answers its attributes', async () => {
    const first = await provision({});
    const second = await provision({});
    expect(second).toEqual(first);
    expect(first.ref).toMatch(/^shop-data-mediabucket-[0-9a-f]{8}$/);
    expect(first.attributes).toMatchObject({
      Arn: `arn:aws:s3:::${first.ref}`,
      DomainName: `${first.ref}.s3.amazonaws.com`,
      RegionalDomainName: `${first.ref}.s3.eu-central-1.amazonaws.com`,
    });
    expect(s3.service.hasBucket(first.ref)).toBe(true);
  });

  it('keeps its objects when the template changes, and never forgets that it had versions', async () => {
    await provisionBucket(s3, 'changing', VERSIONED);
    await s3.client.send(new PutObjectCommand({ Bucket: 'changing', Key: 'k', Body: 'x' }));
    await provisionBucket(s3, 'changing', {});
    const { Status } = await s3.client.send(new GetBucketVersioningCommand({ Bucket: 'changing' }));
    expect(Status).toBe('Suspended');
    await expect(s3.client.send(new DeleteBucketCommand({ Bucket: 'changing' }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
  });

  it('may have a policy, which is not enforced', async () => {
    await provisionBucket(s3, 'guarded');
    const { ref } = await s3.service.provision({
      type: 'AWS::S3::BucketPolicy',
      logicalId: 'Policy',
      stackName: 'Test',
      properties: { Bucket: 'guarded', PolicyDocument: { Statement: [{ Effect: 'Deny' }] } },
      metadata: {},
    });
    expect(ref).toBe('guarded');
    await s3.client.send(new PutObjectCommand({ Bucket: 'guarded', Key: 'k', Body: 'x' }));
  });
});

describe('Requests from other origins', () => {
  beforeAll(() =>
    provisionBucket(s3, 'shared', {
      CorsConfiguration: {
        CorsRules: [
          {
            AllowedOrigins: ['https://*.shop.example'],
            AllowedMethods: ['POST', 'GET'],
            AllowedHeaders: ['x-amz-*', 'content-type'],
            ExposedHeaders: ['ETag'],
            MaxAge: 600,
          },
        ],
      },
    }),
  );
  const ask = (headers: Record<string, string>): ReturnType<typeof rawRequest> =>
    rawRequest(`${s3.endpoint}/shared`, { method: 'OPTIONS', headers });

  it('are allowed as the configuration says', async () => {
    const answer = await ask({
      origin: 'https://console.shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'Content-Type, x-amz-meta-a',
    });
    expect([answer.status, answer.headers]).toMatchObject([
      200,
      {
        'access-control-allow-origin': 'https://console.shop.example',
        'access-control-allow-methods': 'POST, GET',
        'access-control-allow-headers': 'content-type, x-amz-meta-a',
        'access-control-max-age': '600',
      },
    ]);
    const read = await rawRequest(`${s3.endpoint}/shared`, {
      headers: { ...SIGNED_HEADERS, origin: 'https://console.shop.example' },
    });
    expect(read.headers['access-control-expose-headers']).toBe('ETag');
  });

  it.each([
    ['origin', { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' }],
    ['method', { origin: 'https://a.shop.example', 'access-control-request-method': 'DELETE' }],
    [
      'header',
      {
        origin: 'https://a.shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    ],
  ])('are refused for another %s', async (_what, headers) => {
    const answer = await ask(headers);
    expect([answer.status, errorCode(answer)]).toEqual([403, 'AccessForbidden']);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});
