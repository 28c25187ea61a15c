import { workflows } from '../../workflows.ts';
import { eventHandler } from '../handlers/event-handler.ts';
import { closeEndedRun, executionEndedSchema } from './close-ended-run.ts';

export const handler = eventHandler(executionEndedSchema, (platform, event) =>
  closeEndedRun(platform, workflows, event),
);
