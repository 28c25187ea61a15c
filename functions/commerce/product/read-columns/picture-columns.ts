import { type ProductFacts, productMediaSchema } from '../product-record.ts';
import type { Problem } from '../reading.ts';
import type { Cells } from './cells.ts';

const MOST_PICTURES = 20;

/** Between addresses in one cell; a comma inside an address is followed by no scheme. */
const BETWEEN = /[\s|;]+|,(?=\s*https?:)/iu;

/**
 * Addresses of pictures in order: by the source's own position where it gives one, else as its columns and rows come. The same
 * address counts once. One that is none is left out with a note.
 */
export function readPictures(cells: Cells): ProductFacts['media'] {
  const found: { url: string; rank: number }[] = [];
  for (const index of cells.rows.keys()) {
    const position = Number(cells.first('picturePosition', index)?.given);
    const own = cells
      .all('picture', index)
      .toSorted((a, b) => Number(a.target.detail) - Number(b.target.detail));
    for (const cell of own) {
      for (const part of cell.given.split(BETWEEN).filter((text) => text !== '')) {
        const url = part.startsWith('//') ? `https:${part}` : part;
        if (!productMediaSchema.shape.url.safeParse(url).success) {
          cells.note(cell, notAnAddress(part), 'left-out');
          continue;
        }
        const rank = Number.isInteger(position) && position > 0 ? position : 1000 + found.length;
        if (!found.some((other) => other.url === url)) found.push({ url, rank });
      }
    }
  }
  const ordered = found.toSorted((a, b) => a.rank - b.rank);
  const tooMany = cells.first('picture');
  if (ordered.length > MOST_PICTURES && tooMany !== undefined)
    cells.note(tooMany, many(ordered.length), 'kept');
  return ordered.slice(0, MOST_PICTURES).map(({ url }, index) => ({ url, position: index + 1 }));
}

function notAnAddress(part: string): Problem {
  return {
    code: 'NotAnAddress',
    expected: { en: 'an address that begins with https://', zh: '以 https:// 开头的地址' },
    says: {
      en: `“${[...part].slice(0, 60).join('')}” is not a web address; the picture is left out.`,
      zh: `“${[...part].slice(0, 60).join('')}”不是网址，已略过该图片。`,
    },
  };
}

function many(count: number): Problem {
  return {
    code: 'TooManyPictures',
    expected: { en: `${MOST_PICTURES} pictures at most`, zh: `最多 ${MOST_PICTURES} 张图片` },
    says: {
      en: `The product has ${count} pictures; the first ${MOST_PICTURES} are taken.`,
      zh: `该商品有 ${count} 张图片，只采用前 ${MOST_PICTURES} 张。`,
    },
  };
}
