import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { INSPECTION_LIMITS } from './inspect-photo.ts';
import { decodeRaster, openRaster } from './raster.ts';
import { retouchPhoto } from './retouch/retouch-photo.ts';
import { retouchNote } from './retouch/retouch-texts.ts';
import { retouchInputSchema } from './schemas.ts';

/** At 95 with full chroma a second encoding is not seen at 200 %; without loss a file of 9 megapixels takes eight times the CPU and bytes. */
const RETOUCHED_QUALITY = 95;

export const task = defineTask({
  stage: 'Retouch',
  input: retouchInputSchema,
  async run(platform, { store, photo, asset }) {
    const { value: setting } = await readSetting(platform, store, 'image-retouch');
    const bytes = await platform.objects.get(photo.original, { maxBytes: INSPECTION_LIMITS.maxBytes });
    const { raster, applied, evidence } = await retouchPhoto(await decodeRaster(bytes), {
      steps: new Set(setting.steps),
      mostShift: setting.mostColourShift,
    });
    if (applied.length > 0) {
      const jpeg = await openRaster(raster)
        .jpeg({ quality: RETOUCHED_QUALITY, chromaSubsampling: '4:4:4' })
        .toBuffer();
      await platform.objects.put(assetFile(store, asset, assetFileNames.retouched), jpeg, {
        contentType: 'image/jpeg',
      });
    }
    await platform.objects.put(
      assetFile(store, asset, assetFileNames.retouch),
      JSON.stringify(evidence, null, 2),
      { contentType: 'application/json' },
    );
    return {
      output: { retouched: applied.length > 0 },
      stage: {
        engine: evidence.engine,
        note: retouchNote(evidence),
        figures: { steps: applied.length, shift: evidence.colourShift?.product.mean ?? 0 },
      },
    };
  },
});

export const handler = taskHandler(task);
