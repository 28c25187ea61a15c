import type { Says } from '../commerce/says.ts';
import { secretReader } from '../platform/adapters/aws/secrets.ts';
import { RateLimitedError } from '../platform/errors.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { Platform } from '../platform/platform.ts';
import type { RunReference } from '../platform/runs/stages.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { applyMatte } from './apply-matte.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { type CutOut, cutOutProduct } from './cutout/cut-out-product.ts';
import { type ReadSecret, readProviders } from './cutout/shop-providers.ts';
import { readToldWaits, type ToldWaits, waitWorthwhile } from './cutout/told-waits.ts';
import { decodeRaster, encodePng } from './raster.ts';
import type { Matte } from './remove-background.ts';
import { type Asset, type Cutout, cutoutInputSchema } from './schemas.ts';
import { readWorkingPhoto } from './working-photo.ts';

/** @param readSecret tests have secrets of their own */
export function removeBackgroundTask(readSecret: ReadSecret) {
  return defineTask({
    stage: 'RemoveBackground',
    input: cutoutInputSchema,
    async run(platform, { photo, asset, ...reference }) {
      const [ai, thresholds] = await Promise.all([
        readProviders(platform, reference.store, readSecret),
        readSetting(platform, reference.store, 'image-thresholds'),
      ]);
      const raster = await decodeRaster(await readWorkingPhoto(platform, reference.store, photo, asset));
      const cutOut = await cutOutProduct(platform, {
        reference,
        asset,
        photo: raster,
        ...ai,
        sureFromConfidence: thresholds.value.reviewBelowConfidence,
      });
      await waitIfWorthwhile(platform, reference, asset, cutOut);
      const { alpha, ...evidence } = cutOut.matte;
      const made = alpha.some((opacity) => opacity > 0);
      if (made) {
        const png = await encodePng(applyMatte(cutOut.photo, alpha));
        await platform.objects.put(assetFile(reference.store, asset, assetFileNames.cutout), png, {
          contentType: 'image/png',
        });
      }
      await putEvidence(platform, reference, asset, { ...evidence, made, attempts: cutOut.attempts });
      const { accepted, confidence, engine } = evidence;
      const output: Cutout = { made, accepted: made && accepted, confidence, engine };
      return { output, stage: { engine, figures: { confidence }, ...noteOf(cutOut) } };
    },
  });
}

/**
 * Nobody was sure, but somebody asked us to come back: the machine waits, and this step is done again. What others answered
 * meanwhile is kept, so nothing is paid twice.
 */
async function waitIfWorthwhile(
  platform: Platform,
  reference: RunReference,
  asset: Asset,
  { attempts, told }: CutOut,
): Promise<void> {
  if (told.size === 0 || attempts.some(({ outcome }) => outcome === 'accepted')) return;
  const place = assetFile(reference.store, asset, assetFileNames.evidence);
  const before = await readToldWaits(platform, place, reference);
  const wait = waitWorthwhile(told, before);
  if (wait === undefined) return;
  await putEvidence(platform, reference, asset, { attempts, toldWaits: wait.toldWaits });
  const { provider, seconds } = wait;
  throw new RateLimitedError(
    'ModelServiceBusy',
    {
      en: `${provider} asks us to wait ${seconds} s; nobody else cut the product out for sure.`,
      zh: `${provider} 要求等待 ${seconds} 秒，且其他方式均未得到可靠的抠图结果。`,
    },
    seconds,
  );
}

async function putEvidence(
  platform: Platform,
  { store }: RunReference,
  asset: Asset,
  evidence: Partial<Matte> & { attempts: CutOut['attempts']; made?: boolean; toldWaits?: ToldWaits },
): Promise<void> {
  const place = assetFile(store, asset, assetFileNames.evidence);
  await platform.objects.put(place, JSON.stringify(evidence, null, 2), { contentType: 'application/json' });
}

/** What an operator reads: why the cut-out is doubted, and what is wrong with a provider. */
function noteOf({ matte, attempts, troubles }: CutOut) {
  const costMicroUsd = attempts.reduce((sum, attempt) => sum + attempt.costMicroUsd, 0);
  const [reason] = matte.reasons;
  const says: Says[] = [...(reason === undefined ? [] : [reason.says]), ...troubles];
  if (says.length === 0) return { costMicroUsd };
  const note = { en: says.map(({ en }) => en).join(' '), zh: says.map(({ zh }) => zh).join('') };
  return { costMicroUsd, outcome: 'warned' as const, note };
}

export const task = removeBackgroundTask(secretReader('image-model'));
export const handler = taskHandler(task);
