import { decodeAwsChunked } from './aws-chunked.ts';
import {
  CHECKSUM_ALGORITHMS,
  CHECKSUM_BYTES,
  type ChecksumAlgorithm,
  checksumAlgorithm,
  type RunningChecksum,
  type StoredChecksum,
  startChecksum,
} from './checksums.ts';
import { entityTooLarge, invalidRequest, S3Error } from './s3-error.ts';
import { bodyChunks, type HeaderMap, type S3Request } from './s3-request.ts';

/** 5 GiB, S3's limit for one PUT or one part. */
export const LARGEST_PUT_BYTES = 5 * 1024 ** 3;

/** What S3 takes of an object whose writer names no checksum. */
const DEFAULT_ALGORITHM: ChecksumAlgorithm = 'crc64nvme';

/** What was found out about a body while it passed through. */
export interface BodyDigest {
  /** Bytes. */
  readonly size: number;
  readonly md5: Buffer;
  readonly checksum: StoredChecksum;
  /** Whether the client sent a checksum or an MD5 to check against. */
  readonly wasGuarded: boolean;
}

/** What the sender says about its body. */
interface BodyClaims {
  readonly md5?: string;
  readonly sha256Hex?: string;
  readonly algorithm?: ChecksumAlgorithm;
  /** Absent when it comes in the trailer. */
  readonly checksum?: string;
  /** Bytes, without any framing. */
  readonly length?: number;
  readonly isChunked: boolean;
}

function isBase64Of(text: string, bytes: number): boolean {
  const decoded = Buffer.from(text, 'base64');
  return decoded.length === bytes && decoded.toString('base64') === text;
}

/** @throws S3Error `InvalidRequest` when several are claimed, or one is not the Base64 of so many bytes */
function claimedChecksum(
  headers: HeaderMap,
): { algorithm: ChecksumAlgorithm; checksum?: string } | undefined {
  const sent = CHECKSUM_ALGORITHMS.filter(
    (algorithm) => headers[`x-amz-checksum-${algorithm}`] !== undefined,
  );
  const trailers = (headers['x-amz-trailer'] ?? '')
    .split(',')
    .map((name) => checksumAlgorithm(name.trim().replace(/^x-amz-checksum-/i, '')))
    .filter((algorithm) => algorithm !== undefined);
  const [algorithm, second] = [...sent, ...trailers];
  if (second !== undefined) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  if (algorithm === undefined) {
    if (headers['x-amz-sdk-checksum-algorithm'] !== undefined) {
      throw invalidRequest(
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
      );
    }
    return undefined;
  }
  const checksum = headers[`x-amz-checksum-${algorithm}`];
  if (checksum !== undefined && !isBase64Of(checksum, CHECKSUM_BYTES[algorithm])) {
    throw invalidRequest(`Value for x-amz-checksum-${algorithm} header is invalid.`);
  }
  return checksum === undefined ? { algorithm } : { algorithm, checksum };
}

function readClaims(headers: HeaderMap): BodyClaims {
  const md5 = headers['content-md5'];
  if (md5 !== undefined && !isBase64Of(md5, 16)) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, {
      'Content-MD5': md5,
    });
  }
  const sha256 = headers['x-amz-content-sha256'] ?? '';
  const isChunked =
    sha256.startsWith('STREAMING-') || /\baws-chunked\b/.test(headers['content-encoding'] ?? '');
  const lengthText = isChunked ? headers['x-amz-decoded-content-length'] : headers['content-length'];
  return {
    isChunked,
    ...(md5 !== undefined && { md5 }),
    ...(/^[0-9a-f]{64}$/.test(sha256) && { sha256Hex: sha256 }),
    ...(lengthText !== undefined && { length: Number(lengthText) }),
    ...claimedChecksum(headers),
  };
}

/** A request's body that is checked while it is read: the last chunk is followed by an error if anything is wrong. */
export class VerifiedBody {
  private readonly source: AsyncIterator<Buffer>;
  private readonly claims: BodyClaims;
  private readonly storedAlgorithm: ChecksumAlgorithm;
  private readonly trailers = new Map<string, string>();
  private result: BodyDigest | undefined;

  /**
   * @param wanted the checksum to be kept, where it is not the sender's to choose
   * @throws S3Error for claims that cannot be: `InvalidDigest`, `InvalidRequest`, `EntityTooLarge`
   */
  constructor(headers: HeaderMap, source: AsyncIterator<Buffer>, wanted?: ChecksumAlgorithm) {
    this.source = source;
    this.claims = readClaims(headers);
    this.storedAlgorithm = wanted ?? this.claims.algorithm ?? DEFAULT_ALGORITHM;
    const { length } = this.claims;
    if (length !== undefined && length > LARGEST_PUT_BYTES) throw entityTooLarge(length, LARGEST_PUT_BYTES);
  }

