import type { Says } from '../../commerce/says.ts';
import type { Colour } from '../plain-border.ts';
import type { Raster } from '../raster.ts';
import type { DerivedFile } from './derived-file.ts';
import { parallax } from './motion/parallax.ts';
import { productAnimation } from './motion/product-animation.ts';
import { productVideo } from './motion/product-video.ts';
import { spin } from './motion/spin.ts';
import { bundledFonts } from './stills/headline/bundled-fonts.ts';
import { HeadlineRefused } from './stills/headline/headline-refused.ts';
import { heroBanner } from './stills/hero-banner.ts';
import { plainPictures } from './stills/plain-pictures.ts';
import { type Pose, type Product, prepareProduct } from './stills/product.ts';
import { type SceneName, sceneNames, scenePicture } from './stills/scene-picture.ts';

/** What a shop wants of each cut-out; the setting `image-derive`. */
export interface DeriveWishes {
  /** `#rrggbb` */
  readonly brandColours: readonly string[];
  readonly scenes: readonly string[];
  /** Both sides of backgrounds and scenes, pixels. */
  readonly stillPixels: number;
  readonly hero: { readonly enabled: boolean; readonly background: string; readonly headline: string };
  readonly video: { readonly formats: readonly ('square' | 'portrait')[]; readonly seconds: number };
  readonly animation: boolean;
  readonly view3d: { readonly enabled: boolean; readonly turnFromPhotos: number };
}

/** Something that was wished for and cannot be had; the rest is made all the same. */
export interface NotMade {
  readonly what: string;
  readonly says: Says;
}

export interface DeriveRequest {
  /** RGBA. Left out: only a turn is made, of a photo that is wanted for nothing else. */
  readonly cutout?: Raster | undefined;
  /** Cut-outs all around the product, in their order. */
  readonly turn?: readonly Raster[] | undefined;
  readonly wishes: DeriveWishes;
  /** What is seen, for the name of a page. */
  readonly title: string;
  /** The same seed gives the same files, byte for byte. */
  readonly seed: number;
  /** Where it is known better than from the outline. */
  readonly pose?: Pose | undefined;
}

/** Makes what is wished for, one file after the other, so that only one of them is in memory. */
export async function* makeDerived(request: DeriveRequest): AsyncGenerator<DerivedFile | NotMade> {
  const { cutout, turn, seed, title, pose } = request;
  if (turn !== undefined) yield* await spin(turn, { ...VIEW_SIZE, seed, title, ...(pose && { pose }) });
  if (cutout === undefined) return;
  const product = prepareProduct(cutout, pose);
  if (product === undefined) {
    yield { what: 'all', says: nothingVisible };
    return;
  }
  yield* makeStills(product, request);
  yield* makeMotion(product, request);
}

async function* makeStills(
  product: Product,
  { wishes, seed }: DeriveRequest,
): AsyncGenerator<DerivedFile | NotMade> {
  const { brandColours, scenes, stillPixels, hero } = wishes;
  const size = { width: stillPixels, height: stillPixels };
  for (const colour of new Set(brandColours)) yield* await plainPictures(product, [colourOf(colour)], size);
  for (const name of new Set(scenes)) {
    if (isScene(name)) yield await scenePicture(product, name, { seed, ...size });
    else yield { what: `scene-${name}`, says: unknownScene(name) };
  }
  if (!hero.enabled) return;
  yield await makeHero(product, hero, seed);
}

async function makeHero(
  product: Product,
  { background: wanted, headline }: DeriveWishes['hero'],
  seed: number,
): Promise<DerivedFile | NotMade> {
  const background = wanted.startsWith('#') ? colourOf(wanted) : wanted;
  if (typeof background === 'string' && !isScene(background)) {
    return { what: 'hero', says: unknownScene(background) };
  }
  const text = headline.trim();
  const language = /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
  const set = text === '' ? {} : { headline: { text, language, fonts: bundledFonts(language) } as const };
  try {
    return await heroBanner(product, { background, seed, ...set });
  } catch (error) {
    if (error instanceof HeadlineRefused) return { what: 'hero', says: error.says };
    throw error;
  }
}

const videoSizes = {
  square: { width: 1080, height: 1080 },
  portrait: { width: 1080, height: 1920 },
} as const;

/** A quarter of the video's pixels: what stays under 2 MB at a quality that is worth looking at. */
const ANIMATION = { width: 640, height: 640, seconds: 4 } as const;
const VIEW_SIZE = { width: 720, height: 720 } as const;

async function* makeMotion(
  product: Product,
  { wishes, seed, title, turn }: DeriveRequest,
): AsyncGenerator<DerivedFile> {
  const { formats, seconds } = wishes.video;
  for (const format of new Set(formats)) {
    yield await productVideo(product, { ...videoSizes[format], seconds, seed });
  }
  if (wishes.animation) yield await productAnimation(product, { ...ANIMATION, seed });
  if (wishes.view3d.enabled && turn === undefined) {
    yield* await parallax(product, { ...VIEW_SIZE, seed, title });
  }
}

function isScene(name: string): name is SceneName {
  return (sceneNames as readonly string[]).includes(name);
}

function colourOf(hex: string): Colour {
  const level = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return { r: level(1), g: level(3), b: level(5) };
}

const nothingVisible: Says = {
  en: 'No derived pictures were made: nothing of the product is visible in the cut-out.',
  zh: '未生成衍生图：抠图中看不到商品。',
};

function unknownScene(name: string): Says {
  return {
    en: `There is no scene ${name}; the setting "image-derive" names it. There are: ${sceneNames.join(', ')}.`,
    zh: `没有名为 ${name} 的场景（设置“image-derive”中指定）。可用的场景：${sceneNames.join('、')}。`,
  };
}
