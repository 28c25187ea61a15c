import { createHash } from 'node:crypto';
import type { Channel, PictureFormat } from '../commerce/channels/channel-rule.ts';
import { pictureName } from '../commerce/channels/house-rules.ts';
import type { Says } from '../commerce/says.ts';
import { PicturePyramid } from './compose-picture.ts';
import { chromaFor, type EncodedPicture, encodePicture, FIRST_QUALITY } from './encode-picture.ts';
import type { Box, Edge } from './find-extent.ts';
import { type PicturePlan, type PictureSource, planPictures } from './plan-pictures.ts';
import { type DigitalSource, sourceAfter } from './provenance/digital-source.ts';
import { PROVENANCE_BYTES } from './provenance/provenance-packet.ts';
import { stampProvenance } from './provenance/stamp-provenance.ts';
import type { Raster } from './raster.ts';

export interface FormatRequest {
  /** The photo, upright, sRGB. An RGBA photo without a `cutout` is its own cut-out. */
  readonly original: Raster;
  /** RGBA with straight alpha, at any resolution; made from the photo, whether accepted or not. */
  readonly cutout?: Raster | undefined;
  /** False: white-background files are made for a reviewer to see, and withheld. */
  readonly cutoutAccepted: boolean;
  readonly channels: readonly Channel[];
  /** What the original's metadata says of how its pixels came about; left out where it says nothing. */
  readonly originalSource?: DigitalSource | undefined;
  /** JPEG and WebP quality to begin with, 1..100; lowered where a file would be too large. */
  readonly qualityStart?: number;
}

/** How a picture was made: what Validate cannot see in the file. */
export interface CompositionFacts {
  readonly source: 'cutout' | 'photo';
  /** `#rrggbb` behind and around the source. */
  readonly background: string;
  /** Where the product (or, from a photo, the photo) stands in the frame; beyond it where the frame crops it. */
  readonly productBox: Box;
  /**
   * The larger of box width / frame width and box height / frame height, at most 1. A file shows product and shadow
   * alike as not white, so that what is measured there can only be larger.
   */
  readonly productFill: number;
  /** Output pixels for one source pixel; above 1 the picture was enlarged. */
  readonly upscale: number;
  /** Edges of the original photo that cut the product, known where there is a cut-out. */
  readonly sourceClipped: readonly Edge[];
  /** Share of the photo's area cropped away, 0..1. */
  readonly cutAway: number;
  readonly cutoutAccepted: boolean;
  /** 1..100, as encoded. */
  readonly quality: number;
  /** How the file's pixels came about; stands in the file too. */
  readonly digitalSource: DigitalSource;
}

export interface Withheld {
  readonly code: 'cutout-not-accepted' | 'no-cutout';
  readonly says: Says;
}

export interface FormattedPicture {
  /** Id of the channel. */
  readonly channel: string;
  /** `<channel>-<width>x<height>.<ext>` */
  readonly name: string;
  readonly bytes: Buffer;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly format: PictureFormat;
  /** Set where the file must not be published before a person has approved the cut-out. */
  readonly withheld?: Withheld;
  readonly facts: CompositionFacts;
}

export interface FormatResult {
  readonly pictures: readonly FormattedPicture[];
  /** Channels without a file: they need a white background and there is no cut-out to make it with. */
  readonly notMade: readonly { readonly channel: string; readonly withheld: Withheld }[];
}

/** Pipelines at once: a function with 1,769 MB and more has one to two CPUs; further ones would only hold memory. */
const AT_ONCE = 2;

const NOT_ACCEPTED: Withheld = {
  code: 'cutout-not-accepted',
  says: {
    en: 'Withheld: the cut-out is not certain enough. Approve it or upload a photo on a plain background.',
    zh: '暂不发布：抠图结果不够可靠。请审核通过，或上传纯色背景的照片。',
  },
};

const NO_CUTOUT: Withheld = {
  code: 'no-cutout',
  says: {
    en: 'Not made: this channel needs a white background and the product could not be cut out.',
    zh: '未生成：该渠道要求白底图，但未能抠出商品。',
  },
};

