/** What is hidden, in the order in which it is looked for: a longer number first, so that a shorter does not take a part of it. */
const masks: readonly {
  readonly as: string;
  readonly found: RegExp;
  readonly isReal?: (text: string) => boolean;
}[] = [
  { as: '[e-mail]', found: /[\p{L}\p{N}._%+-]+\s?(?:@|＠)\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu },
  // A person's number in China: 17 digits and a check digit.
  {
    as: '[id-number]',
    found: /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)/g,
  },
  { as: '[id-number]', found: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/g },
  {
    as: '[id-number]',
    found: /(?:护照|身份证|passport|ssn)(?:号码?|\s*(?:no\.?|number|#))?\s*[:：]?\s*[A-Z0-9-]{6,20}/giu,
  },
  {
    as: '[iban]',
    found: /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])/g,
  },
  {
    as: '[card-number]',
    found: /(?<![\d.,-])\d{4}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\d-])/g,
    isReal: isCardNumber,
  },
  // China's mobile numbers, with and without the country's, and in groups of three and four.
  { as: '[phone]', found: /(?<![\d.])(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/g },
  { as: '[phone]', found: /(?<![\d.])0\d{2,3}[ -]\d{7,8}(?!\d)/g },
  { as: '[phone]', found: /(?<!\d)\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){6,12}(?!\d)/g },
  { as: '[phone]', found: /(?<![\d.])(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?!\d)/g },
  {
    as: '[phone]',
    found:
      /(?:\b(?:tel|phone|call|mobile|whatsapp|fax|wechat|weixin|qq)\b|电话|手机|微信|致电|联系方式)\.?(?:号码?|号)?\s*[:：]?\s*[A-Za-z]?[\w+() .-]{5,20}[\w]/giu,
    isReal: (text) => (text.match(/\d/g) ?? []).length >= 5,
  },
  {
    as: '[address]',
    found:
      /\b\d{1,5}[A-Za-z]?\s+(?:[A-Z][\p{L}'’.-]*\s+){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd|Square|Court|Ct|Highway|Hwy)\b\.?(?:,?\s+(?:Apt|Suite|Unit|Floor)\.?\s*\w+)?/gu,
  },
  {
    as: '[address]',
    found:
      /(?:[\p{Script=Han}]{2,8}(?:省|自治区))?(?:[\p{Script=Han}]{2,8}市)?(?:[\p{Script=Han}]{1,8}[区县镇乡])?[\p{Script=Han}]{1,10}(?:路|街|大道|巷|弄|胡同)\s?\d{1,5}\s?号(?:[\p{Script=Han}\d-]{0,12}?(?:室|楼|单元|栋|号)){0,4}/gu,
  },
];

/**
 * Hides personal data before a text goes to a model or into a log: e-mail addresses, telephone and messenger numbers, street
 * addresses, numbers of people (China's, the USA's, passports that are called so), IBANs and payment cards.
 *
 * It goes by the form of what it sees. It does not see names of people, addresses without a house number or in other forms, accounts
 * that are called nothing, numbers in words, nor what a picture shows. Product numbers stay: a barcode of 8 to 14 digits is no
 * phone number, and a number is a card's only with its check digit right.
 */
export function maskPersonalData(text: string): string {
  return masks.reduce(
    (masked, { as, found, isReal }) =>
      masked.replace(found, (one) => (isReal === undefined || isReal(one) ? as : one)),
    text,
  );
}

/** ISO/IEC 7812: the Luhn check digit, and a first digit that card networks have. */
function isCardNumber(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number);
  if (digits.length < 13 || digits.length > 19 || (digits[0] ?? 0) < 2 || (digits[0] ?? 0) > 6) return false;
  // A barcode has 13 or 14 digits in a row; cards of 13 are no longer made.
  if (digits.length < 15) return false;
  const sum = digits.reverse().reduce((total, digit, at) => {
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
