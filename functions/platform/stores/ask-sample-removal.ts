import * as z from 'zod';
import { InvalidInputError, RejectedError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { readSetting } from '../settings/read-setting.ts';
import { isRegistered } from './list-stores.ts';
import { removeSampleStore, sampleStoreId } from './remove-sample-store.ts';

/**
 * Asks for the sample shop to be removed. What the API may do itself ends here: the removal has the right to remove the records and
 * files of a shop, so it is a function of its own that only the bus reaches, and that checks the shop again.
 *
 * The label alone is not enough: an admin may save it in the settings of any shop. The id cannot be chosen for a real one.
 *
 * @param by the admin's `sub`
 * @throws RejectedError `NoSample`
 */
export async function askSampleRemoval(platform: Platform, store: string, by: string): Promise<void> {
  const { value: shop } = await readSetting(platform, store, 'shop');
  if (store !== sampleStoreId || !shop.sample) {
    throw new RejectedError('NoSample', {
      en: 'This is no sample shop. Only the sample can be removed here; nothing was removed.',
      zh: '这不是示例店铺。此处只能删除示例店铺，未删除任何内容。',
    });
  }
  const occurredAt = platform.clock.now();
  const eventId = `sample-removal/${occurredAt}`;
  await platform.events.publish({
    name: 'SampleRemovalAsked',
    store,
    schemaVersion: 1,
    eventId,
    occurredAt,
    correlationId: eventId,
    by,
  });
}

/** The event as the bus wraps it. */
const messageSchema = z.object({
  'detail-type': z.literal('SampleRemovalAsked'),
  detail: z.object({ store: z.literal(sampleStoreId), by: z.string().min(1) }),
});

/**
 * Works off one message of the queue `sample-removals`. Safe to repeat: where the sample is gone already, nothing is left to do.
 *
 * @throws InvalidInputError for a message of another kind or shop, and where the shop has lost its label: it ends in the
 * dead-letter queue
 */
export async function handleSampleRemoval(platform: Platform, body: unknown): Promise<void> {
  const parsed = messageSchema.safeParse(body);
  if (!parsed.success) {
    throw new InvalidInputError(
      'RemovalInvalid',
      {
        en: 'A message in the queue of removals does not name the sample shop. Nothing was removed; it is kept in the dead-letter queue.',
        zh: '删除队列中的消息所指并非示例店铺，未删除任何内容，该消息已保留在死信队列中。',
      },
      parsed.error,
    );
  }
  const { store, by } = parsed.data.detail;
  if (!(await isStillThere(platform, store))) return;
  await removeSampleStore(platform, store, { kind: 'person', id: by });
}

/** A removal that broke off has forgotten the shop, but not its label. */
async function isStillThere(platform: Platform, store: string): Promise<boolean> {
  if (await isRegistered(platform, store)) return true;
  return (await readSetting(platform, store, 'shop')).value.sample;
}
