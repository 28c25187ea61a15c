import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../functions/commerce/channels/channel-rules.ts';
import { brokenWords } from '../../functions/image-assets/broken-words.ts';

describe('what was found where a rule is broken', () => {
  it.each([
    ['source-clipped', {}, 'left+right', "The photo's own edge cuts the product: left, right", '左、右'],
    ['fill-ratio', { min: 0.85 }, 0.78, 'The product fills 78% of the frame (at least 85%)', '78%'],
    ['crumbs', { max: 0 }, 0.0025, 'Specks stand beside the product (0.25% of its area)', '0.25%'],
    ['sharpness', { min: 14 }, 12, 'The product looks blurred (sharpness 12, at least 14)', '不低于 14'],
    ['text', { max: 0 }, 1, 'Text is seen in the photo (rows: 1)', '检出文字（1 行）'],
    ['looks-like', {}, '2+5', 'It looks the same as this picture of the product: 2, 5', '第 2、5 张'],
  ] as const)('is said as it is, with the limit: %s', (measure, demand, value, en, zh) => {
    const says = brokenWords({ measure, demand }, value);
    expect(says?.en).toContain(en);
    expect(says?.zh).toContain(zh);
  });

  it('names a limit wherever it speaks of one', () => {
    for (const { measure, demand } of CHANNELS.flatMap(({ rules }) => rules)) {
      const { en, zh } = brokenWords({ measure, demand }, 1) ?? { en: '', zh: '' };
      expect(`${en}${zh}`, measure).not.toMatch(/undefined|NaN/);
    }
  });
});
