import type { Platform } from '../platform.ts';
import { readSetting } from './read-setting.ts';

/** What arrives in the `notices` queue when it is time for the daily digest. */
export interface DigestDue {
  readonly kind: 'digest';
  readonly store: string;
}

/** Brings the scheduler in line with a shop's settings: its cron, in its zone. Idempotent. */
export async function syncSchedules(platform: Platform, store: string): Promise<void> {
  const [schedules, shop] = await Promise.all([
    readSetting(platform, store, 'schedules'),
    readSetting(platform, store, 'shop'),
  ]);
  const message: DigestDue = { kind: 'digest', store };
  await platform.schedules.save(
    `${store}.digest`,
    schedules.value.digest,
    shop.value.zone,
    'notices',
    message,
  );
}
