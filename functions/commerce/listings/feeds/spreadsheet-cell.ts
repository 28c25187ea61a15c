/** What a spreadsheet takes for a formula or a command when it opens a text file, half and full width. */
const FORMULA_START = /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u;

/** Characters that no text has and no XML may hold; the line break is none of them. */
const CONTROL = /(?!\n)[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/gu;

/** A number as a price or a stock: a minus before it begins no formula. */
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Without characters that only do harm in a file; every line break the same, a tab a space. Digits stay as they are. */
export function cleanCell(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\t', ' ').replace(CONTROL, '').toWellFormed();
}

/**
 * A cell of a file that people open in a spreadsheet before they upload it, so that it never begins a formula. The apostrophe
 * before it is what spreadsheets themselves know as "text"; the channel gets it as well, which is why such a listing is told of.
 */
export function spreadsheetCell(text: string): { readonly text: string; readonly isDefused: boolean } {
  const clean = cleanCell(text);
  const isDefused = FORMULA_START.test(clean) && !NUMBER.test(clean);
  return { text: isDefused ? `'${clean}` : clean, isDefused };
}
