import { secretReader } from '../platform/adapters/aws/secrets.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { Platform } from '../platform/platform.ts';
import type { RunReference } from '../platform/runs/stages.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { type ReadSecret, readProviders } from './cutout/shop-providers.ts';
import {
  type DescribedScene,
  type ModelScene,
  makeModelScenes,
} from './derive/by-model/make-model-scenes.ts';
import { decodeWithin } from './derive/decode-within.ts';
import type { DerivedFile } from './derive/derived-file.ts';
import { type DerivedList, writeDerivedFile, writeDerivedList } from './derive/derived-list.ts';
import { makeDerived, type NotMade } from './derive/make-derived.ts';
import { readTurn } from './derive/read-turn.ts';
import { type Pose, prepareProduct } from './derive/stills/product.ts';
import { wantsOwn } from './derive/wants-derived.ts';
import type { Raster } from './raster.ts';
import { type Asset, deriveInputSchema } from './schemas.ts';

/** The largest still has 3,000; a product fills three quarters of it and hardly less of its photo. */
const MOST_PIXELS_A_SIDE = 3600;

/** @param readSecret tests have secrets of their own */
export function derivePicturesTask(readSecret: ReadSecret) {
  return defineTask({
    stage: 'Derive',
    input: deriveInputSchema,
    async run(platform, { asset, cutout, ...reference }) {
      const { store } = reference;
      const list: DerivedList = { files: [], withheld: !cutout.accepted, notMade: [] };
      const keep = async (one: DerivedFile | NotMade) => {
        if ('bytes' in one) list.files.push(await writeDerivedFile(platform, store, asset, one));
        else list.notMade.push(one);
      };
      let costMicroUsd = 0;
      if (cutout.made) {
        const { value: wishes } = await readSetting(platform, store, 'image-derive');
        const own = wantsOwn(wishes, asset.position) ? await readCutout(platform, store, asset) : undefined;
        const made = makeDerived({
          cutout: own,
          // A doubtful cut-out completes no turn.
          turn:
            wishes.view3d.enabled && cutout.accepted
              ? await readTurn(platform, store, asset, wishes.view3d.turnFromPhotos)
              : undefined,
          wishes,
          title: asset.sku,
          seed: seedOf(asset.asset),
          pose: poseOf(asset),
        });
        for await (const one of made) await keep(one);
        // Nothing is paid for a cut-out that a person may yet reject.
        const scenes = cutout.accepted ? wishes.describedScenes : [];
        const side = wishes.stillPixels;
        const described = makeDescribed(platform, reference, asset, own, { scenes, side }, readSecret);
        for await (const scene of described) {
          costMicroUsd += scene.costMicroUsd;
          await keep(scene.made);
        }
      }
      await writeDerivedList(platform, store, asset, list);
      const [missing] = list.notMade;
      return {
        output: { made: list.files.length },
        stage: {
          costMicroUsd,
          figures: { files: list.files.length },
          ...(missing === undefined ? {} : { outcome: 'warned', note: missing.says }),
        },
      };
    },
  });
}

export const task = derivePicturesTask(secretReader('image-model'));
export const handler = taskHandler(task);

/** The scenes that a model draws; without any no provider is looked for. */
async function* makeDescribed(
  platform: Platform,
  reference: RunReference,
  asset: Asset,
  cutout: Raster | undefined,
  { scenes, side }: { scenes: readonly DescribedScene[]; side: number },
  readSecret: ReadSecret,
): AsyncGenerator<ModelScene> {
  if (cutout === undefined || scenes.length === 0) return;
  const product = prepareProduct(cutout, poseOf(asset));
  if (product === undefined) return;
  const ai = await readProviders(platform, reference.store, readSecret);
  yield* makeModelScenes(platform, { reference, asset, product, scenes, side, ...ai });
}

/** What is worn is photographed lying; where the category says nothing, the outline tells. */
function poseOf({ apparel, stands }: Asset): Pose | undefined {
  if (apparel === true) return 'lying';
  return stands === true ? 'standing' : undefined;
}

async function readCutout(platform: Platform, store: string, asset: Asset): Promise<Raster> {
  const bytes = await platform.objects.get(assetFile(store, asset, assetFileNames.cutout));
  return await decodeWithin(bytes, MOST_PIXELS_A_SIDE);
}

/** The same photo gives the same pictures; two photos of a shop do not all get the same grain of wood. */
function seedOf(asset: string): number {
  return Number.parseInt(asset.slice(0, 8), 16);
}
