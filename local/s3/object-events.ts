import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BusEvent, EventPublisher, LocalIdentity } from '../service.ts';

/** Pauses before an event that the bus refused is tried again: doubling from 0.2 s, at most 30 s. */
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 30_000;

export type CreationReason = 'PutObject' | 'CompleteMultipartUpload' | 'CopyObject' | 'POST Object';

/** Who made a change, as its event tells it. */
export interface ChangeOrigin {
  readonly requestId: string;
  readonly sourceAddress: string;
}

export interface ObjectChange {
  readonly bucket: string;
  readonly key: string;
  readonly sequence: number;
  /** Absent in a bucket that never had versioning. */
  readonly versionId?: string;
  readonly size?: number;
  readonly etag?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly origin: ChangeOrigin;
  readonly kind:
    | { readonly created: CreationReason }
    | { readonly deleted: 'Permanently Deleted' | 'Delete Marker Created' };
}

/** The partition that a region's ARNs begin with. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function toBusEvent(change: ObjectChange, identity: LocalIdentity): BusEvent {
  const { kind } = change;
  const outcome =
    'created' in kind ? { reason: kind.created } : { reason: 'DeleteObject', 'deletion-type': kind.deleted };
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'created' in kind ? 'Object Created' : 'Object Deleted',
    source: 'aws.s3',
    account: identity.accountId,
    time: `${new Date(change.at).toISOString().slice(0, 19)}Z`,
    region: identity.region,
    resources: [`arn:${partitionOf(identity.region)}:s3:::${change.bucket}`],
    detail: {
      version: '0',
      bucket: { name: change.bucket },
      object: {
        key: change.key,
        ...(change.size !== undefined && { size: change.size }),
        ...(change.etag !== undefined && { etag: change.etag }),
        ...(change.versionId !== undefined && { 'version-id': change.versionId }),
        sequencer: change.sequence.toString(16).toUpperCase().padStart(16, '0'),
      },
      'request-id': change.origin.requestId,
      requester: identity.accountId,
      'source-ip-address': change.origin.sourceAddress,
      ...outcome,
    },
  };
}

/**
 * Hands object events to the bus, at least once and in the order of the changes. An event is written in the transaction of its change
 * and taken out when the bus has it, so a process killed between the two publishes it again at its next start,
 * under the same event id.
 */
export class ObjectEvents {
  private readonly identity: LocalIdentity;
  private readonly publisher: EventPublisher;
  private readonly insertion: StatementSync;
  private readonly oldest: StatementSync;
  private readonly removal: StatementSync;
  private draining: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private isStopped = false;

  constructor(database: DatabaseSync, identity: LocalIdentity, publisher: EventPublisher) {
    this.identity = identity;
    this.publisher = publisher;
    this.insertion = database.prepare('INSERT INTO outbox (event) VALUES (?)');
    this.oldest = database.prepare('SELECT id, event FROM outbox ORDER BY id LIMIT 1');
    this.removal = database.prepare('DELETE FROM outbox WHERE id = ?');
  }

  /** Call it inside the transaction of the change, and `publish` once that is committed. */
  record(change: ObjectChange): void {
    this.insertion.run(JSON.stringify(toBusEvent(change, this.identity)));
  }

  /** Starts publishing what is recorded; returns at once. What the bus refuses is tried again until it takes it. */
  publish(): void {
    if (this.isStopped || this.draining !== undefined || this.retry !== undefined) return;
    this.draining = this.drain().finally(() => {
      this.draining = undefined;
    });
  }

  private async drain(): Promise<void> {
    while (!this.isStopped) {
      const row = this.oldest.get() as { id: number; event: string } | undefined;
      if (row === undefined) return;
      try {
        await this.publisher.publish('default', JSON.parse(row.event) as BusEvent);
      } catch (error) {
        this.scheduleRetry(error);
        return;
      }
      // A publisher that answers after stop() meets a closed database; the next start publishes again.
      if (this.isStopped) return;
      this.removal.run(row.id);
      this.retryMs = FIRST_RETRY_MS;
    }
  }

  private scheduleRetry(error: unknown): void {
    if (this.retryMs === FIRST_RETRY_MS) {
      process.emitWarning(`S3 could not publish an object event and goes on trying: ${String(error)}`);
    }
    this.retry = setTimeout(() => {
      this.retry = undefined;
      this.publish();
    }, this.retryMs);
    this.retry.unref();
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }

  /** Ends publishing; what is left waits for the next start. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.retry);
  }
}
