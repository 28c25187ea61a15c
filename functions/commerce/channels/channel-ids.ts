/** The ids of all channels, in the order in which people read them: for whoever checks a name and needs none of the rules. */
export const channelIds: readonly string[] = [
  'amazon-main',
  'google-merchant',
  'shopify',
  'ebay',
  'tmall-main',
  'tmall-white',
  'jd-main',
  'douyin',
  'tiktok-shop',
  'instagram-square',
  'instagram-portrait',
  'pinterest',
  'open-graph',
  'web-thumbnail',
];
