import { scheduleHandler } from '../handlers/schedule-handler.ts';
import { daysBack } from '../runs/days-back.ts';
import { anchorAuditDay } from './anchor-audit.ts';

/** Yesterday (UTC) is the newest day that has ended. Runs several times a day: the first that succeeds writes. */
export const handler = scheduleHandler(async (platform, store) => {
  const [, yesterday = ''] = daysBack(platform.clock.now(), 2);
  await anchorAuditDay(platform, store, yesterday);
});
