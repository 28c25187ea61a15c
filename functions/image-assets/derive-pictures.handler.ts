import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { Platform } from '../platform/platform.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { decodeWithin } from './derive/decode-within.ts';
import { type DerivedList, writeDerivedFile, writeDerivedList } from './derive/derived-list.ts';
import { makeDerived } from './derive/make-derived.ts';
import { readTurn } from './derive/read-turn.ts';
import { wantsOwn } from './derive/wants-derived.ts';
import type { Raster } from './raster.ts';
import { type Asset, deriveInputSchema } from './schemas.ts';

/** The largest still has 3,000; a product fills three quarters of it and hardly less of its photo. */
const MOST_PIXELS_A_SIDE = 3600;

export const task = defineTask({
  stage: 'Derive',
  input: deriveInputSchema,
  async run(platform, { store, asset, cutout }) {
    const list: DerivedList = { files: [], withheld: !cutout.accepted, notMade: [] };
    if (cutout.made) {
      const { value: wishes } = await readSetting(platform, store, 'image-derive');
      const { view3d } = wishes;
      const made = makeDerived({
        cutout: wantsOwn(wishes, asset.position) ? await readCutout(platform, store, asset) : undefined,
        // A doubtful cut-out completes no turn.
        turn:
          view3d.enabled && cutout.accepted
            ? await readTurn(platform, store, asset, view3d.turnFromPhotos)
            : undefined,
        wishes,
        title: asset.sku,
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

async function readCutout(platform: Platform, store: string, asset: Asset): Promise<Raster> {
  const bytes = await platform.objects.get(assetFile(store, asset, assetFileNames.cutout));
  return await decodeWithin(bytes, MOST_PIXELS_A_SIDE);
}

/** The same photo gives the same pictures; two photos of a shop do not all get the same grain of wood. */
function seedOf(asset: string): number {
  return Number.parseInt(asset.slice(0, 8), 16);
}
