import { describe, expect, it } from 'vitest';
import { type MediaFile, MediaLinks } from '../../console/src/api/media-links.ts';

function linksOf(clock = { nowMs: 0 }) {
  const asked: number[] = [];
  const api = {
    post: async <Answer>(_path: string, body: unknown) => {
      const { files } = body as { files: MediaFile[] };
      asked.push(files.length);
      const links = files.map(({ key }) => ({
        bucket: 'media',
        key,
        url: `https://x/${key}?${asked.length}`,
      }));
      return { links, validForSeconds: 100 } as Answer;
    },
  };
  return { links: new MediaLinks(api, () => clock.nowMs), asked, clock };
}

describe('links to pictures', () => {
  it('that are asked for together go in requests of at most a hundred', async () => {
    const { links, asked } = linksOf();
    const urls = await Promise.all(
      Array.from({ length: 130 }, (_, index) => links.link({ key: `k${index}` })),
    );
    expect(asked).toEqual([100, 30]);
    expect(urls[129]).toBe('https://x/k129?2');
  });

  it('are asked for once while they are valid, and anew before they run out', async () => {
    const { links, asked, clock } = linksOf();
    await links.link({ key: 'k' });
    clock.nowMs = 79_000;
    await links.link({ key: 'k', bucket: 'media' });
    expect(asked).toEqual([1]);
    clock.nowMs = 81_000;
    await links.link({ key: 'k' });
    expect(asked).toEqual([1, 1]);
  });

  it('are asked for anew after one did not work', async () => {
    const { links, asked } = linksOf();
    await links.link({ key: 'k' });
    links.forget({ key: 'k' });
    await links.link({ key: 'k' });
    expect(asked).toEqual([1, 1]);
  });
});
