import sharp from 'sharp';
import { type Product, prepareProduct } from '../../../../functions/image-assets/derive/stills/product.ts';
import type { Raster } from '../../../../functions/image-assets/raster.ts';

/** Draws an SVG's inner elements into a cut-out. */
export async function drawCutout(width: number, height: number, elements: string): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${elements}</svg>`;
  const data = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  return { width, height, channels: 4, data };
}

export async function drawProduct(width: number, height: number, elements: string): Promise<Product> {
  const product = prepareProduct(await drawCutout(width, height, elements));
  if (!product) throw new Error('nothing was drawn');
  return product;
}

/** A bottle with a label: stands, and has edges to follow. */
export const BOTTLE =
  '<rect x="110" y="40" width="80" height="320" rx="24" fill="#1c6b4a"/><rect x="110" y="160" width="80" height="90" fill="#f0e6d0"/><rect x="135" y="180" width="30" height="50" fill="#b02020"/>';

/** A cup on a turntable, seen from a turn of 0..1: the handle swings around its body, which stays where it is. */
export async function drawCup(turn: number): Promise<Raster> {
  const angle = 2 * Math.PI * turn;
  const handleX = 200 + 110 * Math.cos(angle);
  const handle = `<ellipse cx="${handleX}" cy="210" rx="${10 + 30 * Math.abs(Math.cos(angle))}" ry="50" fill="none" stroke="#8c4a2f" stroke-width="16"/>`;
  const body = '<rect x="110" y="120" width="180" height="190" rx="16" fill="#c56a45"/>';
  const print =
    Math.sin(angle) < 0 ? `<circle cx="${200 - 60 * Math.cos(angle)}" cy="215" r="26" fill="#fff4e0"/>` : '';
  return drawCutout(400, 400, Math.sin(angle) > 0 ? body + handle : handle + body + print);
}
