import { findChannel } from '../commerce/channels/channel-rules.ts';
import { reviewPolicy } from '../platform/approvals/review-policy.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { Platform } from '../platform/platform.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { dayInZone } from '../platform/settings/shop-time.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { decideReview } from './decide-review.ts';
import { readDerivedList } from './derive/derived-list.ts';
import { measureDerived } from './derive/measure-derived.ts';
import { type DerivedEvidence, validateDerived } from './derive/validate-derived.ts';
import { measurePicture } from './measure-picture.ts';
import { type ListedPicture, readPictureList } from './picture-list.ts';
import { type Asset, type Checked, validateInputSchema } from './schemas.ts';
import { type PictureToValidate, validatePictures } from './validate-pictures.ts';
import { imageAssets } from './workflow.ts';

export const task = defineTask({
  stage: 'Validate',
  input: validateInputSchema,
  async run(platform, { store, asset, cutout }) {
    const list = await readPictureList(platform, store, asset);
    const shop = (await readSetting(platform, store, 'shop')).value;
    const measured: PictureToValidate[] = [];
    // One after the other: a decoded 2000² picture is 12 MB, and the measuring is bound by the CPU anyway.
    for (const picture of list.pictures) measured.push(await measureListed(platform, store, asset, picture));
    const derived = await validateAllDerived(platform, store, asset);
    const evidence = validatePictures(measured, dayInZone(platform.clock.now(), shop.zone));
    const thresholds = (await readSetting(platform, store, 'image-thresholds')).value;
    const policy = await reviewPolicy(platform, store, imageAssets.slug);
    const decision = decideReview(evidence, list, cutout, { when: policy.when, ...thresholds });
    const kept = { cutout, ...decision, evidence, notMade: list.notMade, derived };
    await platform.objects.put(
      assetFile(store, asset, assetFileNames.validation),
      JSON.stringify(kept, null, 2),
      {
        contentType: 'application/json',
      },
    );
    const { needsReview, channels, reasons } = decision;
    const output: Checked = { needsReview, channels, reviewSeconds: policy.backstopSeconds };
    const [reason] = reasons;
    const figures = {
      ...channels,
      ...(derived.length === 0 ? {} : { derived: derived.filter(({ answer }) => answer === 'pass').length }),
    };
    return {
      output,
      stage: { figures, ...(reason === undefined ? {} : { outcome: 'warned', note: reason }) },
    };
  },
});

export const handler = taskHandler(task);

/** One after the other as well: a video is some megabytes. */
async function validateAllDerived(
  platform: Platform,
  store: string,
  asset: Asset,
): Promise<DerivedEvidence[]> {
  const evidence: DerivedEvidence[] = [];
  for (const file of (await readDerivedList(platform, store, asset)).files) {
    const bytes = await platform.objects.get(assetFile(store, asset, file.name));
    evidence.push(validateDerived(file, await measureDerived(bytes, file.format)));
  }
  return evidence;
}

async function measureListed(
  platform: Platform,
  store: string,
  asset: Asset,
  picture: ListedPicture,
): Promise<PictureToValidate> {
  const channel = findChannel(picture.channel);
  if (channel === undefined) throw new Error(`pictures.json names the unknown channel ${picture.channel}`);
  const bytes = await platform.objects.get(assetFile(store, asset, picture.name));
  return { channel, name: picture.name, measures: await measurePicture(bytes), facts: picture.facts };
}
