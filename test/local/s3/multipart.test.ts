import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { patternBytes, provisionBucket, type RunningS3, startS3 } from './s3-harness.ts';

const Bucket = 'parts';
const FIVE_MIB = 5 * 1024 * 1024;
const bytes = patternBytes(2 * FIVE_MIB + 12_345, 5);
let s3: RunningS3;

beforeAll(async () => {
  s3 = await startS3();
  await provisionBucket(s3, Bucket);
});
afterAll(() => s3.stop());

async function begin(Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return UploadId ?? '';
}

async function send(Key: string, UploadId: string, PartNumber: number, Body: Buffer): Promise<CompletedPart> {
  const { ETag } = await s3.client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  return { ETag, PartNumber };
}

function complete(
  Key: string,
  UploadId: string,
  Parts: CompletedPart[],
  more: object = {},
): Promise<{ ETag?: string }> {
  return s3.client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }),
  );
}

async function read(Key: string, more: object = {}): Promise<Buffer> {
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

async function storedFiles(): Promise<string[]> {
  const entries = await readdir(join(s3.directory, 'objects'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

function md5OfMd5s(pieces: readonly Buffer[]): string {
  const md5 = (data: Buffer): Buffer => createHash('md5').update(data).digest();
  return `"${md5(Buffer.concat(pieces.map(md5))).toString('hex')}-${pieces.length}"`;
}

describe('An upload in parts', () => {
  it('is the bytes of its parts in order, wherever it is split and in whatever order they come', async () => {
    // The cut may lie anywhere that leaves both first parts 5 MiB.
    const cuts = fc.tuple(fc.nat(12_345), fc.nat(12_345)).map(([a, b]) => {
      const [first, second] = [Math.min(a, b), Math.max(a, b)];
      return [FIVE_MIB + first, 2 * FIVE_MIB + second] as const;
    });
    await fc.assert(
      fc.asyncProperty(cuts, fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), async (at, order) => {
        const pieces = [bytes.subarray(0, at[0]), bytes.subarray(at[0], at[1]), bytes.subarray(at[1])];
        const UploadId = await begin('split');
        const parts: CompletedPart[] = [];
        for (const index of order) {
          parts[index] = await send('split', UploadId, index * 10 + 1, pieces[index] ?? Buffer.alloc(0));
        }
        const { ETag } = await complete('split', UploadId, parts);
        expect(ETag).toBe(md5OfMd5s(pieces));
        expect((await read('split')).equals(bytes)).toBe(true);
        // A range over the seam of two parts.
        const Range = `bytes=${at[0] - 100}-${at[1] + 5}`;
        expect((await read('split', { Range })).equals(bytes.subarray(at[0] - 100, at[1] + 6))).toBe(true);
      }),
      { numRuns: 4 },
    );
  });

  it('keeps the description that it began with, and answers single parts', async () => {
    const UploadId = await begin('described', { ContentType: 'video/mp4', Metadata: { a: '1' } });
    const pieces = [bytes.subarray(0, FIVE_MIB), Buffer.from('tail')];
    const parts = [
      await send('described', UploadId, 1, pieces[0] ?? Buffer.alloc(0)),
      await send('described', UploadId, 2, pieces[1] ?? Buffer.alloc(0)),
    ];
    await complete('described', UploadId, parts);
    const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'described', PartNumber: 2 }));
    expect(head).toMatchObject({
      ContentType: 'video/mp4',
      Metadata: { a: '1' },
      PartsCount: 2,
      ContentLength: 4,
    });
    expect((await read('described', { PartNumber: 2 })).toString()).toBe('tail');
  });

  it.each([
    ['CRC32', 'COMPOSITE'],
    ['CRC32', 'FULL_OBJECT'],
    ['CRC64NVME', 'FULL_OBJECT'],
    ['SHA256', 'COMPOSITE'],
  ] as const)('keeps its %s checksum, %s', async (ChecksumAlgorithm, ChecksumType) => {
    const Key = `checksum-${ChecksumAlgorithm}-${ChecksumType}`;
    const UploadId = await begin(Key, { ChecksumAlgorithm, ChecksumType });
    const Parts: CompletedPart[] = [];
    for (const [index, Body] of [bytes.subarray(0, FIVE_MIB), bytes.subarray(FIVE_MIB)].entries()) {
      const PartNumber = index + 1;
      const part = await s3.client.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm }),
      );
      const name = `Checksum${ChecksumAlgorithm}` as const;
      Parts.push({ PartNumber, ETag: part.ETag, [name]: part[name] });
    }
    await complete(Key, UploadId, Parts);
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(got.ChecksumType).toBe(ChecksumType);
    // The SDK verifies a full-object checksum while it reads.
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  });

  it('is refused when a part is missing, out of order, too small, or not the one that was sent', async () => {
    const UploadId = await begin('refused');
    const small = await send('refused', UploadId, 1, Buffer.from('small'));
    const other = await send('refused', UploadId, 2, Buffer.from('other'));
    const refusal = (parts: CompletedPart[]): Promise<string> =>
      complete('refused', UploadId, parts).then(
        () => 'done',
        (error) => error.name,
      );
    expect(await refusal([small, { PartNumber: 3, ETag: other.ETag }])).toBe('InvalidPart');
    expect(await refusal([{ PartNumber: 1, ETag: other.ETag }])).toBe('InvalidPart');
    expect(await refusal([other, small])).toBe('InvalidPartOrder');
    expect(await refusal([small, other])).toBe('EntityTooSmall');
    // It can still be finished rightly.
    expect(await refusal([other])).toBe('done');
    expect((await read('refused')).toString()).toBe('other');
    expect(await refusal([other])).toBe('NoSuchUpload');
  });

  it('with If-None-Match leaves an object that stands alone, and can go on', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'taken', Body: 'first' }));
    const UploadId = await begin('taken');
    const part = await send('taken', UploadId, 1, Buffer.from('second'));
    await expect(complete('taken', UploadId, [part], { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect((await read('taken')).toString()).toBe('first');
    await complete('taken', UploadId, [part]);
    expect((await read('taken')).toString()).toBe('second');
  });

  it('shows its parts and itself while it runs, and nothing of it stays when it is aborted', async () => {
    const before = (await storedFiles()).length;
    const UploadId = await begin('dir/aborted');
    await send('dir/aborted', UploadId, 1, Buffer.from('one'));
    await send('dir/aborted', UploadId, 1, Buffer.from('one again'));
    await send('dir/aborted', UploadId, 2, Buffer.from('two'));
    const list = await s3.client.send(
      new ListPartsCommand({ Bucket, Key: 'dir/aborted', UploadId, MaxParts: 1 }),
    );
    expect(list).toMatchObject({
      Parts: [{ PartNumber: 1, Size: 9 }],
      IsTruncated: true,
      NextPartNumberMarker: '1',
    });
    const uploads = await s3.client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'dir/' }));
    expect(uploads.Uploads).toMatchObject([{ Key: 'dir/aborted', UploadId }]);
    const folded = await s3.client.send(new ListMultipartUploadsCommand({ Bucket, Delimiter: '/' }));
    expect(folded.CommonPrefixes).toEqual([{ Prefix: 'dir/' }]);
    await s3.client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'dir/aborted', UploadId }));
    await expect(
      s3.client.send(new ListPartsCommand({ Bucket, Key: 'dir/aborted', UploadId })),
    ).rejects.toMatchObject({ name: 'NoSuchUpload' });
    expect(await storedFiles()).toHaveLength(before);
  });

  it('takes stretches of other objects as parts', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: bytes }));
    const UploadId = await begin('assembled');
    const ranges = [`bytes=100-${FIVE_MIB + 99}`, 'bytes=7-7'];
    const Parts: CompletedPart[] = [];
    for (const [index, CopySourceRange] of ranges.entries()) {
      const { CopyPartResult } = await s3.client.send(
        new UploadPartCopyCommand({
          Bucket,
          Key: 'assembled',
          UploadId,
          PartNumber: index + 1,
          CopySource: `${Bucket}/source`,
          CopySourceRange,
        }),
      );
      Parts.push({ PartNumber: index + 1, ETag: CopyPartResult?.ETag });
    }
    await complete('assembled', UploadId, Parts);
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'source' }));
    const expected = Buffer.concat([bytes.subarray(100, FIVE_MIB + 100), bytes.subarray(7, 8)]);
    expect((await read('assembled')).equals(expected)).toBe(true);
    // Copied whole, it is one object again.
    const copy = new CopyObjectCommand({ Bucket, Key: 'flat', CopySource: `${Bucket}/assembled` });
    const { CopyObjectResult } = await s3.client.send(copy);
    expect(CopyObjectResult?.ETag).toBe(`"${createHash('md5').update(expected).digest('hex')}"`);
  });

  it('is read to its end while it is deleted, and its bytes go afterwards', async () => {
    const Key = 'vanishing';
    const before = (await storedFiles()).length;
    const UploadId = await begin(Key);
    // More than the sockets buffer: the later parts' files are opened after the deletion.
    const parts: CompletedPart[] = [];
    for (const number of [1, 2, 3, 4]) parts.push(await send(Key, UploadId, number, bytes));
    await complete(Key, UploadId, parts);
    const reading = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key }));
    const got = Buffer.from((await reading.Body?.transformToByteArray()) ?? []);
    expect(got.equals(Buffer.concat([bytes, bytes, bytes, bytes]))).toBe(true);
    await vi.waitFor(async () => expect(await storedFiles()).toHaveLength(before));
  });

  it('is copied whole even if it is deleted while the copy is made', async () => {
    const UploadId = await begin('fleeting');
    const parts = [await send('fleeting', UploadId, 1, bytes), await send('fleeting', UploadId, 2, bytes)];
    await complete('fleeting', UploadId, parts);
    // The copy of parts is read for its digest, so the deletion comes in between.
    const copy = s3.client.send(
      new CopyObjectCommand({ Bucket, Key: 'survivor', CopySource: `${Bucket}/fleeting` }),
    );
    await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'fleeting' }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'fleeting' }));
    await copy;
    expect((await read('survivor')).equals(Buffer.concat([bytes, bytes]))).toBe(true);
  });
});
