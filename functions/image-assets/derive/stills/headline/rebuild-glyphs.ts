import { ByteReader } from './byte-reader.ts';

/** The tables of a TrueType font that WOFF2 takes apart. */
export interface GlyphTables {
  readonly glyf: Buffer;
  /** With offsets in bytes: `head` must say format 1. */
  readonly loca: Buffer;
}

/** Contours of a glyph that is put together from others. */
const COMPOSITE = 0xffff;

/** Flags of a part of such a glyph, and of a point (OpenType, `glyf`). */
const PART = { words: 0x1, scale: 0x8, more: 0x20, twoScales: 0x40, matrix: 0x80, instructions: 0x100 };
const ON_CURVE = 0x1;
const OVERLAPS = 0x40;

/** Rebuilds `glyf` and `loca` from WOFF2's transformed `glyf` (https://www.w3.org/TR/WOFF2/, 5.1). */
export function rebuildGlyphs(transformed: Buffer): GlyphTables {
  const streams = openStreams(transformed);
  const glyphs: Buffer[] = [];
  const loca = Buffer.alloc((streams.count + 1) * 4);
  let end = 0;
  for (let glyph = 0; glyph < streams.count; glyph += 1) {
    const bytes = rebuildGlyph(streams, glyph);
    // Offsets of glyphs are even.
    const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
    glyphs.push(padded);
    end += padded.length;
    loca.writeUInt32BE(end, (glyph + 1) * 4);
  }
  return { glyf: Buffer.concat(glyphs), loca };
}

interface Streams {
  readonly count: number;
  readonly contours: ByteReader;
  readonly points: ByteReader;
  readonly flags: ByteReader;
  readonly glyphs: ByteReader;
  readonly composites: ByteReader;
  readonly hasBox: (glyph: number) => boolean;
  readonly boxes: ByteReader;
  readonly instructions: ByteReader;
  readonly overlaps: (glyph: number) => boolean;
}

function openStreams(transformed: Buffer): Streams {
  const reader = new ByteReader(transformed);
  reader.skip(2);
  const options = reader.u16();
  const count = reader.u16();
  reader.skip(2);
  const lengths = Array.from({ length: 7 }, () => reader.u32());
  const [contours, points, flags, glyphs, composites, boxes, instructions] = lengths.map((length) =>
    reader.take(length),
  );
  const bitmapBytes = ((count + 31) >> 5) << 2;
  const overlaps = (options & 1) === 0 ? undefined : reader.take((count + 7) >> 3);
  return {
    count,
    contours: open(contours),
    points: open(points),
    flags: open(flags),
    glyphs: open(glyphs),
    composites: open(composites),
    hasBox: (glyph) => isSet(boxes, glyph),
    boxes: open(boxes?.subarray(bitmapBytes)),
    instructions: open(instructions),
    overlaps: (glyph) => isSet(overlaps, glyph),
  };
}

