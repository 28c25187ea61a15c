import type { TextUnit } from './text-rule.ts';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const UTF8 = new TextEncoder();

/** Cuts a text into what people see as one character: a letter with its accents, a family of emoji with joiners. */
export function graphemesOf(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text), (part) => part.segment);
}

/** The entries of a list field, without blanks around them and without empty ones. */
export function itemsOf(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/**
 * How long a text is in this unit. Half of a surrogate pair counts as the replacement character that it becomes when sent.
 *
 * @param separator between the entries of a list, for `items` only
 */
export function measureText(text: string, unit: TextUnit, separator = ','): number {
  switch (unit) {
    case 'characters':
      return countCodePoints(text);
    case 'utf16':
      return text.length;
    case 'graphemes':
      return countGraphemes(text);
    case 'gbk-bytes':
      return countGbkBytes(text);
    case 'utf8-bytes':
      return UTF8.encode(text).length;
    case 'words':
      return text.trim() === '' ? 0 : text.trim().split(/\s+/u).length;
    case 'items':
      return itemsOf(text, separator).length;
  }
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function countGraphemes(text: string): number {
  let count = 0;
  for (const _ of GRAPHEMES.segment(text)) count += 1;
  return count;
}

/**
 * Bytes in GBK: 1 for ASCII, 2 for the 23,940 places of GBK. A character that GBK cannot write (emoji, rare Chinese, most
 * accents) counts 4, as GB 18030 writes it: never less than a marketplace could count, whichever of both it uses.
 */
function countGbkBytes(text: string): number {
  const twoBytes = twoByteCharacters();
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes += 1;
    else bytes += code < 0x10000 && twoBytes[code] === 1 ? 2 : 4;
  }
  return bytes;
}

let knownTwoBytes: Uint8Array | undefined;

/**
 * Which characters of the basic plane GBK writes in two bytes. Read once out of the platform's own decoder (every pair of a
 * lead byte 81..FE and a trail byte 40..FE), so that no table of 50 kB travels with the code.
 */
function twoByteCharacters(): Uint8Array {
  if (knownTwoBytes !== undefined) return knownTwoBytes;
  const table = new Uint8Array(0x10000);
  const decoder = new TextDecoder('gb18030');
  const pair = new Uint8Array(2);
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      pair[0] = lead;
      pair[1] = trail;
      const decoded = decoder.decode(pair);
      const code = decoded.length === 1 ? decoded.charCodeAt(0) : 0xfffd;
      // A private-use character is the decoder's stand-in for an empty place: nobody types it.
      if (code >= 0x80 && code !== 0xfffd && !(code >= 0xe000 && code <= 0xf8ff)) table[code] = 1;
    }
  }
  knownTwoBytes = table;
  return table;
}
