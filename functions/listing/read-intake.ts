import * as z from 'zod';
import type { ProductRecord } from '../commerce/product/product-record.ts';
import { skuSchema } from '../commerce/sku.ts';
import type { Intake, ReadIntake } from '../platform/handlers/starter-handler.ts';
import { validate } from '../platform/handlers/validate.ts';
import { productKey } from '../platform/products/save-product.ts';
import { runIdFor } from '../platform/runs/run-id.ts';
import { requireStore } from '../platform/stores/list-stores.ts';
import { storeIdSchema } from '../platform/stores/store-id.ts';
import { listing } from './workflow.ts';

/** Messages of the intake queue: events as the bus wraps them. */
const productSavedSchema = z.object({
  'detail-type': z.enum(['ProductCreated', 'ProductChanged']),
  detail: z.object({ store: storeIdSchema, sku: skuSchema, version: z.int().min(1).optional() }),
});
const assetsPublishedSchema = z.object({
  'detail-type': z.literal('AssetsPublished'),
  detail: z.object({ store: storeIdSchema, sku: skuSchema, position: z.int(), eventId: z.string() }),
});
const messageSchema = z.union([productSavedSchema, assetsPublishedSchema]);

/** The main picture. */
const firstPosition = 1;

/**
 * Reads a message of the intake queue: a product that came in or changed, or whose main picture was published, for which
 * channels may wait. A product without a record has nothing to list.
 *
 * @throws InvalidInputError also `StoreUnknown`: the message goes to the dead-letter queue and its alarm
 */
export const readListingIntake: ReadIntake = async (platform, message) => {
  const read = validate(messageSchema, message, { en: 'the intake message', zh: '收件消息' });
  const { store, sku } = read.detail;
  if (read['detail-type'] !== 'AssetsPublished') {
    // A `ProductCreated` of an older release names no version and has no record either.
    if (read.detail.version === undefined) return { kind: 'ignore' };
    await requireStore(platform, store);
    // The same version of a product told of twice is the same run.
    return startFor(store, sku, read.detail.version, []);
  }
  if (read.detail.position !== firstPosition) return { kind: 'ignore' };
  await requireStore(platform, store);
  const record = await platform.records.get<Pick<ProductRecord, 'version'>>(productKey(store, sku));
  return record === undefined
    ? { kind: 'ignore' }
    : startFor(store, sku, record.data.version, [read.detail.eventId]);
};

function startFor(store: string, sku: string, version: number, facts: readonly string[]): Intake {
  return {
    kind: 'start',
    requests: [
      {
        store,
        runId: runIdFor(listing.slug, store, sku, String(version), ...facts),
        subject: { kind: 'product', id: sku, label: sku },
        trigger: { kind: 'event' },
        input: { sku, version },
        pilot: { sku },
      },
    ],
  };
}
