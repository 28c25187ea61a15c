import { eventHandler } from '../handlers/event-handler.ts';
import { administerSchema, openStore } from './administer.ts';

export const handler = eventHandler(administerSchema, openStore);
