import { scheduleHandler } from '../handlers/schedule-handler.ts';
import { endSwitches } from './end-switches.ts';

export const handler = scheduleHandler(endSwitches);
