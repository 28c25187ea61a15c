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
const shelves: Record<HeadlineLanguage, FontShelf> = {
  en: new FontShelf([inter, notoSansSc], HEADLINE_WEIGHT),
  zh: new FontShelf([notoSansSc, inter], HEADLINE_WEIGHT),
};

/**
 * The typefaces of headlines, both under the SIL Open Font License: Inter for Latin (with Greek and Cyrillic), Noto Sans SC
 * for Simplified Chinese. They are read from their packages (2 MB and 5 MB), which stand beside the bundle as sharp does,
 * so a function that sets headlines names them among its native ones. The machine's own fonts are not used: a Lambda
 * function has none, and a headline would look different everywhere.
 */
export function bundledFonts(language: HeadlineLanguage): FontShelf {
  return shelves[language];
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
