import type { ChannelRule, RuleSource } from './channel-rule.ts';

/**
 * For a channel that forbids text and watermarks laid over the picture. What is printed on the product is allowed by all of
 * them, so the rule fails only what lies across the outline or over the whole picture; where the product's place is not known,
 * text warns.
 */
export function noTextRules(
  source: RuleSource,
  confirmed: boolean,
  severity: 'fail' | 'warn',
): ChannelRule[] {
  return [
    {
      id: 'no-overlaid-text',
      measure: 'overlaid-text',
      unit: 'count',
      demand: { max: 0 },
      source,
      confirmed,
      severity,
      says: {
        en: 'No text or watermark lies over the picture; if one does, upload the photo without it',
        zh: '图片上没有叠加的文字或水印；如有，请上传无文字水印的照片',
      },
    },
    {
      id: 'no-text-seen',
      measure: 'text',
      unit: 'count',
      demand: { max: 0 },
      source,
      confirmed,
      severity: 'warn',
      says: {
        en: 'No text is seen in the photo; printed on the product it is allowed, laid over the picture it is not: look before it goes out',
        zh: '照片中未见文字；印在商品上的文字允许，叠加在图片上的不允许，发布前请查看',
      },
    },
  ];
}

/** For a channel that forbids borders around pictures. */
export function noBorderRule(source: RuleSource, confirmed: boolean): ChannelRule {
  return {
    id: 'no-border',
    measure: 'border',
    unit: 'ratio',
    demand: { max: 0 },
    source,
    confirmed,
    severity: 'warn',
    says: {
      en: 'No border is drawn around the photo; if one is, upload the photo without it',
      zh: '照片四周没有边框；如有，请上传无边框的照片',
    },
  };
}
