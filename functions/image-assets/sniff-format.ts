import { gunzipSync, constants as zlib } from 'node:zlib';

/** The formats that the prebuilt image library decodes and the shop takes. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif';

/** What a file is by its own bytes; a name or a declared type is never asked. */
export type Sniffed =
  | { readonly kind: 'photo'; readonly format: PhotoFormat }
  | { readonly kind: 'svg' }
  /** A picture or a known file type that the shop does not take; `name` is what people call it. */
  | { readonly kind: 'unsupported'; readonly name: string }
  | { readonly kind: 'unknown' };

/** The largest part of a text that is searched for an SVG root: long licence comments stand before it in real files. */
const TEXT_WINDOW_BYTES = 64 * 1024;

/** Camera RAW files are TIFF inside: their embedded preview is not the photo, so they are told apart. */
const RAW_MARKERS = [
  { offset: 8, magic: 'CR', name: 'camera RAW (CR2)' },
  { offset: 0, magic: 'IIRO', name: 'camera RAW (ORF)' },
  { offset: 0, magic: 'FUJIFILM', name: 'camera RAW (RAF)' },
];

const SIGNATURES: readonly { readonly magic: string; readonly offset?: number; readonly name: string }[] = [
  { magic: 'BM', name: 'BMP' },
  // Made for files over 4 GB: a photo of 50 MB has no need of it.
  { magic: 'II+\0', name: 'BigTIFF' },
  { magic: 'MM\0+', name: 'BigTIFF' },
  { magic: '%PDF-', name: 'PDF' },
  { magic: 'PK\x03\x04', name: 'ZIP' },
  { magic: '8BPS', name: 'PSD' },
  { magic: '%!PS', name: 'PostScript' },
  { magic: '\x00\x00\x01\x00', name: 'ICO' },
  { magic: '\xff\x0a', name: 'JPEG XL' },
  { magic: '\x00\x00\x00\x0cJXL ', name: 'JPEG XL' },
  { magic: '\x00\x00\x00\x0cjP  ', name: 'JPEG 2000' },
  { magic: '\xff\x4f\xff\x51', name: 'JPEG 2000' },
  { magic: 'Rar!', name: 'RAR' },
  { magic: '7z\xbc\xaf\x27\x1c', name: '7z' },
  { magic: '\x1aE\xdf\xa3', name: 'video (Matroska)' },
];

/** ISO media brands: AVIF is decoded; HEIC needs a patent-encumbered decoder that the prebuilt library lacks. */
const AVIF_BRANDS = new Set(['avif', 'avis']);
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx']);

/** Tells what a file is from its bytes. Reads the head only, and at most 64 kB of a gzip stream. */
export function sniffFormat(bytes: Buffer): Sniffed {
  const photo = sniffPhoto(bytes);
  if (photo) return photo;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return looksLikeSvg(inflateHead(bytes)) ? { kind: 'svg' } : { kind: 'unsupported', name: 'gzip' };
  }
  if (looksLikeSvg(bytes.subarray(0, TEXT_WINDOW_BYTES))) return { kind: 'svg' };
  const known = SIGNATURES.find(({ magic, offset = 0 }) => startsWith(bytes, magic, offset));
  if (known) return { kind: 'unsupported', name: known.name };
  if (/^\s*<(!doctype html|html|head|body|script)\b/i.test(decodeText(bytes.subarray(0, 1024)))) {
    return { kind: 'unsupported', name: 'HTML' };
  }
  return { kind: 'unknown' };
}

function sniffPhoto(bytes: Buffer): Sniffed | undefined {
  if (startsWith(bytes, '\xff\xd8\xff')) return { kind: 'photo', format: 'jpeg' };
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return { kind: 'photo', format: 'png' };
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return { kind: 'photo', format: 'webp' };
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return { kind: 'photo', format: 'gif' };
  const raw = RAW_MARKERS.find(({ magic, offset }) => startsWith(bytes, magic, offset));
  const tiff = ['II*\0', 'MM\0*'].some((magic) => startsWith(bytes, magic));
  if (raw && (tiff || raw.offset === 0)) return { kind: 'unsupported', name: raw.name };
  if (tiff) return { kind: 'photo', format: 'tiff' };
  return startsWith(bytes, 'ftyp', 4) ? sniffIsoMedia(bytes) : undefined;
}

function sniffIsoMedia(bytes: Buffer): Sniffed {
  // ftyp box: size, 'ftyp', major brand, minor version, compatible brands of four letters each.
  const end = Math.min(bytes.length, Math.max(16, Math.min(bytes.readUInt32BE(0), 256)));
  const brands = [bytes.toString('latin1', 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(bytes.toString('latin1', at, at + 4));
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return { kind: 'photo', format: 'avif' };
  if (brands.some((brand) => HEIC_BRANDS.has(brand))) return { kind: 'unsupported', name: 'HEIC' };
  return { kind: 'unsupported', name: brands[0] === 'mif1' ? 'HEIF' : 'video (MP4)' };
}

function looksLikeSvg(head: Buffer): boolean {
  const text = decodeText(head);
  // Only text that opens like XML is searched: a binary file may hold the letters "<svg" in its metadata.
  return (
    /^\s*</.test(text) && /<([a-z][\w.-]*:)?svg[\s>/]/i.test(text) && !/^\s*<(!doctype )?html/i.test(text)
  );
}

/** Text without its byte order mark, for UTF-8 and both UTF-16 orders, with or without a mark. */
function decodeText(bytes: Buffer): string {
  const [first, second] = bytes;
  const bigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c);
  const littleEndian = (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0);
  const encoding = bigEndian ? 'utf-16be' : littleEndian ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** The first part of a gzip stream. A bomb costs no more than the window, a cut stream gives what is there. */
function inflateHead(bytes: Buffer): Buffer {
  // 32 kB of input inflate to 32 MB at the very most (deflate's ratio is 1,032 : 1), and are then cut.
  try {
    const head = gunzipSync(bytes.subarray(0, 32 * 1024), { finishFlush: zlib.Z_SYNC_FLUSH });
    return head.subarray(0, TEXT_WINDOW_BYTES);
  } catch {
    return Buffer.alloc(0);
  }
}

function startsWith(bytes: Buffer, magic: string, offset = 0): boolean {
  return bytes.toString('latin1', offset, offset + magic.length) === magic;
}
