import { workflows } from '../../workflows.ts';
import { scheduleHandler } from '../handlers/schedule-handler.ts';
import { sweepRuns } from './sweep-runs.ts';

export const handler = scheduleHandler((platform, store) => sweepRuns(platform, store, workflows));
