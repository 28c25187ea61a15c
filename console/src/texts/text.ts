import type { Language, Says } from '../../../functions/commerce/says.ts';
import { language } from '../shell/preferences.ts';

export type { Language, Says };

/** The texts of one page: each a sentence in both languages, or a function of what stands in it that gives one. */
export type Texts = Readonly<Record<string, Says | ((...given: never[]) => Says)>>;

/** A sentence in the language that is chosen now. Read while rendering, so that a switch of language renders again. */
export function say(says: Says): string {
  return says[language.value];
}

/** A title as a sentence, with the full stop of the language that is chosen. */
export function saySentence(says: Says): string {
  return say(says) + say({ en: '.', zh: '。' });
}
