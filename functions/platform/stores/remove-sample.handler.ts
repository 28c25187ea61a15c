import { queueHandler } from '../handlers/queue-handler.ts';
import { handleSampleRemoval } from './ask-sample-removal.ts';

export const handler = queueHandler(handleSampleRemoval);
