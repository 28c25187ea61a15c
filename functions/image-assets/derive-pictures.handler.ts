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
    const list: DerivedList = { files: [], withheld: !cutout.accepted, notMade: [] };
    if (cutout.made) {
      const { value: wishes } = await readSetting(platform, store, 'image-derive');
      const bytes = await platform.objects.get(assetFile(store, asset, assetFileNames.cutout));
      const made = makeDerived({
        cutout: await decodeRaster(bytes),
        wishes,
        seed: seedOf(asset.asset),
        apparel: asset.apparel === true,
      });
      for await (const one of made) {
        if ('bytes' in one) list.files.push(await writeDerivedFile(platform, store, asset, one));
        else list.notMade.push(one);
      }
    }
    await writeDerivedList(platform, store, asset, list);
    const [missing] = list.notMade;
    return {
      output: { made: list.files.length },
      stage: {
        figures: { files: list.files.length },
        ...(missing === undefined ? {} : { outcome: 'warned', note: missing.says }),
      },
    };
  },
});

export const handler = taskHandler(task);

/** The same photo gives the same pictures; two photos of a shop do not all get the same grain of wood. */
function seedOf(asset: string): number {
  return Number.parseInt(asset.slice(0, 8), 16);
}
