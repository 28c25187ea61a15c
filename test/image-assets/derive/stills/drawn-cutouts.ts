import sharp from 'sharp';
import type { Raster } from '../../../../functions/image-assets/raster.ts';

/** Draws a cut-out from SVG shapes on a transparent canvas. */
export async function drawCutout(shapes: string, width = 400, height = 400): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  const { data } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width, height, channels: 4, data };
}

/** A slip-on from the side: a flat sole over most of its width, the toe a little off the ground. */
export function shoe(colour = '#2060c0'): string {
  return `<path d="M60 170 Q70 150 110 175 L210 190 Q330 200 345 235 Q348 252 320 255 L75 256 Q55 250 60 170 Z" fill="${colour}"/>`;
}

/** A shirt from above: sleeves wider than its hem, which is not straight. */
export function shirt(colour = '#2060c0'): string {
  return `<path d="M150 90 L250 90 L350 140 L325 200 L290 180 L292 330 Q200 318 110 336 L112 180 L75 200 L50 140 Z" fill="${colour}"/>`;
}

export function bottle(colour = '#207040'): string {
  return `<path d="M185 40 L215 40 L215 130 Q250 150 250 200 L250 360 L150 360 L150 200 Q150 150 185 130 Z" fill="${colour}"/>`;
}

export function poster(colour = '#c04020'): string {
  return `<rect x="110" y="70" width="180" height="260" fill="${colour}"/>`;
}

export function stool(): string {
  return '<path d="M100 120 H300 V145 H290 L312 340 H292 L268 145 H132 L108 340 H88 L110 145 H100 Z" fill="#a06838"/>';
}

/** A pair of shoes from above: two round toes on one line. */
export function fromAbove(): string {
  return '<ellipse cx="140" cy="200" rx="50" ry="130" fill="#2060c0"/><ellipse cx="260" cy="200" rx="50" ry="130" fill="#2060c0"/>';
}

/** A floor shadow as photographers leave it in: dark, soft, below the product. */
export function floorShadow(cy: number): string {
  return `<defs><radialGradient id="s"><stop offset="0" stop-opacity="0.35"/><stop offset="1" stop-opacity="0"/></radialGradient></defs>
    <ellipse cx="200" cy="${cy}" rx="130" ry="14" fill="url(#s)"/>`;
}
