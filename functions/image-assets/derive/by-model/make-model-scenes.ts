import type { Says } from '../../../commerce/says.ts';
import type { ImageProvider } from '../../../connectors/image-model/connect-image-models.ts';
import { connectProvider } from '../../../connectors/image-model/connect-provider.ts';
import { askImageModel } from '../../../platform/ai/ask-image-model.ts';
import { promptId } from '../../../platform/ai/prompt.ts';
import { ConfigurationError } from '../../../platform/errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { RunReference } from '../../../platform/runs/stages.ts';
import { assetFile } from '../../asset-files.ts';
import { lifestyleScenePrompt } from '../../prompts/lifestyle-scene@1.ts';
import { openRaster } from '../../raster.ts';
import type { Asset } from '../../schemas.ts';
import type { DerivedFile } from '../derived-file.ts';
import type { NotMade } from '../make-derived.ts';
import { encodeStill } from '../stills/encode-still.ts';
import type { Product } from '../stills/product.ts';
import { judgeScene, sceneFaultSays } from './judge-scene.ts';
import { maskOf, pictureOf, setProduct } from './set-on-white.ts';

/** A place that a shop describes in its own words. */
export interface DescribedScene {
  /** kebab-case; stands in the file's name. */
  readonly name: string;
  readonly description: string;
}

export interface ModelScenesJob {
  readonly reference: RunReference;
  readonly asset: Pick<Asset, 'sku' | 'asset'>;
  readonly product: Product;
  readonly scenes: readonly DescribedScene[];
  /** In the order of the setting; those that cannot edit are passed over. */
  readonly providers: readonly ImageProvider[];
  /** Of the setting `ai`. */
  readonly settingVersion: number;
  /** Both sides of the file, pixels. */
  readonly side: number;
}

/** What came of one scene; `costMicroUsd` is what this attempt of the run paid for it, usable or not. */
export interface ModelScene {
  readonly made: DerivedFile | NotMade;
  readonly costMicroUsd: number;
}

/** All scenes of a photo together; the function has 300 s, and what is drawn by rules needs its share. */
const ALL_SCENES_MS = 150_000;
/** Less is not worth a call that may be charged. */
const LEAST_CALL_MS = 10_000;

/** What models draw; the product's own pixels are laid over it at the file's size. */
const DRAWN_SIDE_PX = 1248;

/**
 * Scenes that a model draws around the product. The product itself is not the model's: the photo's pixels are laid over what it drew, which works
 * only where it left the product in its place (`judgeScene`). One file after the other; a scene that nobody makes is told of.
 */
export async function* makeModelScenes(platform: Platform, job: ModelScenesJob): AsyncGenerator<ModelScene> {
  const endsAt = Date.parse(platform.clock.now()) + ALL_SCENES_MS;
  for (const scene of job.scenes) yield await makeScene(platform, job, scene, endsAt);
}

async function makeScene(
  platform: Platform,
  job: ModelScenesJob,
  scene: DescribedScene,
  endsAt: number,
): Promise<ModelScene> {
  const set = await setProduct(job.product, DRAWN_SIDE_PX);
  const prompt = lifestyleScenePrompt(scene.description);
  const { reference, asset, settingVersion } = job;
  const faults: Says[] = [];
  let costMicroUsd = 0;
  for (const provider of job.providers) {
    const model = await connectProvider(platform, job.reference.store, provider);
    if (model instanceof ConfigurationError) faults.push(model.text);
    if (model instanceof ConfigurationError || model.edit === undefined) continue;
    const leftMs = endsAt - Date.parse(platform.clock.now());
    if (leftMs < LEAST_CALL_MS) {
      faults.push(noTime);
      break;
    }
    const reply = await askImageModel(platform, {
      reference,
      workflow: 'image-assets',
      subject: asset.sku,
      task: 'edit',
      model,
      prompt,
      picture: await pictureOf(set),
      mask: await maskOf(set),
      timeoutMs: Math.min(provider.timeoutMs, leftMs),
      place: (name) => assetFile(reference.store, asset, `answers/${name}`),
      isUsable: async (answer) => typeof (await judgeScene(answer, set)) !== 'string',
      settingVersion,
    });
    if (reply.kind === 'over-budget') faults.push(overBudget);
    if (reply.kind === 'trouble') faults.push(reply.says);
    if (reply.kind !== 'answered') continue;
    costMicroUsd += reply.costMicroUsd;
    const judged = await judgeScene(reply.answer, set);
    if (typeof judged === 'string') {
      const { en, zh } = sceneFaultSays[judged];
      const { provider: name } = model;
      faults.push({
        en: `The scene of ${name} cannot be used: ${en}.`,
        zh: `${name} 生成的场景无法使用：${zh}。`,
      });
      continue;
    }
    const made = await finish(job, scene, judged, `${model.provider}/${model.model} ${promptId(prompt)}`);
    return { made, costMicroUsd };
  }
  return { made: { what: nameOf(scene), says: notMade(scene, faults) }, costMicroUsd };
}

/** The model's scene at the file's size, with the photo's own pixels over what it drew of the product. */
async function finish(
  { product, side }: ModelScenesJob,
  scene: DescribedScene,
  drawn: Parameters<typeof openRaster>[0],
  engine: string,
): Promise<DerivedFile> {
  const set = await setProduct(product, side);
  const { width, height, data } = set.layer;
  const pixels = await openRaster(drawn)
    .resize(side, side, { fit: 'fill' })
    .composite([{ input: data, raw: { width, height, channels: 4 } }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return {
    kind: 'scene',
    name: `${nameOf(scene)}-${side}x${side}.jpg`,
    format: 'jpeg',
    bytes: await encodeStill({ width: side, height: side, channels: 3, data: pixels }),
    width: side,
    height: side,
    engine,
    digitalSource: 'compositeWithTrainedAlgorithmicMedia',
    facts: { scene: scene.name, productScale: Number(set.placement.scale.toFixed(3)) },
  };
}

function nameOf({ name }: DescribedScene): string {
  return `scene-by-model-${name}`;
}

const overBudget: Says = {
  en: "Today's budget for AI is spent. The setting ai holds the budget.",
  zh: '今日 AI 预算已用完。预算可在设置 ai 中调整。',
};

const noTime: Says = {
  en: 'The scenes before it had taken all of the time.',
  zh: '前面的场景已用完可用时间。',
};

function notMade({ name }: DescribedScene, faults: readonly Says[]): Says {
  const why =
    faults.length > 0
      ? { en: faults.map(({ en }) => en).join(' '), zh: faults.map(({ zh }) => zh).join('') }
      : { en: 'No provider of the setting ai can edit pictures.', zh: '设置 ai 中没有可编辑图片的服务商。' };
  return { en: `The scene ${name} was not made. ${why.en}`, zh: `未生成场景 ${name}。${why.zh}` };
}
