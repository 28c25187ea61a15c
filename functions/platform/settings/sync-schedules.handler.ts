import { scheduleHandler } from '../handlers/schedule-handler.ts';
import { announceRecentSwitches } from './announce-switches.ts';
import { syncSchedules } from './sync-schedules.ts';

/** What follows a saved setting, should a crash have come between the two. */
export const handler = scheduleHandler(async (platform, store) => {
  await syncSchedules(platform, store);
  await announceRecentSwitches(platform, store);
});
