import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { INSPECTION_LIMITS } from './inspect-photo.ts';
import { decodeRaster, openRaster, type Raster } from './raster.ts';
import { retouchPhoto } from './retouch/retouch-photo.ts';
import { retouchNote } from './retouch/retouch-texts.ts';
import { retouchInputSchema } from './schemas.ts';

/**
 * Everything later is made of the retouched photo instead of the original, which stays in the inbox as it came. A photo
 * that needs nothing leaves evidence only, and the original is used.
 */
export const task = defineTask({
  stage: 'Retouch',
  input: retouchInputSchema,
  async run(platform, { store, run, photo, asset }) {
    const { value: setting, version } = await readSetting(platform, store, 'image-retouch');
    const bytes = await platform.objects.get(photo.original, { maxBytes: INSPECTION_LIMITS.maxBytes });
    const { raster, applied, evidence } = await retouchPhoto(await decodeRaster(bytes), {
      steps: new Set(setting.enabled ? setting.steps : []),
      mostShift: setting.mostColourShift,
    });
    if (applied.length > 0) {
      const place = assetFile(store, asset, assetFileNames.retouched);
      await platform.objects.put(place, await encodeQuickly(raster), { contentType: 'image/png' });
    }
    await platform.objects.put(
      assetFile(store, asset, assetFileNames.retouch),
      JSON.stringify(
        { run, original: photo.original, settingVersion: version, ...evidence },
        toThousandths,
        2,
      ),
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

/** Nobody reads more of a measure. */
function toThousandths(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(1000 * value) / 1000 : value;
}

/**
 * Without loss, for the states after this one only. Level 1 unfiltered: of 6 noisy megapixels 130 ms of CPU and 16 MB, where
 * level 6 takes 270 ms and 11 MB and a JPEG of quality 98 150 ms and 4 MB; that JPEG would move each pixel by a level once
 * more before the cut-out is measured, and its encoder holds half a gigabyte at 64 megapixels.
 */
async function encodeQuickly(raster: Raster): Promise<Buffer> {
  return await openRaster(raster)
    .png({ compressionLevel: 1, adaptiveFiltering: false, palette: false })
    .toBuffer();
}

export const handler = taskHandler(task);
