import type { Says } from '../../../../commerce/says.ts';

export type HeadlineRefusal =
  | 'HeadlineEmpty'
  | 'HeadlineRightToLeft'
  | 'HeadlineGlyphMissing'
  | 'HeadlineTooLong';

/** A headline that cannot be set well, so it is not set at all. The input is at fault; trying again changes nothing. */
export class HeadlineRefused extends Error {
  readonly code: HeadlineRefusal;
  readonly says: Says;

  constructor(code: HeadlineRefusal, says: Says) {
    super(`${code}: ${says.en}`);
    this.name = 'HeadlineRefused';
    this.code = code;
    this.says = says;
  }
}

export function refuseEmpty(): HeadlineRefused {
  return new HeadlineRefused('HeadlineEmpty', {
    en: 'The headline has no text. The banner can be made without one: leave the headline out.',
    zh: '标题没有文字。如不需要标题，请留空该设置，横幅仍会生成。',
  });
}

export function refuseRightToLeft(): HeadlineRefused {
  return new HeadlineRefused('HeadlineRightToLeft', {
    en: 'The headline is in a script that runs from right to left, which cannot be set yet. Use Chinese or Latin text, or leave it out and add it in your shop.',
    zh: '标题使用了从右向左书写的文字，目前无法排版。请改用中文或拉丁文字，或留空后在店铺页面中添加。',
  });
}

export function refuseTooLong(): HeadlineRefused {
  return new HeadlineRefused('HeadlineTooLong', {
    en: 'The headline is too long: on three lines it would be too small to read on a phone. Shorten it to about 60 letters or 30 Chinese characters, with no very long words.',
    zh: '标题过长：排成三行后在手机上无法看清。请缩短到约 30 个汉字或 60 个字母以内，并避免过长的单词。',
  });
}

export function refuseMissing(characters: readonly string[]): HeadlineRefused {
  const quoted = characters.map((character) => `“${character}”`);
  return new HeadlineRefused('HeadlineGlyphMissing', {
    en: `The typeface has no ${quoted.join(', ')}. Take these characters (often emoji) out of the headline.`,
    zh: `字体中没有以下字符：${quoted.join('、')}。请从标题中删除（常见于表情符号）。`,
  });
}
