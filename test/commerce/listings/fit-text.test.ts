import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHANNEL_TEXTS,
  rulesOfField,
} from '../../../functions/commerce/listings/channel-texts/all-channels.ts';
import { fitText, fitToDemands } from '../../../functions/commerce/listings/fit-text.ts';
import { judgeDemand } from '../../../functions/commerce/listings/judge-demand.ts';
import { graphemesOf } from '../../../functions/commerce/listings/measure-text.ts';
import { plainTextOf } from '../../../functions/commerce/listings/sanitize-source.ts';
import type { TextDemand } from '../../../functions/commerce/listings/text-rule.ts';
import { hostileText } from './hostile-texts.ts';

const UNITS = ['characters', 'utf16', 'graphemes', 'gbk-bytes', 'utf8-bytes', 'words'] as const;
const FIELDS = Object.values(CHANNEL_TEXTS).flatMap((texts) =>
  texts.fields.flatMap((field) =>
    field.form === 'html' || field.form === 'value'
      ? []
      : [{ texts, name: field.name, form: { form: field.form, separator: field.separator } }],
  ),
);

function cut(text: string, unit: (typeof UNITS)[number], max: number, form: 'line' | 'paragraphs' = 'line') {
  return fitToDemands(text, [{ kind: 'length', unit, max }], { form });
}

function amazonTitle(text: string): string {
  return fitText(text, rulesOfField(CHANNEL_TEXTS.amazon.rules, 'item_name'), { form: 'line' });
}

describe('fitText', () => {
  it('leaves a text that keeps its rules as it is', () => {
    expect(amazonTitle('Norrsken Desk Lamp, Oak, 40 cm (2-Pack)')).toBe(
      'Norrsken Desk Lamp, Oak, 40 cm (2-Pack)',
    );
  });

  it.each([
    ['Desk lamp with dimmer and timer', 27, 'Desk lamp with dimmer'],
    ['Desk lamp with dimmer, timer', 22, 'Desk lamp with dimmer'],
    ['Desk lamp (dimmable, oak)', 22, 'Desk lamp'],
    ['Shirt for Men, Long Sleeves, Relaxed Fit', 35, 'Shirt for Men, Long Sleeves'],
    ['Cardigan V-neck for women', 11, 'Cardigan'],
    ['纯棉圆领衬衫男士夏季', 7, '纯棉圆领衬衫'],
    ['x'.repeat(30), 10, 'x'.repeat(10)],
  ])('cuts %s to %i characters at the end of a word', (text, max, expected) => {
    expect(cut(text, 'characters', max)).toBe(expected);
  });

  it('cuts prose at the end of a sentence', () => {
    const text = 'A lamp of oak. It has a dimmer. It is sold without a bulb.';
    expect(cut(text, 'characters', 45, 'paragraphs')).toBe('A lamp of oak. It has a dimmer.');
  });

  it('takes the whole sentence out of prose that holds what is forbidden', () => {
    const demands: TextDemand[] = [
      { kind: 'forbidden', any: ['最佳'], as: 'phrase' },
      { kind: 'no-contact' },
    ];
    const text = '采用橡木制成。市场最佳选择。请联系 13812345678。可调光。';
    expect(fitToDemands(text, demands, { form: 'paragraphs' })).toBe('采用橡木制成。 可调光。');
  });

  it('takes the phrase alone out of a title, and tidies what it leaves', () => {
    expect(amazonTitle('Desk lamp, free shipping, oak!')).toBe('Desk lamp, oak');
  });

  it('leaves away the third time of a word, not of a small one', () => {
    expect(amazonTitle('Lamp for desk, lamp for bed, lamp for wall')).toBe(
      'Lamp for desk, lamp for bed, for wall',
    );
  });

  it('lowers what is shouted, and keeps short abbreviations', () => {
    const rules = rulesOfField(CHANNEL_TEXTS['google-merchant'].rules, 'title');
    expect(fitText('WIRELESS CHARGER USB WITH CABLE', rules, { form: 'line' })).toBe(
      'Wireless Charger USB WITH Cable',
    );
  });

  it('keeps whole entries of a list', () => {
    const limit: TextDemand = { kind: 'length', unit: 'characters', max: 16 };
    expect(fitToDemands('desk lamp, oak, reading light', [limit], { form: 'list', separator: ',' })).toBe(
      'desk lamp, oak',
    );
  });

  it.each(UNITS)('never passes a limit in %s, and never cuts into a character as people see it', (unit) => {
    fc.assert(
      fc.property(hostileText(), fc.integer({ min: 0, max: 80 }), (text, max) => {
        const fitted = cut(text, unit, max);
        expect(judgeDemand({ kind: 'length', unit, max }, fitted, { html: false }).holds).toBe(true);
        const known = new Set(graphemesOf(plainTextOf(text)));
        expect(graphemesOf(fitted).filter((grapheme) => grapheme !== ' ' && !known.has(grapheme))).toEqual(
          [],
        );
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('keeps all rules of every field of every channel that a machine can mend', () => {
    fc.assert(
      fc.property(
        hostileText(),
        fc.constantFrom(...FIELDS),
        fc.constantFrom('en', 'zh-CN'),
        (text, field, locale) => {
          const rules = rulesOfField(field.texts.rules, field.name).filter(
            ({ locales }) => locales === undefined || locales.some((one) => one === locale),
          );
          const fitted = fitText(text, rules, field.form);
          const judged = { html: false, separator: field.form.separator };
          for (const { demand, id } of rules) {
            if (demand.kind === 'required' || demand.kind === 'pattern') continue;
            if (demand.kind === 'length' && demand.max === undefined) continue;
            expect(judgeDemand(demand, fitted, judged).holds, `${id}: ${fitted}`).toBe(true);
          }
          expect(fitText(fitted, rules, field.form)).toBe(fitted);
        },
      ),
      { numRuns: 400, seed: 5 },
    );
  });
});
