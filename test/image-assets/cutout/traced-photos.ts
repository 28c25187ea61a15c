import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodeRaster } from '../../../functions/image-assets/raster.ts';
import type { Known } from '../../connectors/image-model/scripted-image-service.ts';
import { PHOTOS } from '../matting-scenes.ts';

type Points = readonly (readonly [number, number])[];

/** A photograph whose product was traced by hand on a grid, in its own pixels; good to about three of them. */
export interface TracedPhoto {
  readonly file: string;
  readonly outlines: readonly Points[];
  /** What one sees through. */
  readonly holes: readonly Points[];
}

export const tracedPhotos: readonly TracedPhoto[] = [
  {
    // A football on grass.
    file: 'nik-shuliahin-619349-unsplash.jpg',
    outlines: [
      [
        [425, 232],
        [366, 262],
        [315, 300],
        [278, 348],
        [251, 402],
        [232, 458],
        [224, 516],
        [233, 580],
        [251, 644],
        [286, 714],
        [332, 778],
        [393, 828],
        [450, 855],
        [499, 867],
        [577, 875],
        [634, 870],
        [705, 853],
        [762, 821],
        [818, 764],
        [861, 700],
        [889, 629],
        [900, 566],
        [900, 495],
        [889, 438],
        [861, 378],
        [818, 314],
        [769, 268],
        [705, 225],
        [641, 204],
        [563, 197],
        [492, 205],
      ],
    ],
    holes: [],
  },
  {
    // An armchair in a room, with an opening in its back.
    file: 'kari-shea-398668-unsplash.jpg',
    outlines: [
      [
        [178, 413],
        [188, 399],
        [237, 387],
        [335, 375],
        [502, 367],
        [640, 371],
        [758, 381],
        [817, 394],
        [844, 413],
        [848, 438],
        [848, 487],
        [861, 556],
        [880, 600],
        [892, 644],
        [892, 703],
        [883, 762],
        [869, 806],
        [880, 821],
        [905, 855],
        [925, 895],
        [930, 939],
        [932, 983],
        [927, 1017],
        [923, 1061],
        [915, 1079],
        [884, 1081],
        [890, 1215],
        [896, 1356],
        [885, 1364],
        [871, 1356],
        [853, 1215],
        [836, 1081],
        [526, 1080],
        [216, 1081],
        [193, 1218],
        [171, 1356],
        [154, 1368],
        [139, 1356],
        [151, 1218],
        [164, 1081],
        [139, 1079],
        [134, 1047],
        [129, 1007],
        [125, 978],
        [127, 919],
        [137, 870],
        [154, 826],
        [167, 804],
        [157, 791],
        [149, 742],
        [144, 674],
        [147, 625],
        [157, 575],
        [169, 517],
        [174, 467],
        [176, 428],
      ],
    ],
    holes: [
      [
        [314, 706],
        [340, 676],
        [375, 657],
        [424, 650],
        [522, 649],
        [610, 652],
        [655, 669],
        [677, 688],
        [687, 704],
        [620, 698],
        [483, 696],
        [385, 698],
        [326, 703],
      ],
    ],
  },
];

export const missingPhotos = tracedPhotos.filter(({ file }) => !existsSync(join(PHOTOS, file)));

/** The photograph, reduced so that its long side has `longSide` pixels, and its product's opacity. */
export async function readTraced(
  { file, outlines, holes }: TracedPhoto,
  longSide: number,
): Promise<Known & { jpeg: Buffer }> {
  const original = readFileSync(join(PHOTOS, file));
  const { width, height } = await sharp(original).metadata();
  const jpeg = await sharp(original)
    .resize(longSide, longSide, { fit: 'inside' })
    .jpeg({ quality: 95 })
    .toBuffer();
  const photo = await decodeRaster(jpeg);
  const path = [...outlines, ...holes].map(smoothPath).join(' ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#000"/><path d="${path}" fill="#fff" fill-rule="evenodd"/></svg>`;
  const truth = await sharp(Buffer.from(svg))
    .resize(photo.width, photo.height, { fit: 'fill' })
    .extractChannel(0)
    .raw()
    .toBuffer();
  return { jpeg, photo, truth };
}

/** A closed curve through the points (Catmull–Rom, as Bézier pieces); where it turns sharply, it stays a corner. */
export function smoothPath(points: Points): string {
  const at = (index: number) => points[(index + points.length) % points.length] ?? [0, 0];
  const pieces = points.map((_, index) => {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const [leave, arrive] = [bend(before, from, to), bend(from, to, after)];
    const first = [from[0] + (leave * (to[0] - before[0])) / 6, from[1] + (leave * (to[1] - before[1])) / 6];
    const second = [to[0] - (arrive * (after[0] - from[0])) / 6, to[1] - (arrive * (after[1] - from[1])) / 6];
    return `C${first.join(' ')} ${second.join(' ')} ${to.join(' ')}`;
  });
  return `M${at(0).join(' ')} ${pieces.join(' ')}Z`;
}

/** 1 where the line goes on within 45°, 0 at a corner. */
function bend(
  [fromX, fromY]: readonly [number, number],
  [x, y]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): number {
  const turned = Math.atan2(toY - y, toX - x) - Math.atan2(y - fromY, x - fromX);
  return Math.cos(turned) > Math.SQRT1_2 ? 1 : 0;
}
