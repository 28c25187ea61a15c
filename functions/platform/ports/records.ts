/** The two tables. `audit` is append-only by code: nothing ever puts over an entry of it. */
export type TableName = 'state' | 'audit';

export interface RecordKey {
  /** Default `state`. */
  readonly table?: TableName;
  /** Begins with the store id: `<store>#RUN#<id>`. */
  readonly pk: string;
  readonly sk: string;
}

/** The one index, `<store>#<entity>#<status>#<yyyy-mm-dd>`, only for what is listed by status. */
export interface IndexKey {
  readonly pk: string;
  readonly sk: string;
}

export interface StoredRecord<T> {
  readonly key: RecordKey;
  /** 1 at the first write, one more at each. */
  readonly version: number;
  readonly data: T;
}

/** What must be true of the stored record for a write to happen. */
export type Expected = 'absent' | 'any' | { readonly version: number };

export interface RecordWrite {
  readonly key: RecordKey;
  /** Plain JSON values; `undefined` fields are dropped. */
  readonly data: unknown;
  /** Left out: the record leaves the index. */
  readonly index?: IndexKey | undefined;
  readonly expected: Expected;
  /** Instant (epoch seconds) after which the table may drop the record, days late. Housekeeping only, never logic. */
  readonly expiresAtSeconds?: number | undefined;
}

export interface RecordDelete {
  readonly delete: RecordKey;
  readonly expected: Expected;
}

export interface Page<T> {
  readonly items: readonly StoredRecord<T>[];
  /** Opaque, bound to this query; absent on the last page. */
  readonly cursor?: string;
}

export interface ListOptions {
  /** Default 100. */
  readonly limit?: number;
  readonly cursor?: string | undefined;
  /** Newest (highest sort key) first. */
  readonly descending?: boolean;
  /** Only sort keys below this one (exclusive): where a list of several partitions goes on. */
  readonly below?: string | undefined;
}

/** Thrown when `expected` did not hold; nothing was written. Callers read again and decide. */
export class ConflictError extends Error {
  constructor(what: string) {
    super(`The record was changed meanwhile: ${what}`);
    this.name = 'ConflictError';
  }
}

/**
 * Workflow state and business records, each with a version for optimistic locking.
 * `get` and `list` are strongly consistent; `listIndex` may lag by a second.
 * Throttling and service faults surface as `TransientError`.
 */
export interface Records {
  get<T>(key: RecordKey): Promise<StoredRecord<T> | undefined>;
  /** @throws ConflictError when `expected` does not hold */
  put<T>(write: RecordWrite & { data: T }): Promise<StoredRecord<T>>;
  /** All or nothing, at most 100 writes. @throws ConflictError when any `expected` does not hold */
  transact(writes: readonly (RecordWrite | RecordDelete)[]): Promise<void>;
  /** Records of one partition whose sort key begins with the prefix, in order of the sort key. */
  list<T>(key: { table?: TableName; pk: string; skPrefix?: string }, options?: ListOptions): Promise<Page<T>>;
  listIndex<T>(indexPk: string, options?: ListOptions): Promise<Page<T>>;
  /**
   * How many records an index partition lists with sort keys from `from` to `to` (both inclusive), without reading them. Costs
   * as much as their keys: some ten thousand a megabyte, a megabyte a request.
   */
  countIndex(indexPk: string, between: { from: string; to: string }): Promise<number>;
  /** Keys of all of a store's records in table `state`. Reads the whole table: for removals, never for a page. */
  keysOfStore(store: string): AsyncIterable<RecordKey>;
  /**
   * Counts: writes over whatever stands there without reading it, in one request that never conflicts. The version is how often
   * that was done, so such a record is written in no other way. A request that is sent again counts again. In table `state` only.
   */
  tally(write: {
    readonly key: Omit<RecordKey, 'table'>;
    readonly data: unknown;
    readonly expiresAtSeconds: number;
  }): Promise<void>;
  /** Takes a record away, whatever it holds. Idempotent. */
  remove(key: RecordKey): Promise<void>;
}

/**
 * Reads, changes and writes a record, up to three times when another writer was faster.
 *
 * @param change gets the present data (undefined: absent) and returns what to write, or undefined to leave it
 * @throws ConflictError after the third conflict
 */
export async function changeRecord<T>(
  records: Records,
  key: RecordKey,
  change: (present: T | undefined) => { data: T; index?: IndexKey | undefined } | undefined,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    const present = await records.get<T>(key);
    const wanted = change(present?.data);
    if (wanted === undefined) return present?.data;
    try {
      const expected: Expected = present === undefined ? 'absent' : { version: present.version };
      return (await records.put({ key, ...wanted, expected })).data;
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === 3) throw error;
    }
  }
}
