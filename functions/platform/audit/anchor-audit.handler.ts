import { InvalidInputError } from '../errors.ts';
import { scheduleHandler } from '../handlers/schedule-handler.ts';
import { daysBack } from '../runs/days-back.ts';
import { anchorAuditDay } from './anchor-audit.ts';

/** Yesterday may not be over for late writers (15 minutes after midnight), or be covered by a later anchor already. */
const nothingToDo = new Set(['AnchorDayNotOver', 'AnchorDayPassed']);

/** Yesterday (UTC) is the newest day that has ended. Runs several times a day: the first that succeeds writes. */
export const handler = scheduleHandler(async (platform, store) => {
  const [, yesterday = ''] = daysBack(platform.clock.now(), 2);
  try {
    await anchorAuditDay(platform, store, yesterday);
  } catch (error) {
    if (!(error instanceof InvalidInputError) || !nothingToDo.has(error.code)) throw error;
  }
});
