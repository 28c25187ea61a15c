import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as fontkit from 'fontkit';
import sharp from 'sharp';
import { decodeRaster, type Raster } from '../../../functions/image-assets/raster.ts';

/** One way to lay text over a picture; sizes and places are shares of the picture's width and height. */
export interface Overlay {
  readonly name: string;
  readonly text: string;
  /** Where the first letter's base line begins. */
  readonly at: readonly [x: number, y: number];
  /** Of the letters' em. */
  readonly size: number;
  /** How much is added to the font's thin strokes, as a share of the letters' em. */
  readonly bolder: number;
  readonly colour: string;
  readonly opacity: number;
  /** Of a line around the letters. */
  readonly outline?: string;
  /** Repeated over the whole picture, turned by -30 degrees. */
  readonly tiled?: boolean;
}

/** True cut-outs of products that bear lettering which a person reads; text is rightly found in a photo of them. */
export const LETTERED_PRODUCTS: ReadonlySet<string> = new Set([
  'battle-tested-book.png',
  'beanie-2.png',
  'dash-tee-front.png',
  'digital-product.png',
  'enterprise-cloud-book.png',
  'gift-100.png',
  'headless-omnichannel-book.png',
  'monospace-white-tee-front.png',
  'own-your-stack-and-data-book.png',
  'team-tee-back.png',
  'white-plimsolls-1.png',
  'white-plimsolls-3.png',
]);

/** Opaque and translucent, Latin and Chinese, light and bold, single and tiled. */
export const overlays: readonly Overlay[] = [
  {
    name: 'black, corner',
    text: 'SALE 50% OFF',
    at: [0.05, 0.1],
    size: 0.05,
    bolder: 0.05,
    colour: '#111',
    opacity: 1,
  },
  {
    name: 'red, bold',
    text: 'FREE SHIPPING',
    at: [0.05, 0.12],
    size: 0.06,
    bolder: 0.09,
    colour: '#e01020',
    opacity: 1,
  },
  {
    name: 'white, address',
    text: 'www.example.com',
    at: [0.55, 0.95],
    size: 0.035,
    bolder: 0.03,
    colour: '#fff',
    opacity: 0.9,
  },
  {
    name: 'white, outlined',
    text: 'Best Seller',
    at: [0.1, 0.9],
    size: 0.07,
    bolder: 0.09,
    colour: '#fff',
    opacity: 1,
    outline: '#000',
  },
  {
    name: '红色促销语',
    text: '正品保证 全场包邮',
    at: [0.05, 0.1],
    size: 0.06,
    bolder: 0.05,
    colour: '#e01020',
    opacity: 1,
  },
  {
    name: '黑色店名',
    text: '官方旗舰店',
    at: [0.65, 0.95],
    size: 0.05,
    bolder: 0.09,
    colour: '#111',
    opacity: 0.8,
  },
  {
    name: 'centred, pale',
    text: 'MyStore',
    at: [0.15, 0.55],
    size: 0.16,
    bolder: 0.05,
    colour: '#fff',
    opacity: 0.4,
  },
  {
    name: 'tiled, white 30 %',
    text: 'SAMPLE',
    at: [0, 0],
    size: 0.045,
    bolder: 0.05,
    colour: '#fff',
    opacity: 0.3,
    tiled: true,
  },
  {
    name: 'tiled, grey 30 %',
    text: 'SAMPLE',
    at: [0, 0],
    size: 0.045,
    bolder: 0.05,
    colour: '#808080',
    opacity: 0.3,
    tiled: true,
  },
  {
    name: 'tiled, white 15 %',
    text: 'SAMPLE',
    at: [0, 0],
    size: 0.045,
    bolder: 0.05,
    colour: '#fff',
    opacity: 0.15,
    tiled: true,
  },
  {
    name: '平铺水印 30 %',
    text: '样品水印',
    at: [0, 0],
    size: 0.045,
    bolder: 0.03,
    colour: '#888',
    opacity: 0.3,
    tiled: true,
  },
];

/** The overlay alone, for a picture of this size. */
export function drawOverlay(overlay: Overlay, width: number, height: number): Buffer {
  const size = overlay.size * width;
  const word = setText(overlay.text, size);
  const place = (x: number, y: number, turn: number) =>
    `<g transform="translate(${x} ${y}) rotate(${turn})">${word.paths}</g>`;
  const words: string[] = [];
  if (overlay.tiled === true) {
    const across = word.width + 1.5 * size;
    for (let y = 0, row = 0; y < height * 1.5; y += 3.5 * size, row += 1) {
      for (let x = (row % 2) * (across / 2) - across; x < width; x += across) words.push(place(x, y, -30));
    }
  } else words.push(place(overlay.at[0] * width, overlay.at[1] * height, 0));
  const line = `stroke="${overlay.outline ?? overlay.colour}" stroke-width="${size * overlay.bolder}" paint-order="stroke"`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><g fill="${overlay.colour}" opacity="${overlay.opacity}" ${line}>${words.join('')}</g></svg>`,
  );
}

/** A picture with an overlay, once through JPEG. */
export async function overlaid(picture: Raster, overlay?: Overlay): Promise<Raster> {
  const { width, height, channels, data } = picture;
  const opened = sharp(data, { raw: { width, height, channels } });
  const drawn =
    overlay === undefined ? opened : opened.composite([{ input: drawOverlay(overlay, width, height) }]);
  return await decodeRaster(await drawn.jpeg({ quality: 90 }).toBuffer());
}

const FONT = dirname(
  createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/package.json'),
);

/** The font comes in parts, each for some ranges of characters. */
const parts = [
  ...readFileSync(join(FONT, 'index.css'), 'utf8').matchAll(
    /url\(\.\/(files\/[^)]+)\)[^}]*unicode-range: ([^;]+);/g,
  ),
].map(([, file = '', ranges = '']) => ({
  file,
  ranges: ranges.split(',').map((range) => {
    const [from = '', to = from] = range.trim().replace('U+', '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  }),
}));
const opened = new Map<string, fontkit.Font>();

function fontFor(character: string): fontkit.Font {
  const code = character.codePointAt(0) ?? 0;
  const part = parts.find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to));
  if (part === undefined) throw new Error(`no part of the font has ${character}`);
  const known = opened.get(part.file);
  if (known !== undefined) return known;
  const font = fontkit.create(readFileSync(join(FONT, part.file)));
  if (!('layout' in font)) throw new Error(`${part.file} holds no single font`);
  opened.set(part.file, font);
  return font;
}

/** As outlines, so that no font of the machine is needed. */
function setText(text: string, size: number): { paths: string; width: number } {
  let x = 0;
  let paths = '';
  for (const character of text) {
    const font = fontFor(character);
    const [glyph] = font.layout(character).glyphs;
    if (glyph === undefined) continue;
    const scale = size / font.unitsPerEm;
    // Already scaled, so that a stroke keeps its width.
    paths += `<path transform="translate(${x} 0)" d="${glyph.path.scale(scale, -scale).toSVG()}"/>`;
    x += glyph.advanceWidth * scale;
  }
  return { paths, width: x };
}
