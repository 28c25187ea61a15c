import { createHash } from 'node:crypto';
import sharp, { type Metadata } from 'sharp';
import { mostPhotoBytes, photoExtensions } from '../commerce/photo-files.ts';
import type { Says } from '../commerce/says.ts';
import { checkStructure, type Structure } from './check-structure.ts';
import { type RefusalCode, refusals, type WarningCode, warnings } from './inspection-texts.ts';
import { dropAlpha, measurePhoto, type PhotoMeasures, usesAlpha } from './measure-photo.ts';
import { profileName } from './profile-name.ts';
import type { DigitalSource } from './provenance/digital-source.ts';
import { readOriginalSource } from './provenance/read-original-source.ts';
import { decodeRaster, INPUT_LIMITS, type Raster } from './raster.ts';
import { type PhotoFormat, type Sniffed, sniffFormat } from './sniff-format.ts';

/** What the shop takes. All but the last are checked on the header, before a pixel is decoded. */
export const INSPECTION_LIMITS = {
  maxBytes: mostPhotoBytes,
  /** 64 MP: as RGBA 256 MB, so that the whole path stays under 1 GiB at 6,000² (36 MP). */
  maxPixels: INPUT_LIMITS.limitInputPixels,
  /** Long side after orientation, in pixels: below it every channel's smallest file would be an enlargement. */
  minLongSidePx: 400,
  /** Frames of an animation or pages of a document. */
  maxFrames: 200,
} as const;

/** Below this long side (pixels) channels with zoom complain; a note, no refusal. */
const ZOOM_LONG_SIDE_PX = 1000;
/** The hardest edges of a photo in focus reach 75 grey levels and more at 1,024 px, the same blurred by 6 pixels at most 8; see `edgeResponse`. */
const BLURRED_BELOW_EDGE_RESPONSE = 25;
const DARK_BELOW_MEAN = 0.08;
/** More than a white backdrop around a product, which legitimately fills 80 % and more of a frame. */
const BRIGHT_ABOVE_CLIPPED = 0.97;

export interface PhotoWarning {
  readonly code: WarningCode;
  readonly says: Says;
}

/** What was found out about one uploaded file. Sizes are in pixels after orientation. */
export interface PhotoFacts extends PhotoMeasures {
  readonly format: PhotoFormat;
  readonly bytes: number;
  /** Hex SHA-256 of the file as uploaded: the same bytes again are a duplicate. */
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  /** EXIF orientation of the source, 1 (upright) to 8; it is already applied to the pixels. */
  readonly orientation: number;
  /** Colour space of the source as the decoder names it: srgb, b-w, cmyk, rgb16, grey16, lab … */
  readonly colourSpace: string;
  /** Name of the embedded ICC profile; undefined where there is none or it is unnamed. */
  readonly profile?: string;
  readonly hasProfile: boolean;
  /** Whether the pixels had to be converted to reach 8-bit sRGB. */
  readonly converted: boolean;
  /** Bits a channel in the source. */
  readonly bitDepth: number;
  readonly hasAlpha: boolean;
  /** Whether any pixel is really transparent; where not, the raster has three channels. */
  readonly usesAlpha: boolean;
  /** What the file's own metadata says of how its pixels came about; left out where it says nothing. */
  readonly digitalSource?: DigitalSource;
  /** Frames of an animation, pages of a TIFF; 1 for a still photo. */
  readonly frames: number;
  readonly warnings: readonly PhotoWarning[];
}

export interface RefusedPhoto {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  readonly says: Says;
}

export interface AcceptedPhoto {
  readonly kind: 'accepted';
  readonly facts: PhotoFacts;
  /** Upright, sRGB, 8 bit; RGBA only where transparency is really used. */
  readonly raster: Raster;
}

export type Inspection = AcceptedPhoto | RefusedPhoto;

export interface InspectionOptions {
  /** The name that the file came with; only used to tell when its extension lies. */
  readonly fileName?: string;
}

