import { appendAudit } from '../audit/append-audit.ts';
import type { Actor } from '../audit/audit-entry.ts';
import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import type { RecordKey } from '../ports/records.ts';
import { readSetting } from '../settings/read-setting.ts';
import { forgetStore } from './list-stores.ts';

/** The sample shop's own id: no real shop can have it. */
export const sampleStoreId = 'sample';

/**
 * Takes a sample shop away: its records, its files, its schedules. Only a shop that is labelled as a sample. Its audit entries
 * stay, as all audit entries do, with their heads, so that the chain remains whole if the sample is made again.
 *
 * The buckets keep versions: what is removed here leaves its last version behind a marker, for 30 days in the media bucket and
 * for 365 days in the inbox. Somebody with AWS credentials can bring it back until then.
 *
 * Repeating it goes on where it was; the label goes last.
 *
 * @param actor who wants it gone, for the audit
 * @returns how many records and files were removed
 * @throws InvalidInputError `NoSample`
 */
export async function removeSampleStore(platform: Platform, store: string, actor: Actor): Promise<number> {
  const { value: shop } = await readSetting(platform, store, 'shop');
  if (!shop.sample) {
    throw new InvalidInputError('NoSample', {
      en: `The shop ${store} is not a sample; only a sample can be removed this way.`,
      zh: `店铺 ${store} 不是示例店铺，只有示例店铺可以这样删除。`,
    });
  }
  await appendAudit(platform, {
    store,
    stream: 'store',
    entryId: `removed/${platform.clock.now()}`,
    actor,
    action: 'store.removed',
    subject: `store/${store}`,
  });
  await forgetStore(platform, store);
  await platform.schedules.remove(`${store}.digest`);
  return (await removeFiles(platform, store)) + (await removeRecords(platform, store));
}

async function removeFiles(platform: Platform, store: string): Promise<number> {
  let removed = 0;
  for (const bucket of ['inbox', 'media'] as const) {
    for (const { key } of await platform.objects.list(bucket, `${store}/`)) {
      await platform.objects.remove({ bucket, key });
      removed += 1;
    }
  }
  return removed;
}

async function removeRecords(platform: Platform, store: string): Promise<number> {
  const label = `${store}#SETTING#shop`;
  let removed = 0;
  for await (const key of platform.records.keysOfStore(store)) {
    if (key.pk === label || key.pk.startsWith(`${store}#AUDIT`)) continue;
    await platform.records.remove(key);
    removed += 1;
  }
  removed += await removeLabel(platform, label);
  return removed;
}

/** The versions before the value in force: as long as that stands, the shop can be asked to go again. */
async function removeLabel(platform: Platform, pk: string): Promise<number> {
  let removed = 0;
  for (const skPrefix of ['V#', '']) {
    let items: readonly { key: RecordKey }[];
    do {
      ({ items } = await platform.records.list({ pk, skPrefix }));
      for (const { key } of items) await platform.records.remove(key);
      removed += items.length;
    } while (items.length > 0);
  }
  return removed;
}
