import sharp from 'sharp';
import { sampleCells } from './checks/picture-cells.ts';
import { COLOUR_CELLS } from './checks/source-colours.ts';
import { type Box, type Edge, findExtent } from './find-extent.ts';
import { measureFocus } from './measure-photo.ts';
import type { DigitalSource } from './provenance/digital-source.ts';
import { readProvenance } from './provenance/read-provenance.ts';
import { decodeRaster, INPUT_LIMITS, openRaster, type Raster } from './raster.ts';

/** What a produced file is, read from its bytes alone. */
export interface PictureMeasures {
  /** As libvips recognises the bytes: `jpeg`, `png`, `webp`, … */
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** File size. */
  readonly bytes: number;
  /** Channel values (0..255) in the ring along the frame, 1 % of the shorter side wide: the darkest and the mean. */
  readonly borderWhite: { readonly min: number; readonly mean: number };
  /** Bounding box of what is not white; absent on an empty picture. In a photo, usually the whole frame. */
  readonly productBox?: Box;
  /** Of that box. `side`: the larger of width and height relative to the frame · `area`: relative to its area; 0..1. */
  readonly fill: { readonly side: number; readonly area: number };
  /** Frame edges that something not white touches. */
  readonly touchedEdges: readonly Edge[];
  /**
   * Variance of the Laplacian of the product box, its longer side reduced to 1,024 px (never enlarged), grey levels².
   * White around the product is left out: it would make the same product look blurred in a larger frame.
   */
  readonly sharpness: number;
  /** The 99.9th percentile of the absolute Laplacian in the same place, grey levels. */
  readonly edgeResponse: number;
  /** What its metadata says of how it came about; undefined where it says nothing. */
  readonly digitalSource?: DigitalSource | undefined;
  /** The colours of the part that was asked for, in cells; see `SourceColours`. */
  readonly cells?: Raster;
}

function isStamped(format: string | undefined): format is 'jpeg' | 'png' | 'webp' {
  return format === 'jpeg' || format === 'png' || format === 'webp';
}

/** Wider than JPEG's rounding, narrower than the least margin around a product (4 %). */
const RING_SHARE = 0.01;
const LEAST_RING_PX = 2;

/**
 * A pixel is product where a channel is darker than this. JPEG at quality 60 and more moves exact white by up to 4
 * levels inside the 8 x 8 block of an edge; a cream or pale grey product is darker than 250 nearly everywhere.
 */
const NOT_WHITE_BELOW = 250;

/**
 * Decodes a produced file again and measures it. Nothing is taken from the plan.
 * @param part whose colours are read, in pixels of the file
 * @throws Error with libvips' text where the bytes are no picture
 */
export async function measurePicture(bytes: Buffer, part?: Box): Promise<PictureMeasures> {
  const { format } = await sharp(bytes, INPUT_LIMITS).metadata();
  const picture = await onWhitePaper(await decodeRaster(bytes));
  const { width, height } = picture;
  const extent = findNotWhite(picture);
  const { sharpness, edgeResponse } =
    extent === undefined ? { sharpness: 0, edgeResponse: 0 } : await measureFocus(picture, extent.box);
  return {
    format: format ?? 'unknown',
    width,
    height,
    bytes: bytes.length,
    borderWhite: measureBorder(picture),
    ...(extent === undefined ? {} : { productBox: extent.box }),
    fill: fillOf(extent?.box, width, height),
    touchedEdges: extent?.cutEdges ?? [],
    sharpness,
    edgeResponse,
    digitalSource: isStamped(format) ? readProvenance(bytes, format)?.digitalSource : undefined,
    ...(part === undefined ? {} : { cells: sampleCells(picture, part, COLOUR_CELLS, COLOUR_CELLS) }),
  };
}

/** A shop's page is white, so transparent pixels are seen as white. */
async function onWhitePaper(raster: Raster): Promise<Raster> {
  if (raster.channels === 3) return raster;
  const data = await openRaster(raster).flatten({ background: '#ffffff' }).raw().toBuffer();
  return { width: raster.width, height: raster.height, channels: 3, data };
}

function findNotWhite({ width, height, data }: Raster) {
  return findExtent({
    width,
    height,
    data,
    stride: 3,
    first: 0,
    samples: 3,
    flip: 0,
    below: NOT_WHITE_BELOW,
  });
}

function fillOf(box: Box | undefined, width: number, height: number): PictureMeasures['fill'] {
  if (box === undefined) return { side: 0, area: 0 };
  return {
    side: Math.max(box.width / width, box.height / height),
    area: (box.width * box.height) / (width * height),
  };
}

function measureBorder({ width, height, data }: Raster): PictureMeasures['borderWhite'] {
  const ring = Math.max(LEAST_RING_PX, Math.round(Math.min(width, height) * RING_SHARE));
  let min = 255;
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y += 1) {
    const inside = y >= ring && y < height - ring;
    for (let x = 0; x < width; x += 1) {
      if (inside && x === ring) x = Math.max(x, width - ring);
      for (let at = (y * width + x) * 3, end = at + 3; at < end; at += 1) {
        const level = data[at] ?? 0;
        if (level < min) min = level;
        sum += level;
        count += 1;
      }
    }
  }
  return { min, mean: sum / count };
}
