import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import latinRanges from '@fontsource-variable/inter/unicode.json' with { type: 'json' };
import chineseRanges from '@fontsource-variable/noto-sans-sc/unicode.json' with { type: 'json' };
import type { HeadlineLanguage } from './break-lines.ts';
import { type FontFiles, FontShelf } from './font-shelf.ts';

/** Bold enough to hold on a photograph, not so bold that a Chinese character of twenty strokes closes up. */
const HEADLINE_WEIGHT = 650;

const inter = typeface('inter', latinRanges);
const notoSansSc = typeface('noto-sans-sc', chineseRanges);

/** In Chinese, letters and digits come from the Chinese typeface, which matches them to its characters; Inter fills in what it lacks. */
const orders: Record<HeadlineLanguage, readonly FontFiles[]> = {
  en: [inter, notoSansSc],
  zh: [notoSansSc, inter],
};
/** Opened slices stay open: the next text needs most of them again. */
const shelves = new Map<string, FontShelf>();

/**
 * The typefaces of headlines, both under the SIL Open Font License: Inter for Latin (with Greek and Cyrillic), Noto Sans SC
 * for Simplified Chinese. They are read from their packages (2 MB and 5 MB), which stand beside the bundle as sharp does,
 * so a function that sets headlines names them among its native ones. The machine's own fonts are not used: a Lambda
 * function has none, and a headline would look different everywhere.
 *
 * @param weight 100 … 900
 */
export function bundledFonts(language: HeadlineLanguage, weight: number = HEADLINE_WEIGHT): FontShelf {
  const key = `${language}/${weight}`;
  const shelf = shelves.get(key) ?? new FontShelf(orders[language], weight);
  shelves.set(key, shelf);
  return shelf;
}

/** @param name of the package below `@fontsource-variable/`, which is also how its files begin */
function typeface(name: string, ranges: Readonly<Record<string, string>>): FontFiles {
  return {
    // Slices without a name are numbered: `[4]` for `…-4-wght-normal.woff2`.
    ranges: Object.fromEntries(
      Object.entries(ranges).map(([slice, text]) => [slice.replace(/[[\]]/g, ''), text]),
    ),
    read: (slice) => {
      const { resolve } = createRequire(import.meta.url);
      return readFile(resolve(`@fontsource-variable/${name}/files/${name}-${slice}-wght-normal.woff2`));
    },
  };
}
