import type { Channel, ChannelOutput, RuleSource } from './channel-rule.ts';
import {
  houseRules,
  largestFileRule,
  smallestSideRule,
  whiteBorderRule,
  wholeProductRule,
} from './house-rules.ts';
import { noTextRules } from './text-rules.ts';

/**
 * The rule pages of Tmall, JD and Douyin want a merchant's login and no public copy of them could be read. The
 * numbers are what merchants commonly work with; each says unconfirmed until somebody with an account reads it there.
 */
const TMALL: RuleSource = {
  publisher: 'third-party',
  url: 'https://rule.tmall.com/',
  checkedOn: 'unconfirmed',
};
const JD: RuleSource = { publisher: 'third-party', url: 'https://rule.jd.com/', checkedOn: 'unconfirmed' };
const DOUYIN: RuleSource = {
  publisher: 'third-party',
  url: 'https://school.jinritemai.com/',
  checkedOn: 'unconfirmed',
};
/** TikTok's seller pages could not be read; two independent references agree on 600 px and 5 MB. */
const TIKTOK: RuleSource = {
  publisher: 'third-party',
  url: 'https://emberfeed.com/specs/tiktok-shop-image-requirements-2026',
  checkedOn: '2026-11-21',
};
/** TikTok's own words could not be read either; guides agree on no added text, marks or borders. */
const TIKTOK_TEXT: RuleSource = {
  publisher: 'third-party',
  url: 'https://imagespeccheck.com/tools/tiktok-shop-image',
  checkedOn: '2026-11-21',
};

function square(side: number, maxBytes: number, background: ChannelOutput['background']): ChannelOutput {
  return {
    width: side,
    height: side,
    format: 'jpeg',
    maxBytes,
    background,
    fit: 'contain',
    // One fill for all of them, so that files of one size are one composition, resized and encoded once.
    fill: { target: 0.9, least: 0.8 },
    chroma: '4:4:4',
  };
}

const TMALL_MAIN = square(800, 3_000_000, 'photo-or-plain');
const TMALL_WHITE = square(800, 300_000, 'white');
const JD_MAIN = square(800, 1_000_000, 'white');
const DOUYIN_MAIN = square(1200, 5_000_000, 'photo-or-plain');
const TIKTOK_MAIN = square(1200, 5_000_000, 'photo-or-plain');

/** Marketplaces of China, and TikTok Shop, which shares Douyin's form. */
export const CHINESE_CHANNELS: readonly Channel[] = [
  {
    id: 'tmall-main',
    title: { en: 'Tmall / Taobao main picture', zh: '天猫／淘宝主图' },
    role: 'main',
    output: TMALL_MAIN,
    rules: [
      ...houseRules('tmall-main', TMALL_MAIN),
      smallestSideRule('zoomable', 800, 'warn', TMALL, false),
      largestFileRule(TMALL_MAIN.maxBytes, TMALL, false),
      ...noTextRules(TMALL, false, 'warn'),
    ],
  },
  {
    id: 'tmall-white',
    title: { en: 'Tmall / Taobao white-background picture', zh: '天猫／淘宝白底图' },
    role: 'main',
    output: TMALL_WHITE,
    rules: [
      ...houseRules('tmall-white', TMALL_WHITE),
      whiteBorderRule(TMALL, false),
      wholeProductRule(TMALL, false),
      largestFileRule(TMALL_WHITE.maxBytes, TMALL, false),
      ...noTextRules(TMALL, false, 'fail'),
    ],
  },
  {
    id: 'jd-main',
    title: { en: 'JD first picture', zh: '京东首图' },
    role: 'main',
    output: JD_MAIN,
    rules: [
      ...houseRules('jd-main', JD_MAIN),
      smallestSideRule('accepted-size', 800, 'fail', JD, false),
      whiteBorderRule(JD, false),
      wholeProductRule(JD, false),
      largestFileRule(JD_MAIN.maxBytes, JD, false),
      ...noTextRules(JD, false, 'fail'),
    ],
  },
  {
    id: 'douyin',
    title: { en: 'Douyin shop main picture', zh: '抖店主图' },
    role: 'main',
    output: DOUYIN_MAIN,
    rules: [
      ...houseRules('douyin', DOUYIN_MAIN),
      smallestSideRule('accepted-size', 600, 'fail', DOUYIN, false),
      largestFileRule(DOUYIN_MAIN.maxBytes, DOUYIN, false),
      ...noTextRules(DOUYIN, false, 'warn'),
    ],
  },
  {
    id: 'tiktok-shop',
    title: { en: 'TikTok Shop main picture', zh: 'TikTok Shop 主图' },
    role: 'main',
    output: TIKTOK_MAIN,
    rules: [
      ...houseRules('tiktok-shop', TIKTOK_MAIN),
      smallestSideRule('accepted-size', 600, 'fail', TIKTOK, false),
      largestFileRule(TIKTOK_MAIN.maxBytes, TIKTOK, false),
      ...noTextRules(TIKTOK_TEXT, false, 'fail'),
    ],
  },
];
