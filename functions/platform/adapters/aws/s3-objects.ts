import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { InvalidInputError } from '../../errors.ts';
import type { BucketName, ObjectFacts, ObjectReference, Objects } from '../../ports/objects.ts';
import { calling } from './service-errors.ts';

/** S3 behind `Objects`. */
export class S3Objects implements Objects {
  readonly #client: S3Client;
  readonly #buckets: (name: BucketName) => string;

  constructor(client: S3Client, buckets: (name: BucketName) => string) {
    this.#client = client;
    this.#buckets = buckets;
  }

  async get(reference: ObjectReference, options: { maxBytes?: number } = {}): Promise<Buffer> {
    const { maxBytes } = options;
    try {
      const answer = await calling('S3', () =>
        this.#client.send(new GetObjectCommand(this.#which(reference))),
      );
      const bytes = answer.ContentLength ?? 0;
      if (maxBytes !== undefined && bytes > maxBytes) {
        // The body is a socket: left unread it would be held until the process ends.
        (answer.Body as { destroy?: () => void } | undefined)?.destroy?.();
        throw tooLarge(reference, bytes, maxBytes);
      }
      // The connection may break off in the middle of the body.
      const body = await calling('S3', async () => await answer.Body?.transformToByteArray());
      return Buffer.from(body ?? []);
    } catch (error) {
      if (isMissing(error)) throw missing(reference);
      throw error;
    }
  }

  async head(reference: ObjectReference): Promise<ObjectFacts | undefined> {
    try {
      const answer = await calling('S3', () =>
        this.#client.send(new HeadObjectCommand(this.#which(reference))),
      );
      return {
        bytes: answer.ContentLength ?? 0,
        etag: answer.ETag ?? '',
        contentType: answer.ContentType ?? 'application/octet-stream',
        metadata: answer.Metadata ?? {},
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async put(
    reference: ObjectReference,
    body: Buffer | string,
    options: { contentType: string; ifAbsent?: boolean; metadata?: Record<string, string> },
  ): Promise<boolean> {
    try {
      await calling('S3', () =>
        this.#client.send(
          new PutObjectCommand({
            ...this.#where(reference),
            Body: body,
            ContentType: options.contentType,
            ...(options.ifAbsent === true ? { IfNoneMatch: '*' } : {}),
            ...(options.metadata === undefined ? {} : { Metadata: options.metadata }),
          }),
        ),
      );
      return true;
    } catch (error) {
      if ((error as { name?: string }).name === 'PreconditionFailed') return false;
      throw error;
    }
  }

  async copy(from: ObjectReference, to: ObjectReference, metadata?: Record<string, string>): Promise<void> {
    const version = from.version === undefined ? '' : `?versionId=${encodeURIComponent(from.version)}`;
    const path = from.key.split('/').map(encodeURIComponent).join('/');
    const source = `${this.#buckets(from.bucket)}/${path}${version}`;
    // What replaces the metadata replaces the content type with it.
    const replaced =
      metadata === undefined
        ? {}
        : {
            MetadataDirective: 'REPLACE' as const,
            Metadata: metadata,
            ContentType: (await this.head(from))?.contentType,
          };
    try {
      await calling('S3', () =>
        this.#client.send(new CopyObjectCommand({ ...this.#where(to), CopySource: source, ...replaced })),
      );
    } catch (error) {
      if (isMissing(error)) throw missing(from);
      throw error;
    }
  }

  async remove(reference: ObjectReference): Promise<void> {
    await calling('S3', () => this.#client.send(new DeleteObjectCommand(this.#where(reference))));
  }

  async list(bucket: BucketName, prefix: string): Promise<readonly { key: string; bytes: number }[]> {
    const found: { key: string; bytes: number }[] = [];
    const pages = paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.#buckets(bucket), Prefix: prefix },
    );
    for await (const page of pages) {
      for (const { Key, Size } of page.Contents ?? [])
        if (Key !== undefined) found.push({ key: Key, bytes: Size ?? 0 });
    }
    return found;
  }

  async linkToRead(reference: ObjectReference, seconds: number, contentType?: string): Promise<string> {
    const as = contentType === undefined ? {} : { ResponseContentType: contentType };
    const command = new GetObjectCommand({ ...this.#which(reference), ...as });
    return await getSignedUrl(this.#client, command, { expiresIn: Math.min(3600, seconds) });
  }

  async formToUpload(
    reference: ObjectReference,
    limits: { maxBytes: number; seconds: number },
    metadata: Record<string, string> = {},
  ): Promise<{ url: string; fields: Record<string, string> }> {
    const fields = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
    return await createPresignedPost(this.#client, {
      ...this.#where(reference),
      // The SDK makes each field a condition of the policy that it signs.
      Fields: Object.fromEntries(fields),
      Conditions: [['content-length-range', 0, limits.maxBytes]],
      Expires: Math.min(3600, limits.seconds),
    });
  }

  /** For reads: the version that was meant. */
  #which(reference: ObjectReference): { Bucket: string; Key: string; VersionId?: string } {
    const { version } = reference;
    return { ...this.#where(reference), ...(version === undefined ? {} : { VersionId: version }) };
  }

  #where(reference: ObjectReference): { Bucket: string; Key: string } {
    return { Bucket: this.#buckets(reference.bucket), Key: reference.key };
  }
}

function isMissing(error: unknown): boolean {
  const name = (error as { name?: string }).name;
  return name === 'NoSuchKey' || name === 'NoSuchVersion' || name === 'NotFound';
}

function missing({ bucket, key }: ObjectReference): InvalidInputError {
  return new InvalidInputError('ObjectMissing', {
    en: `The file ${key} is not in the ${bucket} bucket. Upload it again.`,
    zh: `文件 ${key} 不在 ${bucket} 存储桶中，请重新上传。`,
  });
}

function tooLarge({ key }: ObjectReference, bytes: number, maxBytes: number): InvalidInputError {
  const [has, most] = [bytes, maxBytes].map((count) => (count / 1024 / 1024).toFixed(1));
  return new InvalidInputError('ObjectTooLarge', {
    en: `The file ${key} has ${has} MB; at most ${most} MB are taken. Export it smaller and upload it again.`,
    zh: `文件 ${key} 大小为 ${has} MB，上限为 ${most} MB，请导出较小的文件后重新上传。`,
  });
}
