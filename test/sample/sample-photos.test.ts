import { describe, expect, it } from 'vitest';
import { inspectPhoto } from '../../functions/image-assets/inspect-photo.ts';
import { removeBackground } from '../../functions/image-assets/remove-background.ts';
import { renderSamplePhotos, SAMPLE_PHOTO_PX, type SamplePhoto } from '../../sample/photos.ts';
import { sampleProducts, sampleShop } from '../../sample/shop.ts';

/** A quarter of the pixels of the real photos: enough to judge them by. */
const SIDE_PX = SAMPLE_PHOTO_PX / 2;

async function firstPhoto(): Promise<SamplePhoto> {
  for await (const photo of renderSamplePhotos(SIDE_PX)) return photo;
  throw new Error('no photos');
}

describe('the sample shop', () => {
  it('has twelve products with their own SKU, both titles and a price in minor units', () => {
    expect(new Set(sampleProducts.map(({ sku }) => sku)).size).toBe(12);
    for (const { title, price } of sampleProducts) {
      expect(title.en).toMatch(/[a-z]/i);
      expect(title.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(Number.isInteger(price.amount) && price.amount > 0).toBe(true);
    }
  });

  it('is labelled as a sample in both languages', () => {
    expect(sampleShop.store).toBe('sample');
    expect(sampleShop.name.en).toMatch(/sample/i);
    expect(sampleShop.name.zh).toMatch(/示例/);
  });
});

describe('the sample photos', () => {
  it('come out the same every time', async () => {
    const [once, again] = [await firstPhoto(), await firstPhoto()];
    expect(once.bytes.equals(again.bytes)).toBe(true);
  });

  it('are one for each product; most are cut out, and the vase, the watch and the chair are not', async () => {
    const verdicts = new Map<string, boolean>();
    for await (const { sku, fileName, bytes } of renderSamplePhotos(SIDE_PX)) {
      const inspected = await inspectPhoto(bytes, { fileName });
      if (inspected.kind === 'refused') throw new Error(`${sku} refused: ${inspected.code}`);
      expect(inspected.facts).toMatchObject({
        format: 'jpeg',
        width: SIDE_PX,
        height: SIDE_PX,
      });
      verdicts.set(sku, (await removeBackground(inspected.raster)).accepted);
    }
    expect([...verdicts.keys()]).toEqual(sampleProducts.map(({ sku }) => sku));
    // The shirt's shadow hangs at its hem: sure at the size of the real photos, doubted at this one.
    verdicts.delete('TEE-COTTON-CORAL');
    const refused = [...verdicts].filter(([, accepted]) => !accepted).map(([sku]) => sku);
    expect(refused).toEqual(['VASE-PORCELAIN', 'WATCH-LEATHER-40', 'CHAIR-OAK-01']);
  }, 300_000);
});
