import { createHash } from 'node:crypto';
import { InvalidInputError } from '../../../functions/platform/errors.ts';
import type {
  BucketName,
  ObjectFacts,
  ObjectReference,
  Objects,
} from '../../../functions/platform/ports/objects.ts';

interface StoredObject {
  readonly body: Buffer;
  readonly facts: ObjectFacts;
}

const nameOf = ({ bucket, key }: ObjectReference): string => `${bucket}/${key}`;

/** `Objects` in memory. Its links and forms lead nowhere. */
export class MemoryObjects implements Objects {
  readonly #objects = new Map<string, StoredObject>();

  async get(reference: ObjectReference, options: { maxBytes?: number } = {}): Promise<Buffer> {
    const found = this.#objects.get(nameOf(reference));
    if (found === undefined) throw refused('ObjectMissing', reference);
    if (options.maxBytes !== undefined && found.body.length > options.maxBytes) {
      throw refused('ObjectTooLarge', reference);
    }
    return Buffer.from(found.body);
  }

  async head(reference: ObjectReference): Promise<ObjectFacts | undefined> {
    return this.#objects.get(nameOf(reference))?.facts;
  }

  async put(
    reference: ObjectReference,
    body: Buffer | string,
    options: { contentType: string; ifAbsent?: boolean; metadata?: Record<string, string> },
  ): Promise<boolean> {
    if (options.ifAbsent === true && this.#objects.has(nameOf(reference))) return false;
    const bytes = Buffer.from(body);
    const facts: ObjectFacts = {
      bytes: bytes.length,
      etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
      contentType: options.contentType,
      metadata: { ...options.metadata },
    };
    this.#objects.set(nameOf(reference), { body: bytes, facts });
    return true;
  }

  async copy(from: ObjectReference, to: ObjectReference, metadata?: Record<string, string>): Promise<void> {
    const found = this.#objects.get(nameOf(from));
    if (found === undefined) throw refused('ObjectMissing', from);
    const facts = metadata === undefined ? found.facts : { ...found.facts, metadata: { ...metadata } };
    this.#objects.set(nameOf(to), { ...found, facts });
  }

  async remove(reference: ObjectReference): Promise<void> {
    this.#objects.delete(nameOf(reference));
  }

  async list(bucket: BucketName, prefix: string): Promise<readonly { key: string; bytes: number }[]> {
    const start = nameOf({ bucket, key: prefix });
    return [...this.#objects]
      .filter(([name]) => name.startsWith(start))
      .map(([name, { facts }]) => ({ key: name.slice(bucket.length + 1), bytes: facts.bytes }))
      .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  }

  async linkToRead(reference: ObjectReference, seconds: number, contentType?: string): Promise<string> {
    const as = contentType === undefined ? '' : `&type=${contentType}`;
    return `memory://${nameOf(reference)}?seconds=${Math.min(3600, seconds)}${as}`;
  }

  async formToUpload(
    reference: ObjectReference,
    limits: { maxBytes: number; seconds: number },
    metadata: Record<string, string> = {},
  ): Promise<{ url: string; fields: Record<string, string> }> {
    const fields = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
    return {
      url: `memory://${reference.bucket}`,
      fields: { key: reference.key, most: String(limits.maxBytes), ...Object.fromEntries(fields) },
    };
  }
}

function refused(code: 'ObjectMissing' | 'ObjectTooLarge', reference: ObjectReference): InvalidInputError {
  return new InvalidInputError(code, {
    en: `${code}: ${nameOf(reference)}`,
    zh: `${code}：${nameOf(reference)}`,
  });
}
