import type * as z from 'zod';
import type { Says } from '../commerce/says.ts';
import { type ConnectorsOutside, connectorsOutside } from '../connectors/connectors-outside.ts';
import { connectedPlace } from '../connectors/dam/connected-dam.ts';
import { type Kept, keepInDam } from '../connectors/dam/keep-in-dam.ts';
import { s3Place } from '../connectors/dam/s3-place.ts';
import { connectedMedia } from '../connectors/store/connected-media.ts';
import { publishMedia } from '../connectors/store/publish-media.ts';
import { recordReview } from '../platform/approvals/record-review.ts';
import { defineTask, type StageNote, taskHandler } from '../platform/handlers/task-handler.ts';
import { isChannelInPilot } from '../platform/runs/run-mode.ts';
import { setRunStatus } from '../platform/runs/stages.ts';
import { assetFile } from './asset-files.ts';
import { asDerivedMedia, chooseDerived, chooseFiles } from './choose-files.ts';
import { readDerivedList } from './derive/derived-list.ts';
import { filesToKeep } from './files-to-keep.ts';
import { readPictureList } from './picture-list.ts';
import { readReviewed } from './review-payload.ts';
import { publishInputSchema } from './schemas.ts';
import { selectedChannels } from './selected-channels.ts';
import { readValidation } from './validation-file.ts';
import { imageAssets } from './workflow.ts';

const conflict: Says = {
  en: "The catalogue's picture was changed by somebody else since our last write; nothing was overwritten. Compare both; replay this run to put ours in its place.",
  zh: '自上次写入后，商品图片已被他人修改，未作覆盖。请比对两者；如要以本次结果替换，请重新运行。',
};

const newerThere: Says = {
  en: 'A newer photo of this product stands there; it was left as it is. Compare both; replay this run to put the older one in its place.',
  zh: '该位置已发布同一商品更新的图片，未作覆盖。请比对两者；如要以这张较早的图片替换，请重新运行。',
};

const notWhatWasApproved: Says = {
  en: 'The files are not the ones that were approved: they were made anew since. Nothing was published; replay this run to be asked about those that are there now.',
  zh: '文件与审批通过时不一致：此后已重新生成。未发布任何内容；请重新运行，以便对当前文件重新审批。',
};

const nothingLeft: Says = {
  en: 'No file was left to publish: all were rejected, withheld, failed their checks, or are for channels that are no longer selected.',
  zh: '没有可发布的文件：全部被拒绝、暂扣、未通过校验，或所属渠道已取消选择。',
};

interface Published {
  readonly outcome: 'published' | 'rejected' | 'conflict';
  readonly publication?: string;
  readonly files?: number;
  readonly derived?: number;
  readonly why?: Says;
}

/** @param outside how connectors reach what is outside; tests have an outside of their own */
export const publishTask = (outside: ConnectorsOutside) =>
  defineTask<z.output<typeof publishInputSchema>, Published>({
    stage: 'Publish',
    input: publishInputSchema,
    async run(platform, { store, run, attempt, photo, asset, decision }) {
      await setRunStatus(platform, { store, run, attempt }, 'running');
      await recordReview(platform, { store, run, attempt }, decision);
      const [list, derivedList, validation, isInPilot, channels] = await Promise.all([
        readPictureList(platform, store, asset),
        readDerivedList(platform, store, asset),
        readValidation(platform, store, asset),
        isChannelInPilot(platform, store, imageAssets.slug),
        selectedChannels(platform, store),
      ]);
      // A question may have waited for days: the shop may sell there no more.
      const selected = new Set(channels.map(({ id }) => id));
      const takesPart = (channel: string) => selected.has(channel) && isInPilot(channel);
      const locate = (name: string) => assetFile(store, asset, name).key;
      const files = chooseFiles(list.pictures, validation.evidence, decision, takesPart, locate);
      if (files.length === 0) {
        return endAs('rejected', nothingLeft);
      }
      const derived = chooseDerived(derivedList, validation.derived, decision);
      const isReviewed =
        decision.approvalId === undefined
          ? () => true
          : await readReviewed(platform, { store, run, attempt }, decision.approvalId);
      const choices = [...files.map(({ channel, sha256 }) => ({ choice: channel, sha256 })), ...derived];
      if (!choices.every(isReviewed)) return endAs('conflict', notWhatWasApproved);
      const remarks: Says[] = [];
      const media = connectedMedia(platform, outside.store, (says) => remarks.push(says));
      const result = await publishMedia(platform, media, {
        id: `${run}-${attempt}`,
        store,
        run,
        sku: asset.sku,
        position: asset.position,
        entry: {
          asset: asset.asset,
          files,
          ...(derived.length === 0 ? {} : { derived: derived.map((file) => asDerivedMedia(file, locate)) }),
        },
        order: photo.order,
        actor:
          decision.decidedBy == null
            ? { kind: 'system', id: 'image-assets' }
            : { kind: 'person', id: decision.decidedBy },
      });
      if (result.outcome === 'conflict') {
        return endAs('conflict', result.standing === 'newer' ? newerThere : conflict);
      }
      const { publication } = result;
      const kept = await keepInDam(
        platform,
        () => connectedPlace(platform, store, outside.dam, s3Place),
        filesToKeep(publication, list, derivedList, validation),
        outside.pause,
      );
      return {
        output: {
          outcome: 'published',
          publication: publication.id,
          files: files.length,
          derived: derived.length,
        },
        ...noteOf(kept, files.length + derived.length, remarks[0]),
      };
    },
  });

export const task = publishTask(connectorsOutside());

export const handler = taskHandler(task);

/** What the stage says of the picture library, and of what a shop system did not take: nothing where all is well. */
function noteOf(kept: Kept | undefined, all: number, remark: Says | undefined): { stage?: StageNote } {
  const figures = kept === undefined ? {} : { figures: { keptInLibrary: kept.files } };
  const notes = [
    ...(remark === undefined ? [] : [remark]),
    ...(kept?.why === undefined ? [] : [missing(kept, all)]),
  ];
  if (notes.length === 0) return kept === undefined ? {} : { stage: figures };
  const note = { en: notes.map(({ en }) => en).join(' '), zh: notes.map(({ zh }) => zh).join('') };
  return { stage: { outcome: 'warned', note, ...figures } };
}

function missing({ files, why }: Kept, all: number): Says {
  return {
    en: `The pictures are published; of ${all} files ${files} are in the picture library. ${why?.en ?? ''} Replay this run to send the rest.`,
    zh: `图片已发布；${all} 个文件中有 ${files} 个存入图片库。${why?.zh ?? ''}如需补存，请重新运行。`,
  };
}

function endAs(outcome: 'rejected' | 'conflict', why: Says): { output: Published; stage: StageNote } {
  return { output: { outcome, why }, stage: { outcome: 'warned', note: why } };
}
