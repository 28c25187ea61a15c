import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type Dam,
  type DamAsset,
  damIn,
  damPath,
  type FilePlace,
  type RemovablePlace,
  removeFromDam,
} from '../../../functions/connectors/dam/dam.ts';

export function damAsset(mark: string, over: Partial<DamAsset['sidecar']> = {}): DamAsset {
  const body = Buffer.from(mark.repeat(50));
  return {
    body,
    sidecar: {
      schemaVersion: 1,
      store: 'shop',
      sku: 'MUG-1',
      asset: '0123456789abcdef',
      position: 1,
      use: 'channel',
      name: 'amazon-main',
      sha256: createHash('sha256').update(body).digest('hex'),
      bytes: body.length,
      width: 2000,
      height: 2000,
      format: 'jpeg',
      digitalSourceType: 'composite',
      evidence: { answer: 'warn', notPassed: [{ rule: 'recommended-size', answer: 'warn' }] },
      rights: { creator: '蓝杯摄影' },
      run: 'r1',
      publication: 'r1-1',
      publishedAt: '2026-03-02T09:00:00.000Z',
      ...over,
    },
  };
}

export interface PlaceUnderTest {
  readonly place: FilePlace;
  readonly removal: RemovablePlace;
  /** Everything that lies there, by path, with other means than the place's. */
  files(): Promise<Record<string, string>>;
}

/** What every picture library must keep. @param create one that is empty */
export function describeDam(name: string, create: () => Promise<PlaceUnderTest>): void {
  const opened = async (): Promise<{ dam: Dam; under: PlaceUnderTest }> => {
    const under = await create();
    return { dam: damIn(under.place), under };
  };

  describe(`a picture library in ${name}`, () => {
    it('keeps a file and beside it what it is, and gives both back', async () => {
      const { dam, under } = await opened();
      const asset = damAsset('a');
      const path = damPath(asset.sidecar);
      expect(path).toMatch(/^MUG-1\/MUG-1-01-amazon-main-[0-9a-f]{16}\.jpg$/);
      expect(await dam.read(path)).toBeUndefined();
      expect(await dam.put(asset)).toBe('stored');
      expect(await dam.read(path)).toEqual(asset);
      expect(Object.keys(await under.files()).sort()).toEqual([path, `${path}.json`]);
    });

    it('keeps each only once, however often it comes', async () => {
      const { dam, under } = await opened();
      await dam.put(damAsset('a'));
      const before = await under.files();
      expect(await dam.put(damAsset('a'))).toBe('there');
      expect(await under.files()).toEqual(before);
    });

    it('tells of the latest publication of the same file', async () => {
      const { dam } = await opened();
      await dam.put(damAsset('a'));
      const later = damAsset('a', { run: 'r2', publication: 'r2-1' });
      expect(await dam.put(later)).toBe('stored');
      expect(await dam.read(damPath(later.sidecar))).toEqual(later);
    });

    it('keeps files of other content, place, use and product beside each other', async () => {
      const { dam } = await opened();
      const assets = [
        damAsset('a'),
        damAsset('b'),
        damAsset('a', { position: 2 }),
        damAsset('a', { sku: '蓝杯.1' }),
        damAsset('v', { use: 'derived', name: 'video', format: 'mp4' }),
      ];
      for (const asset of assets) await dam.put(asset);
      for (const asset of assets) expect(await dam.read(damPath(asset.sidecar))).toEqual(asset);
    });

    it('takes a file that has no sidecar, or only half its bytes, for none, and makes it whole', async () => {
      const { dam, under } = await opened();
      const asset = damAsset('a');
      const path = damPath(asset.sidecar);
      await under.place.write(path, asset.body.subarray(0, 10), 'image/jpeg', 'nothing');
      expect(await dam.read(path)).toBeUndefined();
      await dam.put(asset);
      expect(await dam.read(path)).toEqual(asset);
      await under.removal.remove(`${path}.json`);
      expect(await dam.read(path)).toBeUndefined();
      expect(await dam.put(asset)).toBe('stored');
      expect(await dam.read(path)).toEqual(asset);
    });

    it('takes the same file from two at the same moment', async () => {
      const { dam, under } = await opened();
      const asset = damAsset('a');
      await Promise.all([dam.put(asset), dam.put(asset)]);
      expect(await dam.read(damPath(asset.sidecar))).toEqual(asset);
      expect(Object.keys(await under.files())).toHaveLength(2);
    });

    it('takes away a file and its sidecar, also twice', async () => {
      const { dam, under } = await opened();
      const path = damPath(damAsset('a').sidecar);
      await dam.put(damAsset('a'));
      await dam.put(damAsset('b'));
      await removeFromDam(under.removal, path);
      await removeFromDam(under.removal, path);
      expect(await dam.read(path)).toBeUndefined();
      expect(Object.keys(await under.files())).toHaveLength(2);
    });

    it('keeps nothing outside of itself', async () => {
      const { dam, under } = await opened();
      for (const path of [
        '../x.jpg',
        'a/../../x.jpg',
        '/etc/x.jpg',
        'a//x.jpg',
        'a\\..\\x.jpg',
        './x',
        'a/.',
        'x\0.jpg',
        '',
      ]) {
        await expect(dam.read(path), path).rejects.toMatchObject({ code: 'DamPathRefused' });
        await expect(removeFromDam(under.removal, path), path).rejects.toMatchObject({
          code: 'DamPathRefused',
        });
      }
      const outside = damAsset('a', { sku: '..' });
      await expect(dam.put(outside)).rejects.toMatchObject({ code: 'DamPathRefused' });
      expect(await under.files()).toEqual({});
    });
  });
}
