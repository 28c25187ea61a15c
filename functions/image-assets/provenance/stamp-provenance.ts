import { crc32 } from 'node:zlib';
import { type DigitalSource, digitalSourceUri } from './digital-source.ts';
import { CREATOR_TOOL, xmpPacket } from './provenance-packet.ts';

export type StampedFormat = 'jpeg' | 'png' | 'webp' | 'mp4' | 'html';

/** Before the packet in a JPEG's APP1 segment (XMP Specification Part 3, 1.1.3), with its final NUL. */
export const JPEG_XMP_HEADER = 'http://ns.adobe.com/xap/1.0/\0';
/** The text chunk of a PNG that holds XMP (Part 3, 1.1.5). */
export const PNG_XMP_KEYWORD = 'XML:com.adobe.xmp';
/** The `uuid` box of an MP4 that holds XMP (Part 3, 1.2.6.1). */
export const MP4_XMP_UUID = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');

/**
 * Writes into a made file how its pixels came about and what made it, where readers of the format look for it: as XMP, in a web
 * page as JSON-LD and the name of its generator. Spliced in without touching a pixel, so it costs no encoding; the file must be
 * one that an encoder of ours has just made, without metadata of its own.
 *
 * @throws RangeError for a file that does not begin as its format does
 */
export function stampProvenance(bytes: Buffer, format: StampedFormat, source: DigitalSource): Buffer {
  return stamps[format](bytes, source);
}

const stamps: Record<StampedFormat, (bytes: Buffer, source: DigitalSource) => Buffer> = {
  jpeg: stampJpeg,
  png: stampPng,
  webp: stampWebp,
  mp4: stampMp4,
  html: stampHtml,
};

function refuse(format: StampedFormat): RangeError {
  return new RangeError(`not the beginning of a ${format} file`);
}

/** APP1 after SOI and, where there is one, JFIF's APP0, which has to come first. */
function stampJpeg(bytes: Buffer, source: DigitalSource): Buffer {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) throw refuse('jpeg');
  const hasJfif = bytes.readUInt16BE(2) === 0xffe0;
  const at = hasJfif ? 4 + bytes.readUInt16BE(4) : 2;
  const payload = Buffer.from(JPEG_XMP_HEADER + xmpPacket(source), 'utf8');
  const header = Buffer.alloc(4);
  header.writeUInt16BE(0xffe1, 0);
  // The length counts itself.
  header.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([bytes.subarray(0, at), header, payload, bytes.subarray(at)]);
}

/** An uncompressed `iTXt` right behind `IHDR`, which is 8 + 25 bytes in. */
function stampPng(bytes: Buffer, source: DigitalSource): Buffer {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') throw refuse('png');
  // Keyword, NUL, no compression, method 0, no language, no translated keyword, text.
  const body = Buffer.from(`iTXt${PNG_XMP_KEYWORD}\0\0\0\0\0${xmpPacket(source)}`, 'utf8');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return Buffer.concat([bytes.subarray(0, 33), chunk, bytes.subarray(33)]);
}

/** Of `VP8X`: XMP is there (RFC 9649, 2.7.1). */
export const WEBP_HAS_XMP = 0x04;
const WEBP_HAS_ALPHA = 0x10;

/** An `XMP ` chunk at the end; a file without `VP8X` gets one in front, which alone may be followed by metadata. */
function stampWebp(bytes: Buffer, source: DigitalSource): Buffer {
  if (bytes.length < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF') throw refuse('webp');
  const packet = Buffer.from(xmpPacket(source), 'utf8');
  const chunk = Buffer.alloc(8 + packet.length + (packet.length % 2));
  chunk.write('XMP ', 0, 'latin1');
  chunk.writeUInt32LE(packet.length, 4);
  packet.copy(chunk, 8);
  const isExtended = bytes.toString('latin1', 12, 16) === 'VP8X';
  const extended = isExtended ? bytes.subarray(12, 30) : extendedHeader(bytes);
  const stamped = Buffer.concat([
    bytes.subarray(0, 12),
    extended,
    bytes.subarray(isExtended ? 30 : 12),
    chunk,
  ]);
  stamped.writeUInt8(stamped.readUInt8(20) | WEBP_HAS_XMP, 20);
  stamped.writeUInt32LE(stamped.length - 8, 4);
  return stamped;
}

/** `VP8X` for a simple file, with the canvas that its only frame says. */
function extendedHeader(bytes: Buffer): Buffer {
  const header = Buffer.alloc(18);
  header.write('VP8X', 0, 'latin1');
  header.writeUInt32LE(10, 4);
  const kind = bytes.toString('latin1', 12, 16);
  let width: number;
  let height: number;
  if (kind === 'VP8 ') {
    // Frame tag of 3 bytes, start code of 3, then 14 bits of each side.
    width = bytes.readUInt16LE(26) & 0x3fff;
    height = bytes.readUInt16LE(28) & 0x3fff;
  } else if (kind === 'VP8L') {
    // A signature byte, then 14 bits of each side less one, and whether alpha is used.
    const bits = bytes.readUInt32LE(21);
    width = (bits & 0x3fff) + 1;
    height = ((bits >>> 14) & 0x3fff) + 1;
    if (((bits >>> 28) & 1) === 1) header.writeUInt8(WEBP_HAS_ALPHA, 8);
  } else throw refuse('webp');
  header.writeUIntLE(width - 1, 12, 3);
  header.writeUIntLE(height - 1, 15, 3);
  return header;
}

/** A `uuid` box behind all others: no offset inside the file moves. */
function stampMp4(bytes: Buffer, source: DigitalSource): Buffer {
  if (bytes.toString('latin1', 4, 8) !== 'ftyp') throw refuse('mp4');
  const packet = Buffer.from(xmpPacket(source), 'utf8');
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + MP4_XMP_UUID.length + packet.length, 0);
  header.write('uuid', 4, 'latin1');
  return Buffer.concat([bytes, header, MP4_XMP_UUID, packet]);
}

/** First in the head, after which nothing of the page has been read yet. */
function stampHtml(bytes: Buffer, source: DigitalSource): Buffer {
  const page = bytes.toString('utf8');
  const head = /<head[^>]*>/i.exec(page);
  if (head === null) throw refuse('html');
  const at = head.index + head[0].length;
  const data = {
    '@context': 'https://schema.org',
    '@type': 'CreativeWork',
    digitalSourceType: digitalSourceUri(source),
    creditText: CREATOR_TOOL,
  };
  const tags =
    `<meta name="generator" content="${CREATOR_TOOL}">` +
    `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
  return Buffer.from(page.slice(0, at) + tags + page.slice(at), 'utf8');
}
