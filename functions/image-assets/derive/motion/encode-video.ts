import type { EventEmitter } from 'node:events';
import { readEncoderFile, type VideoFacts, writeMp4 } from './mp4-file.ts';

export interface VideoCoding {
  /** 10 (largest) to 51. */
  readonly quantiser: number;
  /** Frames from one key frame to the next. */
  readonly keyFrameEvery: number;
}

/**
 * 0 searches longest, 10 shortest. Measured at 1080²: 54 ms of CPU a frame at 0, 27 at 2, 18 at 9. At the same quantiser
 * they look the same (within 0.1 dB); files of 9 are a quarter larger than those of 2, and a catalogue of videos is
 * done in two thirds of the time.
 */
const SPEED = 9;

let made = 0;

/**
 * Encodes frames as they come, so only one is held besides the encoder's own two and the growing file.
 * @param frames planar 4:2:0, BT.709, limited range: Y, then Cb, then Cr; each may be the same buffer drawn over
 * @throws RangeError where a side is odd or a frame has another size; Error where there are no frames
 */
export async function encodeVideo(
  frames: Iterable<Uint8Array>,
  facts: VideoFacts,
  coding: VideoCoding,
): Promise<Buffer> {
  // What the encoder refuses ends it for the whole process, so nothing that it would refuse gets there.
  if (facts.width % 2 !== 0 || facts.height % 2 !== 0) {
    throw new RangeError(`video of ${facts.width}×${facts.height}: both sides must be even`);
  }
  const encoder = await createEncoder();
  // All encoders of a process share one file system in memory.
  made += 1;
  const name = `video-${made}.mp4`;
  const files = encoder.FS;
  encoder.outputFilename = name;
  encoder.width = facts.width;
  encoder.height = facts.height;
  encoder.frameRate = facts.framesPerSecond;
  encoder.speed = SPEED;
  encoder.quantizationParameter = coding.quantiser;
  encoder.groupOfPictures = coding.keyFrameEvery;
  encoder.initialize();
  try {
    const frameBytes = (facts.width * facts.height * 3) / 2;
    for (const frame of frames) {
      if (frame.length !== frameBytes)
        throw new RangeError(`a frame of ${frame.length} bytes, not ${frameBytes}`);
      encoder.addFrameYuv(frame);
      // Other work of the process goes on between frames: one takes some 30 ms to draw and encode.
      await new Promise(setImmediate);
    }
  } finally {
    // Without it nothing of this encoder would ever be freed.
    encoder.finalize();
    encoder.delete();
  }
  try {
    return writeMp4(readEncoderFile(Buffer.from(files.readFile(name))), facts);
  } finally {
    files.unlink(name);
  }
}

/**
 * Loaded with the first video, not with the function: 1 MB of WebAssembly. Its loader hooks itself into the process, so
 * that every rejected promise anywhere would abort it and print that megabyte; its hooks are taken out again.
 */
async function createEncoder() {
  const events: EventEmitter = process;
  const names = ['uncaughtException', 'unhandledRejection'];
  const before = names.map((name) => new Set(events.rawListeners(name)));
  const { default: hme } = await import('h264-mp4-encoder');
  for (const [index, name] of names.entries()) {
    const added = events.rawListeners(name).filter((listener) => !before[index]?.has(listener));
    for (const listener of added) events.removeListener(name, listener as () => void);
  }
  return hme.createH264MP4Encoder();
}
