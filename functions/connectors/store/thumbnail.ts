import type { MediaEntry } from './media-store.ts';

/** Pixels: below it a picture is not to be told on a screen with two pixels to a point. */
const SMALLEST_WIDTH = 200;

/** The key of the file of an entry that is best shown small: the narrowest from 200 pixels on. Undefined where there is none. */
export function thumbnailOf({ files }: Pick<MediaEntry, 'files'>): string | undefined {
  const byWidth = files.toSorted((one, other) => one.width - other.width);
  return (byWidth.find(({ width }) => width >= SMALLEST_WIDTH) ?? byWidth.at(-1))?.key;
}
