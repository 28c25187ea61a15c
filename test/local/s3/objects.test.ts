import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  ChecksumAlgorithm,
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  errorCode,
  patternBytes,
  provisionBucket,
  type RunningS3,
  rawRequest,
  SIGNED_HEADERS,
  startS3,
} from './s3-harness.ts';

const Bucket = 'objects';
let s3: RunningS3;

beforeAll(async () => {
  s3 = await startS3();
  await provisionBucket(s3, Bucket);
});
afterAll(() => s3.stop());

async function read(Key: string): Promise<Buffer> {
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

describe('Objects', () => {
  it('come back byte for byte, with what their writer said of them', async () => {
    const Body = patternBytes(300_000);
    await s3.client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'described',
        Body,
        ContentType: 'image/jpeg',
        CacheControl: 'max-age=60',
        ContentDisposition: 'inline',
        ContentLanguage: 'zh',
        Metadata: { sku: 'A-1' },
        Tagging: 'market=de&name=%E4%B8%AD',
      }),
    );
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'described' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    expect(got).toMatchObject({
      ContentType: 'image/jpeg',
      CacheControl: 'max-age=60',
      ContentDisposition: 'inline',
      ContentLanguage: 'zh',
      Metadata: { sku: 'A-1' },
      TagCount: 2,
      ContentLength: 300_000,
      ETag: `"${createHash('md5').update(Body).digest('hex')}"`,
    });
    const tags = await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'described' }));
    expect(tags.TagSet).toEqual([
      { Key: 'market', Value: 'de' },
      { Key: 'name', Value: '中' },
    ]);
  });

  it('take a stream, which the SDK sends in chunks with a trailing checksum', async () => {
    const Body = patternBytes(1_500_000, 7);
    const pieces = [0, 1, 65_537, 800_000].map((start, index, starts) =>
      Body.subarray(start, starts[index + 1]),
    );
    await s3.client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'streamed',
        Body: Readable.from(pieces),
        ContentLength: Body.length,
      }),
    );
    const head = await s3.client.send(
      new HeadObjectCommand({ Bucket, Key: 'streamed', ChecksumMode: 'ENABLED' }),
    );
    expect(head.ChecksumCRC32).toBeDefined();
    expect(head.ContentEncoding).toBeUndefined();
    expect(await read('streamed')).toEqual(Body);
  });

  it('may be empty', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'empty', Body: '' }));
    expect(await read('empty')).toEqual(Buffer.alloc(0));
  });

  it.each(Object.values(ChecksumAlgorithm).filter((name) => /^(CRC|SHA1$|SHA256$)/.test(name)))(
    'keep the %s checksum that they were written with',
    async (algorithm) => {
      const Body = patternBytes(100_001, 3);
      const Key = `checksum-${algorithm}`;
      await s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ChecksumAlgorithm: algorithm }));
      const got = await s3.client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
      expect(got[`Checksum${algorithm}` as keyof typeof got]).toMatch(/^[A-Za-z0-9+/]+=*$/);
      expect(got.ChecksumType).toBe('FULL_OBJECT');
      // The SDK itself verifies the checksum while it reads.
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    },
  );

  it('disappear when deleted, and deleting what is not there succeeds', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'x' }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await expect(read('gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.client.send(new HeadObjectCommand({ Bucket, Key: 'gone' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('are deleted many at once, whatever their keys are made of', async () => {
    const keys = ['bulk/a&b<c>"\'', 'bulk/ leading', 'bulk/\r\n\u0001', 'bulk/中文', 'bulk/__proto__'];
    for (const Key of keys) await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const { Deleted } = await s3.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }),
    );
    expect(Deleted).toHaveLength(keys.length);
    for (const Key of keys) await expect(read(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('are copied with their description, or with another', async () => {
    const Body = patternBytes(5000);
    await s3.client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'copy/源 +%',
        Body,
        Metadata: { a: '1' },
        ContentType: 'text/css',
      }),
    );
    const CopySource = `${Bucket}/${encodeURIComponent('copy/源 +%')}`;
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'copy/same', CopySource }));
    await s3.client.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'copy/other',
        CopySource,
        MetadataDirective: 'REPLACE',
        Metadata: { b: '2' },
      }),
    );
    const same = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'copy/same' }));
    const other = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'copy/other' }));
    expect(same).toMatchObject({ Metadata: { a: '1' }, ContentType: 'text/css', ContentLength: 5000 });
    expect(other).toMatchObject({ Metadata: { b: '2' }, ContentType: 'binary/octet-stream' });
    // A copy shares the stored bytes, and keeps them when its source goes.
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'copy/源 +%' }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'copy/other' }));
    expect(await read('copy/same')).toEqual(Body);
  });

  it('are not copied onto themselves without a change', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'self', Body: 'x' }));
    const copy = new CopyObjectCommand({ Bucket, Key: 'self', CopySource: `${Bucket}/self` });
    await expect(s3.client.send(copy)).rejects.toMatchObject({ name: 'InvalidRequest' });
    expect((await read('self')).toString()).toBe('x');
  });

  it('can be tagged anew', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'tagged', Body: 'x', Tagging: 'old=1' }));
    const TagSet = [{ Key: 'new', Value: 'a&b' }];
    await s3.client.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet } }));
    const got = await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }));
    expect(got.TagSet).toEqual(TagSet);
  });
});

