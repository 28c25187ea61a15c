import sharp from 'sharp';
import { task as derive } from '../../functions/image-assets/derive-pictures.handler.ts';
import { task as format } from '../../functions/image-assets/format-pictures.handler.ts';
import { task as inspect } from '../../functions/image-assets/inspect-photo.handler.ts';
import { task as makeTryOn } from '../../functions/image-assets/make-try-on.handler.ts';
import { task as publish } from '../../functions/image-assets/publish-assets.handler.ts';
import { task as record } from '../../functions/image-assets/record-run.handler.ts';
import { task as cutOut } from '../../functions/image-assets/remove-background.handler.ts';
import { task as retouch } from '../../functions/image-assets/retouch-photo.handler.ts';
import { task as validatePictures } from '../../functions/image-assets/validate-pictures.handler.ts';
import { imageAssets } from '../../functions/image-assets/workflow.ts';
import { logger } from '../../functions/platform/handlers/observability.ts';
import { runTask, type Task } from '../../functions/platform/handlers/task-handler.ts';
import { validate } from '../../functions/platform/handlers/validate.ts';
import type { RunReference } from '../../functions/platform/runs/stages.ts';
import { type StartRequest, startRun } from '../../functions/platform/runs/start-run.ts';
import type { MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { set } from '../platform/runs/run-fixtures.ts';
import { seededNumbers } from './matting-scenes.ts';

logger.setLogLevel('SILENT');

/** Small ones, so that the tests are fast: 800² and 400². */
export const CHANNELS = ['tmall-white', 'web-thumbnail'] as const;

/**
 * A product on a plain studio grey, as a camera's JPEG; another colour is other bytes.
 * @param sidePx the product takes five eighths: for files of 2,000 px it must be some 1,200, or a person is asked about the enlargement
 */
export async function studioPhoto(colour = '#a03020', backdrop = '#d4d4d6', sidePx = 800): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${sidePx}" height="${sidePx}" viewBox="0 0 800 800"><rect width="100%" height="100%" fill="${backdrop}"/><circle cx="400" cy="400" r="250" fill="${colour}"/><rect x="330" y="330" width="140" height="140" fill="#f0d060"/></svg>`;
  return await sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer();
}

/** Noise from edge to edge, the same each time: there is no product to cut out, but a doubtful matte to withhold. */
export async function hopelessPhoto(): Promise<Buffer> {
  const random = seededNumbers(7);
  const grey = Uint8Array.from({ length: 420 * 420 }, () => Math.floor(256 * random()));
  return await sharp(grey, { raw: { width: 420, height: 420, channels: 1 } })
    .toColourspace('srgb')
    .jpeg()
    .toBuffer();
}

/** Runs a task as its machine does: through JSON and the task's own schema. */
export async function perform<Input extends RunReference, Output>(
  platform: MemoryPlatform,
  task: Task<Input, Output>,
  payload: object,
): Promise<Output> {
  const sent: unknown = JSON.parse(JSON.stringify(payload));
  const output = await runTask(platform, task, validate(task.input, sent, 'the task'));
  return JSON.parse(JSON.stringify(output)) as Output;
}

export interface PhotoJob {
  readonly store: string;
  readonly run: string;
  readonly attempt: number;
  readonly photo: Record<string, unknown>;
}

/** Puts a photo into the inbox and starts its run. */
export async function startPhoto(
  platform: MemoryPlatform,
  bytes: Buffer,
  over: { run?: string; sku?: string; fileName?: string; position?: number; order?: string } = {},
): Promise<PhotoJob> {
  const { run = 'run-1', sku = 'MUG-1', fileName = 'MUG-1.jpg', position, order } = over;
  const original = { bucket: 'inbox', key: `shop/images/${sku}/${fileName}` } as const;
  await platform.objects.put(original, bytes, { contentType: 'image/jpeg' });
  const request: StartRequest = {
    store: 'shop',
    runId: run,
    subject: { kind: 'photo', id: sku, label: `${sku} · ${fileName}` },
    trigger: { kind: 'upload', startedBy: ['otto'] },
    input: {
      sku,
      fileName,
      original,
      ...(position === undefined ? {} : { position }),
      ...(order === undefined ? {} : { order }),
    },
    pilot: { sku },
  };
  const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:image-assets:1';
  const { attempt, input } = await startRun(platform, imageAssets, arn, request);
  return { store: 'shop', run, attempt, photo: input };
}

/** One small derived picture: that there are some, at little cost. */
const FEW_DERIVED = {
  photos: 'main',
  brandColours: ['#f3f0ea'],
  scenes: [],
  stillPixels: 800,
  hero: { enabled: false, background: '#f3f0ea', headline: '' },
  video: { formats: [], seconds: 3 },
  animation: false,
  view3d: { enabled: false },
} as const;

/** Selects small channels, and few derived pictures. */
export async function selectChannels(
  platform: MemoryPlatform,
  selected: readonly string[] = CHANNELS,
): Promise<void> {
  await set(platform, 'channels', { selected });
  await set(platform, 'image-derive', FEW_DERIVED);
}

/** The stages up to the check, in the machine's order and with what it hands from one to the next. */
export async function makePictures(platform: MemoryPlatform, job: PhotoJob) {
  const found = await perform(platform, inspect, job);
  const mended = found.retouch === true ? await perform(platform, retouch, { ...job, asset: found }) : {};
  const asset = { ...found, ...mended };
  const cutout = await perform(platform, cutOut, { ...job, asset });
  if (asset.derive === true) await perform(platform, derive, { ...job, asset, cutout });
  if (asset.apparel === true) await perform(platform, makeTryOn, { ...job, asset, cutout });
  const formatted = await perform(platform, format, { ...job, asset, cutout });
  const checked = await perform(platform, validatePictures, { ...job, asset, cutout });
  return { asset, cutout, formatted, checked };
}

/** Without a review the decision is just an approval, as the machine assigns it at its start. */
export const publishPictures = (platform: MemoryPlatform, job: PhotoJob, more: object) =>
  perform(platform, publish, { ...job, decision: { decision: 'approve' }, ...more });

/** Ends the run; what the machine does not have by then is empty. */
export const recordEnd = (platform: MemoryPlatform, job: PhotoJob, more: object) =>
  perform(platform, record, {
    ...job,
    outcome: 'published',
    failure: {},
    asset: {},
    checked: {},
    decision: { decision: 'approve' },
    published: {},
    ...more,
  });

/** Keys and etags (of the bytes) of all that stands in the media bucket. */
export async function mediaFiles(platform: MemoryPlatform): Promise<Record<string, string>> {
  const files = await platform.inspection.objects.list('media', 'shop/');
  const marks = await Promise.all(
    files.map(async ({ key }) => {
      const facts = await platform.inspection.objects.head({ bucket: 'media', key });
      return [key, facts?.etag ?? ''] as const;
    }),
  );
  return Object.fromEntries(marks);
}
