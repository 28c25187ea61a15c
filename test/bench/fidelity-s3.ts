import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import {
  errorCode,
  patternBytes,
  provisionBucket,
  type RunningS3,
  rawRequest,
  SIGNED_HEADERS,
  startS3,
} from '../local/s3/s3-harness.ts';

export interface FidelityCheck {
  readonly name: string;
  readonly passed: boolean;
}

type Check = (s3: RunningS3) => Promise<boolean>;

const Bucket = 'fidelity';
const MIB = 1024 * 1024;

/** The service's clock, which the check of expiry moves. */
const clock = { ahead: 0, now: () => Date.now() + clock.ahead };

async function read(s3: RunningS3, Key: string, Range?: string): Promise<Buffer> {
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key, Range }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

async function put(s3: RunningS3, Key: string, Body: Buffer | string, more: object = {}): Promise<void> {
  await s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
}

/** The name of the error that a request ends with; empty when it succeeds. */
function outcome(request: Promise<unknown>): Promise<string> {
  return request.then(
    () => '',
    (error: Error) => error.name,
  );
}

async function streamed(s3: RunningS3): Promise<boolean> {
  const bytes = patternBytes(20 * MIB + 1, 21);
  const pieces = Array.from({ length: 81 }, (_, index) =>
    bytes.subarray(index * 262_144, (index + 1) * 262_144),
  );
  const Body = Readable.from(pieces);
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength: bytes.length }));
  return (await read(s3, 'streamed')).equals(bytes);
}

async function multipart(s3: RunningS3): Promise<boolean> {
  const bytes = patternBytes(17 * MIB + 3, 22);
  const Key = 'multipart';
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  const digests: Buffer[] = [];
  for (const PartNumber of [1, 2, 3]) {
    const Body = bytes.subarray((PartNumber - 1) * 8 * MIB, PartNumber * 8 * MIB);
    const part = await s3.client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag: part.ETag });
    digests.push(createHash('md5').update(Body).digest());
  }
  const MultipartUpload = { Parts };
  const { ETag } = await s3.client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
  );
  const expected = `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-3"`;
  return ETag === expected && (await read(s3, Key)).equals(bytes);
}

async function ranged(s3: RunningS3): Promise<boolean> {
  const bytes = patternBytes(3 * MIB, 23);
  await put(s3, 'ranged', bytes);
  const ranges: [string, Buffer][] = [
    ['bytes=0-0', bytes.subarray(0, 1)],
    ['bytes=65535-65536', bytes.subarray(65_535, 65_537)],
    ['bytes=1000000-', bytes.subarray(1_000_000)],
    ['bytes=-17', bytes.subarray(-17)],
    ['bytes=3145720-9999999', bytes.subarray(3_145_720)],
  ];
  for (const [range, expected] of ranges) {
    if (!(await read(s3, 'ranged', range)).equals(expected)) return false;
  }
  return (await outcome(read(s3, 'ranged', `bytes=${bytes.length}-`))) === 'InvalidRange';
}

/** Sends a body under a claim that it does not keep; it must be refused, and the object before it stand. */
function refusesClaim(header: string, value: string): Check {
  return async (s3) => {
    await put(s3, 'guarded', 'before');
    const answer = await rawRequest(`${s3.endpoint}/${Bucket}/guarded`, {
      method: 'PUT',
      headers: { ...SIGNED_HEADERS, [header]: value },
      body: 'after',
    });
    const isKept = (await read(s3, 'guarded')).toString() === 'before';
    return answer.status === 400 && errorCode(answer) === 'BadDigest' && isKept;
  };
}

async function ifNoneMatch(s3: RunningS3): Promise<boolean> {
  const attempts = Array.from({ length: 10 }, (_, index) =>
    outcome(put(s3, 'once', index.toString(), { IfNoneMatch: '*' })),
  );
  const outcomes = await Promise.all(attempts);
  const winner = outcomes.indexOf('');
  return (
    outcomes.filter((name) => name === 'PreconditionFailed').length === 9 &&
    (await read(s3, 'once')).toString() === winner.toString()
  );
}

async function ifMatch(s3: RunningS3): Promise<boolean> {
  await put(s3, 'swap', 'one');
  const IfMatch = `"${createHash('md5').update('one').digest('hex')}"`;
  const first = await outcome(put(s3, 'swap', 'two', { IfMatch }));
  const second = await outcome(put(s3, 'swap', 'three', { IfMatch }));
  return first === '' && second === 'PreconditionFailed' && (await read(s3, 'swap')).toString() === 'two';
}

async function presigned(s3: RunningS3): Promise<boolean> {
  const url = await getSignedUrl(s3.client, new PutObjectCommand({ Bucket, Key: 'url/中 文' }));
  const answer = await rawRequest(url, { method: 'PUT', body: 'signed' });
  const get = await getSignedUrl(s3.client, new GetObjectCommand({ Bucket, Key: 'url/中 文' }));
  return answer.status === 200 && (await rawRequest(get)).body.toString() === 'signed';
}

