import { crc32 } from 'node:zlib';
import { tiffIsComplete } from './check-tiff.ts';
import type { PhotoFormat } from './sniff-format.ts';

/** What the walk over a file's own structure found, without decoding a pixel. */
export interface Structure {
  readonly fault?: 'truncated' | 'damaged' | 'too-complex';
  /** Bytes after the picture's end: ignored by every decoder, often a second file glued on. */
  readonly trailingBytes: number;
  /** Frames that the decoder does not report itself (animated PNG). */
  readonly frames: number;
  /** Parts that are broken but not needed for the pixels (text, time). */
  readonly damagedExtras: boolean;
}

const SOUND: Structure = { trailingBytes: 0, frames: 1, damagedExtras: false };

/**
 * A progressive JPEG may repeat scans without end, and each costs a pass over the whole picture: at 64 MP about
 * 0.3 s. Encoders write 10 or fewer; 100 leaves room for the odd ones and caps the work at half a minute.
 */
const MAX_JPEG_SCANS = 100;

/**
 * Walks JPEG, PNG, WebP and TIFF. The decoders miss or mislabel some faults there (a PNG with a wrong checksum may decode,
 * a cut WebP reads as "corrupt header"); GIF and AVIF report theirs well enough.
 */
export function checkStructure(bytes: Buffer, format: PhotoFormat): Structure {
  if (format === 'png') return walkPng(bytes);
  if (format === 'jpeg') return walkJpeg(bytes);
  if (format === 'webp') return walkWebp(bytes);
  if (format === 'tiff' && !tiffIsComplete(bytes)) return { ...SOUND, fault: 'truncated' };
  return SOUND;
}

function walkPng(bytes: Buffer): Structure {
  let frames = 1;
  let damagedExtras = false;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) break;
    const type = bytes.toString('latin1', at + 4, at + 8);
    const sound = crc32(bytes.subarray(at + 4, end - 4)) === bytes.readUInt32BE(end - 4);
    // Bit 5 of the first letter: lower case means that the picture can do without this chunk.
    const critical = /^[A-Z]/.test(type);
    if (!sound && critical) return { ...SOUND, fault: 'damaged' };
    damagedExtras ||= !sound;
    if (type === 'acTL' && length >= 4) frames = Math.max(1, bytes.readUInt32BE(at + 8));
    if (type === 'IEND') return { trailingBytes: bytes.length - end, frames, damagedExtras };
    at = end;
  }
  return { ...SOUND, fault: 'truncated' };
}

function walkJpeg(bytes: Buffer): Structure {
  let scans = 0;
  for (let at = 2; at + 1 < bytes.length; ) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) break;
    const marker = bytes[at + 1];
    if (marker === undefined) break;
    if (marker === 0xd9) return { ...SOUND, trailingBytes: bytes.length - at - 2 };
    const standsAlone = marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (marker === 0xff) at += 1;
    else if (standsAlone) at += 2;
    else {
      if (marker === 0xda) scans += 1;
      if (scans > MAX_JPEG_SCANS) return { ...SOUND, fault: 'too-complex' };
      if (at + 4 > bytes.length) break;
      at += 2 + bytes.readUInt16BE(at + 2);
    }
  }
  return { ...SOUND, fault: 'truncated' };
}

function walkWebp(bytes: Buffer): Structure {
  if (bytes.length < 12) return { ...SOUND, fault: 'truncated' };
  // RIFF counts what follows its own eight bytes, and pads to an even length.
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length + 1) return { ...SOUND, fault: 'truncated' };
  return { ...SOUND, trailingBytes: Math.max(0, bytes.length - end - (end % 2)) };
}
