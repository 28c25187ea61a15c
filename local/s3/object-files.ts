import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Segment } from './model.ts';

/** Larger than a stream's default of 64 KiB: fewer turns of the event loop for each megabyte. */
const READ_BUFFER_BYTES = 256 * 1024;

/**
 * The stretch of some segments from byte `start`, so many bytes long.
 * @param start and `length` must lie within the segments
 */
export function sliceSegments(segments: readonly Segment[], start: number, length: number): Segment[] {
  const slice: Segment[] = [];
  let position = 0;
  for (const segment of segments) {
    const from = Math.max(start, position);
    const to = Math.min(start + length, position + segment.length);
    if (to > from) {
      slice.push({ file: segment.file, offset: segment.offset + from - position, length: to - from });
    }
    position += segment.length;
  }
  return slice;
}

/**
 * The bytes of objects, each file under a random name: an object's key never becomes a path. A file is written once,
 * under `incoming/`, and moved under `objects/` when it is whole; it counts once the index holds it.
 *
 * The bytes are flushed (`fdatasync`) before the move. A killed process does not need that, since the kernel has them; but a
 * file system that delays allocation would after a power cut leave an indexed file empty. The folder is not
 * flushed, and neither is the index at each commit: a power cut can take the last writes back.
 */
export class ObjectFiles {
  private readonly incoming: string;
  private readonly objects: string;
  /** Files being read, with the number of readers. A file that is freed meanwhile goes when its last reader ends. */
  private readonly readers = new Map<string, number>();
  private readonly freedWhileRead = new Set<string>();
  private readonly isHeld: (file: string) => boolean;

  /** @param isHeld whether the index holds a file */
  constructor(directory: string, isHeld: (file: string) => boolean) {
    this.isHeld = isHeld;
    this.incoming = join(directory, 'incoming');
    this.objects = join(directory, 'objects');
    mkdirSync(this.incoming, { recursive: true });
    // Two hex digits of the name: 256 folders keep each small at a million objects.
    for (let shard = 0; shard < 256; shard += 1) {
      mkdirSync(join(this.objects, shard.toString(16).padStart(2, '0')), { recursive: true });
    }
  }

  private path(file: string): string {
    return join(this.objects, file.slice(0, 2), file);
  }

  /**
   * Stores a stream. When it fails, nothing stays behind.
   * @returns the stored bytes: one segment, or none when there were no bytes
   */
  async write(chunks: AsyncIterable<Uint8Array>): Promise<Segment[]> {
    const file = randomUUID();
    const temporary = join(this.incoming, file);
    const handle = await open(temporary, 'wx');
    try {
      let length = 0;
      try {
        for await (const chunk of chunks) {
          await handle.writeFile(chunk);
          length += chunk.length;
        }
        await handle.datasync();
      } finally {
        await handle.close();
      }
      if (length === 0) {
        await rm(temporary, { force: true });
        return [];
      }
      await rename(temporary, this.path(file));
      return [{ file, offset: 0, length }];
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** The bytes of some segments, in order. Pin them from the moment that the index was asked until this has ended. */
  async *read(segments: readonly Segment[]): AsyncGenerator<Buffer> {
    for (const { file, offset, length } of segments) {
      if (length === 0) continue;
      yield* createReadStream(this.path(file), {
        start: offset,
        end: offset + length - 1,
        highWaterMark: READ_BUFFER_BYTES,
      });
    }
  }

  /** Keeps files from being deleted until the returned function is called. */
  pin(segments: readonly Segment[]): () => void {
    const files = new Set(segments.map((segment) => segment.file));
    for (const file of files) this.readers.set(file, (this.readers.get(file) ?? 0) + 1);
    let pinned = true;
    return () => {
      if (!pinned) return;
      pinned = false;
      for (const file of files) this.unpin(file);
    };
  }

  private unpin(file: string): void {
    const left = (this.readers.get(file) ?? 1) - 1;
    if (left > 0) {
      this.readers.set(file, left);
      return;
    }
    this.readers.delete(file);
    // Held again: a copy was made of it while its source went. A failure leaves an orphan, which the next start sweeps.
    if (this.freedWhileRead.delete(file) && !this.isHeld(file))
      rm(this.path(file), { force: true }).catch(() => undefined);
  }

  /** Deletes files that the index holds no more. What fails here is swept at the next start. */
  async remove(files: readonly string[]): Promise<void> {
    for (const file of files) {
      if (this.readers.has(file)) this.freedWhileRead.add(file);
      else await rm(this.path(file), { force: true }).catch(() => undefined);
    }
  }

  /**
   * Deletes what a killed process left: half-written files, and whole ones that it did not come to index or to
   * delete. Only before the first request: a file being written is not indexed yet either.
   * @returns how many files went
   */
  async sweep(): Promise<number> {
    let swept = 0;
    const sweepFolder = async (folder: string, keep: (file: string) => boolean): Promise<void> => {
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        if (!entry.isFile() || keep(entry.name)) continue;
        await rm(join(folder, entry.name), { force: true });
        swept += 1;
      }
    };
    await sweepFolder(this.incoming, () => false);
    for (const shard of await readdir(this.objects)) {
      await sweepFolder(join(this.objects, shard), this.isHeld);
    }
    return swept;
  }
}