async function tampered(s3: RunningS3): Promise<boolean> {
  await put(s3, 'mine', 'x');
  await put(s3, 'other', 'x');
  const url = await getSignedUrl(s3.client, new GetObjectCommand({ Bucket, Key: 'mine' }));
  const changes = [
    url.replace('/mine?', '/other?'),
    url.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000'),
    `${url}&response-content-type=text%2Fhtml`,
    url.replace(/X-Amz-Signature=[0-9a-f]{8}/, 'X-Amz-Signature=00000000'),
  ];
  for (const changed of changes) {
    const answer = await rawRequest(changed);
    if (answer.status !== 403 || errorCode(answer) !== 'SignatureDoesNotMatch') return false;
  }
  return (await rawRequest(url)).status === 200;
}

async function expired(s3: RunningS3): Promise<boolean> {
  await put(s3, 'brief', 'x');
  const command = new GetObjectCommand({ Bucket, Key: 'brief' });
  const url = await getSignedUrl(s3.client, command, { expiresIn: 60 });
  const before = await rawRequest(url);
  clock.ahead = 62_000;
  const after = await rawRequest(url);
  clock.ahead = 0;
  return before.status === 200 && after.status === 403 && after.body.includes('Request has expired');
}

async function form(s3: RunningS3): Promise<boolean> {
  const { url, fields } = await createPresignedPost(s3.client, {
    Bucket,
    Key: 'form',
    Conditions: [['content-length-range', 1, 1000]],
  });
  const send = async (size: number, changes: Record<string, string> = {}): Promise<number> => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...changes })) data.set(name, value);
    data.append('file', new Blob([new Uint8Array(size)]));
    return (await fetch(url, { method: 'POST', body: data })).status;
  };
  const statuses = [await send(1001), await send(10, { key: 'elsewhere' }), await send(1000)];
  return statuses.join() === '400,403,204' && (await read(s3, 'form')).length === 1000;
}

async function anyKey(s3: RunningS3): Promise<boolean> {
  const keys = [
    ' ',
    'a b',
    '中文/照片.jpg',
    'a+b',
    '100%',
    '%2F',
    'a//b',
    '/a',
    'a/',
    '.',
    '..',
    '../x',
    'a/../b',
    'é',
    'e\u0301',
    '\u{1F600}',
    '\uFFFD',
    '\u0001',
    'tab\tline\r\n',
    'a&<>"\'',
    '?x=1#y',
    '长'.repeat(341),
  ].map((key) => (key.length > 300 ? key : `keys/${key}`));
  for (const key of keys) await put(s3, key, key);
  for (const key of keys) {
    if ((await read(s3, key)).toString('utf8') !== key) return false;
  }
  const { Contents } = await s3.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'keys/' }));
  const expected = keys
    .filter((key) => key.startsWith('keys/'))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return JSON.stringify(Contents?.map(({ Key }) => Key)) === JSON.stringify(expected);
}

const CHECKS: Readonly<Record<string, Check>> = {
  'a streamed transfer is byte-exact': streamed,
  'a multipart transfer is byte-exact': multipart,
  'a ranged transfer is byte-exact': ranged,
  'a wrong CRC32 is refused': refusesClaim('x-amz-checksum-crc32', 'AAAAAA=='),
  'a wrong MD5 is refused': refusesClaim('content-md5', Buffer.alloc(16).toString('base64')),
  'If-None-Match lets one of ten writers win': ifNoneMatch,
  'If-Match refuses a stale writer': ifMatch,
  'a presigned URL reads and writes': presigned,
  'a tampered presigned URL is refused': tampered,
  'an expired presigned URL is refused': expired,
  'a presigned form keeps to its policy': form,
  'a key may be any Unicode text': anyKey,
};

/** Holds a fresh local S3 to what the real one does, through the AWS SDK. A check that throws counts as failed. */
export async function measureS3Fidelity(): Promise<{ checks: FidelityCheck[] }> {
  const s3 = await startS3({ clock });
  const checks: FidelityCheck[] = [];
  try {
    await provisionBucket(s3, Bucket);
    for (const [name, check] of Object.entries(CHECKS)) {
      checks.push({ name, passed: await check(s3).catch(() => false) });
    }
  } finally {
    await s3.stop();
  }
  return { checks };
}

if (import.meta.main) {
  const { checks } = await measureS3Fidelity();
  console.table(checks.map(({ name, passed }) => ({ check: name, passed })));
  const passed = checks.filter((check) => check.passed).length;
  console.log(`S3: ${passed} of ${checks.length} checks passed`);
  if (passed < checks.length) process.exitCode = 1;
}
