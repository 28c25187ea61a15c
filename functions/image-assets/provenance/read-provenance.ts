import { digitalSourceOf } from './digital-source.ts';
import { type Provenance, readPacket } from './provenance-packet.ts';
import {
  JPEG_XMP_HEADER,
  MP4_XMP_UUID,
  PNG_XMP_KEYWORD,
  type StampedFormat,
  WEBP_HAS_XMP,
} from './stamp-provenance.ts';

/**
 * Reads back what `stampProvenance` wrote, from where any reader of the format would take it. Meant for files of ours: another
 * program's packet may be written in ways that are not understood here.
 *
 * @returns undefined where the file does not say both
 */
export function readProvenance(bytes: Buffer, format: StampedFormat): Provenance | undefined {
  if (format === 'html') return readPage(bytes.toString('utf8', 0, 4096));
  const packet = packetReaders[format](bytes);
  return packet === undefined ? undefined : readPacket(packet.toString('utf8'));
}

const packetReaders: Record<Exclude<StampedFormat, 'html'>, (bytes: Buffer) => Buffer | undefined> = {
  jpeg: jpegPacket,
  png: pngPacket,
  webp: webpPacket,
  mp4: mp4Packet,
};

function jpegPacket(bytes: Buffer): Buffer | undefined {
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes.readUInt16BE(at);
    // Segments end where the picture begins.
    if (marker < 0xffc0 || marker === 0xffda) return undefined;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const payload = bytes.subarray(at + 4, end);
    if (marker === 0xffe1 && payload.toString('latin1', 0, JPEG_XMP_HEADER.length) === JPEG_XMP_HEADER) {
      return payload.subarray(JPEG_XMP_HEADER.length);
    }
    at = end;
  }
  return undefined;
}

function pngPacket(bytes: Buffer): Buffer | undefined {
  const start = `${PNG_XMP_KEYWORD}\0\0\0\0\0`;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const body = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    const isText = bytes.toString('latin1', at + 4, at + 8) === 'iTXt';
    if (isText && body.toString('latin1', 0, start.length) === start) return body.subarray(start.length);
    at += 12 + body.length;
  }
  return undefined;
}

function webpPacket(bytes: Buffer): Buffer | undefined {
  const isExtended = bytes.length >= 30 && bytes.toString('latin1', 12, 16) === 'VP8X';
  if (!isExtended || (bytes.readUInt8(20) & WEBP_HAS_XMP) === 0) return undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    if (bytes.toString('latin1', at, at + 4) === 'XMP ') return bytes.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  return undefined;
}

function mp4Packet(bytes: Buffer): Buffer | undefined {
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    // 0 and 1 (to the end; 64 bits) are not what our encoder writes.
    if (length < 8) return undefined;
    const isUuid = bytes.toString('latin1', at + 4, at + 8) === 'uuid';
    if (isUuid && bytes.subarray(at + 8, at + 24).equals(MP4_XMP_UUID))
      return bytes.subarray(at + 24, at + length);
    at += length;
  }
  return undefined;
}

function readPage(head: string): Provenance | undefined {
  const [, creatorTool] = /<meta name="generator" content="([^"<]{1,100})">/.exec(head) ?? [];
  const [, uri = ''] = /"digitalSourceType":"([^"<]{1,200})"/.exec(head) ?? [];
  const digitalSource = digitalSourceOf(uri);
  return creatorTool === undefined || digitalSource === undefined
    ? undefined
    : { creatorTool, digitalSource };
}
