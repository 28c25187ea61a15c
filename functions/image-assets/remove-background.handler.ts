import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { applyMatte } from './apply-matte.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { rulesImageModel } from './image-model.ts';
import { INSPECTION_LIMITS } from './inspect-photo.ts';
import { decodeRaster, encodePng } from './raster.ts';
import { type Cutout, cutoutInputSchema } from './schemas.ts';

export const task = defineTask({
  stage: 'RemoveBackground',
  input: cutoutInputSchema,
  async run(platform, { store, photo, asset }) {
    const bytes = await platform.objects.get(photo.original, { maxBytes: INSPECTION_LIMITS.maxBytes });
    const raster = await decodeRaster(bytes);
    const { alpha, ...evidence } = await rulesImageModel.cutOut(raster);
    const made = alpha.some((opacity) => opacity > 0);
    if (made) {
      const png = await encodePng(applyMatte(raster, alpha));
      await platform.objects.put(assetFile(store, asset, assetFileNames.cutout), png, {
        contentType: 'image/png',
      });
    }
    await platform.objects.put(
      assetFile(store, asset, assetFileNames.evidence),
      JSON.stringify({ ...evidence, made }, null, 2),
      { contentType: 'application/json' },
    );
    const { accepted, confidence, engine } = evidence;
    const output: Cutout = { made, accepted: made && accepted, confidence, engine };
    const [reason] = evidence.reasons;
    return {
      output,
      stage: {
        engine,
        costMicroUsd: 0,
        figures: { confidence },
        ...(reason === undefined ? {} : { outcome: 'warned', note: reason.says }),
      },
    };
  },
});

export const handler = taskHandler(task);
