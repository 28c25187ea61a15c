import type { Channel } from '../commerce/channels/channel-rule.ts';
import type { Box, Edge } from './find-extent.ts';
import { findProduct } from './find-product.ts';
import { type Colour, plainBorderColour, WHITE } from './plain-border.ts';
import type { Raster } from './raster.ts';

/**
 * One source pixel becomes at most 2.5 x 2.5: a product 688 px long still fills 86 % of Amazon's 2000 px. Beyond that
 * five sixths of a picture are invented, which shoppers see; a product that is too small stays small and says so.
 */
export const LARGEST_UPSCALE = 2.5;

/** Free of any ink along each side of the frame: the ring in which white is measured is 1 % wide. */
const INK_MARGIN = 0.02;

/** A cover crop may lose this share of the photo, a fifth to a quarter being 3:2 in 1.91:1; above it all is shown. */
const LARGEST_CUT_AWAY = 0.25;

/** The part of a source that pictures show, and what stands behind its transparent pixels. */
export interface PictureSource {
  readonly kind: 'cutout' | 'photo';
  readonly raster: Raster;
  /** All that is drawn. */
  readonly crop: Box;
  /** The product in it, in the raster's pixels; of a photo, all of it. */
  readonly product: Box;
  readonly clippedEdges: readonly Edge[];
}

/** Where a channel's picture shows its source. */
export interface PicturePlan {
  readonly channel: Channel;
  readonly source: PictureSource;
  /** The whole crop, in output pixels; `left` and `top` are negative where the frame crops it. */
  readonly drawn: Box;
  /** The product in the frame, in output pixels. */
  readonly product: Box;
  readonly background: Colour;
  /** Output pixels for one source pixel, along the longer side. */
  readonly scale: number;
  /** Share of the source's area outside the frame, 0..1. */
  readonly cutAway: number;
  readonly withheld: boolean;
}

export interface PlanRequest {
  readonly original: Raster;
  readonly cutout?: Raster | undefined;
  readonly cutoutAccepted: boolean;
  readonly channels: readonly Channel[];
}

export interface Plans {
  readonly plans: readonly PicturePlan[];
  /** Channels that need a cut-out where there is none, or one without a visible pixel. */
  readonly notMade: readonly Channel[];
}

/**
 * Decides for each channel what it shows: the product on white wherever the cut-out is accepted; otherwise the
 * photo, and a withheld picture on white for the channels that take nothing else.
 */
export function planPictures(request: PlanRequest): Plans {
  const { original, cutoutAccepted, channels } = request;
  const cutout = request.cutout ?? (original.channels === 4 ? original : undefined);
  const product = cutout && findProduct(cutout);
  const productSource: PictureSource | undefined = cutout &&
    product && {
      kind: 'cutout',
      raster: cutout,
      crop: product.ink,
      product: product.box,
      clippedEdges: product.clippedEdges,
    };
  const usesProduct = (channel: Channel) => channel.output.background === 'white' || cutoutAccepted;

  const onWhite = productSource === undefined ? [] : channels.filter(usesProduct);
  const fromPhoto = channels.filter(
    (channel) => channel.output.background !== 'white' && !onWhite.includes(channel),
  );
  const plans = [
    ...(productSource === undefined ? [] : planProduct(productSource, onWhite, !cutoutAccepted)),
    ...fromPhoto.map((channel) => planPhoto(original, channel, productSource?.clippedEdges ?? [])),
  ];
  const order = (plan: PicturePlan) => channels.indexOf(plan.channel);
  return {
    plans: plans.toSorted((one, other) => order(one) - order(other)),
    notMade: channels.filter((channel) => !onWhite.includes(channel) && !fromPhoto.includes(channel)),
  };
}

interface ScaleRange {
  readonly channel: Channel;
  readonly least: number;
  readonly most: number;
}

/** The scales at which a product fills a channel's frame as it wants, preferring not to upscale. */
function scaleRange(channel: Channel, { product, crop }: PictureSource): ScaleRange {
  const { width, height, fill } = channel.output;
  const whole = Math.min(width / product.width, height / product.height);
  const inked = Math.min(width / crop.width, height / crop.height) * (1 - 2 * INK_MARGIN);
  const largest = Math.min(LARGEST_UPSCALE, inked);
  const least = Math.min(largest, whole * fill.least);
  return { channel, least, most: Math.max(least, Math.min(largest, whole * fill.target, 1)) };
}

