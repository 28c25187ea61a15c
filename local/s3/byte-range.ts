import { S3Error } from './s3-error.ts';

/** A stretch of an object, in bytes. */
export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/**
 * Reads a `Range` header against an object's size.
 *
 * @param size bytes
 * @returns undefined for what S3 answers with the whole object: no header, several ranges, or no valid one
 * @throws S3Error `InvalidRange` when the range is valid but none of it lies within the object
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (start >= size || end < start) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', 416, {
      RangeRequested: header ?? '',
      ActualObjectSize: size,
    });
  }
  return { start, length: end - start + 1 };
}

/**
 * The stretch of one part of an object that was uploaded in parts; an object put whole counts as one part.
 * @throws S3Error `InvalidPartNumber`
 */
export function partRange(partSizes: readonly number[], partNumber: number): ByteRange {
  const length = partSizes[partNumber - 1];
  if (length === undefined) {
    throw new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416, {
      PartNumberRequested: partNumber,
      ActualPartCount: partSizes.length,
    });
  }
  const start = partSizes.slice(0, partNumber - 1).reduce((sum, size) => sum + size, 0);
  return { start, length };
}
