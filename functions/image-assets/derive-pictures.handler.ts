import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { type DerivedList, writeDerivedFile, writeDerivedList } from './derive/derived-list.ts';
import { makeDerived } from './derive/make-derived.ts';
import { decodeRaster } from './raster.ts';
import { deriveInputSchema } from './schemas.ts';

export const task = defineTask({
  stage: 'Derive',
  input: deriveInputSchema,
  async run(platform, { store, asset, cutout }) {
    const { value } = await readSetting(platform, store, 'image-derive');
    const list: DerivedList = { files: [], withheld: !cutout.accepted, notMade: [] };
    if (cutout.made) {
      const cut = await decodeRaster(
        await platform.objects.get(assetFile(store, asset, assetFileNames.cutout)),
      );
      // Each file is put away before the next is made: a few of them at once would be the most of the memory.
      for await (const file of makeDerived(cut, value)) {
        list.files.push(await writeDerivedFile(platform, store, asset, file));
      }
    }
    await writeDerivedList(platform, store, asset, list);
    return { output: { made: list.files.length }, stage: { figures: { files: list.files.length } } };
  },
});

export const handler = taskHandler(task);