/**
 * Looks at an uploaded file and, where it is a usable photo, decodes it once. Never throws for bad input: what
 * cannot be used comes back as `refused`, with a code and a sentence for the operator.
 */
export async function inspectPhoto(bytes: Buffer, options: InspectionOptions = {}): Promise<Inspection> {
  if (bytes.length === 0) return refuse('Empty', refusals.Empty());
  if (bytes.length > INSPECTION_LIMITS.maxBytes) {
    const says = refusals.TooManyBytes(Math.ceil(bytes.length / 1e6), INSPECTION_LIMITS.maxBytes / 1e6);
    return refuse('TooManyBytes', says);
  }
  const sniffed = sniffFormat(bytes);
  if (sniffed.kind !== 'photo') return refuseKind(sniffed);

  const header = await readHeader(bytes, sniffed.format);
  const structure = checkStructure(bytes, sniffed.format);
  if (header) {
    const refusal = checkLimits(header, structure);
    if (refusal) return refusal;
  }
  if (structure.fault) return refuseFault(structure.fault);
  if (!header) return refuseUnreadable(sniffed.format);

  let raster: Raster;
  try {
    raster = await decodeRaster(bytes);
  } catch (error) {
    return refuseFault(isCutShort(error) ? 'truncated' : 'damaged');
  }
  const transparent = usesAlpha(raster);
  if (!transparent) raster = dropAlpha(raster);
  const measures = await measurePhoto(raster);
  const found = { bytes, format: sniffed.format, header, structure, raster, transparent, measures };
  return { kind: 'accepted', facts: stateFacts(found, options), raster };
}

/** The header by the decoder, no pixels. Undefined where it cannot be read, or the decoder sees another format. */
async function readHeader(bytes: Buffer, format: PhotoFormat): Promise<Metadata | undefined> {
  try {
    // The pixel limit is ours to state, with the measured size in the text; the decoder's would only throw.
    const header = await sharp(bytes, { ...INPUT_LIMITS, limitInputPixels: false }).metadata();
    const agrees = header.format === format || (format === 'avif' && header.compression === 'av1');
    return agrees ? header : undefined;
  } catch {
    return undefined;
  }
}

function checkLimits(header: Metadata, structure: Structure): RefusedPhoto | undefined {
  const { width, height } = header.autoOrient;
  const { maxPixels, maxFrames, minLongSidePx } = INSPECTION_LIMITS;
  const frames = countFrames(header, structure);
  if (width * height > maxPixels) {
    return refuse('TooManyPixels', refusals.TooManyPixels(width, height, maxPixels / 1e6));
  }
  if (frames > maxFrames) return refuse('TooManyFrames', refusals.TooManyFrames(frames, maxFrames));
  if (Math.max(width, height) < minLongSidePx) {
    return refuse('TooSmall', refusals.TooSmall(width, height, minLongSidePx));
  }
  return undefined;
}

/** Pages as the container lists them; nothing is decoded to count them. */
function countFrames(header: Metadata, structure: Structure): number {
  return Math.max(header.pages ?? 1, structure.frames);
}

interface Found {
  readonly bytes: Buffer;
  readonly format: PhotoFormat;
  readonly header: Metadata;
  readonly structure: Structure;
  readonly raster: Raster;
  readonly transparent: boolean;
  readonly measures: PhotoMeasures;
}

function stateFacts(found: Found, options: InspectionOptions): PhotoFacts {
  const { bytes, format, header, structure, raster, transparent, measures } = found;
  const name = header.icc ? profileName(header.icc) : undefined;
  const bitDepth = bitsPerChannel(header);
  const digitalSource = readOriginalSource(bytes, header.xmp);
  return {
    format,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    width: raster.width,
    height: raster.height,
    orientation: header.orientation ?? 1,
    colourSpace: header.space,
    ...(name ? { profile: name } : {}),
    hasProfile: header.hasProfile,
    converted: header.space !== 'srgb' || bitDepth > 8 || (header.hasProfile && !/^sRGB/i.test(name ?? '')),
    bitDepth,
    hasAlpha: header.hasAlpha,
    usesAlpha: transparent,
    ...(digitalSource ? { digitalSource } : {}),
    frames: countFrames(header, structure),
    ...measures,
    warnings: collectWarnings(found, bitDepth, options),
  };
}

