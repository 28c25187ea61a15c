import * as z from 'zod';
import { skuSchema } from '../commerce/sku.ts';
import type { Intake } from '../platform/handlers/starter-handler.ts';
import { validate } from '../platform/handlers/validate.ts';
import type { Platform } from '../platform/platform.ts';
import type { ObjectReference } from '../platform/ports/objects.ts';
import { putInQuarantine } from '../platform/quarantine/quarantine.ts';
import type { triggerRecordSchema } from '../platform/runs/run.ts';
import { runIdFor } from '../platform/runs/run-id.ts';
import type { StartRequest } from '../platform/runs/start-run.ts';
import { requireStore } from '../platform/stores/list-stores.ts';
import { storeIdSchema } from '../platform/stores/store-id.ts';
import { readUploaders } from '../platform/uploads/uploads.ts';
import { readPhotoKey } from './read-photo-key.ts';
import { photoSchema, pictureUrlSchema } from './schemas.ts';
import { imageAssets } from './workflow.ts';

/** A product has a handful of pictures; more than this in one message is a mistake. */
const mostPictures = 20;

const objectCreatedSchema = z.object({
  'detail-type': z.literal('Object Created'),
  /** To the second. */
  time: z.iso.datetime().optional(),
  detail: z.object({
    object: z.object({ key: z.string(), sequencer: z.string(), 'version-id': z.string().optional() }),
  }),
});

const picturesSchema = z
  .array(z.object({ url: pictureUrlSchema, position: photoSchema.shape.position }))
  .max(mostPictures);

const productCreatedSchema = z.object({
  'detail-type': z.literal('ProductCreated'),
  detail: z.object({
    store: storeIdSchema,
    eventId: z.string(),
    occurredAt: z.iso.datetime().optional(),
    sku: skuSchema,
    pictures: picturesSchema.default([]),
  }),
});

/** Sent by the API: pictures of a product by their addresses. */
export const fetchRequestSchema = z.object({
  kind: z.literal('fetch-pictures'),
  store: storeIdSchema,
  requestId: z.string(),
  sku: skuSchema,
  pictures: picturesSchema.min(1),
  startedBy: z.string().optional(),
});

const messageSchema = z.union([objectCreatedSchema, productCreatedSchema, fetchRequestSchema]);

/**
 * Reads a message of the intake queue: an uploaded photo, a product that was created, a request of the API.
 *
 * @throws InvalidInputError also `StoreUnknown`: there is no quarantine that anybody would look into, so the message goes to
 *   the dead-letter queue and its alarm
 */
export async function readImageIntake(platform: Platform, message: unknown): Promise<Intake> {
  const read = validate(messageSchema, message, { en: 'the intake message', zh: '收件消息' });
  if ('kind' in read) {
    await requireStore(platform, read.store);
    const trigger = {
      kind: 'api' as const,
      ...(read.startedBy === undefined ? {} : { startedBy: [read.startedBy] }),
    };
    return { kind: 'start', requests: toFetch({ ...read, trigger, at: platform.clock.now() }) };
  }
  if (read['detail-type'] === 'ProductCreated') {
    await requireStore(platform, read.detail.store);
    const { eventId, occurredAt = platform.clock.now(), ...named } = read.detail;
    const trigger = { kind: 'event' as const };
    return { kind: 'start', requests: toFetch({ ...named, requestId: eventId, trigger, at: occurredAt }) };
  }
  return await readUpload(platform, read.detail.object, read.time ?? platform.clock.now());
}

type CreatedObject = z.infer<typeof objectCreatedSchema>['detail']['object'];

/** @param at when it was uploaded, an instant */
async function readUpload(platform: Platform, object: CreatedObject, at: string): Promise<Intake> {
  const photo = readPhotoKey(object.key);
  if (photo.kind === 'other') return { kind: 'ignore' };
  await requireStore(platform, photo.store);
  const version = object['version-id'];
  const original: ObjectReference = {
    bucket: 'inbox',
    key: object.key,
    ...(version === undefined ? {} : { version }),
  };
  // The sequencer tells two uploads to one key apart, and is the same when one event is delivered twice.
  const id = runIdFor(imageAssets.slug, photo.store, object.key, object.sequencer);
  if (photo.kind !== 'photo') {
    await putInQuarantine(platform, {
      id,
      store: photo.store,
      workflow: imageAssets.slug,
      kind: 'unassigned',
      attempt: 1,
      subject: { kind: 'photo', id: photo.fileName, label: photo.fileName },
      code: 'SkuMissing',
      says: {
        en: `The photo ${photo.fileName} waits for its product. Nothing is lost; say which SKU it belongs to.`,
        zh: `图片 ${photo.fileName} 尚未关联商品。文件已保留，请指定其所属的 SKU。`,
      },
      original,
    });
    return { kind: 'ignore' };
  }
  const startedBy = await readUploaders(platform, original);
  const { store, sku, position, fileName } = photo;
  return {
    kind: 'start',
    requests: [
      {
        store,
        runId: id,
        subject: { kind: 'photo', id: sku, label: `${sku} · ${fileName}` },
        trigger: { kind: 'upload', ...(startedBy.length === 0 ? {} : { startedBy }) },
        input: {
          sku,
          fileName,
          original,
          order: orderOf(at, object.sequencer),
          ...(position === undefined ? {} : { position }),
        },
        pilot: { sku },
      },
    ],
  };
}

/** Sequencers of one key sort as texts; those of different keys within a second do so only by chance. */
function orderOf(at: string, sequencer = ''): string {
  return `${new Date(at).toISOString()}/${sequencer}`;
}

interface ToFetch {
  readonly store: string;
  readonly requestId: string;
  readonly sku: string;
  readonly pictures: z.infer<typeof picturesSchema>;
  readonly trigger: z.infer<typeof triggerRecordSchema>;
  /** When it was asked for, an instant. */
  readonly at: string;
}

function toFetch({ store, requestId, sku, pictures, trigger, at }: ToFetch): StartRequest[] {
  return pictures.map(({ url, position }, index) => {
    const fileName = nameInAddress(url);
    return {
      store,
      runId: runIdFor(imageAssets.slug, store, requestId, sku, url),
      subject: { kind: 'photo', id: sku, label: `${sku} · ${fileName}` },
      trigger,
      input: { sku, fileName, url, position: position ?? index + 1, order: orderOf(at) },
      pilot: { sku },
    };
  });
}

/** It becomes the end of an object's key, of 1,024 bytes in all: four bytes a character leave room for the rest. */
const longestName = 150;

/** The file name that an address ends with, made fit for a key. An address may be written by anybody. */
function nameInAddress(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  const name = [...decoded(last).replaceAll(/[/\p{Cc}]/gu, '_')].slice(-longestName).join('');
  // `.` and `..` cannot be left: reading the address has resolved them, however they are written.
  return name === '' ? 'picture' : name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: the name is as good undecoded.
    return text;
  }
}
