import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Bucket, BucketConfiguration } from './model.ts';
import { noSuchBucket, S3Error } from './s3-error.ts';

interface BucketRow {
  readonly name: string;
  readonly created_at: number;
  readonly configuration: string;
}

function toBucket(row: unknown): Bucket {
  const { name, created_at, configuration } = row as BucketRow;
  return { name, createdAt: created_at, configuration: JSON.parse(configuration) as BucketConfiguration };
}

/** S3's rules for a general-purpose bucket's name. */
function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name)
  );
}

/** The buckets of this machine and how each is set up. */
export class BucketTable {
  private readonly byName: StatementSync;
  private readonly all: StatementSync;
  private readonly upsert: StatementSync;
  private readonly removal: StatementSync;

  constructor(database: DatabaseSync) {
    this.byName = database.prepare('SELECT * FROM buckets WHERE name = ?');
    this.all = database.prepare('SELECT * FROM buckets ORDER BY name');
    this.upsert = database.prepare(
      'INSERT INTO buckets (name, created_at, configuration) VALUES (?, ?, ?) ' +
        'ON CONFLICT (name) DO UPDATE SET configuration = excluded.configuration',
    );
    this.removal = database.prepare('DELETE FROM buckets WHERE name = ?');
  }

  find(name: string): Bucket | undefined {
    const row = this.byName.get(name);
    return row === undefined ? undefined : toBucket(row);
  }

  /** @throws S3Error `NoSuchBucket` */
  get(name: string): Bucket {
    const bucket = this.find(name);
    if (bucket === undefined) throw noSuchBucket(name);
    return bucket;
  }

  /** By name. */
  list(): Bucket[] {
    return this.all.all().map(toBucket);
  }

  /**
   * Makes the bucket, or gives an existing one this configuration; its objects and its birth stay.
   * @param now milliseconds since the epoch
   * @throws S3Error `InvalidBucketName`
   */
  put(name: string, configuration: BucketConfiguration, now: number): void {
    if (!isBucketName(name)) {
      throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name });
    }
    this.upsert.run(name, now, JSON.stringify(configuration));
  }

  /** The caller makes sure that nothing is left in it. */
  remove(name: string): void {
    this.removal.run(name);
  }
}
