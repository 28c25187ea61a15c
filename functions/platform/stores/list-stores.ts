import type { Platform } from '../platform.ts';
import { ConflictError } from '../ports/records.ts';

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
