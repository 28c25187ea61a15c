import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import {
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { ConsoleConfig } from '../console/src/session/config.ts';

interface ConsoleFile {
  readonly key: string;
  readonly body: Buffer;
  readonly cacheControl: string;
}

/** The bundler names these by what is in them. */
const assetsFolder = 'assets/';
const immutable = 'public, max-age=31536000, immutable';
/** Asked for again each time; the answer is mostly that nothing changed. */
const revalidated = 'no-cache';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Puts a built console and its configuration into the bucket that its distribution serves. What lies there already, byte for
 * byte, is left alone; files of the console before it stay for the pages that are still open.
 *
 * @param folder as the bundler left it
 */
export async function publishConsole(
  folder: string,
  config: ConsoleConfig,
  target: { readonly bucket: string; readonly client: S3ClientConfig },
): Promise<void> {
  const client = new S3Client(target.client);
  const configFile = {
    key: 'config.json',
    body: Buffer.from(JSON.stringify(config)),
    cacheControl: revalidated,
  };
  // The page last: whoever loads it finds everything that it names.
  const files = [...filesOf(folder), configFile].sort((one, other) => rank(one) - rank(other));
  for (const file of files) {
    const object = { Bucket: target.bucket, Key: file.key };
    if (await isThere(client, object, file.body)) continue;
    await client.send(
      new PutObjectCommand({
        ...object,
        Body: file.body,
        CacheControl: file.cacheControl,
        ContentType: contentTypes[extname(file.key)] ?? 'application/octet-stream',
      }),
    );
  }
}

function rank({ key }: ConsoleFile): number {
  return key === 'index.html' ? 1 : 0;
}

function filesOf(folder: string): ConsoleFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      const key = relative(folder, path).split(sep).join('/');
      const cacheControl = key.startsWith(assetsFolder) ? immutable : revalidated;
      return { key, body: readFileSync(path), cacheControl };
    });
}

/** The ETag of an object that was put in one piece is its MD5. */
async function isThere(
  client: S3Client,
  object: { Bucket: string; Key: string },
  body: Buffer,
): Promise<boolean> {
  try {
    const { ETag } = await client.send(new HeadObjectCommand(object));
    return ETag === `"${createHash('md5').update(body).digest('hex')}"`;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
