import { starterHandler } from '../platform/handlers/starter-handler.ts';
import { readImageIntake } from './read-intake.ts';
import { imageAssets } from './workflow.ts';

export const handler = starterHandler(imageAssets, readImageIntake);
