import { S3Error } from './s3-error.ts';

/** Longest chunk header or trailer line: a size, a signature of 64 digits, or one checksum. */
const LONGEST_LINE_BYTES = 4096;

const LINE_FEED = 0x0a;

function incompleteBody(): S3Error {
  return new S3Error(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
    400,
  );
}

/** Reads lines and counted bytes from a stream of buffers, without joining what is only passed through. */
class BufferReader {
  private readonly source: AsyncIterator<Buffer>;
  private pending: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterator<Buffer>) {
    this.source = source;
  }

  private async more(): Promise<boolean> {
    const next = await this.source.next();
    if (next.done) return false;
    this.pending = this.pending.length === 0 ? next.value : Buffer.concat([this.pending, next.value]);
    return true;
  }

  /** The next line without its end (CRLF or LF), or undefined at the end of the stream. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.pending.indexOf(LINE_FEED);
      if (end >= 0) {
        const line = this.pending.subarray(0, end).toString('latin1');
        this.pending = this.pending.subarray(end + 1);
        return line.endsWith('\r') ? line.slice(0, -1) : line;
      }
      if (this.pending.length > LONGEST_LINE_BYTES) {
        throw new S3Error('InvalidRequest', 'A chunk header of the body is too long', 400);
      }
      if (!(await this.more())) {
        if (this.pending.length === 0) return undefined;
        const line = this.pending.toString('latin1');
        this.pending = Buffer.alloc(0);
        return line;
      }
    }
  }

  /** Passes on exactly so many bytes. @throws S3Error `IncompleteBody` when the stream ends before. */
  async *take(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.pending.length === 0 && !(await this.more())) throw incompleteBody();
      const piece = this.pending.subarray(0, left);
      this.pending = this.pending.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }
}

/**
 * Takes the `aws-chunked` framing off a body: `<size in hex>[;chunk-signature=…]`, the bytes, an empty chunk, then
 * trailing headers, which are put into `trailers` under their lower-case names. Chunk signatures are not verified:
 * the connection is loopback, and a checksum in the trailer guards the bytes.
 *
 * @throws S3Error `IncompleteBody` when the body ends early, `InvalidRequest` for a frame that is none
 */
export async function* decodeAwsChunked(
  source: AsyncIterator<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = new BufferReader(source);
  for (;;) {
    const header = await reader.line();
    if (header === undefined) throw incompleteBody();
    const size = header.split(';', 1)[0]?.trim() ?? '';
    // Twelve hex digits already pass S3's largest object; more would lose precision as a number.
    if (!/^[0-9a-f]{1,12}$/i.test(size)) {
      throw new S3Error('InvalidRequest', 'The body is not in the aws-chunked format', 400);
    }
    const count = Number.parseInt(size, 16);
    if (count === 0) break;
    yield* reader.take(count);
    if ((await reader.line()) !== '') throw incompleteBody();
  }
  for (let line = await reader.line(); line !== undefined; line = await reader.line()) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}
