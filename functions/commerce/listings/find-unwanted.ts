import { graphemesOf } from './measure-text.ts';
import type { TextRange } from './text-words.ts';

/**
 * Addresses that lead a shopper away. Every repetition is bounded: the texts come from suppliers, and an unbounded one takes
 * quadratic time on a megabyte of one letter.
 */
const CONTACTS: readonly RegExp[] = [
  /(?:https?|ftp):\/\/[^\s<>"'，。]{1,2000}/giu,
  /\bwww\.[^\s<>"'，。]{1,2000}/giu,
  /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/gu,
  /(?<![\w-])[a-z0-9][a-z0-9-]{1,62}\.(?:com|net|org|cn|io|co|shop|store|info|biz|app|me|tv|cc|vip|top|xyz|hk|tw|uk|de|fr|it|es|eu|us|jp)(?:\.[a-z]{2})?(?:\/[^\s<>"'，。]{0,500})?(?![\w-])/giu,
  /(?<![\w.])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\w)/gu,
  /(?<!\w)\+\d{1,3}[ .-]?\(?\d{1,4}\)?(?:[ .-]?\d{2,4}){2,4}(?!\w)/gu,
  /(?<!\w)\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\w)/gu,
  /(?<!\w)0\d{2,3}-\d{7,8}(?!\w)/gu,
  /(?<!\w)[48]00-?\d{3}-?\d{4}(?!\w)/gu,
  /(?:微信号?|加微|薇信|[vV]信|QQ群?|WhatsApp|WeChat|Telegram)[ :：号]{0,3}[a-z0-9_-]{5,30}/giu,
];

/** Where a text holds a web, mail or telephone address or the name on a messenger. */
export function findContacts(text: string): TextRange[] {
  return CONTACTS.flatMap((pattern) =>
    Array.from(text.matchAll(pattern), (hit) => ({ start: hit.index, end: hit.index + hit[0].length })),
  );
}

/** Pictographs, with what makes a sequence of them; not ©, ®, ™, arrows or mathematical signs. */
const PICTOGRAPH =
  /[\p{Emoji_Presentation}\p{Regional_Indicator}\p{Emoji_Modifier}\u{2600}-\u{27BF}\u{2B50}\u{2B55}\u{1F000}-\u{1FAFF}]|\uFE0F|\u20E3/u;

/** Where emoji and pictographs such as ★ stand, each whole: a family with its joiners is one. */
export function findEmoji(text: string): TextRange[] {
  const found: TextRange[] = [];
  if (!PICTOGRAPH.test(text)) return found;
  let start = 0;
  for (const grapheme of graphemesOf(text)) {
    if (PICTOGRAPH.test(grapheme)) found.push({ start, end: start + grapheme.length });
    start += grapheme.length;
  }
  return found;
}

/** Where Chinese characters stand. */
export function findChinese(text: string): TextRange[] {
  return Array.from(text.matchAll(/\p{Script=Han}+/gu), (hit) => ({
    start: hit.index,
    end: hit.index + hit[0].length,
  }));
}

/** Fewer cased letters than this are a size or an abbreviation: `USB-C`, `XXL`. */
const LEAST_CASED_LETTERS = 10;

/** Which share of the letters that could be capitals are, 0..1; 0 for a text too short to shout. */
export function shareOfCapitals(text: string): number {
  let capitals = 0;
  let cased = 0;
  for (const character of text) {
    const isCapital = character.toLowerCase() !== character;
    if (isCapital) capitals += 1;
    if (isCapital || character.toUpperCase() !== character) cased += 1;
  }
  return cased < LEAST_CASED_LETTERS ? 0 : capitals / cased;
}
