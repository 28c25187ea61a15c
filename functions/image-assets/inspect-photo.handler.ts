import { builtInMedia } from '../connectors/store/built-in-media.ts';
import { InvalidInputError } from '../platform/errors.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { claimAsset } from './claim-asset.ts';
import { INSPECTION_LIMITS, inspectPhoto } from './inspect-photo.ts';
import { type Asset, inspectInputSchema } from './schemas.ts';

/** The first 64 bits of a SHA-256 name an asset among the few of one SKU. */
const assetDigits = 16;

export const task = defineTask({
  stage: 'Inspect',
  input: inspectInputSchema,
  async run(platform, { store, run, photo }) {
    const bytes = await platform.objects.get(photo.original, { maxBytes: INSPECTION_LIMITS.maxBytes });
    const inspection = await inspectPhoto(bytes, { fileName: photo.fileName });
    if (inspection.kind === 'refused') throw new InvalidInputError(inspection.code, inspection.says);
    const { facts } = inspection;
    const { sku } = photo;
    const asset = facts.sha256.slice(0, assetDigits);
    const claim = await claimAsset(platform, builtInMedia(platform.records), store, {
      sku,
      asset,
      sha256: facts.sha256,
      run,
      position: photo.position,
    });
    const output: Asset = { sku, asset, ...claim };
    if (claim.duplicateOf === undefined) {
      const file = assetFile(store, output, assetFileNames.inspection);
      const kept = { original: photo.original, fileName: photo.fileName, run, ...facts };
      await platform.objects.put(file, JSON.stringify(kept, null, 2), { contentType: 'application/json' });
    }
    const [warning] = facts.warnings;
    return { output, stage: warning === undefined ? {} : { outcome: 'warned', note: warning.says } };
  },
});

export const handler = taskHandler(task);
