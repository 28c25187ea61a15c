import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { type FormatRequest, formatPictures } from './format-pictures.ts';
import { writePictureList } from './picture-list.ts';
import { decodeRaster } from './raster.ts';
import { formatInputSchema } from './schemas.ts';
import { selectedChannels } from './selected-channels.ts';
import { readWorkingPhoto } from './working-photo.ts';

const contentTypes = { jpeg: 'image/jpeg', webp: 'image/webp', png: 'image/png' } as const;

export const task = defineTask({
  stage: 'Format',
  input: formatInputSchema,
  async run(platform, { store, photo, asset, cutout }) {
    const cut = cutout.made
      ? await decodeRaster(await platform.objects.get(assetFile(store, asset, assetFileNames.cutout)))
      : undefined;
    // An accepted cut-out is all that any picture is made of: the photo need not be decoded once more.
    const original =
      cut !== undefined && cutout.accepted
        ? cut
        : await decodeRaster(await readWorkingPhoto(platform, store, photo, asset));
    const request: FormatRequest = {
      original,
      cutout: cut,
      cutoutAccepted: cutout.accepted,
      originalSource: asset.digitalSource,
      channels: await selectedChannels(platform, store),
    };
    const result = await formatPictures(request);
    for (const picture of result.pictures) {
      const contentType = contentTypes[picture.format];
      await platform.objects.put(assetFile(store, asset, picture.name), picture.bytes, { contentType });
    }
    const list = await writePictureList(platform, store, asset, result);
    const withheld =
      list.notMade.length + list.pictures.filter((picture) => picture.withheld !== undefined).length;
    return { output: { made: list.pictures.length, withheld } };
  },
});

export const handler = taskHandler(task);
