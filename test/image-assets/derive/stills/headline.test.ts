import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type HeadlineLanguage,
  splitHeadline,
} from '../../../../functions/image-assets/derive/stills/headline/break-lines.ts';
import { bundledFonts } from '../../../../functions/image-assets/derive/stills/headline/bundled-fonts.ts';
import { HeadlineRefused } from '../../../../functions/image-assets/derive/stills/headline/headline-refused.ts';
import { setHeadline } from '../../../../functions/image-assets/derive/stills/headline/set-headline.ts';
import { shapeText } from '../../../../functions/image-assets/derive/stills/headline/shape-text.ts';

const area = { left: 120, top: 72, width: 900, height: 456 };
const set = (text: string, language: HeadlineLanguage, box = area) =>
  setHeadline({ text, language }, box, bundledFonts(language));

async function refusal(text: string, language: HeadlineLanguage = 'en'): Promise<HeadlineRefused> {
  const error = await set(text, language).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof HeadlineRefused ? error : expect.fail(`was set: ${text}`);
}

describe('a headline', () => {
  it('breaks between words into even lines', async () => {
    expect((await set('The new season starts with a lighter step', 'en')).lines).toEqual([
      'The new season starts',
      'with a lighter step',
    ]);
  });

  it('breaks Chinese at the end of a clause rather than within a word', async () => {
    expect((await set('新季上新，让每一步都更轻盈', 'zh')).lines).toEqual(['新季上新，', '让每一步都更轻盈']);
    expect((await set('全场T恤买2送1，仅限本周末！', 'zh')).lines).toEqual([
      '全场T恤买2送1，',
      '仅限本周末！',
    ]);
  });

  it('begins no Chinese line with closing punctuation, ends none with opening, and leaves no character alone', async () => {
    const characters = fc.constantFrom(
      ...'新品上市春夏鞋款限时优惠全场包邮买就送好礼',
      '，',
      '。',
      '！',
      '（',
      '）',
      '“',
      '”',
      '《',
      '》',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(characters, { minLength: 4, maxLength: 26 }), async (parts) => {
        const text = parts.join('');
        const { lines } = await set(text, 'zh');
        expect(lines.join('')).toBe(text);
        if (lines.length === 1) return;
        for (const line of lines.slice(1)) expect(line).not.toMatch(/^[，。！）”》]/u);
        for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/[（“《]$/u);
        const units = splitHeadline(text, 'zh');
        // Long runs of punctuation hang together and may leave no even way.
        if (units.every((unit) => [...unit.text].length <= 3)) {
          expect([...(lines.at(-1) ?? '')].length).toBeGreaterThan(1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('stays within its area and loses no word', async () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefgAVWTo.,'), minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 9 }), async (words) => {
        const { box, lines, path, sizePx } = await set(words.join(' '), 'en');
        expect(lines.join(' ')).toBe(words.join(' '));
        expect(box.left).toBe(area.left);
        expect(box.width).toBeLessThanOrEqual(area.width + 0.01);
        expect(box.top).toBeGreaterThanOrEqual(area.top - 0.01);
        expect(box.top + box.height).toBeLessThanOrEqual(area.top + area.height + 0.01);
        const xs = [...path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map((match) => Number(match[1]));
        // A letter's own overhang (the foot of a j) is a few hundredths of an em.
        expect(Math.min(...xs)).toBeGreaterThan(area.left - 0.08 * sizePx);
        expect(Math.max(...xs)).toBeLessThan(area.left + area.width + 0.08 * sizePx);
      }),
      { numRuns: 40 },
    );
  });

  it('is kerned', async () => {
    const fonts = bundledFonts('en');
    const letters = await Promise.all([...'AVATo'].map((letter) => shapeText(letter, fonts)));
    const apart = letters.reduce((sum, { width }) => sum + width, 0);
    expect((await shapeText('AVATo', fonts)).width).toBeLessThan(apart - 0.05);
  });

  it('parts Chinese from letters and digits a little', async () => {
    const fonts = bundledFonts('zh');
    const [together, han, digits] = await Promise.all(
      ['限时85折', '限时折', '85'].map(async (text) => (await shapeText(text, fonts)).width),
    );
    expect(together).toBeGreaterThan((han ?? 0) + (digits ?? 0) + 0.2);
  });

  it('sets the letters of European languages', async () => {
    expect((await set('Crème brûlée, Łódź, Þing, ŐŰ', 'en')).sizePx).toBeGreaterThan(60);
  });

  it('is refused with its reason in both languages where it cannot be set well', async () => {
    expect((await refusal('  ')).code).toBe('HeadlineEmpty');
    expect((await refusal('שלום')).code).toBe('HeadlineRightToLeft');
    expect((await refusal('sale مرحبا')).code).toBe('HeadlineRightToLeft');
    expect((await refusal('word '.repeat(40))).code).toBe('HeadlineTooLong');
    expect((await refusal('x'.repeat(80))).code).toBe('HeadlineTooLong');
    const missing = await refusal('Sale 🎉 now');
    expect(missing.code).toBe('HeadlineGlyphMissing');
    expect(missing.says.en).toContain('🎉');
    expect(missing.says.zh).toContain('🎉');
  });
});
