import type * as z from 'zod';
import { builtInMedia } from '../connectors/store/built-in-media.ts';
import { InvalidInputError } from '../platform/errors.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { lookOf } from './checks/perceptual-hash.ts';
import { claimAsset } from './claim-asset.ts';
import { wantsDerived } from './derive/wants-derived.ts';
import { INSPECTION_LIMITS, inspectPhoto } from './inspect-photo.ts';
import { isApparel } from './is-apparel.ts';
import { rememberLook } from './known-looks.ts';
import { readCategory } from './read-category.ts';
import { type Asset, inspectInputSchema } from './schemas.ts';
import { standsUpright } from './stands-upright.ts';

/** The first 64 bits of a SHA-256 name an asset among the few of one SKU. */
const assetDigits = 16;

export const task = defineTask<z.output<typeof inspectInputSchema>, Asset>({
  stage: 'Inspect',
  input: inspectInputSchema,
  async run(platform, { store, run, photo }) {
    const bytes = await platform.objects.get(photo.original, { maxBytes: INSPECTION_LIMITS.maxBytes });
    const inspection = await inspectPhoto(bytes, { fileName: photo.fileName });
    if (inspection.kind === 'refused') throw new InvalidInputError(inspection.code, inspection.says);
    const { facts, raster } = inspection;
    const { sku } = photo;
    const asset = facts.sha256.slice(0, assetDigits);
    const claim = await claimAsset(platform, builtInMedia(platform.records), store, {
      sku,
      asset,
      sha256: facts.sha256,
      run,
      position: photo.position,
    });
    if (claim.duplicateOf !== undefined) return { output: { sku, asset, ...claim } };
    await rememberLook(platform, store, sku, claim.position, { asset, run, look: await lookOf(raster) });
    const [{ category, unusable }, derive, retouch] = await Promise.all([
      readCategory(platform, store, sku),
      readSetting(platform, store, 'image-derive'),
      readSetting(platform, store, 'image-retouch'),
    ]);
    const output: Asset = {
      sku,
      asset,
      ...claim,
      derive: wantsDerived(derive.value, claim.position),
      retouch: retouch.value.enabled && retouch.value.steps.length > 0,
      ...(facts.digitalSource === undefined ? {} : { digitalSource: facts.digitalSource }),
      apparel: category !== undefined && isApparel(category),
      stands: category !== undefined && standsUpright(category),
    };
    const kept = { original: photo.original, fileName: photo.fileName, run, category, ...facts };
    await platform.objects.put(
      assetFile(store, output, assetFileNames.inspection),
      JSON.stringify(kept, null, 2),
      { contentType: 'application/json' },
    );
    const note = facts.warnings[0]?.says ?? unusable;
    return { output, stage: note === undefined ? {} : { outcome: 'warned', note } };
  },
});

export const handler = taskHandler(task);
