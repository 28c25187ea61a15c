import sharp from 'sharp';
import type { Raster } from '../../functions/image-assets/raster.ts';

/** A photo as a camera takes it, its product's true cut-out, and its JPEG file. */
export interface CameraPhoto {
  readonly jpeg: Buffer;
  /** The same size, RGBA. */
  readonly cutout: Raster;
}

/** A pseudo-random generator (mulberry32), so that every run measures the same pixels. Values in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Sensor noise of a compact camera or a phone at ISO 200 to 400, standard deviation in levels. */
const SENSOR_NOISE = 3;

/** Quality at which cameras and phones save. */
const CAMERA_QUALITY = 92;

/**
 * A square product photo: printed cloth (weave, stripes, hard-edged lettering blocks) before graded paper, with the
 * noise of a sensor. A drawing without noise would be kind to every resize and to every encoder.
 */
export async function takeCameraPhoto(side: number): Promise<CameraPhoto> {
  const random = seeded(20_261_121);
  const cutout = Buffer.allocUnsafe(side * side * 4);
  const photo = Buffer.allocUnsafe(side * side * 3);
  const scale = 3000 / side;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const alpha = productCover(x * scale, y * scale);
      // The sum of four uniform numbers is as near to a bell as eight bits can tell.
      const noise = (random() + random() + random() + random() - 2) * SENSOR_NOISE * Math.sqrt(3);
      const at = y * side + x;
      const paper = 224 - ((x + 2 * y) / (3 * side)) * 40;
      const cloth = clothColour(x * scale, y * scale);
      for (let channel = 0; channel < 3; channel += 1) {
        const level = clamp((cloth[channel] ?? 0) + noise);
        cutout[at * 4 + channel] = level;
        photo[at * 3 + channel] = clamp((cloth[channel] ?? 0) * alpha + paper * (1 - alpha) + noise);
      }
      cutout[at * 4 + 3] = Math.round(alpha * 255);
    }
  }
  const raw = { width: side, height: side, channels: 3 } as const;
  const jpeg = await sharp(photo, { raw })
    .jpeg({ quality: CAMERA_QUALITY, chromaSubsampling: '4:2:0' })
    .toBuffer();
  return { jpeg, cutout: { width: side, height: side, channels: 4, data: cutout } };
}

/** A rounded bag in the middle, edges soft over two pixels; coordinates on a 3000 px square. */
function productCover(x: number, y: number): number {
  const across = Math.abs(x - 1500) / 1150;
  const down = Math.abs(y - 1550) / 1250;
  const distance = (1 - (across ** 6 + down ** 6) ** (1 / 6)) * 1150;
  return Math.min(1, Math.max(0, distance / 2 + 0.5));
}

function clothColour(x: number, y: number): readonly [number, number, number] {
  const weave = 14 * Math.sin(x / 3.1) * Math.sin(y / 3.1);
  const light = 1.1 - 0.35 * ((x + y) / 6000);
  const lettering = y > 1100 && y < 1500 && x > 800 && x < 2200 && Math.floor(x / 60) % 2 === 0;
  const stripe = Math.floor((x + y) / 240) % 3 === 0;
  const [red, green, blue] = lettering ? [240, 238, 230] : stripe ? [176, 44, 52] : [38, 74, 132];
  return [(red + weave) * light, (green + weave) * light, (blue + weave) * light];
}

function clamp(level: number): number {
  return Math.min(255, Math.max(0, Math.round(level)));
}
