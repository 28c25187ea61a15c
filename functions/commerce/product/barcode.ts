import { problem, type Reading } from './reading.ts';
import { tidyText } from './tidy-text.ts';

const EXPECTED = {
  en: 'a barcode of 8, 12, 13 or 14 digits whose last one is right',
  zh: '8、12、13 或 14 位条码，末位校验码正确',
};

/**
 * Check digit of a GTIN by the GS1 General Specifications, section 7.9: from the right, digits weigh 3, 1, 3, …; what is missing
 * to the next ten.
 * @param digits all but the check digit
 */
export function checkDigitOf(digits: string): number {
  const sum = [...digits]
    .reverse()
    .reduce((all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

export function isGtin(digits: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/u.test(digits)) return false;
  return checkDigitOf(digits.slice(0, -1)) === Number(digits.at(-1));
}

/**
 * Reads a GTIN-8, -12, -13 or -14 (EAN, UPC-A, ISBN-13). Spaces and hyphens are taken away. What a spreadsheet spoiled is told, not
 * mended: zeros that it cut from the front, the last digits that it rounded away (`6.90123E+12`). A UPC-E of six or seven digits is
 * refused: eight digits of it look like another product's GTIN-8.
 */
export function readBarcode(given: string): Reading<string> {
  const text = tidyText(given).replace(/^'/u, '');
  if (/^\d+(?:[.,]\d+)?e\+?\d+$/iu.test(text)) return rounded(given);
  const digits = text.replace(/(?<=\d)[\s-](?=\d)/gu, '').replace(/\.0+$/u, '');
  if (!/^\d+$/u.test(digits)) return noDigits(given);
  if (isGtin(digits)) {
    // GS1 keeps 2 (in 13 digits 02, 20–29) for numbers that a shop makes up for itself: they are no one's elsewhere.
    return /^0+$/u.test(digits) ? wrongCheckDigit(given, digits) : { value: digits };
  }
  const restored = [12, 13, 14]
    .filter((length) => digits.length >= 9 && digits.length < length)
    .map((length) => digits.padStart(length, '0'))
    .find(isGtin);
  if (restored !== undefined && digits.length < 12) return lostZeros(given, restored);
  if (digits.length === 6 || digits.length === 7) return shortUpc(given);
  return /^(?:\d{8}|\d{12,14})$/u.test(digits)
    ? wrongCheckDigit(given, digits)
    : wrongLength(given, digits.length);
}

function rounded(given: string): Reading<never> {
  return problem('BarcodeRounded', EXPECTED, {
    en: `A spreadsheet has rounded the barcode to “${given}”; its last digits are lost. Format the column as text and fill it in again.`,
    zh: `表格软件已将条码变成“${given}”，末尾数字已丢失。请将该列设为文本格式后重新填写。`,
  });
}

function lostZeros(given: string, restored: string): Reading<never> {
  return problem('LostZeros', EXPECTED, {
    en: `“${given}” has too few digits; a spreadsheet may have cut zeros from its front. ${restored} would be right: check it on the product and write it as text.`,
    zh: `“${given}”位数不足，可能是表格软件去掉了开头的 0。${restored} 是有效条码：请对照实物核对后以文本格式填写。`,
  });
}

function shortUpc(given: string): Reading<never> {
  return problem('ShortUpc', EXPECTED, {
    en: `“${given}” looks like a shortened UPC-E. Give the full UPC of 12 digits.`,
    zh: `“${given}”像是缩短的 UPC-E 码，请填写完整的 12 位 UPC。`,
  });
}

function wrongCheckDigit(given: string, digits: string): Reading<never> {
  const right = checkDigitOf(digits.slice(0, -1));
  return problem('WrongCheckDigit', EXPECTED, {
    en: `The last digit of “${given}” does not match the others (${right} would): one digit is wrong or two have changed places.`,
    zh: `“${given}”的校验位不正确（应为 ${right}）：可能有一位数字错误或两位颠倒。`,
  });
}

function wrongLength(given: string, length: number): Reading<never> {
  return problem('BarcodeLength', EXPECTED, {
    en: `“${given}” has ${length} digits.`,
    zh: `“${given}”有 ${length} 位数字。`,
  });
}

function noDigits(given: string): Reading<never> {
  return problem('NotABarcode', EXPECTED, {
    en: `“${given}” is not made of digits alone.`,
    zh: `“${given}”不全是数字。`,
  });
}
