import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { HeadObjectCommand, NotFound, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { productFileName } from '../../functions/commerce/photo-names.ts';
import { type LocalSystem, localCredentials, localIdentity } from '../../local/system.ts';
import { renderSamplePhotos } from '../../sample/photos.ts';
import { sampleFacts } from '../../sample/products.ts';
import { sampleProducts } from '../../sample/shop.ts';
import { findPhotos } from '../find-photos.ts';
import type { OneMachineOptions } from './options.ts';
import type { LocalShop } from './shop.ts';
import type { Say } from './texts.ts';

/** A photo on its way into the inbox. */
export interface PhotoUpload {
  /** Undefined: no SKU can be read from the name; it waits for a person to say. */
  readonly sku: string | undefined;
  readonly fileName: string;
  /** No photo: it describes the product. */
  readonly isDescription: boolean;
  /** Read when its turn comes: a folder may hold more than fits into memory. */
  readonly read: () => Promise<Buffer>;
}

/** The sample's categories, then its photos, drawn one after the other while the first are worked on. */
async function* samplePhotos(): AsyncIterable<PhotoUpload> {
  for (const { sku, category } of sampleProducts) {
    const read = async () => Buffer.from(`${JSON.stringify({ category })}\n`);
    yield { sku, fileName: productFileName, isDescription: true, read };
  }
  for await (const { sku, fileName, bytes } of renderSamplePhotos()) {
    yield { sku, fileName, isDescription: false, read: async () => bytes };
  }
}

/** The sample's products, on the way that a shop's own file of products takes. */
async function putSampleProducts(client: S3Client, { inboxBucket, store }: LocalShop): Promise<void> {
  const Body = JSON.stringify({ products: sampleFacts });
  await client.send(
    new PutObjectCommand({ Bucket: inboxBucket, Key: `${store}/catalog/sample-products.json`, Body }),
  );
}

/**
 * Puts the photos where their runs start, or where they wait for their product: those of the folder that was named, or the
 * sample's when the sample shop is new. A photo that lies there already, byte for byte, is left alone: naming the same folder
 * at each start works on what is new in it, and goes on where a signal stopped the last one.
 */
export async function putPhotosIn(
  system: LocalSystem,
  shop: LocalShop & { isNew: boolean },
  options: Pick<OneMachineOptions, 'photos'>,
  say: Say,
  signal: AbortSignal,
): Promise<void> {
  const isNewSample = shop.isSample && shop.isNew && options.photos === undefined;
  const photos =
    options.photos !== undefined
      ? findPhotos([options.photos], '/', undefined).map(({ file, ...photo }) => ({
          ...photo,
          read: () => readFile(file),
        }))
      : isNewSample
        ? samplePhotos()
        : [];
  const client = new S3Client({
    endpoint: system.url,
    region: localIdentity.region,
    credentials: localCredentials,
    forcePathStyle: true,
  });
  if (isNewSample) await putSampleProducts(client, shop);
  const count = { all: 0, withoutSku: 0, known: 0 };
  for await (const photo of photos) {
    if (signal.aborted) break;
    const folder = photo.sku === undefined ? 'unassigned' : `images/${photo.sku}`;
    const object = { Bucket: shop.inboxBucket, Key: `${shop.store}/${folder}/${photo.fileName}` };
    const bytes = await photo.read();
    if (await isThere(client, object, bytes)) {
      if (!photo.isDescription) count.known += 1;
      continue;
    }
    await client.send(new PutObjectCommand({ ...object, Body: bytes }));
    if (photo.isDescription) continue;
    count.all += 1;
    if (photo.sku === undefined) count.withoutSku += 1;
  }
  if (count.all > 0) console.log(`${count.all} ${say('photosIn')}`);
  if (count.known > 0) console.log(`${count.known} ${say('photosKnown')}`);
  if (count.withoutSku > 0) console.log(`${count.withoutSku} ${say('noSku')}`);
}

/** The ETag of an object that was put in one piece is its MD5. */
async function isThere(
  client: S3Client,
  object: { Bucket: string; Key: string },
  bytes: Buffer,
): Promise<boolean> {
  try {
    const { ETag } = await client.send(new HeadObjectCommand(object));
    return ETag === `"${createHash('md5').update(bytes).digest('hex')}"`;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