const open = (bytes: Buffer | undefined): ByteReader => new ByteReader(bytes ?? Buffer.alloc(0));
const isSet = (bitmap: Buffer | undefined, at: number): boolean =>
  ((bitmap?.[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0;

function rebuildGlyph(streams: Streams, glyph: number): Buffer {
  const contours = streams.contours.u16();
  if (contours === 0) return Buffer.alloc(0);
  const isComposite = contours === COMPOSITE;
  const { body, box } = isComposite ? readComposite(streams) : readSimple(streams, contours, glyph);
  const head = Buffer.alloc(10);
  head.writeUInt16BE(contours);
  if (streams.hasBox(glyph)) streams.boxes.take(8).copy(head, 2);
  else for (const [at, value] of box.entries()) head.writeInt16BE(value, 2 + at * 2);
  return Buffer.concat([head, body]);
}

interface Outline {
  readonly body: Buffer;
  /** Least x and y, most x and y; of a composite its file says it. */
  readonly box: readonly number[];
}

function readComposite({ composites, glyphs, instructions }: Streams): Outline {
  const parts: Buffer[] = [];
  let hasInstructions = false;
  for (;;) {
    const flags = composites.u16();
    const scale = flags & PART.scale ? 2 : flags & PART.twoScales ? 4 : flags & PART.matrix ? 8 : 0;
    const head = Buffer.alloc(2);
    head.writeUInt16BE(flags);
    parts.push(head, composites.take(2 + (flags & PART.words ? 4 : 2) + scale));
    hasInstructions ||= (flags & PART.instructions) !== 0;
    if ((flags & PART.more) === 0) break;
  }
  if (hasInstructions) parts.push(...readInstructions(glyphs, instructions));
  return { body: Buffer.concat(parts), box: [] };
}

/** Their length, and they. */
function readInstructions(glyphs: ByteReader, instructions: ByteReader): [Buffer, Buffer] {
  const length = glyphs.u16Of255();
  const head = Buffer.alloc(2);
  head.writeUInt16BE(length);
  return [head, instructions.take(length)];
}

/** Points are written in their plainest form (one flag and two words each): the file lives in memory only. */
function readSimple(streams: Streams, contours: number, glyph: number): Outline {
  const ends = Buffer.alloc(contours * 2);
  let count = 0;
  for (let contour = 0; contour < contours; contour += 1) {
    count += streams.points.u16Of255();
    ends.writeUInt16BE(count - 1, contour * 2);
  }
  const flags = Buffer.alloc(count);
  const xs = Buffer.alloc(count * 2);
  const ys = Buffer.alloc(count * 2);
  const box = { left: 32767, bottom: 32767, right: -32768, top: -32768 };
  let [x, y] = [0, 0];
  for (let point = 0; point < count; point += 1) {
    const flag = streams.flags.u8();
    const [dx, dy] = readStep(flag & 127, streams.glyphs);
    x += dx;
    y += dy;
    flags[point] = flag < 128 ? ON_CURVE : 0;
    xs.writeInt16BE(dx, point * 2);
    ys.writeInt16BE(dy, point * 2);
    box.left = Math.min(box.left, x);
    box.bottom = Math.min(box.bottom, y);
    box.right = Math.max(box.right, x);
    box.top = Math.max(box.top, y);
  }
  if (streams.overlaps(glyph)) flags[0] = (flags[0] ?? 0) | OVERLAPS;
  const instructions = readInstructions(streams.glyphs, streams.instructions);
  return {
    body: Buffer.concat([ends, ...instructions, flags, xs, ys]),
    box: [box.left, box.bottom, box.right, box.top],
  };
}

/**
 * The way to the next point: 128 codes say which bits of the next one to four bytes are x and y, and their signs (table of
 * triplets, 5.2).
 */
function readStep(code: number, bytes: ByteReader): [number, number] {
  const x = code & 1 ? 1 : -1;
  const y = code & 2 ? 1 : -1;
  if (code < 10) return [0, x * (((code & 14) << 7) + bytes.u8())];
  if (code < 20) return [x * ((((code - 10) & 14) << 7) + bytes.u8()), 0];
  if (code < 84) {
    const rest = code - 20;
    const byte = bytes.u8();
    return [x * (1 + (rest & 0x30) + (byte >> 4)), y * (1 + ((rest & 0x0c) << 2) + (byte & 15))];
  }
  if (code < 120) {
    const rest = code - 84;
    const [first, second] = [bytes.u8(), bytes.u8()];
    return [x * (1 + (Math.floor(rest / 12) << 8) + first), y * (1 + (((rest % 12) >> 2) << 8) + second)];
  }
  if (code < 124) {
    const [first, middle, last] = [bytes.u8(), bytes.u8(), bytes.u8()];
    return [x * ((first << 4) + (middle >> 4)), y * (((middle & 15) << 8) + last)];
  }
  return [x * bytes.u16(), y * bytes.u16()];
}