  static of(request: S3Request, wanted?: ChecksumAlgorithm): VerifiedBody {
    return new VerifiedBody(request.headers, bodyChunks(request), wanted);
  }

  /** What was measured. @throws Error before the body was read to its end */
  get digest(): BodyDigest {
    if (this.result === undefined) throw new Error('The body was not read to its end');
    return this.result;
  }

  /**
   * The bytes, without framing.
   * @throws S3Error at the end: `IncompleteBody`, `BadDigest`, `XAmzContentSHA256Mismatch`, `MalformedTrailerError`
   */
  async *chunks(): AsyncGenerator<Buffer> {
    const names = new Set<ChecksumAlgorithm | 'md5'>(['md5', this.storedAlgorithm]);
    if (this.claims.algorithm !== undefined) names.add(this.claims.algorithm);
    if (this.claims.sha256Hex !== undefined) names.add('sha256');
    const running = new Map([...names].map((name) => [name, startChecksum(name)] as const));
    let size = 0;
    for await (const chunk of this.decoded()) {
      size += chunk.length;
      if (size > LARGEST_PUT_BYTES) throw entityTooLarge(size, LARGEST_PUT_BYTES);
      for (const checksum of running.values()) checksum.update(chunk);
      yield chunk;
    }
    await this.finish(size, running);
  }

  private decoded(): AsyncIterable<Buffer> {
    if (this.claims.isChunked) return decodeAwsChunked(this.source, this.trailers);
    return { [Symbol.asyncIterator]: () => this.source };
  }

  private async finish(size: number, running: Map<string, RunningChecksum>): Promise<void> {
    const digests = new Map<string, Buffer>();
    for (const [name, checksum] of running) digests.set(name, await checksum.digest());
    const digestOf = (name: string): Buffer => digests.get(name) ?? Buffer.alloc(0);
    if (this.claims.length !== undefined && this.claims.length !== size) {
      throw new S3Error(
        'IncompleteBody',
        'You did not provide the number of bytes specified by the Content-Length HTTP header',
        400,
      );
    }
    this.checkMd5(digestOf('md5'));
    this.checkSha256(digestOf('sha256'));
    this.checkChecksum(digestOf);
    this.result = {
      size,
      md5: digestOf('md5'),
      checksum: {
        algorithm: this.storedAlgorithm,
        type: 'FULL_OBJECT',
        value: digestOf(this.storedAlgorithm).toString('base64'),
      },
      wasGuarded: this.claims.md5 !== undefined || this.claims.algorithm !== undefined,
    };
  }

  private checkMd5(actual: Buffer): void {
    const expected = this.claims.md5;
    if (expected === undefined || expected === actual.toString('base64')) return;
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, {
      ExpectedDigest: expected,
      CalculatedDigest: actual.toString('base64'),
    });
  }

  private checkSha256(actual: Buffer): void {
    const expected = this.claims.sha256Hex;
    if (expected === undefined || expected === actual.toString('hex')) return;
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      400,
      { ClientComputedContentSHA256: expected, S3ComputedContentSHA256: actual.toString('hex') },
    );
  }

  private checkChecksum(digestOf: (name: string) => Buffer): void {
    const { algorithm, checksum } = this.claims;
    if (algorithm === undefined) return;
    const expected = checksum ?? this.trailers.get(`x-amz-checksum-${algorithm}`);
    if (expected === undefined || !isBase64Of(expected, CHECKSUM_BYTES[algorithm])) {
      throw new S3Error(
        'MalformedTrailerError',
        'The request contained trailing data that was not well-formed or did not conform to our published schema.',
        400,
      );
    }
    if (expected === digestOf(algorithm).toString('base64')) return;
    throw new S3Error(
      'BadDigest',
      `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      400,
    );
  }
}

/**
 * Reads a small body, e.g. an XML document, whole.
 * @param headers the claims to check it against, where they are not simply the request's
 * @throws S3Error as {@link VerifiedBody}, `MaxMessageLengthExceeded` over the limit
 */
export async function readVerified(
  request: S3Request,
  limitBytes: number,
  headers: HeaderMap = request.headers,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of new VerifiedBody(headers, bodyChunks(request)).chunks()) {
    size += chunk.length;
    if (size > limitBytes) {
      throw new S3Error('MaxMessageLengthExceeded', 'Your request was too big.', 400, {
        MaxMessageLengthBytes: limitBytes,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
