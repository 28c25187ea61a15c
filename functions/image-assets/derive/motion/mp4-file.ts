import { describeColour } from './sps-colour.ts';

/** What the encoder made: its parameter sets and one NAL unit a frame. */
export interface H264Stream {
  readonly sps: Buffer;
  readonly pps: Buffer;
  /** All frames, each a NAL unit behind its length in four bytes. */
  readonly samples: Buffer;
}

export interface VideoFacts {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Divides by every usual frame rate. */
const TIME_SCALE = 90_000;
/** Unity of the matrices in 16.16, with 1 in 2.30 at the end. */
const UNITY = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
/** "und" in three times five bits: no language. */
const NO_LANGUAGE = 0x55c4;
const IDR = 5;

/**
 * Reads the stream out of the file that the encoder's own writer left. That file is no good for a shop: its index
 * stands at the end, so nothing shows before all is loaded; every frame is said to be a key frame, so seeking shows
 * rubble; and it carries the time of day, so the same input never gives the same bytes.
 * @throws Error where it is not such a file
 */
export function readEncoderFile(file: Buffer): H264Stream {
  const samples = findBox(file, 'mdat');
  const moov = findBox(file, 'moov');
  const avcC = moov.subarray(moov.indexOf('avcC', 0, 'latin1') + 4);
  const spsLength = avcC.readUInt16BE(6);
  const ppsAt = 8 + spsLength + 1;
  const ppsLength = avcC.readUInt16BE(ppsAt);
  return {
    sps: avcC.subarray(8, 8 + spsLength),
    pps: avcC.subarray(ppsAt + 2, ppsAt + 2 + ppsLength),
    samples,
  };
}

/**
 * An MP4 that a browser shows while it loads (index first), with key frames named and colours described. The same
 * stream gives the same bytes: no time of day in it. Boxes: ISO/IEC 14496-12 and -15.
 */
export function writeMp4(stream: H264Stream, facts: VideoFacts): Buffer {
  const sizes: number[] = [];
  const keyFrames: number[] = [];
  for (let at = 0; at < stream.samples.length; ) {
    const size = 4 + stream.samples.readUInt32BE(at);
    sizes.push(size);
    if (((stream.samples[at + 4] as number) & 31) === IDR) keyFrames.push(sizes.length);
    at += size;
  }
  const brand = box('ftyp', text('isom'), words(0x200), text('isomiso2avc1mp41'));
  const index = (samplesAt: number) =>
    movie(facts, sizes.length, sampleTable(stream, facts, { sizes, keyFrames, samplesAt }));
  // The index is as long whatever it says, so the first one is made to be measured.
  const samplesAt = brand.length + index(0).length + 8;
  return Buffer.concat([brand, index(samplesAt), box('mdat', stream.samples)]);
}

function movie(facts: VideoFacts, frames: number, table: Buffer): Buffer {
  const duration = Math.round((frames * TIME_SCALE) / facts.framesPerSecond);
  const header = full(
    'mvhd',
    0,
    words(0, 0, TIME_SCALE, duration, 0x10000),
    shorts(0x100, 0),
    words(0, 0),
    words(...UNITY),
    Buffer.alloc(24),
    words(2),
  );
  const trackHeader = full(
    'tkhd',
    3,
    words(0, 0, 1, 0, duration),
    Buffer.alloc(16),
    words(...UNITY),
    words(facts.width * 0x10000, facts.height * 0x10000),
  );
  const media = box(
    'mdia',
    full('mdhd', 0, words(0, 0, TIME_SCALE, duration), shorts(NO_LANGUAGE, 0)),
    full('hdlr', 0, words(0), text('vide'), Buffer.alloc(12), text('VideoHandler\0')),
    box(
      'minf',
      full('vmhd', 1, Buffer.alloc(8)),
      box('dinf', full('dref', 0, words(1), full('url ', 1))),
      table,
    ),
  );
  return box('moov', header, box('trak', trackHeader, media));
}

interface Samples {
  readonly sizes: readonly number[];
  /** Counted from 1. */
  readonly keyFrames: readonly number[];
  /** Of the first sample's first byte in the file. */
  readonly samplesAt: number;
}

function sampleTable(
  stream: H264Stream,
  facts: VideoFacts,
  { sizes, keyFrames, samplesAt }: Samples,
): Buffer {
  const frames = sizes.length;
  return box(
    'stbl',
    full('stsd', 0, words(1), sampleEntry(stream, facts)),
    full('stts', 0, words(1, frames, Math.round(TIME_SCALE / facts.framesPerSecond))),
    full('stss', 0, words(keyFrames.length, ...keyFrames)),
    full('stsc', 0, words(1, 1, frames, 1)),
    full('stsz', 0, words(0, frames, ...sizes)),
    full('stco', 0, words(1, samplesAt)),
  );
}

function sampleEntry({ sps, pps }: H264Stream, { width, height }: VideoFacts): Buffer {
  const described = describeColour(sps);
  const settings = Buffer.concat([
    Buffer.from([1, ...described.subarray(1, 4), 0xff, 0xe1]),
    shorts(described.length),
    described,
    Buffer.from([1]),
    shorts(pps.length),
    pps,
  ]);
  return box(
    'avc1',
    Buffer.alloc(6),
    shorts(1),
    Buffer.alloc(16),
    shorts(width, height),
    words(0x480000, 0x480000, 0),
    shorts(1),
    Buffer.alloc(32),
    shorts(24, 0xffff),
    box('avcC', settings),
    // The same as in the parameter set, for players that ask the container: BT.709 thrice, limited range.
    box('colr', text('nclx'), shorts(1, 1, 1), Buffer.from([0])),
    box('pasp', words(1, 1)),
  );
}

function findBox(file: Buffer, type: string): Buffer {
  for (let at = 0; at + 8 <= file.length; ) {
    const size = file.readUInt32BE(at);
    if (size < 8) break;
    if (file.toString('latin1', at + 4, at + 8) === type) return file.subarray(at + 8, at + size);
    at += size;
  }
  throw new Error(`the encoder's file has no ${type} box`);
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([words(8 + body.length), text(type), body]);
}

function full(type: string, flags: number, ...parts: readonly Buffer[]): Buffer {
  return box(type, words(flags), ...parts);
}

function text(characters: string): Buffer {
  return Buffer.from(characters, 'latin1');
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, 4 * at);
  return bytes;
}

function shorts(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [at, value] of values.entries()) bytes.writeUInt16BE(value, 2 * at);
  return bytes;
}
