import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { ObjectReference } from '../platform/ports/objects.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { INSPECTION_LIMITS } from './inspect-photo.ts';
import { decodeRaster, openRaster } from './raster.ts';
import { retouchSteps } from './retouch/finding.ts';
import { retouchPhoto } from './retouch/retouch-photo.ts';
import { retouchInputSchema } from './schemas.ts';

/** At 95 with full chroma a second encoding is not seen at 200 %; without loss the file would be ten times as large. */
const RETOUCHED_QUALITY = 95;

export const task = defineTask({
  stage: 'Retouch',
  input: retouchInputSchema,
  async run(platform, { store, photo, asset }) {
    const { value: setting } = await readSetting(platform, store, 'image-retouch');
    const bytes = await platform.objects.get(photo.original, { maxBytes: INSPECTION_LIMITS.maxBytes });
    const steps = new Set(retouchSteps.filter((step) => !setting.leaveOut.includes(step)));
    const { raster, applied, evidence } = await retouchPhoto(await decodeRaster(bytes), {
      steps,
      mostShift: setting.mostColourShift,
    });
    const output: { retouched?: ObjectReference } = {};
    if (applied.length > 0) {
      const file = assetFile(store, asset, assetFileNames.retouched);
      const jpeg = await openRaster(raster)
        .jpeg({ quality: RETOUCHED_QUALITY, chromaSubsampling: '4:4:4' })
        .toBuffer();
      await platform.objects.put(file, jpeg, { contentType: 'image/jpeg' });
      output.retouched = file;
    }
    await platform.objects.put(
      assetFile(store, asset, assetFileNames.retouch),
      JSON.stringify(evidence, null, 2),
      { contentType: 'application/json' },
    );
    return { output, stage: { engine: evidence.engine, figures: { steps: applied.length } } };
  },
});

export const handler = taskHandler(task);
