import type { StoredVersion } from './model.ts';
import { ALL_VERSIONS, NO_VERSION, type ScanStart, type VersionTable } from './version-table.ts';

/** How many rows one step of a scan reads; a listing that folds prefixes seeks on between steps. */
const SCAN_ROWS = 1000;

export interface ListQuery {
  readonly bucket: string;
  readonly prefix: string;
  /** Empty: list every key. */
  readonly delimiter: string;
  /** Behind this key or common prefix; empty: from the start. */
  readonly after: string;
  /** Keys and common prefixes together. */
  readonly limit: number;
}

export interface ListPage<T> {
  readonly entries: readonly T[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** The last key or common prefix of the page, from which `after` goes on; undefined for an empty page. */
  readonly last?: string;
}

/** The smallest text of bytes behind everything that begins with `prefix`; UTF-8 has no byte 0xff, so it exists. */
function behindPrefix(prefix: Buffer): Buffer {
  const bound = Buffer.from(prefix);
  bound[bound.length - 1] = (bound.at(-1) ?? 0) + 1;
  return bound;
}

/** The common prefix that folds this key, up to and with the first delimiter behind the prefix. */
export function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** Where the first page's scan begins. A common prefix in `after` was listed already, with all that it folds. */
function firstStart(query: ListQuery): ScanStart {
  const prefix = Buffer.from(query.prefix, 'utf8');
  const after = Buffer.from(query.after, 'utf8');
  if (query.after === '' || Buffer.compare(after, prefix) < 0) return { key: prefix, below: ALL_VERSIONS };
  if (
    query.after.startsWith(query.prefix) &&
    commonPrefixOf(query.after, query.prefix, query.delimiter) === query.after
  ) {
    return { key: behindPrefix(after), below: ALL_VERSIONS };
  }
  return { key: after, below: NO_VERSION };
}

/** Gathers a page, and says when it is full. */
class PageBuilder<T> {
  readonly entries: T[] = [];
  readonly commonPrefixes: string[] = [];
  isTruncated = false;
  private last: string | undefined;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** @returns false when there was no more room, which is what makes the page a truncated one */
  private hasRoom(): boolean {
    this.isTruncated = this.entries.length + this.commonPrefixes.length >= this.limit;
    return !this.isTruncated;
  }

  addEntry(entry: T, name: string): boolean {
    if (!this.hasRoom()) return false;
    this.entries.push(entry);
    this.last = name;
    return true;
  }

  addPrefix(prefix: string): boolean {
    if (!this.hasRoom()) return false;
    this.commonPrefixes.push(prefix);
    this.last = prefix;
    return true;
  }

  page(): ListPage<T> {
    return {
      entries: this.entries,
      commonPrefixes: this.commonPrefixes,
      isTruncated: this.isTruncated,
      ...(this.last !== undefined && { last: this.last }),
    };
  }
}

/**
 * Walks rows in key order into a page. A folded key makes the scan seek behind its common prefix, so a folder of a
 * million keys costs one step.
 */
function walk(
  query: ListQuery,
  start: ScanStart,
  scan: (start: ScanStart, limit: number) => StoredVersion[],
): ListPage<StoredVersion> {
  const builder = new PageBuilder<StoredVersion>(query.limit);
  if (query.limit === 0) return builder.page();
  let position: ScanStart | undefined = start;
  while (position !== undefined) {
    // One more than fits: whether it exists tells if the page is truncated.
    const rows = scan(position, Math.min(SCAN_ROWS, query.limit + 1));
    position = undefined;
    for (const row of rows) {
      if (!row.key.startsWith(query.prefix)) return builder.page();
      const folded = commonPrefixOf(row.key, query.prefix, query.delimiter);
      if (folded !== undefined) {
        if (!builder.addPrefix(folded)) return builder.page();
        position = { key: behindPrefix(Buffer.from(folded, 'utf8')), below: ALL_VERSIONS };
        break;
      }
      if (!builder.addEntry(row, row.key)) return builder.page();
    }
    const lastRow = rows.at(-1);
    if (position === undefined && lastRow !== undefined) {
      position = { key: Buffer.from(lastRow.key, 'utf8'), below: lastRow.sequence };
    }
  }
  return builder.page();
}

/** A page of current objects in the order of their keys' UTF-8 bytes. */
export function listObjects(versions: VersionTable, query: ListQuery): ListPage<StoredVersion> {
  return walk(query, firstStart(query), (start, limit) => versions.scanCurrent(query.bucket, start, limit));
}

/**
 * A page of versions and delete markers, each key's newest first.
 * @param afterVersionId go on behind this version of the key `after`; without it, or where it is gone meanwhile, behind all of
 *   that key's
 */
export function listVersions(
  versions: VersionTable,
  query: ListQuery,
  afterVersionId: string | undefined,
): ListPage<StoredVersion> {
  const marker =
    afterVersionId === undefined ? undefined : versions.find(query.bucket, query.after, afterVersionId);
  const start =
    marker === undefined
      ? firstStart(query)
      : { key: Buffer.from(query.after, 'utf8'), below: marker.sequence };
  return walk(query, start, (from, limit) => versions.scanVersions(query.bucket, from, limit));
}
