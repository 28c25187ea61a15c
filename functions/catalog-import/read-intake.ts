import * as z from 'zod';
import type { Intake } from '../platform/handlers/starter-handler.ts';
import { validate } from '../platform/handlers/validate.ts';
import type { Platform } from '../platform/platform.ts';
import type { ObjectReference } from '../platform/ports/objects.ts';
import { runIdFor } from '../platform/runs/run-id.ts';
import { requireStore } from '../platform/stores/list-stores.ts';
import { readUploaders } from '../platform/uploads/uploads.ts';
import { readCatalogKey } from './read-catalog-key.ts';
import { catalogImport } from './workflow.ts';

const objectCreatedSchema = z.object({
  'detail-type': z.literal('Object Created'),
  /** To the second. */
  time: z.iso.datetime().optional(),
  detail: z.object({
    object: z.object({ key: z.string(), sequencer: z.string(), 'version-id': z.string().optional() }),
  }),
});

/**
 * Reads a message of the intake queue: an uploaded file of products.
 *
 * @throws InvalidInputError also `StoreUnknown`: the message goes to the dead-letter queue and its alarm
 */
export async function readCatalogIntake(platform: Platform, message: unknown): Promise<Intake> {
  const { time, detail } = validate(objectCreatedSchema, message, {
    en: 'the intake message',
    zh: '收件消息',
  });
  const { key, sequencer, 'version-id': version } = detail.object;
  const file = readCatalogKey(key);
  if (file === undefined) return { kind: 'ignore' };
  const { store, source, fileName } = file;
  await requireStore(platform, store);
  const original: ObjectReference = {
    bucket: 'inbox',
    key,
    ...(version === undefined ? {} : { version }),
  };
  const startedBy = await readUploaders(platform, original);
  return {
    kind: 'start',
    requests: [
      {
        store,
        // The sequencer tells two uploads to one key apart, and is the same when one event is delivered twice.
        runId: runIdFor(catalogImport.slug, store, key, sequencer),
        subject: { kind: 'file', id: source, label: fileName },
        trigger: { kind: 'upload', ...(startedBy.length === 0 ? {} : { startedBy }) },
        input: { source, fileName, original, uploadedAt: time ?? platform.clock.now() },
        pilot: {},
      },
    ],
  };
}
