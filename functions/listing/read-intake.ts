import * as z from 'zod';
import { skuSchema } from '../commerce/sku.ts';
import type { ReadIntake } from '../platform/handlers/starter-handler.ts';
import { validate } from '../platform/handlers/validate.ts';
import { runIdFor } from '../platform/runs/run-id.ts';
import { requireStore } from '../platform/stores/list-stores.ts';
import { storeIdSchema } from '../platform/stores/store-id.ts';
import { listing } from './workflow.ts';

/** A message of the intake queue: an event as the bus wraps it. */
const productSavedSchema = z.object({
  'detail-type': z.enum(['ProductCreated', 'ProductChanged']),
  detail: z.object({ store: storeIdSchema, sku: skuSchema, version: z.int().min(1).optional() }),
});

/**
 * Reads a message of the intake queue: a product that came in or changed. A `ProductCreated` of an older release names no
 * version and has no record either.
 *
 * @throws InvalidInputError also `StoreUnknown`: the message goes to the dead-letter queue and its alarm
 */
export const readListingIntake: ReadIntake = async (platform, message) => {
  const { detail } = validate(productSavedSchema, message, { en: 'the intake message', zh: '收件消息' });
  const { store, sku, version } = detail;
  if (version === undefined) return { kind: 'ignore' };
  await requireStore(platform, store);
  return {
    kind: 'start',
    requests: [
      {
        store,
        // The same version of a product told of twice is the same run.
        runId: runIdFor(listing.slug, store, sku, String(version)),
        subject: { kind: 'product', id: sku, label: sku },
        trigger: { kind: 'event' },
        input: { sku, version },
        pilot: { sku },
      },
    ],
  };
};
