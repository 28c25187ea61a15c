import type { Channel, ChannelOutput, ChannelRule, RuleSource } from './channel-rule.ts';
import { houseRules, largestFileRule, smallestSideRule } from './house-rules.ts';

const CHECKED = '2026-11-21';

/** Instagram's stream takes 4:5 to 1.91:1 and at least 600 px; the advertising reference says so in the open. */
const INSTAGRAM: RuleSource = {
  publisher: 'platform',
  url: 'https://developers.facebook.com/documentation/ads-commerce/instagram/ads-api/reference/media-requirements',
  checkedOn: CHECKED,
};
const INSTAGRAM_PUBLISHING: RuleSource = {
  publisher: 'third-party',
  url: 'https://docs.contentstudio.io/article/830-what-are-the-requirements-to-directly-publish-images-and-videos-to-instagram',
  checkedOn: CHECKED,
};
const PINTEREST: RuleSource = {
  publisher: 'platform',
  url: 'https://business.pinterest.com/en/Pinterest-product-specs',
  checkedOn: CHECKED,
};
const OPEN_GRAPH: RuleSource = {
  publisher: 'platform',
  url: 'https://developers.facebook.com/docs/sharing/webmasters/images/',
  checkedOn: CHECKED,
};
const HOUSE: RuleSource = { publisher: 'house', checkedOn: CHECKED };

function social(width: number, height: number, maxBytes: number): ChannelOutput {
  return {
    width,
    height,
    format: 'jpeg',
    maxBytes,
    background: 'photo-or-plain',
    fit: 'cover',
    fill: { target: 0.9, least: 0.78 },
    chroma: '4:2:0',
  };
}

/** More than a fifth of a photo lost to cropping can be the product itself; the plan then shows all of it instead. */
const LITTLE_CUT_AWAY: ChannelRule = {
  id: 'little-cut-away',
  measure: 'cut-away',
  unit: 'ratio',
  demand: { max: 0.25 },
  source: HOUSE,
  confirmed: true,
  severity: 'warn',
  says: { en: 'At most a quarter of the photo is cropped away', zh: '裁切掉的画面不超过四分之一' },
};

const SQUARE = social(1080, 1080, 8_000_000);
const PORTRAIT = social(1080, 1350, 8_000_000);
const PIN = social(1000, 1500, 10_000_000);
const LINK_CARD = social(1200, 630, 8_000_000);
const THUMBNAIL: ChannelOutput = {
  width: 400,
  height: 400,
  format: 'webp',
  // A shop's listing page shows some thirty of them: 30 x 50 kB are the 1.5 MB that a page may weigh on a phone.
  maxBytes: 50_000,
  background: 'photo-or-plain',
  fit: 'cover',
  fill: { target: 0.9, least: 0.78 },
  chroma: '4:2:0',
};

/** Social networks, link previews and the shop's own pages. */
export const SOCIAL_CHANNELS: readonly Channel[] = [
  {
    id: 'instagram-square',
    title: { en: 'Instagram square', zh: 'Instagram 方图' },
    role: 'secondary',
    output: SQUARE,
    rules: [
      ...houseRules('instagram-square', SQUARE),
      LITTLE_CUT_AWAY,
      smallestSideRule('accepted-size', 600, 'fail', INSTAGRAM, true),
      largestFileRule(SQUARE.maxBytes, INSTAGRAM_PUBLISHING, false),
    ],
  },
  {
    id: 'instagram-portrait',
    title: { en: 'Instagram portrait (4:5)', zh: 'Instagram 竖图（4:5）' },
    role: 'secondary',
    output: PORTRAIT,
    rules: [
      ...houseRules('instagram-portrait', PORTRAIT),
      LITTLE_CUT_AWAY,
      smallestSideRule('accepted-size', 600, 'fail', INSTAGRAM, true),
      largestFileRule(PORTRAIT.maxBytes, INSTAGRAM_PUBLISHING, false),
    ],
  },
  {
    id: 'pinterest',
    title: { en: 'Pinterest pin (2:3)', zh: 'Pinterest 图钉（2:3）' },
    role: 'secondary',
    output: PIN,
    rules: [
      ...houseRules('pinterest', PIN),
      LITTLE_CUT_AWAY,
      smallestSideRule('recommended-size', 1000, 'warn', PINTEREST, true),
      largestFileRule(PIN.maxBytes, PINTEREST, true),
    ],
  },
  {
    id: 'open-graph',
    title: { en: 'Link preview (Open Graph)', zh: '链接预览图（Open Graph）' },
    role: 'secondary',
    output: LINK_CARD,
    rules: [
      ...houseRules('open-graph', LINK_CARD),
      LITTLE_CUT_AWAY,
      smallestSideRule('accepted-size', 200, 'fail', OPEN_GRAPH, true),
      smallestSideRule('recommended-size', 630, 'warn', OPEN_GRAPH, true),
      largestFileRule(LINK_CARD.maxBytes, OPEN_GRAPH, true),
    ],
  },
  {
    id: 'web-thumbnail',
    title: { en: "The shop's own thumbnail", zh: '网店缩略图' },
    role: 'secondary',
    output: THUMBNAIL,
    rules: [
      ...houseRules('web-thumbnail', THUMBNAIL),
      LITTLE_CUT_AWAY,
      largestFileRule(THUMBNAIL.maxBytes, HOUSE, true),
    ],
  },
];
