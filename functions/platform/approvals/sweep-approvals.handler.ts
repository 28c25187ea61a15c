import { scheduleHandler } from '../handlers/schedule-handler.ts';
import { sweepApprovals } from './sweep-approvals.ts';

export const handler = scheduleHandler(sweepApprovals);
