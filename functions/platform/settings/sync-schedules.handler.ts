import { scheduleHandler } from '../handlers/schedule-handler.ts';
import { syncSchedules } from './sync-schedules.ts';

export const handler = scheduleHandler(syncSchedules);
