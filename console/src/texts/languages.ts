import type { Language, Says } from '../../../functions/commerce/says.ts';

/** A text, or a function of what stands in it that gives one. */
type Text = string | ((...given: unknown[]) => string);

const files = {
  en: () => import('./language-en.ts'),
  zh: () => import('./language-zh.ts'),
} as const satisfies Record<Language, unknown>;

const loaded = new Map<Language, readonly Text[]>();

/** Loads what the build took out of the texts for one language (`split-texts.ts`); without a build they are complete and this loads nothing. */
export async function loadLanguage(language: Language): Promise<void> {
  loaded.set(language, (await files[language]()).texts);
}

/** What the build puts in the place of a text: its number and what stands in it. */
export function textAt(index: number, ...given: unknown[]): Says {
  return {
    get en() {
      return write('en', index, given);
    },
    get zh() {
      return write('zh', index, given);
    },
  };
}

/** In a language that is not loaded, e.g. for a key that nobody reads, it stands in the one that is. */
function write(language: Language, index: number, given: readonly unknown[]): string {
  const text = (loaded.get(language) ?? [...loaded.values()][0])?.[index];
  if (text === undefined)
    throw new Error('No text is loaded yet: texts are read while rendering, not before.');
  return typeof text === 'string' ? text : text(...given);
}
