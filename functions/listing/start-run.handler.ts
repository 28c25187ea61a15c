import { starterHandler } from '../platform/handlers/starter-handler.ts';
import { readListingIntake } from './read-intake.ts';
import { listing } from './workflow.ts';

export const handler = starterHandler(listing, readListingIntake);
