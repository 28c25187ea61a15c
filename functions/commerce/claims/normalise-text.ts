/**
 * A text as it is matched: full-width forms, ligatures and signs as their plain ones, without what nobody sees, in small letters.
 * "Ｗａｔｅｒ\u200bproof" is waterproof. Line breaks stay.
 */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}|\p{Variation_Selector}/gu, '')
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[\t\u00a0\u3000]/g, ' ')
    .toLowerCase();
}

/** Abbreviations whose full stop ends no sentence. */
const abbreviation =
  /(?:\b(?:approx|ca|incl|excl|max|min|no|nr|dia|oz|lb|in|ft|sq|vs|e\.g|i\.e|etc|st|dr|mr|mrs)|\d)$/i;

/** Sentences in order, without the space around them; list items and lines are sentences too. */
export function splitSentences(text: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(/[。！？!?；;\n]+|\.(?=\s|$)/g)) {
    const before = text.slice(from, index);
    if (mark === '.' && abbreviation.test(before) && index + 1 < text.length) {
      // "approx. 20 cm" goes on; "… 20 cm." before a capital does not.
      if (!/^\s+\p{Lu}/u.test(text.slice(index + 1)) || !/\d$/.test(before)) continue;
    }
    pieces.push(text.slice(from, index + mark.length));
    from = index + mark.length;
  }
  pieces.push(text.slice(from));
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}