/**
 * Chooses as few product sizes as the channels' fill ranges allow (the stabbing of intervals: in the order of their
 * upper ends, each group takes the first end), so that frames of nearly one size share one resized product.
 */
function planProduct(source: PictureSource, channels: readonly Channel[], withheld: boolean): PicturePlan[] {
  const ranges = channels
    .map((channel) => scaleRange(channel, source))
    .toSorted((one, other) => one.most - other.most);
  let scale = 0;
  return ranges.map((range) => {
    if (scale < range.least) scale = range.most;
    const drawn = placeProduct(source, scale, range.channel);
    return {
      channel: range.channel,
      source,
      drawn,
      product: boxWithin(source, drawn),
      background: WHITE,
      scale,
      cutAway: 0,
      withheld,
    };
  });
}

/** Centres the product, not its shadow, and moves it only as far as the shadow needs to stay in the frame. */
function placeProduct({ crop, product }: PictureSource, scale: number, { output }: Channel): Box {
  const along = (inkStart: number, ink: number, start: number, side: number, frame: number) => {
    const length = drawnSide(ink, scale, frame);
    const wanted = Math.round(frame / 2 - (start + side / 2 - inkStart) * (length / ink));
    const margin = Math.min(Math.floor(frame * INK_MARGIN), Math.floor((frame - length) / 2));
    return { start: Math.min(Math.max(wanted, margin), frame - margin - length), length };
  };
  const across = along(crop.left, crop.width, product.left, product.width, output.width);
  const down = along(crop.top, crop.height, product.top, product.height, output.height);
  return { left: across.start, top: down.start, width: across.length, height: down.length };
}

/** Where the product lies in the frame, when its source is drawn there. */
function boxWithin({ crop, product }: PictureSource, drawn: Box): Box {
  const across = drawn.width / crop.width;
  const down = drawn.height / crop.height;
  return {
    left: Math.round(drawn.left + (product.left - crop.left) * across),
    top: Math.round(drawn.top + (product.top - crop.top) * down),
    width: Math.max(1, Math.round(product.width * across)),
    height: Math.max(1, Math.round(product.height * down)),
  };
}

/** A 1:20 product must not vanish: one pixel at least, the frame at most. */
function drawnSide(side: number, scale: number, frame: number): number {
  return Math.min(frame, Math.max(1, Math.round(side * scale)));
}

function centred(width: number, height: number, frameWidth: number, frameHeight: number): Box {
  return {
    left: Math.floor((frameWidth - width) / 2),
    top: Math.floor((frameHeight - height) / 2),
    width,
    height,
  };
}

/** The whole photo, or, for a channel that covers, its middle where little of it is lost. */
function planPhoto(photo: Raster, channel: Channel, clippedEdges: readonly Edge[]): PicturePlan {
  const { width, height, fit } = channel.output;
  const across = width / photo.width;
  const down = height / photo.height;
  const cutAway = 1 - Math.min(across, down) / Math.max(across, down);
  const cover = fit === 'cover' && cutAway <= LARGEST_CUT_AWAY && Math.max(across, down) <= LARGEST_UPSCALE;
  const scale = cover ? Math.max(across, down) : Math.min(across, down, LARGEST_UPSCALE);
  const side = (pixels: number, frame: number) =>
    cover ? Math.max(frame, Math.round(pixels * scale)) : drawnSide(pixels, scale, frame);
  const drawn = centred(side(photo.width, width), side(photo.height, height), width, height);
  const whole = { left: 0, top: 0, width: photo.width, height: photo.height };
  return {
    channel,
    source: { kind: 'photo', raster: photo, crop: whole, product: whole, clippedEdges },
    drawn,
    product: drawn,
    background: backgroundBehind(photo, drawn, width, height),
    scale,
    cutAway: cover ? cutAway : 0,
    withheld: false,
  };
}

function backgroundBehind(photo: Raster, drawn: Box, width: number, height: number): Colour {
  const beside = drawn.width < width;
  const above = drawn.height < height;
  if (!beside && !above) return WHITE;
  return plainBorderColour(photo, beside && above ? 'around' : beside ? 'beside' : 'above');
}