/**
 * Makes the files of all channels from pixels that were decoded once. Files that would be byte for byte the same
 * (one size, one composition, one quality) are encoded once.
 * @throws Error where libvips refuses the pixels; never because of what they show
 */
export async function formatPictures(request: FormatRequest): Promise<FormatResult> {
  const { plans, notMade } = planPictures(request);
  const encoded = new Map<PicturePlan, EncodedPicture>();
  // One source after the other, so that the levels of only one are in memory.
  for (const [source, own] of Map.groupBy(plans, (plan) => plan.source.kind)) {
    await encodeSource(source, own, request.qualityStart ?? FIRST_QUALITY, encoded);
  }
  return {
    pictures: plans.flatMap((plan) => {
      const file = encoded.get(plan);
      return file === undefined ? [] : [describe(plan, file, request)];
    }),
    notMade: notMade.map((channel) => ({ channel: channel.id, withheld: NO_CUTOUT })),
  };
}

async function encodeSource(
  kind: PictureSource['kind'],
  plans: readonly PicturePlan[],
  qualityStart: number,
  encoded: Map<PicturePlan, EncodedPicture>,
): Promise<void> {
  const source = plans[0]?.source;
  if (source === undefined) throw new Error(`no plan shows the ${kind}`);
  const pyramid = new PicturePyramid(source);
  await pyramid.build(plans);
  const twins = new Map<string, Promise<EncodedPicture>>();
  // Frames of one product size after each other, the largest first: the size that they share is read again while it is still
  // in the processor's cache (4 to 7 % of the CPU), and no large frame is left for last.
  const waiting = plans.toSorted((one, other) => other.scale - one.scale).values();
  const encodeNext = async () => {
    for (const plan of waiting) {
      const output = { ...plan.channel.output, chroma: chromaFor(plan.source.kind, plan.channel.output) };
      const open = () => pyramid.compose(plan);
      const key = compositionKey(plan);
      const shared = twins.get(key) ?? encodePicture(open, { ...output, maxBytes: Infinity }, qualityStart);
      twins.set(key, shared);
      const first = await shared;
      // Its provenance is written into the file afterwards.
      const maxBytes = output.maxBytes - PROVENANCE_BYTES;
      const fits = first.bytes.length <= maxBytes;
      encoded.set(plan, fits ? first : await encodePicture(open, { ...output, maxBytes }, first.quality - 1));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, encodeNext));
}

/** Equal for plans whose first encoding is the same bytes. */
function compositionKey(plan: PicturePlan): string {
  const { width, height, format, chroma } = plan.channel.output;
  return JSON.stringify([width, height, format, chroma, plan.drawn, plan.background]);
}

function describe(
  plan: PicturePlan,
  file: EncodedPicture,
  { cutoutAccepted, originalSource }: FormatRequest,
): FormattedPicture {
  const { id, output } = plan.channel;
  const { r, g, b } = plan.background;
  const made = plan.source.kind === 'cutout' ? 'composite' : 'digitalCapture';
  const digitalSource = sourceAfter(originalSource, made);
  const bytes = stampProvenance(file.bytes, output.format, digitalSource);
  return {
    channel: id,
    name: pictureName(plan.channel),
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    width: output.width,
    height: output.height,
    format: output.format,
    ...(plan.withheld ? { withheld: NOT_ACCEPTED } : {}),
    facts: {
      source: plan.source.kind,
      background: `#${[r, g, b].map((level) => level.toString(16).padStart(2, '0')).join('')}`,
      productBox: plan.product,
      productFill: Math.min(
        1,
        Math.max(plan.product.width / output.width, plan.product.height / output.height),
      ),
      upscale: plan.scale,
      sourceClipped: plan.source.clippedEdges,
      cutAway: plan.cutAway,
      cutoutAccepted,
      quality: file.quality,
      digitalSource,
    },
  };
}
