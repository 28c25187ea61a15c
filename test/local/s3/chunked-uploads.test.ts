import { crc32 } from 'node:zlib';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAwsChunked } from '../../../local/s3/aws-chunked.ts';
import {
  errorCode,
  patternBytes,
  provisionBucket,
  type RawAnswer,
  type RunningS3,
  rawRequest,
  SIGNED_HEADERS,
  startS3,
} from './s3-harness.ts';

const Bucket = 'chunked';
const bytes = patternBytes(150_000, 3);
let s3: RunningS3;

beforeAll(async () => {
  s3 = await startS3();
  await provisionBucket(s3, Bucket);
});
afterAll(() => s3.stop());

function frame(pieces: readonly Buffer[], trailer: string, extension = ''): Buffer {
  const framed = pieces
    .filter((piece) => piece.length > 0)
    .flatMap((piece) => [
      Buffer.from(`${piece.length.toString(16)}${extension}\r\n`),
      piece,
      Buffer.from('\r\n'),
    ]);
  return Buffer.concat([...framed, Buffer.from(`0${extension}\r\n${trailer}\r\n`)]);
}

function crc32Base64(data: Buffer): string {
  const digest = Buffer.alloc(4);
  digest.writeUInt32BE(crc32(data));
  return digest.toString('base64');
}

const SIGNATURE = `;chunk-signature=${'ab'.repeat(32)}`;

function put(
  kind: string,
  body: Buffer,
  length = bytes.length,
  more: Record<string, string> = {},
): Promise<RawAnswer> {
  return rawRequest(`${s3.endpoint}/${Bucket}/key`, {
    method: 'PUT',
    headers: {
      ...SIGNED_HEADERS,
      'x-amz-content-sha256': kind,
      'content-encoding': 'gzip,aws-chunked',
      'x-amz-decoded-content-length': length.toString(),
      ...more,
    },
    body,
  });
}

async function stored(): Promise<{ body: Buffer; encoding: string | undefined }> {
  const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'key' }));
  return {
    body: Buffer.from((await got.Body?.transformToByteArray()) ?? []),
    encoding: got.ContentEncoding,
  };
}

describe('A body in chunks', () => {
  const pieces = [bytes.subarray(0, 65_536), bytes.subarray(65_536, 65_537), bytes.subarray(65_537)];
  const withTrailer = { 'x-amz-trailer': 'x-amz-checksum-crc32' };

  it('is stored without its frames, signed or not, with a trailer or none', async () => {
    const trailer = `x-amz-checksum-crc32:${crc32Base64(bytes)}\r\n`;
    const variants: [string, Buffer, Record<string, string>][] = [
      ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', frame(pieces, trailer), withTrailer],
      ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', frame(pieces, '', SIGNATURE), {}],
      [
        'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
        frame(pieces, `${trailer}x-amz-trailer-signature:${'cd'.repeat(32)}\r\n`, SIGNATURE),
        withTrailer,
      ],
    ];
    for (const [kind, body, headers] of variants) {
      const answer = await put(kind, body, bytes.length, headers);
      expect([kind, answer.status, answer.body.toString()]).toEqual([kind, 200, '']);
      const { body: got, encoding } = await stored();
      expect(got.equals(bytes)).toBe(true);
      expect(encoding).toBe('gzip');
    }
  });

  it('is refused with a wrong, malformed or missing trailer', async () => {
    const kind = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
    const codes = [];
    for (const trailer of ['x-amz-checksum-crc32:AAAAAA==\r\n', 'x-amz-checksum-crc32:no\r\n', '']) {
      codes.push(errorCode(await put(kind, frame(pieces, trailer), bytes.length, withTrailer)));
    }
    expect(codes).toEqual(['BadDigest', 'MalformedTrailerError', 'MalformedTrailerError']);
  });

  it('is refused when it is shorter than announced, ends within a chunk, or is not framed', async () => {
    const kind = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
    expect(errorCode(await put(kind, frame(pieces.slice(1), '')))).toBe('IncompleteBody');
    expect(errorCode(await put(kind, frame(pieces, '').subarray(0, 70_000)))).toBe('IncompleteBody');
    expect(errorCode(await put(kind, Buffer.from('no frame\r\n')))).toBe('InvalidRequest');
  });

  it('is the same bytes however the network cuts it', async () => {
    const cuts = fc.array(fc.nat(3000), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.array(fc.nat(400), { maxLength: 5 }), async (wire, sizes) => {
        const data = patternBytes(1000);
        const ends = [...sizes, data.length].map((size, index, all) =>
          Math.min(
            data.length,
            all.slice(0, index).reduce((a, b) => a + b, size),
          ),
        );
        const chunks = ends.map((end, index) => data.subarray(index === 0 ? 0 : ends[index - 1], end));
        const framed = frame(chunks, 'x-amz-checksum-crc32:abc=\r\n');
        const places = [0, ...wire.filter((at) => at < framed.length).sort((a, b) => a - b), framed.length];
        async function* network(): AsyncGenerator<Buffer> {
          for (const [index, from] of places.slice(0, -1).entries()) {
            yield framed.subarray(from, places[index + 1]);
          }
        }
        const trailers = new Map<string, string>();
        const got: Buffer[] = [];
        for await (const piece of decodeAwsChunked(network(), trailers)) got.push(piece);
        expect(Buffer.concat(got).equals(data)).toBe(true);
        expect(trailers.get('x-amz-checksum-crc32')).toBe('abc=');
      }),
    );
  });
});
