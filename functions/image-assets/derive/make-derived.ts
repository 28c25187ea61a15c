import type { SettingValue } from '../../platform/settings/setting-catalogue.ts';
import { findProduct } from '../find-product.ts';
import { openRaster, type Raster } from '../raster.ts';
import type { DerivedFile } from './derived-file.ts';

const side = 1600;

/** Makes what the setting asks for, file by file, so that only one is in memory. */
export async function* makeDerived(
  cutout: Raster,
  { brandColours }: SettingValue<'image-derive'>,
): AsyncIterable<DerivedFile> {
  const product = findProduct(cutout);
  if (product === undefined) return;
  const within = Math.round(side * 0.85);
  const { data, info } = await openRaster(cutout)
    .extract(product.ink)
    .resize(within, within, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (const colour of brandColours) {
    const left = Math.floor((side - info.width) / 2);
    const top = Math.floor((side - info.height) / 2);
    const bytes = await openRaster({ width: info.width, height: info.height, channels: 4, data })
      .extend({
        left,
        right: side - info.width - left,
        top,
        bottom: side - info.height - top,
        background: '#0000',
      })
      .flatten({ background: colour })
      .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
      .toBuffer();
    yield {
      kind: 'plain',
      name: `plain-${colour.slice(1).toLowerCase()}-${side}x${side}.jpg`,
      format: 'jpeg',
      bytes,
      width: side,
      height: side,
      engine: 'rules/plain@1',
      digitalSource: 'composite',
      facts: { background: colour, quality: 90 },
    };
  }
}
