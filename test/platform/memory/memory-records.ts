import { packCursor, unpackCursor } from '../../../functions/platform/adapters/aws/cursor.ts';
import {
  ConflictError,
  type Expected,
  type IndexKey,
  type ListOptions,
  type Page,
  type RecordDelete,
  type RecordKey,
  type Records,
  type RecordWrite,
  type StoredRecord,
} from '../../../functions/platform/ports/records.ts';

interface Row {
  readonly key: RecordKey;
  readonly version: number;
  /** JSON text, so that no caller shares an object with the store and `undefined` fields are dropped. */
  readonly json: string;
  readonly index: IndexKey | undefined;
}

/** What DynamoDB takes in one transaction. */
const LARGEST_TRANSACTION = 100;

const nameOf = ({ table = 'state', pk, sk }: RecordKey): string => `${table}\n${pk}\n${sk}`;

/** DynamoDB orders sort keys by their UTF-8 bytes; JavaScript's own order is by UTF-16 units. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** `Records` in memory. Unlike the real index, its own never lags. */
export class MemoryRecords implements Records {
  readonly #rows = new Map<string, Row>();

  async get<T>(key: RecordKey): Promise<StoredRecord<T> | undefined> {
    const row = this.#rows.get(nameOf(key));
    return row === undefined ? undefined : toRecord<T>(row);
  }

  async put<T>(write: RecordWrite & { data: T }): Promise<StoredRecord<T>> {
    this.#check(write.key, write.expected);
    return toRecord<T>(this.#store(write));
  }

  async transact(writes: readonly (RecordWrite | RecordDelete)[]): Promise<void> {
    const keys = writes.map((write) => nameOf('delete' in write ? write.delete : write.key));
    if (writes.length > LARGEST_TRANSACTION) throw new Error('a transaction takes at most 100 writes');
    if (new Set(keys).size !== keys.length) throw new Error('a transaction names a record once');
    for (const write of writes) this.#check('delete' in write ? write.delete : write.key, write.expected);
    for (const write of writes) {
      if ('delete' in write) this.#rows.delete(nameOf(write.delete));
      else this.#store(write);
    }
  }

  async *keysOfStore(store: string): AsyncIterable<RecordKey> {
    for (const { key } of this.#rows.values()) {
      if (key.table !== 'audit' && key.pk.startsWith(`${store}#`)) yield { pk: key.pk, sk: key.sk };
    }
  }

  async tally({ key: { pk, sk }, data }: Parameters<Records['tally']>[0]): Promise<void> {
    this.#store({ key: { pk, sk }, data, expected: 'any' });
  }

  async remove(key: RecordKey): Promise<void> {
    this.#rows.delete(nameOf(key));
  }

  async list<T>(
    key: { table?: 'state' | 'audit'; pk: string; skPrefix?: string },
    options: ListOptions = {},
  ): Promise<Page<T>> {
    const { table = 'state', pk, skPrefix = '' } = key;
    const rows = [...this.#rows.values()]
      .filter((row) => (row.key.table ?? 'state') === table && row.key.pk === pk)
      .filter((row) => row.key.sk.startsWith(skPrefix))
      .filter((row) => isBelow(row.key.sk, options.below))
      .sort((a, b) => byBytes(a.key.sk, b.key.sk));
    return page(`${table}|${pk}|${skPrefix}`, rows, options, (row) => row.key.sk);
  }

  async listIndex<T>(indexPk: string, options: ListOptions = {}): Promise<Page<T>> {
    const rows = this.#indexed(indexPk).filter((row) => isBelow(row.index?.sk ?? '', options.below));
    const order = (row: Row) => `${row.index?.sk}\u0000${nameOf(row.key)}`;
    rows.sort((a, b) => byBytes(order(a), order(b)));
    return page(`index|${indexPk}`, rows, options, order);
  }

  async countIndex(indexPk: string, { from, to }: { from: string; to: string }): Promise<number> {
    const within = ({ index }: Row) =>
      index !== undefined && byBytes(index.sk, from) >= 0 && byBytes(index.sk, to) <= 0;
    return this.#indexed(indexPk).filter(within).length;
  }

  #indexed(indexPk: string): Row[] {
    return [...this.#rows.values()].filter((row) => row.index?.pk === indexPk);
  }

  /** Every record, in order of table and key: what a test compares or tampers with. */
  all(): StoredRecord<unknown>[] {
    return [...this.#rows.values()]
      .sort((a, b) => byBytes(nameOf(a.key), nameOf(b.key)))
      .map((row) => toRecord<unknown>(row));
  }

  /** Changes a record behind the port's back, as somebody with the table's keys could. Undefined removes it. */
  tamper(key: RecordKey, data: unknown): void {
    const row = this.#rows.get(nameOf(key));
    if (data === undefined) this.#rows.delete(nameOf(key));
    else {
      const { version = 1, index } = row ?? {};
      this.#rows.set(nameOf(key), { key, version, json: JSON.stringify(data), index });
    }
  }

  #check(key: RecordKey, expected: Expected): void {
    if (expected === 'any') return;
    const version = this.#rows.get(nameOf(key))?.version;
    const holds = expected === 'absent' ? version === undefined : version === expected.version;
    if (!holds) throw new ConflictError(`${key.pk} / ${key.sk}`);
  }

  #store({ key, data, index }: RecordWrite): Row {
    const version = (this.#rows.get(nameOf(key))?.version ?? 0) + 1;
    const row: Row = { key, version, json: JSON.stringify(data), index };
    this.#rows.set(nameOf(key), row);
    return row;
  }
}

function isBelow(sk: string, below: string | undefined): boolean {
  return below === undefined || byBytes(sk, below) < 0;
}

function toRecord<T>({ key, version, json }: Row): StoredRecord<T> {
  return { key, version, data: JSON.parse(json) as T };
}

function page<T>(query: string, rows: Row[], options: ListOptions, order: (row: Row) => string): Page<T> {
  const { limit = 100, cursor, descending = false } = options;
  const sorted = descending ? rows.toReversed() : rows;
  const last = cursor === undefined ? undefined : String(unpackCursor(query, cursor).last);
  const rest =
    last === undefined
      ? sorted
      : sorted.filter((row) => (descending ? byBytes(order(row), last) < 0 : byBytes(order(row), last) > 0));
  const taken = rest.slice(0, limit);
  const end = taken.at(-1);
  const items = taken.map((row) => toRecord<T>(row));
  return end === undefined || rest.length <= limit
    ? { items }
    : { items, cursor: packCursor(query, { last: order(end) }) };
}
