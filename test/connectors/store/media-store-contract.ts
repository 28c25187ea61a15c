import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  MediaChangedError,
  type MediaEntry,
  type MediaStore,
} from '../../../functions/connectors/store/media-store.ts';

/** An entry of two channels' files and a video; another `mark` is other content: it is what each file holds. */
export function mediaEntry(mark: string): MediaEntry {
  const sha256 = createHash('sha256').update(mark).digest('hex');
  const file = { sha256, width: 800, height: 800, format: 'jpeg' } as const;
  return {
    asset: sha256.slice(0, 16),
    files: [
      { ...file, channel: 'shopify', key: `shop/SKU-1/${mark}/shopify-800x800.jpg` },
      { ...file, channel: '天猫', key: `shop/SKU-1/${mark}/天猫-800x800.jpg` },
    ],
    derived: [
      {
        sha256,
        kind: 'video',
        key: `shop/SKU-1/${mark}/video-1080x1080.mp4`,
        width: 1080,
        height: 1080,
        format: 'mp4',
      },
    ],
  };
}

/**
 * What every adapter of the `store` port's pictures must keep.
 *
 * @param create a catalogue whose product `SKU-1` of store `shop` has no pictures
 */
export function describeMediaStore(name: string, create: () => Promise<MediaStore> | MediaStore): void {
  describe(`the pictures of a product in ${name}`, () => {
    const [a, b, c] = ['a', 'b', 'c'].map(mediaEntry) as [MediaEntry, MediaEntry, MediaEntry];
    const read = (media: MediaStore, position = 1) => media.read('shop', 'SKU-1', position);
    const write = (media: MediaStore, entry: MediaEntry, replaces: { etag: string } | 'nothing') =>
      media.write('shop', 'SKU-1', 1, entry, replaces);
    const remove = (media: MediaStore, etag: string) => media.remove('shop', 'SKU-1', 1, { etag });

    it('are none at first', async () => {
      expect(await read(await create())).toBeUndefined();
    });

    it('are read as they were written, with the etag that the write answered', async () => {
      const media = await create();
      const etag = await write(media, a, 'nothing');
      expect(await read(media)).toEqual({ entry: a, etag });
    });

    it('are kept apart by position, product and store', async () => {
      const media = await create();
      await write(media, a, 'nothing');
      await media.write('shop', 'SKU-1', 10, b, 'nothing');
      await media.write('shop', 'SKU-1-B', 1, c, 'nothing');
      await media.write('other', 'SKU-1', 1, c, 'nothing');
      expect((await read(media, 1))?.entry).toEqual(a);
      expect((await read(media, 10))?.entry).toEqual(b);
      expect(await read(media, 2)).toBeUndefined();
    });

    it('are replaced only by who names the copy that is there', async () => {
      const media = await create();
      const first = await write(media, a, 'nothing');
      const second = await write(media, b, { etag: first });
      expect(second).not.toBe(first);
      await expect(write(media, c, { etag: first })).rejects.toBeInstanceOf(MediaChangedError);
      await expect(write(media, c, 'nothing')).rejects.toBeInstanceOf(MediaChangedError);
      expect(await read(media)).toEqual({ entry: b, etag: second });
    });

    it('have another etag after each write, also of the same content', async () => {
      const media = await create();
      const etags = [await write(media, a, 'nothing')];
      for (const entry of [b, a, a]) etags.push(await write(media, entry, { etag: etags.at(-1) ?? '' }));
      expect(new Set(etags).size).toBe(4);
    });

    it('are taken away only by who names the copy that is there, and may be written again', async () => {
      const media = await create();
      const first = await write(media, a, 'nothing');
      const second = await write(media, b, { etag: first });
      await expect(remove(media, first)).rejects.toBeInstanceOf(MediaChangedError);
      await remove(media, second);
      expect(await read(media)).toBeUndefined();
      await expect(remove(media, second)).rejects.toBeInstanceOf(MediaChangedError);
      await expect(write(media, c, { etag: second })).rejects.toBeInstanceOf(MediaChangedError);
      const third = await write(media, c, 'nothing');
      expect([first, second]).not.toContain(third);
      expect(await read(media)).toEqual({ entry: c, etag: third });
    });

    it('go to one of two who write at the same moment', async () => {
      const media = await create();
      const etag = await write(media, a, 'nothing');
      const outcomes = await Promise.allSettled([write(media, b, { etag }), write(media, c, { etag })]);
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = outcomes.find((outcome) => outcome.status === 'rejected');
      expect(lost?.reason).toBeInstanceOf(MediaChangedError);
    });
  });
}
