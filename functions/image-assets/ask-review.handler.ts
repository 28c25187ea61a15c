import type { Says } from '../commerce/says.ts';
import { thumbnailOf } from '../connectors/store/thumbnail.ts';
import { requestApproval } from '../platform/approvals/request-approval.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { StageRecord } from '../platform/runs/run.ts';
import { readRun, setRunStatus } from '../platform/runs/stages.ts';
import { assetFile } from './asset-files.ts';
import { readDerivedList } from './derive/derived-list.ts';
import { readPictureList } from './picture-list.ts';
import { reviewPayload } from './review-payload.ts';
import { reviewInputSchema } from './schemas.ts';
import { readValidationFile } from './validation-file.ts';
import { imageAssets } from './workflow.ts';

/** The stage that cuts the product out. */
const CUT_OUT = 'RemoveBackground';

/** Asks once a product: photos of one SKU that wait at the same time join one approval. */
export const task = defineTask({
  input: reviewInputSchema,
  async run(platform, { store, run, attempt, photo, asset, token }) {
    const [list, derived, { validation, file, sha256 }, record] = await Promise.all([
      readPictureList(platform, store, asset),
      readDerivedList(platform, store, asset),
      readValidationFile(platform, store, asset),
      readRun(platform, { store, run }),
    ]);
    await requestApproval(platform, {
      store,
      workflow: imageAssets.slug,
      group: `${imageAssets.slug}/${asset.sku}`,
      subject: { kind: 'product', id: asset.sku, label: asset.sku },
      run,
      attempt,
      token,
      startedBy: record.trigger.startedBy,
      asks: {
        en: `Publish the pictures made from ${photo.fileName} for ${asset.sku}?`,
        zh: `是否发布由 ${photo.fileName} 生成的 ${asset.sku} 图片？`,
      },
      reasons: withDoubt(validation.reasons, record.stages),
      choices: [
        ...list.pictures.map((picture) => picture.channel),
        ...derived.files.map((file) => file.choice),
      ],
      thumbnail: thumbnailOf({
        files: list.pictures.map(({ name, width }) => ({ key: assetFile(store, asset, name).key, width })),
      }),
      payload: reviewPayload({
        photo,
        asset,
        list,
        derived,
        validation,
        evidence: { file, sha256 },
        locate: (name) => assetFile(store, asset, name),
      }),
    });
    await setRunStatus(platform, { store, run, attempt }, 'waiting');
    return { output: {} };
  },
});

/** Of a cut-out that is in doubt the first reason says how much, and its stage's note why. */
function withDoubt(reasons: readonly Says[], stages: readonly StageRecord[]): readonly Says[] {
  const note = stages.find(({ state, outcome }) => state === CUT_OUT && outcome === 'warned')?.note;
  return note === undefined ? reasons : [...reasons.slice(0, 1), note, ...reasons.slice(1)];
}

export const handler = taskHandler(task);