describe('Reads', () => {
  const bytes = patternBytes(10_000, 11);
  beforeAll(() => s3.client.send(new PutObjectCommand({ Bucket, Key: 'ranged', Body: bytes })));

  it('answer any stretch of the object, byte for byte', async () => {
    const range = fc.oneof(
      fc.tuple(fc.nat(9_999), fc.nat(12_000)).map(([first, more]) => ({
        header: `bytes=${first}-${first + more}`,
        expected: bytes.subarray(first, first + more + 1),
      })),
      fc.nat(9_999).map((first) => ({ header: `bytes=${first}-`, expected: bytes.subarray(first) })),
      fc.integer({ min: 1, max: 12_000 }).map((last) => ({
        header: `bytes=-${last}`,
        expected: bytes.subarray(Math.max(0, bytes.length - last)),
      })),
    );
    await fc.assert(
      fc.asyncProperty(range, async ({ header, expected }) => {
        const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'ranged', Range: header }));
        const start = expected.byteOffset - bytes.byteOffset;
        expect(got.ContentRange).toBe(`bytes ${start}-${start + expected.length - 1}/10000`);
        expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(expected)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['bytes=10000-', 'bytes=10000-10001', 'bytes=-0'])('refuse %s, behind the end', async (Range) => {
    await expect(
      s3.client.send(new GetObjectCommand({ Bucket, Key: 'ranged', Range })),
    ).rejects.toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } });
  });

  it.each(['bytes=5-2', 'lines=1-2', 'bytes=a-b', 'bytes=0-1,4-5'])(
    'answer the whole object for %s, which is no single range',
    async (Range) => {
      const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'ranged', Range }));
      expect([got.$metadata.httpStatusCode, got.ContentLength]).toEqual([200, 10_000]);
      await got.Body?.transformToByteArray();
    },
  );

  it('obey their conditions', async () => {
    const { ETag, LastModified } = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'ranged' }));
    const get = (conditions: object): Promise<number | undefined> =>
      s3.client
        .send(new GetObjectCommand({ Bucket, Key: 'ranged', ...conditions }))
        .then(async (got) => {
          await got.Body?.transformToByteArray();
          return got.$metadata.httpStatusCode;
        })
        .catch((error) => error.$metadata.httpStatusCode);
    const before = new Date((LastModified?.getTime() ?? 0) - 1000);
    expect(await get({ IfMatch: ETag })).toBe(200);
    expect(await get({ IfMatch: '"other"' })).toBe(412);
    expect(await get({ IfNoneMatch: ETag })).toBe(304);
    expect(await get({ IfNoneMatch: '"other"' })).toBe(200);
    expect(await get({ IfModifiedSince: LastModified })).toBe(304);
    expect(await get({ IfModifiedSince: before })).toBe(200);
    expect(await get({ IfUnmodifiedSince: before })).toBe(412);
    expect(await get({ IfMatch: ETag, IfUnmodifiedSince: before })).toBe(200);
  });

  it('may replace headers of the answer', async () => {
    const got = await s3.client.send(
      new GetObjectCommand({
        Bucket,
        Key: 'ranged',
        ResponseContentType: 'text/plain',
        ResponseContentDisposition: 'attachment; filename="x"',
      }),
    );
    await got.Body?.transformToByteArray();
    expect(got).toMatchObject({
      ContentType: 'text/plain',
      ContentDisposition: 'attachment; filename="x"',
    });
  });
});

