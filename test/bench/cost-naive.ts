import sharp from 'sharp';
import { CHANNELS } from '../../functions/commerce/channels/channel-rules.ts';
import { applyMatte } from '../../functions/image-assets/apply-matte.ts';
import { decodeWithin } from '../../functions/image-assets/derive/decode-within.ts';
import { type DeriveWishes, makeDerived } from '../../functions/image-assets/derive/make-derived.ts';
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

/** Every single wish alone: what one function makes. A parallax makes a picture and a page of the same frames. */
function wishesOneByOne(wishes: DeriveWishes): DeriveWishes[] {
  const none = nothing(wishes);
  return [
    ...wishes.brandColours.map((colour) => ({ ...none, brandColours: [colour] })),
    ...wishes.scenes.map((scene) => ({ ...none, scenes: [scene] })),
    ...(wishes.hero.enabled ? [{ ...none, hero: wishes.hero }] : []),
    ...wishes.video.formats.map((format) => ({ ...none, video: { ...wishes.video, formats: [format] } })),
    ...(wishes.animation ? [{ ...none, animation: true }] : []),
    ...(wishes.view3d.enabled ? [{ ...none, view3d: wishes.view3d }] : []),
  ];
}

function nothing(wishes: DeriveWishes): DeriveWishes {
  return {
    ...wishes,
    brandColours: [],
    scenes: [],
    hero: { ...wishes.hero, enabled: false },
    video: { ...wishes.video, formats: [] },
    animation: false,
    view3d: { ...wishes.view3d, enabled: false },
  };
}

/** CPU milliseconds of one function a derived picture: each decodes the cut-out and prepares the product for itself. */
async function measureDerived(photo: Buffer, wishes: DeriveWishes): Promise<number[]> {
  sharp.concurrency(1);
  const original = await decodeRaster(photo);
  const { alpha } = await removeBackground(original);
  const cutoutFile = await encodePng(applyMatte(original, alpha));
  const milliseconds: number[] = [];
  for (const one of wishesOneByOne(wishes)) {
    const begin = process.cpuUsage();
    const cutout = await decodeWithin(cutoutFile, side);
    for await (const made of makeDerived({ cutout, wishes: one, title: 'mug', seed: 1 })) {
      if (!('bytes' in made)) throw new Error(made.says.en);
    }
    const { user, system } = process.cpuUsage(begin);
    milliseconds.push(Math.ceil((user + system) / 1000));
  }
  return milliseconds;
}

/** As the workflow decodes a cut-out for Derive, pixels. */
const side = 3600;

/**
 * The same work as somebody would first write it: a Standard workflow in which a Map runs one function a size, each decoding
 * the original, another one a derived picture, each decoding the cut-out, and every step is put on record by a state of its
 * own. What is not about that is ours, unchanged: inspecting, cutting out, checking the files (in the function that makes
 * each), publishing, recording, and all business records.
 *
 * @param wishes left out: no derived pictures
 */
export async function countNaive(
  photo: Buffer,
  ours: PhotoCount,
  wishes?: DeriveWishes,
): Promise<{ counts: Counts; sizes: number; derived: number }> {
  const derivedMilliseconds = wishes === undefined ? [] : await measureDerived(photo, wishes);
  const derived = derivedMilliseconds.length;
  const milliseconds = [...(await measureSizes(photo)), ...derivedMilliseconds];
  const sizes = milliseconds.length;
  const makeSeconds = milliseconds.reduce((sum, one) => sum + one / 1000, 0);
  const withoutFormat = ours.durations.filter(
    ({ name }) => !['FormatPictures', 'ValidatePictures', 'DerivePictures'].includes(name),
  );
  const checking = ours.durations.filter(({ name }) => name === 'ValidatePictures');
  const steps = ['Inspect', 'Retouch', 'RemoveBackground', 'Publish'].length + sizes;
  // A state and its put for every step; Map, NeedsReview, Record and the end. The Choices before derived files are left out.
  const transitions = 2 * steps + 4;
  return {
    sizes: sizes - derived,
    derived,
    counts: {
      transitions,
      invocations: withoutFormat.length + sizes,
      gigabyteSeconds:
        gigabyteSeconds(withoutFormat) + gigabyteSeconds(checking) + (memoryMb / 1024) * makeSeconds,
      writeUnits: ours.counts.writeUnits + steps,
      readUnits: ours.counts.readUnits,
      // Every file leaves its own evidence beside it; ours are one file for the channels and one for the derived.
      s3Puts: ours.counts.s3Puts + sizes - (derived > 0 ? 2 : 1),
      // Every one reads its source; ours is read once for all of a kind.
      s3Gets: ours.counts.s3Gets + sizes - (derived > 0 ? 2 : 1),
      queueRequests: ours.counts.queueRequests,
      events: ours.counts.events,
      // Logs grow with invocations and with the machine's events.
      logGigabytes: (ours.counts.logGigabytes * transitions) / ours.counts.transitions,
    },
  };
}
