import { createHash } from 'node:crypto';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { fetchOutside } from '../platform/outbound/fetch-outside.ts';
import { INSPECTION_LIMITS } from './inspect-photo.ts';
import { fetchInputSchema } from './schemas.ts';

/** A slow shop server may take its time, but not the function's whole 60 s. */
const timeoutMs = 45_000;

export const task = defineTask({
  stage: 'FetchPicture',
  input: fetchInputSchema,
  async run(platform, { store, photo }) {
    const { body } = await fetchOutside(photo.url, { maxBytes: INSPECTION_LIMITS.maxBytes, timeoutMs });
    const digest = createHash('sha256').update(body).digest('hex').slice(0, 16);
    // Beside `images/`, whose objects start runs of their own.
    const original = {
      bucket: 'inbox' as const,
      key: `${store}/fetched/${photo.sku}/${digest}/${photo.fileName}`,
    };
    await platform.objects.put(original, body, { contentType: 'application/octet-stream' });
    return { output: { original } };
  },
});

export const handler = taskHandler(task);
