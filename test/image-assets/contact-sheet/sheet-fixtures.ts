import {
  type Previews,
  previewKey,
  type Sheet,
  type SheetFile,
  type SheetPhoto,
} from '../../../functions/image-assets/contact-sheet/sheet.ts';
import type { Raster } from '../../../functions/image-assets/raster.ts';

export const ASSET = '0123456789abcdef';

const at = (name: string) => ({ bucket: 'media', key: `shop/MUG-1/${ASSET}/${name}` }) as const;

export function aFile(over: Partial<SheetFile> = {}): SheetFile {
  const name = over.name ?? 'tmall-white-800x800.jpg';
  return {
    title: { en: 'Tmall white', zh: '天猫白底图' },
    name,
    width: 800,
    height: 800,
    bytes: 81_200,
    verdict: 'pass',
    isRefused: false,
    evidence: [
      { verdict: 'pass', says: { en: 'Border is white. Measured: 255', zh: '边缘纯白。实测：255' } },
    ],
    source: { at: at(name), under: 'checkerboard' },
    ...over,
  };
}

export function aPhoto(over: Partial<SheetPhoto> = {}): SheetPhoto {
  return {
    asset: ASSET,
    fileName: 'MUG-1.jpg',
    position: 1,
    status: { en: 'published as picture 1', zh: '已发布为第 1 张图' },
    run: 'run-1',
    at: '2026-11-20T08:00:00.000Z',
    engines: ['rules/border-model@2'],
    confidence: 0.87,
    accepted: true,
    costMicroUsd: 0,
    remarks: [],
    sources: [
      { title: { en: 'Original', zh: '原图' }, source: { at: at('original.jpg'), under: 'checkerboard' } },
    ],
    channels: [aFile()],
    derived: [],
    notMade: [],
    ...over,
  };
}

export function aSheet(over: Partial<Sheet> = {}): Sheet {
  return {
    sku: 'MUG-1',
    shop: 'Shop',
    sample: false,
    zone: 'Asia/Shanghai',
    language: 'en',
    madeAt: '2026-11-20T09:00:00.000Z',
    photos: [aPhoto()],
    leftOut: 0,
    ...over,
  };
}

/** Every file of the sheet as one colour, or as noise, which no encoder makes small. */
export function previewsOf(
  { photos }: Sheet,
  side: number,
  level: (at: number) => number = () => 90,
): Previews {
  const data = Buffer.from(Uint8Array.from({ length: side * side * 3 }, (_, index) => level(index)));
  const raster: Raster = { width: side, height: side, channels: 3, data };
  const sources = photos.flatMap(({ sources: own, channels, derived }) =>
    [...own, ...channels, ...derived].flatMap(({ source }) => source ?? []),
  );
  return new Map(sources.map((source) => [previewKey(source), raster]));
}
