import catalogImport from '../statemachines/catalog-import.asl.json' with { type: 'json' };
import imageAssets from '../statemachines/image-assets.asl.json' with { type: 'json' };
import listing from '../statemachines/listing.asl.json' with { type: 'json' };

/** The machine of each workflow, by its slug, for those who show it: one line a workflow, held to the registry by a test. */
export const stateMachines: Readonly<Record<string, unknown>> = {
  'image-assets': imageAssets,
  'catalog-import': catalogImport,
  listing,
};
