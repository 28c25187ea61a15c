export interface WebpFrames {
  readonly width: number;
  readonly height: number;
  /** Each a simple lossy WebP file of this size. */
  readonly files: readonly Buffer[];
  readonly millisecondsEach: number;
}

/** Of `VP8X`: the file is an animation. */
const ANIMATION = 0x02;
/** Of `ANMF`: the frame replaces what is there. */
const DO_NOT_BLEND = 0x02;

/**
 * An animated WebP of whole frames that repeats for ever (RFC 9649, 2.7). libwebp's own animation encoder, behind
 * sharp, keeps what has changed little since the frame before: on a sweep whose light moves slowly that leaves patches
 * of old light standing and a seam around the product, and it wants all frames at once. Whole frames are a third larger.
 * @throws Error where a file is not a simple lossy one
 */
export function writeAnimatedWebp({ width, height, files, millisecondsEach }: WebpFrames): Buffer {
  const header = Buffer.alloc(10);
  header.writeUInt8(ANIMATION, 0);
  header.writeUIntLE(width - 1, 4, 3);
  header.writeUIntLE(height - 1, 7, 3);
  // Four bytes of background colour, which no frame lets through, and how often: 0, without end.
  const animation = Buffer.alloc(6);
  const frames = files.map((file) => {
    const frame = Buffer.alloc(16);
    frame.writeUIntLE(width - 1, 6, 3);
    frame.writeUIntLE(height - 1, 9, 3);
    frame.writeUIntLE(millisecondsEach, 12, 3);
    frame.writeUInt8(DO_NOT_BLEND, 15);
    return chunk('ANMF', frame, pictureOf(file));
  });
  return chunk('RIFF', Buffer.from('WEBP'), chunk('VP8X', header), chunk('ANIM', animation), ...frames);
}

/** The chunk that holds the picture. */
function pictureOf(file: Buffer): Buffer {
  if (file.toString('latin1', 12, 16) !== 'VP8 ') throw new Error('not a simple lossy WebP');
  const size = file.readUInt32LE(16);
  return file.subarray(12, 20 + size + (size % 2));
}

function chunk(name: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}
