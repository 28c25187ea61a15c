import { starterHandler } from '../platform/handlers/starter-handler.ts';
import { readCatalogIntake } from './read-intake.ts';
import { catalogImport } from './workflow.ts';

export const handler = starterHandler(catalogImport, readCatalogIntake);
