import { findChannel } from '../commerce/channels/channel-rules.ts';
import { builtInMedia } from '../connectors/store/built-in-media.ts';
import { reviewPolicy } from '../platform/approvals/review-policy.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { Platform } from '../platform/platform.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { dayInZone } from '../platform/settings/shop-time.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { measureSource, type SourceFiles } from './checks/measure-source.ts';
import type { Shown } from './checks/source-colours.ts';
import { comparedPart, comparePicture, shownIn } from './compare-pictures.ts';
import { decideReview } from './decide-review.ts';
import { readDerivedList } from './derive/derived-list.ts';
import { measureDerived } from './derive/measure-derived.ts';
import { type DerivedEvidence, validateDerived } from './derive/validate-derived.ts';
import { INSPECTION_LIMITS } from './inspect-photo.ts';
import { findAlike } from './known-looks.ts';
import { measurePicture, type PictureMeasures } from './measure-picture.ts';
import { type ListedPicture, readPictureList } from './picture-list.ts';
import { type Asset, type Checked, type Cutout, type StoredPhoto, validateInputSchema } from './schemas.ts';
import { type PictureToValidate, validatePictures } from './validate-pictures.ts';
import { imageAssets } from './workflow.ts';
import { readWorkingPhoto } from './working-photo.ts';

export const task = defineTask({
  stage: 'Validate',
  input: validateInputSchema,
  async run(platform, { store, photo, asset, cutout }) {
    const list = await readPictureList(platform, store, asset);
    const shop = (await readSetting(platform, store, 'shop')).value;
    const checks = await measureSource(await readSources(platform, store, photo, asset, cutout));
    const alike = await findAlike(platform, builtInMedia(platform.records), store, asset.sku, asset.asset);
    const measured = await measureAll(platform, store, asset, list.pictures, (shown, measures) =>
      comparePicture(checks, shown, measures, alike),
    );
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

/** The photo that the files were made of, the upload where it was retouched since, the cut-out where there is one. */
async function readSources(
  platform: Platform,
  store: string,
  photo: StoredPhoto,
  asset: Asset,
  { made }: Cutout,
): Promise<SourceFiles> {
  const [working, uploaded, cutout] = await Promise.all([
    readWorkingPhoto(platform, store, photo, asset),
    asset.retouched === true
      ? platform.objects.get(photo.original, { maxBytes: INSPECTION_LIMITS.maxBytes })
      : undefined,
    made ? platform.objects.get(assetFile(store, asset, assetFileNames.cutout)) : undefined,
  ]);
  return { photo: working, uploaded, cutout };
}

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

/**
 * One after the other: a decoded 2000² picture is 12 MB, and the measuring is bound by the CPU anyway. Files of the same
 * bytes (three of the fourteen channels) are read and measured once.
 */
async function measureAll(
  platform: Platform,
  store: string,
  asset: Asset,
  pictures: readonly ListedPicture[],
  compare: (shown: Shown | undefined, measures: PictureMeasures) => ReturnType<typeof comparePicture>,
): Promise<PictureToValidate[]> {
  const known = new Map<string, PictureMeasures>();
  const measured: PictureToValidate[] = [];
  for (const picture of pictures) {
    const { name, facts } = picture;
    const channel = findChannel(picture.channel);
    if (channel === undefined) throw new Error(`pictures.json names the unknown channel ${picture.channel}`);
    const shown = shownIn(picture);
    const measures =
      known.get(picture.sha256) ??
      (await measurePicture(
        await platform.objects.get(assetFile(store, asset, name)),
        shown && comparedPart(shown),
      ));
    known.set(picture.sha256, measures);
    measured.push({ channel, name, measures, facts, ...compare(shown, measures) });
  }
  return measured;
}
