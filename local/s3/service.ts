import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type {
  EventPublisher,
  LocalClock,
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  ResolvedResource,
  ResourceProvider,
} from '../service.ts';
import { provisionS3 } from './bucket-provider.ts';
import { ObjectStore } from './object-store.ts';
import { serveS3 } from './router.ts';
import type { S3Context } from './s3-context.ts';
import type { Credentials } from './sigv4.ts';

export interface S3ServiceOptions {
  /** Where the index and the bytes live; made when it is missing. One service at a time. */
  readonly directory: string;
  readonly identity: LocalIdentity;
  /** Takes `Object Created` and `Object Deleted` of the buckets that have EventBridge switched on. */
  readonly events: EventPublisher;
  readonly clock?: LocalClock;
  /** The one pair of keys that presigned URLs and POST policies are verified with. */
  readonly credentials: Credentials;
}

/**
 * S3 on the file system, path-style addresses only (`http://127.0.0.1:<port>/<bucket>/<key>`).
 *
 * Kept: every checksum that a client sends is verified; conditional writes; a killed process leaves the old object or the
 * new one; versions, delete markers, object lock; presigned URLs and POST policies; object events at least once,
 * a bucket's in order.
 *
 * Not guaranteed, or not there:
 * - signatures in the `Authorization` header and of single chunks are not verified; bucket policies, ACLs and public access
 *   blocks are not enforced: whoever reaches the loopback port and sends such a header may do everything;
 * - lifecycle rules are recorded and never carried out, so nothing expires or moves; every object is `STANDARD`;
 * - nothing is encrypted, and encryption headers are ignored;
 * - a power cut (not a killed process) can take back the last writes, and with an overwrite taken back the old bytes
 *   are gone already;
 * - a checksum in a presigned URL's query is ignored, as S3 does; `aws s3 presign` of either signature version works;
 * - an identical CompleteMultipartUpload sent again answers `NoSuchUpload`;
 * - no replication, website, inventory, select, torrent, access points, or notifications but to EventBridge: what is
 *   not served answers `NotImplemented`.
 */
export class S3Service implements LocalService, ResourceProvider {
  readonly signingNames: readonly string[] = ['s3'];
  readonly types: readonly string[] = ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy'];
  private readonly context: S3Context;

  constructor(options: S3ServiceOptions) {
    const clock = options.clock ?? { now: () => Date.now() };
    const { directory, identity, events, credentials } = options;
    const store = new ObjectStore({ directory, identity, events, clock });
    this.context = { store, identity, clock, credentials };
  }

  /** Whether an unsigned request to this first path segment is for S3: a presigned URL, a form, a preflight. */
  hasBucket(name: string): boolean {
    return this.context.store.buckets.find(name) !== undefined;
  }

  /** An object whole, for a service of this machine; undefined when there is none. */
  async readObject(
    bucket: string,
    key: string,
  ): Promise<{ body: Buffer; headers: Readonly<Record<string, string>>; etag: string } | undefined> {
    const { versions, files } = this.context.store;
    const latest = versions.latest(bucket, key);
    if (latest === undefined || latest.isDeleteMarker) return undefined;
    const { segments, headers } = latest.content;
    const unpin = files.pin(segments);
    try {
      return { body: await buffer(files.read(segments)), headers, etag: latest.etag };
    } finally {
      unpin();
    }
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return serveS3(this.context, request, response);
  }

  /** @throws S3Error `InvalidBucketName`, `NoSuchBucket` */
  async provision(resource: ResolvedResource): Promise<ProvisionedResource> {
    return provisionS3(this.context.store, this.context.identity, resource);
  }

  /** Deletes the files that a killed process orphaned, and publishes the events that it still owed. */
  async start(): Promise<void> {
    await this.context.store.start();
  }

  /** Events that are not published yet wait in the index for the next start. */
  async stop(): Promise<void> {
    this.context.store.close();
  }
}
