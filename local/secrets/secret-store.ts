import { randomInt } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { AwsError } from '../protocol/aws-error.ts';
import type { LocalIdentity } from '../service.ts';

/** One value of a secret. Exactly one of text and binary (Base64) is set. */
export interface SecretVersion {
  readonly id: string;
  readonly text?: string;
  readonly binary?: string;
  readonly stages: readonly string[];
  /** Milliseconds since the epoch, as all instants here. */
  readonly createdAt: number;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly kmsKeyId?: string;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly createdAt: number;
  readonly changedAt: number;
  readonly accessedAt?: number;
  /** Set between `DeleteSecret` and the end of its recovery window. */
  readonly deletedAt?: number;
  readonly purgeAt?: number;
  /** Hash of what the template last gave, so that an unchanged template does not undo a later change. */
  readonly templateHash?: string;
  readonly versions: readonly SecretVersion[];
}

const ARN_SUFFIX_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The secrets in one JSON file, readable by its owner only (mode 0600), unencrypted. Every change writes the whole file
 * beside the old one, forces it to disk and renames it, so a kill leaves either the old or the new.
 */
export class SecretStore {
  readonly #path: string;
  readonly #identity: LocalIdentity;
  readonly #secrets: Map<string, Secret>;

  constructor(path: string, identity: LocalIdentity) {
    this.#path = path;
    this.#identity = identity;
    const stored = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Secret[]) : [];
    this.#secrets = new Map(stored.map((secret) => [secret.name, secret]));
  }

  /** Those whose recovery window is over are gone. */
  list(now: number): Secret[] {
    return [...this.#secrets.values()].filter(({ purgeAt }) => purgeAt === undefined || purgeAt > now);
  }

  /** @param id name, ARN, or ARN without its random suffix */
  find(id: string, now: number): Secret | undefined {
    return this.list(now).find(({ name, arn }) => id === name || id === arn || id === arn.slice(0, -7));
  }

  /** @throws AwsError `ResourceNotFoundException` */
  get(id: string, now: number): Secret {
    const secret = this.find(id, now);
    if (secret !== undefined) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  /** @throws AwsError `ResourceNotFoundException`, `InvalidRequestException` for one that is marked for deletion */
  getLive(id: string, now: number): Secret {
    const secret = this.get(id, now);
    if (secret.deletedAt === undefined) return secret;
    throw new AwsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }

  newArn(name: string): string {
    const { region, accountId } = this.#identity;
    const suffix = Array.from({ length: 6 }, () =>
      ARN_SUFFIX_CHARACTERS.charAt(randomInt(ARN_SUFFIX_CHARACTERS.length)),
    );
    return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix.join('')}`;
  }

  put(secret: Secret): void {
    this.#secrets.set(secret.name, secret);
    this.#save();
  }

  remove(name: string): void {
    if (this.#secrets.delete(name)) this.#save();
  }

  #save(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const next = `${this.#path}.next`;
    const file = openSync(next, 'w', 0o600);
    try {
      writeSync(file, JSON.stringify([...this.#secrets.values()], undefined, 1));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, this.#path);
  }
}
