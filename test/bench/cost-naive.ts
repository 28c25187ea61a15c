import sharp from 'sharp';
import { CHANNELS } from '../../functions/commerce/channels/channel-rules.ts';
import { applyMatte } from '../../functions/image-assets/apply-matte.ts';
import { planPictures } from '../../functions/image-assets/plan-pictures.ts';
import { decodeRaster, encodePng } from '../../functions/image-assets/raster.ts';
import { removeBackground } from '../../functions/image-assets/remove-background.ts';
import { gigabyteSeconds, type PhotoCount } from './cost-count.ts';
import type { Counts } from './cost-prices.ts';

/** Rounds of every size; the least counts, as of the system's own functions. */
const rounds = 3;

/** Memory of a function that makes one size: the same core as ours. */
const memoryMb = 1769;

/**
 * CPU milliseconds that one function a size needs: each decodes its source, the photo or the cut-out, resizes it and
 * encodes the channel's format, with one sharp call as a tutorial would write it.
 */
async function measureSizes(photo: Buffer): Promise<number[]> {
  sharp.concurrency(1);
  sharp.cache(false);
  const original = await decodeRaster(photo);
  const matte = await removeBackground(original);
  const cutout = applyMatte(original, matte.alpha);
  const cutoutFile = await encodePng(cutout);
  const { plans } = planPictures({ original, cutout, cutoutAccepted: true, channels: CHANNELS });
  const milliseconds: number[] = [];
  for (const { channel, source } of plans) {
    const { width, height, format } = channel.output;
    const file = source.kind === 'cutout' ? cutoutFile : photo;
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round += 1) {
      const begin = process.cpuUsage();
      const resized = sharp(file).rotate().resize(width, height, { fit: 'contain', background: '#fff' });
      await resized.flatten({ background: '#fff' }).toFormat(format, { quality: 90 }).toBuffer();
      const { user, system } = process.cpuUsage(begin);
      least = Math.min(least, (user + system) / 1000);
    }
    milliseconds.push(Math.ceil(least));
  }
  return milliseconds;
}

/**
 * The same work as somebody would first write it: a Standard workflow in which a Map runs one function a size, each decoding
 * the original, and every step is put on record by a state of its own. What is not about sizes is ours, unchanged: inspecting,
 * cutting out, checking the files (in the function that makes each), publishing, recording, and all business records.
 */
export async function countNaive(
  photo: Buffer,
  ours: PhotoCount,
): Promise<{ counts: Counts; sizes: number }> {
  const milliseconds = await measureSizes(photo);
  const sizes = milliseconds.length;
  const makeSeconds = milliseconds.reduce((sum, one) => sum + one / 1000, 0);
  const withoutFormat = ours.durations.filter(
    ({ name }) => name !== 'FormatPictures' && name !== 'ValidatePictures',
  );
  const checking = ours.durations.filter(({ name }) => name === 'ValidatePictures');
  const steps = ['Inspect', 'RemoveBackground', 'Publish'].length + sizes;
  // A state and its put for every step; Map, NeedsReview, Record and the end.
  const transitions = 2 * steps + 4;
  return {
    sizes,
    counts: {
      transitions,
      invocations: withoutFormat.length + sizes,
      gigabyteSeconds:
        gigabyteSeconds(withoutFormat) + gigabyteSeconds(checking) + (memoryMb / 1024) * makeSeconds,
      writeUnits: ours.counts.writeUnits + steps,
      readUnits: ours.counts.readUnits,
      // Every size leaves its own evidence beside its file; ours are one file.
      s3Puts: ours.counts.s3Puts + sizes - 1,
      // Every size reads the original; ours is read once for all of them.
      s3Gets: ours.counts.s3Gets + sizes - 1,
      queueRequests: ours.counts.queueRequests,
      events: ours.counts.events,
      // Logs grow with invocations and with the machine's events.
      logGigabytes: (ours.counts.logGigabytes * transitions) / ours.counts.transitions,
    },
  };
}
