import { eventHandler } from '../handlers/event-handler.ts';
import { administer, administerSchema } from './administer.ts';

export const handler = eventHandler(administerSchema, administer);
