/** ½ and its kin: by NFKC alone `1½` would become `11⁄2`, eleven halves. */
const VULGAR_FRACTION = /[\u00bc-\u00be\u2150-\u215e]/gu;

/** Characters that show nothing: zero-width ones, direction marks, the byte order mark. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

/** One line as it was meant: half-width forms, one kind of space, nothing invisible, trimmed. */
export function tidyText(text: string): string {
  return text
    .replace(VULGAR_FRACTION, (sign) => ` ${sign.normalize('NFKC').replace('\u2044', '/')}`)
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** What two spellings of one word have in common: capitals, spaces, hyphens, dots and brackets do not count. */
export function wordKey(text: string): string {
  return tidyText(text)
    .toLowerCase()
    .replace(/[\s\-_.·・'"’()[\]{}:]+/gu, '');
}