/** Palette pictures count the bits of their colours (8), not of their indexes. */
function bitsPerChannel(header: Metadata): number {
  if (header.isPalette || header.depth === 'uchar') return 8;
  if (header.depth === 'ushort') return header.bitsPerSample ?? 16;
  return header.depth === 'double' ? 64 : 32;
}

function collectWarnings(found: Found, bitDepth: number, options: InspectionOptions): PhotoWarning[] {
  const { format, header, structure, raster, measures } = found;
  const list: PhotoWarning[] = [];
  const warn = (code: WarningCode, says: Says) => list.push({ code, says });

  const extension = lyingExtension(options.fileName, format);
  if (extension) warn('ExtensionDiffers', warnings.ExtensionDiffers(extension, format.toUpperCase()));
  const frames = countFrames(header, structure);
  if (frames > 1) {
    const code = format === 'tiff' ? 'FirstPageOnly' : 'FirstFrameOnly';
    warn(code, warnings[code](frames));
  }
  if (header.space === 'cmyk') {
    const code = header.hasProfile ? 'CmykConverted' : 'CmykWithoutProfile';
    warn(code, warnings[code]());
  }
  if (bitDepth > 8) warn('DepthReduced', warnings.DepthReduced(bitDepth));
  if (structure.trailingBytes > 0) warn('TrailingData', warnings.TrailingData(structure.trailingBytes));
  if (structure.damagedExtras) warn('DamagedMetadata', warnings.DamagedMetadata());

  const longSide = Math.max(raster.width, raster.height);
  if (longSide < ZOOM_LONG_SIDE_PX)
    warn('LowResolution', warnings.LowResolution(longSide, ZOOM_LONG_SIDE_PX));
  if (measures.edgeResponse < BLURRED_BELOW_EDGE_RESPONSE)
    warn('Blurred', warnings.Blurred(measures.edgeResponse));
  const { meanLuminance, clippedHighlights } = measures.exposure;
  if (meanLuminance < DARK_BELOW_MEAN) warn('TooDark', warnings.TooDark(Math.round(meanLuminance * 100)));
  if (clippedHighlights > BRIGHT_ABOVE_CLIPPED) {
    warn('TooBright', warnings.TooBright(Math.round(clippedHighlights * 100)));
  }
  return list;
}

function lyingExtension(fileName: string | undefined, format: PhotoFormat): string | undefined {
  const extensions: readonly string[] = photoExtensions[format];
  const extension = fileName?.match(/\.([a-z0-9]{1,8})$/i)?.[1]?.toLowerCase();
  return extension && !extensions.includes(extension) ? extension : undefined;
}

/** libvips has no error codes; these are the words of its loaders for "the data ended". */
function isCutShort(error: unknown): boolean {
  return /premature end|unexpected end|end of (file|data|stream)|read error|truncat/i.test(String(error));
}

function refuse(code: RefusalCode, says: Says): RefusedPhoto {
  return { kind: 'refused', code, says };
}

function refuseKind(sniffed: Exclude<Sniffed, { kind: 'photo' }>): RefusedPhoto {
  if (sniffed.kind === 'svg') return refuse('Svg', refusals.Svg());
  if (sniffed.kind === 'unknown') return refuse('NotAnImage', refusals.NotAnImage());
  return refuse('UnsupportedFormat', refusals.UnsupportedFormat(sniffed.name));
}

function refuseFault(fault: NonNullable<Structure['fault']>): RefusedPhoto {
  return fault === 'truncated'
    ? refuse('Truncated', refusals.Truncated())
    : refuse('Damaged', refusals.Damaged());
}

/** A sound structure under a header that cannot be read. The GIF reader stops at the first missing block. */
function refuseUnreadable(format: PhotoFormat): RefusedPhoto {
  return refuseFault(format === 'gif' ? 'truncated' : 'damaged');
}
