import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Provenance } from '../provenance/provenance-packet.ts';
import { readProvenance } from '../provenance/read-provenance.ts';
import { INPUT_LIMITS } from '../raster.ts';
import type { DerivedFormat } from './derived-file.ts';

/** What a derived file itself tells. */
export interface DerivedMeasures {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Pixels; undefined of a web page, and where the file cannot be read. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Of what moves. */
  readonly seconds?: number | undefined;
  readonly provenance?: Provenance | undefined;
}

/** Never throws for a broken file: what cannot be read is left out, and then fails its check. */
export async function measureDerived(bytes: Buffer, format: DerivedFormat): Promise<DerivedMeasures> {
  const seen = format === 'html' ? {} : format === 'mp4' ? readMovie(bytes) : await readPicture(bytes);
  return {
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...seen,
    provenance: readProvenance(bytes, format),
  };
}

type Seen = Pick<DerivedMeasures, 'width' | 'height' | 'seconds'>;

async function readPicture(bytes: Buffer): Promise<Seen> {
  try {
    // All frames: their lengths add up to that of an animation.
    const { width, height, pageHeight, delay } = await sharp(bytes, {
      ...INPUT_LIMITS,
      pages: -1,
    }).metadata();
    const milliseconds = delay?.reduce((sum, one) => sum + one, 0);
    const seconds = milliseconds === undefined ? {} : { seconds: milliseconds / 1000 };
    return { width, height: pageHeight ?? height, ...seconds };
  } catch {
    return {};
  }
}

/** From `mvhd` and the first `tkhd` (ISO 14496-12), in their version 0, which 32-bit times need not exceed. */
function readMovie(bytes: Buffer): Seen {
  const movie = boxIn(bytes, 'moov');
  const header = movie && boxIn(movie, 'mvhd');
  const track = movie && boxIn(movie, 'trak');
  const trackHeader = track && boxIn(track, 'tkhd');
  const isVersion0 = header?.[0] === 0 && trackHeader?.[0] === 0;
  if (!header || !trackHeader || !isVersion0 || header.length < 20 || trackHeader.length < 84) return {};
  return {
    // 16.16 fixed point, the last two fields.
    width: trackHeader.readUInt32BE(76) / 65_536,
    height: trackHeader.readUInt32BE(80) / 65_536,
    seconds: header.readUInt32BE(16) / header.readUInt32BE(12),
  };
}

/** What is inside of the first box of a type; undefined where there is none. */
function boxIn(bytes: Buffer, type: string): Buffer | undefined {
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (length < 8) return undefined;
    if (bytes.toString('latin1', at + 4, at + 8) === type) return bytes.subarray(at + 8, at + length);
    at += length;
  }
  return undefined;
}
