import sharp from 'sharp';
import type { Colour } from '../../plain-border.ts';
import { openRaster, type Raster } from '../../raster.ts';
import type { DerivedFile } from '../derived-file.ts';
import { smoothStep } from './backdrop.ts';
import type { Retouch } from './compose-still.ts';
import { encodeStill, STILL_QUALITY } from './encode-still.ts';
import type { FontShelf } from './headline/font-shelf.ts';
import { type ChosenInk, chooseInk } from './headline/headline-ink.ts';
import { type Headline, setHeadline, type TextArea } from './headline/set-headline.ts';
import { type Placement, placeProduct, type Room } from './place-product.ts';
import { composePlain } from './plain-pictures.ts';
import type { Product } from './product.ts';
import { composeScene, type SceneName, STILLS_ENGINE } from './scene-picture.ts';

export interface HeroOptions {
  readonly background: SceneName | Colour;
  readonly seed: number;
  /** Set in the safe area; without it the area stays free for the shop's own text. */
  readonly headline?: Headline & { readonly fonts: FontShelf };
}

/** Pixels. */
const HERO_SIZE = { width: 1920, height: 600 } as const;

/** How large the product is at most, shares of the banner: it fills the height but for a margin, and leaves text its half. */
const HERO_ROOM = { width: 0.4, height: 0.84, groundY: 0.915, middleY: 0.5 } as const;

/** Middle of a product on the line of the thirds: farther out a narrow one looks put away, with an empty middle before it. */
const THIRD_LINE = 2 / 3;

/** Of the banner's width: where the product's half begins, from the side of the text. A wide one is moved out from the third by it. */
const PRODUCT_FROM = 0.55;

/**
 * On the right, because text is read first; on the left where the photo cut the product on that side alone.
 */
function roomFor({ clippedEdges, picture }: Product): Room {
  const height = HERO_ROOM.height * HERO_SIZE.height;
  const drawn = Math.min(HERO_ROOM.width, (height * picture.width) / picture.height / HERO_SIZE.width);
  const centreX = Math.max(THIRD_LINE, PRODUCT_FROM + drawn / 2);
  const isOnLeft = clippedEdges.includes('left') && !clippedEdges.includes('right');
  return { ...HERO_ROOM, centreX: isOnLeft ? 1 - centreX : centreX };
}

/** The safe area keeps this distance to the banner's edges and the product, pixels. */
const MARGIN = { edge: 144, product: 112, top: 72 } as const;

/**
 * A banner, 1920 × 600, with the product on the right and a safe area for text on the left, in which a headline may be set.
 * @throws HeadlineRefused where the headline cannot be set
 */
export async function heroBanner(product: Product, options: HeroOptions): Promise<DerivedFile> {
  const { background, seed, headline } = options;
  const area = safeArea(placeProduct(product, HERO_SIZE.width, HERO_SIZE.height, roomFor(product)));
  const set = headline && (await setHeadline(headline, area, headline.fonts));
  let ink: ChosenInk | undefined;
  const { picture, placement } = await composeBanner(product, options, (ground, placed) => {
    if (!set) return;
    ink = chooseInk(ground, padded(set.box, set.sizePx * 0.4));
    drawVeil(ground, ink, set.box, placed);
  });
  const what = typeof background === 'string' ? background : 'plain';
  return {
    kind: 'hero',
    name: `hero-${what}-${HERO_SIZE.width}x${HERO_SIZE.height}.jpg`,
    format: 'jpeg',
    bytes: await encodeStill(set && ink ? await drawType(picture, set.path, ink) : picture),
    ...HERO_SIZE,
    engine: STILLS_ENGINE,
    digitalSource: typeof background === 'string' ? 'compositeSynthetic' : 'composite',
    facts: {
      background: what,
      seed,
      pose: product.pose,
      scale: Number(placement.scale.toFixed(3)),
      quality: STILL_QUALITY,
      safeArea: `${area.left},${area.top} ${area.width}x${area.height}`,
      ...(set && ink
        ? {
            headlineLines: set.lines.length,
            headlinePx: Math.round(set.sizePx),
            contrast: Number(ink.contrast.toFixed(2)),
            veil: Number(ink.veilShare.toFixed(2)),
          }
        : {}),
    },
  };
}

/** The banner without type, before it is encoded. */
export async function composeBanner(
  product: Product,
  { background, seed }: HeroOptions,
  retouch?: Retouch,
): Promise<{ picture: Raster; placement: Placement }> {
  const room = roomFor(product);
  if (typeof background !== 'string') {
    return composePlain(product, background, HERO_SIZE, room, retouch);
  }
  // Light from the text's side: the shadow falls away from the type.
  const lightFrom = product.litFrom ?? (room.centreX > 0.5 ? 'left' : 'right');
  return composeScene(product, background, { seed, lightFrom, ...HERO_SIZE }, room, retouch);
}

/** Where text may stand: beside the product, within the margins. */
export function safeArea({ drawn }: Placement): TextArea {
  const onRight = drawn.left + drawn.width / 2 > HERO_SIZE.width / 2;
  const left = onRight ? MARGIN.edge : drawn.left + drawn.width + MARGIN.product;
  const right = onRight ? drawn.left - MARGIN.product : HERO_SIZE.width - MARGIN.edge;
  return {
    left,
    top: MARGIN.top,
    width: Math.max(1, right - left),
    height: HERO_SIZE.height - 2 * MARGIN.top,
  };
}

function padded({ left, top, width, height }: TextArea, by: number): TextArea {
  return { left: left - by, top: top - by, width: width + 2 * by, height: height + 2 * by };
}

/** The veil fades over this width beyond the type, pixels: behind the product too, so that no edge shows. */
const VEIL_FADE = 620;

/** Softens what is behind the type, before the product is drawn: like falling light, not like a box. */
function drawVeil(
  { width, height, data }: Raster,
  { veil, veilShare }: ChosenInk,
  box: TextArea,
  { drawn }: Placement,
): void {
  if (veilShare === 0) return;
  const onRight = drawn.left > box.left;
  const from = onRight ? box.left + box.width : box.left;
  for (let x = 0; x < width; x += 1) {
    const beyond = onRight ? x - from : from - x;
    const share = veilShare * (1 - smoothStep(0.4 * MARGIN.product, VEIL_FADE, beyond));
    if (share === 0) continue;
    for (let y = 0, at = x * 3; y < height; y += 1, at += width * 3) {
      for (let channel = 0; channel < 3; channel += 1) {
        const under = data[at + channel] ?? 0;
        data[at + channel] = Math.round(under + (veil - under) * share);
      }
    }
  }
}

/** Type is drawn as outlines: what the machine has for fonts does not matter. */
async function drawType(picture: Raster, path: string, { level }: ChosenInk): Promise<Raster> {
  const { width, height } = picture;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path fill="rgb(${level},${level},${level})" d="${path}"/></svg>`;
  const type = await sharp(Buffer.from(svg)).png().toBuffer();
  const data = await openRaster(picture)
    .composite([{ input: type }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { width, height, channels: 3, data };
}
