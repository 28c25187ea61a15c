import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provisionBucket, type RunningS3, rawRequest, SIGNED_HEADERS, startS3 } from './s3-harness.ts';

let s3: RunningS3;
let buckets = 0;

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

async function bucketWith(keys: readonly string[]): Promise<string> {
  buckets += 1;
  const Bucket = `keys-${buckets}`;
  await provisionBucket(s3, Bucket);
  for (const Key of keys) await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  return Bucket;
}

function byUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const AWKWARD_KEYS = [
  ' ',
  ' a b ',
  '中文/照片 1.jpg',
  'a+b%20c%',
  'a//b',
  '/leading',
  'trailing/',
  '..',
  '../../etc/passwd',
  'a/../b',
  './x',
  'é',
  'e\u0301',
  '\u{1F600}',
  '\uFFFD',
  'a&b<c>"\'',
  'line\r\nbreak\ttab',
  '?versionId=1&x=#hash',
  'x'.repeat(1024),
];

/** Any text that UTF-8 can write. */
const anyKey = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc.constantFrom(...AWKWARD_KEYS),
);

describe('Keys', () => {
  it('of any Unicode text name their own object and nothing else', async () => {
    const Bucket = await bucketWith([]);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyKey, { minLength: 2, maxLength: 5 }), async (keys) => {
        for (const Key of keys) await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
        for (const Key of keys) {
          const got = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
          expect(await got.Body?.transformToString()).toBe(Key);
        }
        for (const Key of keys) await s3.client.send(new DeleteObjectCommand({ Bucket, Key }));
        const { KeyCount } = await s3.client.send(new ListObjectsV2Command({ Bucket }));
        expect(KeyCount).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('may hold the character U+0000', async () => {
    const Bucket = await bucketWith(['nul', 'nul\0behind']);
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'nul\0behind' }));
    expect(await got.Body?.transformToString()).toBe('nul\0behind');
  });

  it('that are no UTF-8 are refused', async () => {
    const Bucket = await bucketWith([]);
    const answer = await rawRequest(`${s3.endpoint}/${Bucket}/%ff`, { headers: SIGNED_HEADERS });
    expect(answer.status).toBe(400);
  });
});

describe('Listings', () => {
  it('are in the order of the keys’ UTF-8 bytes, which is not that of UTF-16', async () => {
    const keys = ['b', 'a', 'B', '中', '\u{1F600}', '\uFFFD', 'é', 'a/', 'a.', 'a0'];
    const Bucket = await bucketWith(keys);
    const { Contents } = await s3.client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual([...keys].sort(byUtf8));
    expect([...keys].sort(byUtf8)).not.toEqual([...keys].sort());
  });

  it('name awkward keys so that the SDK reads them back, plain and URL-encoded', async () => {
    const Bucket = await bucketWith(AWKWARD_KEYS);
    const plain = await s3.client.send(new ListObjectsV2Command({ Bucket }));
    const encoded = await s3.client.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }));
    const sorted = [...AWKWARD_KEYS].sort(byUtf8);
    expect(plain.Contents?.map(({ Key }) => Key)).toEqual(sorted);
    expect(encoded.Contents?.map(({ Key }) => decodeURIComponent(Key ?? ''))).toEqual(sorted);
  });

  /** What S3's documentation says a listing is, told without pages. */
  function expectedListing(keys: readonly string[], prefix: string, delimiter: string): string[] {
    const names = keys
      .filter((key) => key.startsWith(prefix))
      .map((key) => {
        const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
        return at < 0 ? key : `${key.slice(0, at + delimiter.length)} (folded)`;
      });
    return [...new Set(names)].sort(byUtf8);
  }

  const path = fc
    .array(fc.constantFrom('a', 'b', 'aa', '中', '\u{1F600}', ''), { minLength: 1, maxLength: 4 })
    .map((segments) => segments.join('/'))
    .filter((key) => key !== '');

  it('in pages of any size hold every key or folded prefix exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(path, { maxLength: 12 }),
        fc.constantFrom('', 'a', 'a/', '中/', 'zz'),
        fc.constantFrom('', '/', 'a'),
        fc.integer({ min: 1, max: 5 }),
        async (keys, Prefix, Delimiter, MaxKeys) => {
          const Bucket = await bucketWith(keys);
          const names: string[] = [];
          const pages = paginateListObjectsV2({ client: s3.client }, { Bucket, Prefix, Delimiter, MaxKeys });
          for await (const page of pages) {
            expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
            names.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
            names.push(...(page.CommonPrefixes ?? []).map((common) => `${common.Prefix} (folded)`));
          }
          expect(names.sort(byUtf8)).toEqual(expectedListing(keys, Prefix, Delimiter));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('go on behind StartAfter', async () => {
    const Bucket = await bucketWith(['a', 'b', 'c/1', 'c/2', 'd']);
    const { Contents } = await s3.client.send(new ListObjectsV2Command({ Bucket, StartAfter: 'b' }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['c/1', 'c/2', 'd']);
  });

  it('of version 1 go on behind their marker, a folded prefix included', async () => {
    const Bucket = await bucketWith(['a/1', 'a/2', 'b', 'c/1']);
    const first = await s3.client.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 1 }));
    expect([first.CommonPrefixes, first.NextMarker]).toEqual([[{ Prefix: 'a/' }], 'a/']);
    const rest = await s3.client.send(
      new ListObjectsCommand({ Bucket, Delimiter: '/', Marker: first.NextMarker }),
    );
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(['b']);
    expect(rest.CommonPrefixes).toEqual([{ Prefix: 'c/' }]);
    expect(rest.IsTruncated).toBe(false);
  });

  it('of more than a thousand keys are cut into pages of a thousand', async () => {
    const keys = Array.from({ length: 1005 }, (_, index) => `many/${index.toString().padStart(4, '0')}`);
    const Bucket = await bucketWith(keys);
    const first = await s3.client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 5000 }));
    expect([first.Contents?.length, first.IsTruncated]).toEqual([1000, true]);
    const second = await s3.client.send(
      new ListObjectsV2Command({ Bucket, ContinuationToken: first.NextContinuationToken }),
    );
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(keys.slice(1000));
    const folded = await s3.client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect([folded.CommonPrefixes, folded.Contents]).toEqual([[{ Prefix: 'many/' }], undefined]);
  });

  it('refuse a continuation token that is none', async () => {
    const Bucket = await bucketWith([]);
    await expect(
      s3.client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: '!' })),
    ).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('tell sizes and ETags as HEAD does', async () => {
    const Bucket = await bucketWith(['only']);
    const { Contents } = await s3.client.send(new ListObjectsV2Command({ Bucket }));
    const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'only' }));
    expect(Contents).toMatchObject([
      { Key: 'only', Size: 4, ETag: head.ETag, LastModified: head.LastModified },
    ]);
  });
});
