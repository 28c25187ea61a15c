import type * as z from 'zod';
import type { ListingChannel } from '../commerce/listings/listing.ts';
import { type ProductRecord, productRecordSchema } from '../commerce/product/product-record.ts';
import { readBuiltIn } from '../connectors/store/built-in-media.ts';
import type { MediaEntry } from '../connectors/store/media-store.ts';
import { thumbnailOf } from '../connectors/store/thumbnail.ts';
import { InvalidInputError } from '../platform/errors.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { Platform } from '../platform/platform.ts';
import { productKey } from '../platform/products/save-product.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { dayInZone } from '../platform/settings/shop-time.ts';
import { listTargets, mainPictureOf } from './extracted.ts';
import { writeRunFile } from './run-files.ts';
import { type ListedProduct, stageInputSchema } from './schemas.ts';

/** The main picture. */
const firstPosition = 1;

interface Output {
  readonly passedOver?: ListedProduct['passedOver'];
}

export const task = defineTask<z.output<typeof stageInputSchema>, Output>({
  stage: 'Extract',
  input: stageInputSchema,
  async run(platform, job) {
    const { store, product } = job;
    const record = await readProduct(platform, store, product.sku);
    const passedOver = whyPassedOver(record, product);
    if (passedOver !== undefined) return { output: { passedOver } };
    const [setting, shop, main] = await Promise.all([
      readSetting(platform, store, 'listing-channels'),
      readSetting(platform, store, 'shop'),
      readBuiltIn(platform.records, store, product.sku, firstPosition),
    ]);
    const targets = listTargets(setting.value.channels);
    const pictures = picturesOf(main?.entry);
    const thumbnail = main === undefined ? undefined : thumbnailOf(main.entry);
    await writeRunFile(platform, job, 'extracted', {
      record,
      targets,
      pictures,
      ...(thumbnail === undefined ? {} : { thumbnail }),
      day: dayInZone(platform.clock.now(), shop.value.zone),
    });
    const figures = {
      attributes: Object.keys(record.attributes).length,
      variants: record.variants.length,
      listings: targets.length,
      pictures: Object.keys(pictures).length,
    };
    return { output: {}, stage: { figures } };
  },
});

export const handler = taskHandler(task);

async function readProduct(platform: Platform, store: string, sku: string): Promise<ProductRecord> {
  const stored = await platform.records.get(productKey(store, sku));
  if (stored !== undefined) return productRecordSchema.parse(stored.data);
  throw new InvalidInputError('ProductUnknown', {
    en: `There is no product record ${sku} in this shop. Import it, then run this again.`,
    zh: `本店没有商品记录 ${sku}。请先导入，然后重新运行。`,
  });
}

/** A replay of an older version would publish over what the newer one said. */
function whyPassedOver(record: ProductRecord, { version }: ListedProduct): ListedProduct['passedOver'] {
  if (record.version > version) return 'newer';
  return record.status === 'archived' ? 'archived' : undefined;
}

function picturesOf(entry: MediaEntry | undefined): Partial<Record<ListingChannel, string>> {
  if (entry === undefined) return {};
  const byChannel = new Map(entry.files.map(({ channel, key }) => [channel, key]));
  return Object.fromEntries(
    Object.entries(mainPictureOf).flatMap(([channel, picture]) => {
      const key = byChannel.get(picture);
      return key === undefined ? [] : [[channel, key]];
    }),
  );
}