describe('Writes', () => {
  const put = (Key: string, Body: string, conditions: object = {}): Promise<unknown> =>
    s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...conditions }));

  it('with If-None-Match leave an object that stands alone', async () => {
    await put('once', 'first', { IfNoneMatch: '*' });
    await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect((await read('once')).toString()).toBe('first');
  });

  it('with If-None-Match have one winner among many at the same time', async () => {
    const attempts = Array.from({ length: 12 }, (_, index) =>
      put('race', `writer ${index}`, { IfNoneMatch: '*' }),
    );
    const outcomes = await Promise.allSettled(attempts);
    const winner = outcomes.findIndex((outcome) => outcome.status === 'fulfilled');
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect((await read('race')).toString()).toBe(`writer ${winner}`);
  });

  it('with If-Match replace only the object that they name', async () => {
    const first = createHash('md5').update('one').digest('hex');
    await put('swap', 'one');
    await put('swap', 'two', { IfMatch: `"${first}"` });
    await expect(put('swap', 'three', { IfMatch: `"${first}"` })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('swap-missing', 'x', { IfMatch: `"${first}"` })).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    expect((await read('swap')).toString()).toBe('two');
  });

  it('that are refused before their body is read answer so, however large it is', async () => {
    await put('standing', 'first');
    const Body = Buffer.alloc(30_000_000);
    const command = new PutObjectCommand({ Bucket, Key: 'standing', Body, IfNoneMatch: '*' });
    await expect(s3.client.send(command)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const elsewhere = new PutObjectCommand({ Bucket: 'missing-bucket', Key: 'x', Body });
    await expect(s3.client.send(elsewhere)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  const refused: [string, Record<string, string>, string][] = [
    ['a wrong CRC32', { 'x-amz-checksum-crc32': 'AAAAAA==' }, 'BadDigest'],
    ['a wrong CRC32C', { 'x-amz-checksum-crc32c': 'AAAAAA==' }, 'BadDigest'],
    ['a wrong CRC64NVME', { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' }, 'BadDigest'],
    ['a wrong SHA-1', { 'x-amz-checksum-sha1': Buffer.alloc(20).toString('base64') }, 'BadDigest'],
    ['a wrong SHA-256', { 'x-amz-checksum-sha256': Buffer.alloc(32).toString('base64') }, 'BadDigest'],
    ['a wrong MD5', { 'content-md5': Buffer.alloc(16).toString('base64') }, 'BadDigest'],
    ['an MD5 that is none', { 'content-md5': 'abc' }, 'InvalidDigest'],
    ['a checksum that is none', { 'x-amz-checksum-crc32': 'abc' }, 'InvalidRequest'],
    ['a wrong payload hash', { 'x-amz-content-sha256': '0'.repeat(64) }, 'XAmzContentSHA256Mismatch'],
    [
      'two checksums',
      { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' },
      'InvalidRequest',
    ],
    ['an announced checksum that is missing', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 'InvalidRequest'],
    ['metadata over 2 KB', { 'x-amz-meta-long': 'x'.repeat(3000) }, 'MetadataTooLarge'],
    ['an ETag in If-None-Match', { 'if-none-match': '"abc"' }, 'NotImplemented'],
  ];
  it.each(refused)('with %s are refused and leave nothing', async (_what, headers, code) => {
    const answer = await rawRequest(`${s3.endpoint}/${Bucket}/refused`, {
      method: 'PUT',
      headers: { ...SIGNED_HEADERS, ...headers },
      body: 'some bytes',
    });
    expect(errorCode(answer)).toBe(code);
    await expect(read('refused')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('of a key over 1024 bytes are refused', async () => {
    await put('长'.repeat(341), 'x');
    await expect(put('长'.repeat(342), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });
});

describe('Requests', () => {
  it('to a bucket that is not there are answered NoSuchBucket', async () => {
    await expect(
      s3.client.send(new GetObjectCommand({ Bucket: 'missing-bucket', Key: 'x' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('without a signature are refused, and the answer names the request', async () => {
    const answer = await rawRequest(`${s3.endpoint}/${Bucket}/ranged`);
    expect([answer.status, errorCode(answer)]).toEqual([403, 'AccessDenied']);
    expect(answer.body.toString()).toContain(`<RequestId>${answer.headers['x-amz-request-id']}</RequestId>`);
  });

  it('with a document that is no XML are refused as malformed', async () => {
    for (const body of ['<Delete', '<Other/>', '<!DOCTYPE x [<!ENTITY a "b">]><Delete/>']) {
      const answer = await rawRequest(`${s3.endpoint}/${Bucket}?delete`, {
        method: 'POST',
        headers: SIGNED_HEADERS,
        body,
      });
      expect(errorCode(answer)).toBe('MalformedXML');
    }
  });

  it('for a part of S3 that is not served say so', async () => {
    const answer = await rawRequest(`${s3.endpoint}/${Bucket}?website`, { headers: SIGNED_HEADERS });
    expect([answer.status, errorCode(answer)]).toEqual([501, 'NotImplemented']);
  });
});
