import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { ConflictError } from '../ports/records.ts';
import { storeIdSchema } from './store-id.ts';

/** The one partition that does not begin with a store: which stores there are. A deployment serves tens, not thousands. */
const storesPk = 'STORES';

/** Makes a store known to schedules. Idempotent. */
export async function registerStore(platform: Platform, store: string): Promise<void> {
  try {
    await platform.records.put({
      key: { pk: storesPk, sk: store },
      data: { store, registeredAt: platform.clock.now() },
      expected: 'absent',
    });
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}

export async function isRegistered(platform: Platform, store: string): Promise<boolean> {
  return (await platform.records.get({ pk: storesPk, sk: store })) !== undefined;
}

/**
 * For what comes from outside with the name of a store in it: a key of the inbox, an event. Work done for a store that
 * nobody opened would be seen by nobody.
 *
 * @throws InvalidInputError `StoreUnknown`
 */
export async function requireStore(platform: Platform, store: string): Promise<void> {
  if (storeIdSchema.safeParse(store).success && (await isRegistered(platform, store))) return;
  throw new InvalidInputError('StoreUnknown', {
    en: `There is no shop ${JSON.stringify(store)} here. Nothing was started: look for a typing error, or open the shop first.`,
    zh: `此处没有店铺 ${JSON.stringify(store)}，未启动任何任务。请检查是否输错，或先开通该店铺。`,
  });
}

export async function listStores(platform: Platform): Promise<readonly string[]> {
  const stores: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await platform.records.list<{ store: string }>({ pk: storesPk }, { cursor });
    stores.push(...page.items.map((item) => item.data.store));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return stores;
}

/** Schedules pass the store by from now on. Idempotent. */
export async function forgetStore(platform: Platform, store: string): Promise<void> {
  await platform.records.remove({ pk: storesPk, sk: store });
}
