import sharp from 'sharp';
import { decodeRaster } from '../../../functions/image-assets/raster.ts';
import { seededNumbers } from '../../image-assets/matting-scenes.ts';
import type { Known } from './scripted-image-service.ts';

/** A product before a wall of coloured things: nothing for the rules, and its true outline is known. */
export async function busyPhoto(seed: number, width = 420, height = 360): Promise<Known & { jpeg: Buffer }> {
  const random = seededNumbers(seed);
  const [right, down] = [width / 420, height / 360];
  const things = Array.from({ length: 90 }, () => {
    const colour = `hsl(${Math.floor(random() * 360)} 45% ${25 + Math.floor(random() * 50)}%)`;
    const [x, y, w, h] = [random() * width, random() * height, 20 + random() * 70, 20 + random() * 70];
    return `<rect x="${x - w / 2}" y="${y - h / 2}" width="${w}" height="${h}" fill="${colour}" transform="rotate(${random() * 90} ${x} ${y})"/>`;
  });
  const shape = `<path transform="scale(${right} ${down})" d="M130 120 Q210 60 290 120 L310 300 Q210 330 110 300 Z M180 150 Q210 130 240 150 L240 175 L180 175 Z" fill-rule="evenodd"`;
  const svg = (inside: string, back: string) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${back}"/>${inside}</svg>`,
    );
  const jpeg = await sharp(svg(`${things.join('')}${shape} fill="#f6f2ea"/>`, '#556677'))
    .blur(0.6)
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
  const truth = await sharp(svg(`${shape} fill="#ffffff"/>`, '#000000'))
    .blur(0.6)
    .extractChannel(0)
    .raw()
    .toBuffer();
  return { jpeg, photo: await decodeRaster(jpeg), truth };
}
