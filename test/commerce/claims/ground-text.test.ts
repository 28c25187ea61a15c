import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimGrounds } from '../../../functions/commerce/claims/claim-grounds.ts';
import { findMeasures } from '../../../functions/commerce/claims/find-measures.ts';
import { groundText } from '../../../functions/commerce/claims/ground-text.ts';
import { lexicon } from '../../../functions/commerce/claims/lexicon/lexicon.ts';
import { normaliseText, splitSentences } from '../../../functions/commerce/claims/normalise-text.ts';
import { productVocabulary } from '../../../functions/commerce/claims/product-vocabulary.ts';
import { chineseKnown, chineseMeasuredFirst, chineseMeasuredSecond } from './labelled/chinese.ts';
import { englishKnown, englishMeasuredFirst, englishMeasuredSecond } from './labelled/english.ts';
import { type LabelledProduct, type LabelledSentence, labelledProducts } from './labelled/products.ts';

const blockedIn = (product: LabelledProduct, text: string) =>
  groundText(text, labelledProducts[product]).flatMap(({ blocked }) => blocked);

const sets: readonly (readonly [string, readonly LabelledSentence[]])[] = [
  ['English, known', englishKnown],
  ['English, measured first', englishMeasuredFirst],
  ['English, measured second', englishMeasuredSecond],
  ['Chinese, known', chineseKnown],
  ['Chinese, measured first', chineseMeasuredFirst],
  ['Chinese, measured second', chineseMeasuredSecond],
];

describe.each(sets)('%s', (name, sentences) => {
  it('lets no unsupported claim pass, and stops at most one true sentence of ten', () => {
    const unsupported = sentences.filter(([, kind]) => kind !== '');
    const supported = sentences.filter(([, kind]) => kind === '');
    const passed = unsupported.filter(([product, , text]) => blockedIn(product, text).length === 0);
    const stopped = supported.filter(([product, , text]) => blockedIn(product, text).length > 0);
    const recall = 1 - passed.length / unsupported.length;
    console.info(
      `${name}: ${sentences.length} sentences, recall ${(100 * recall).toFixed(1)} %, false alarms ${((100 * stopped.length) / supported.length).toFixed(1)} %`,
    );
    expect(passed).toEqual([]);
    expect(stopped.length / supported.length).toBeLessThanOrEqual(0.1);
  });

  it('names the kind of what it blocks', () => {
    const wrong = sentences.filter(
      ([product, kind, text]) => kind !== '' && !blockedIn(product, text).some((one) => one.kind === kind),
    );
    expect(wrong).toEqual([]);
  });
});

describe('a claim', () => {
  it.each<[LabelledProduct, string, readonly string[]]>([
    ['tee', 'Made of 95% cotton.', ['material']],
    ['bottle', '容量0.75升，高26.5厘米。', ['capacity', 'title', 'height']],
    ['speaker', 'Two-year warranty.', ['warranty']],
    ['table', 'FSC certified.', ['certification']],
    ['tee', 'Wear it at the weekend.', []],
  ])('of %s is linked to what supports it: %s', (product, text, by) => {
    const [sentence] = groundText(text, labelledProducts[product]);
    expect(sentence?.blocked).toEqual([]);
    expect([...(sentence?.supportedBy ?? [])].sort()).toEqual([...by].sort());
  });

  it('is blocked with a reason in both languages that says what to do', () => {
    expect(blockedIn('tee', 'A waterproof shirt.')).toEqual([
      {
        kind: 'performance',
        words: 'waterproof',
        why: 'unsupported',
        says: {
          en: '“waterproof” (performance): no attribute of the product says so. Add the attribute, or take the words out.',
          zh: '“waterproof”（性能）：商品属性中没有依据。请补充属性，或删除该表述。',
        },
      },
    ]);
    expect(blockedIn('bottle', 'Dishwasher safe.')).toMatchObject([{ why: 'contradicted' }]);
    expect(blockedIn('tee', '最好的T恤。')).toMatchObject([{ why: 'never' }]);
  });

  it.each([
    ['Ｗａｔｅｒｐｒｏｏｆ', 'full-width letters'],
    ['water\u200bproof', 'a character that nobody sees'],
    ['WATER-PROOF', 'capitals and a hyphen'],
    ['防\u2060水', 'the same in Chinese'],
    ['not only waterproof', 'a "not" that denies nothing'],
    ['不仅防水', 'the same in Chinese'],
    ['无不防水', 'two that deny each other'],
  ])('does not hide in %s (%s)', (text) => {
    expect(blockedIn('tee', `${text}.`)).toMatchObject([{ kind: 'performance' }]);
  });

  it.each([
    ['bottle', 'It is not dishwasher safe.', 0],
    ['speaker', 'It is not waterproof.', 0],
    ['bottle', 'The bottle is not leakproof.', 1],
    ['tee', 'It contains no polyester.', 0],
    ['bottle', 'It contains no plastic.', 1],
    ['tee', 'Not made in China.', 0],
    ['wallet', 'Not made in China.', 1],
    ['tee', '不含涤纶。', 0],
  ] as const)('that is denied: %s, %s', (product, text, blocked) => {
    expect(blockedIn(product, text)).toHaveLength(blocked);
  });

  it('by the brand’s name is none, nor is a title’s against the attributes one', () => {
    expect(blockedIn('wallet', 'A wallet by Best Cotton.')).toEqual([]);
    expect(blockedIn('wallet', 'A leather wallet.')).toMatchObject([{ kind: 'material' }]);
  });
});

describe('attributes that are written in other words than a text', () => {
  const grounds = claimGrounds(
    {
      title: { en: 'Thing' },
      attributes: {
        keepsHot: { kind: 'measure', values: [12], unit: 'h', given: '12 h' },
        ageRange: { kind: 'measure', values: [24, 60], unit: 'months', given: '24–60 mo' },
        certification: { kind: 'terms', terms: [{ id: 'oeko-tex-100' }], given: 'OEKO-TEX 100认证' },
      },
      options: [],
    },
    productVocabulary,
  );

  it.each([
    ['保温最长12小时。', true],
    ['保温时长12小时。', true],
    ['保温最长36小时。', false],
    ['适合2–5岁儿童。', true],
    ['适合2–9岁儿童。', false],
    ['OEKO-TEX Standard 100.', true],
    ['OEKO-TEX Standard 200.', false],
  ])('support %s: %s', (text, isSupported) => {
    const blocked = groundText(text, grounds).flatMap((sentence) => sentence.blocked);
    expect(blocked.length === 0, JSON.stringify(blocked)).toBe(isSupported);
  });
});

describe('the shop’s vocabulary', () => {
  const grounds = claimGrounds(
    {
      title: { en: 'Shirt' },
      attributes: {
        material: {
          kind: 'terms',
          terms: [
            { id: 'cotton', share: 0.6 },
            { id: 'polyester', share: 0.4 },
          ],
          given: '60/40',
        },
        nonSlip: { kind: 'flag', value: true, given: 'yes' },
        'Marketing text': { kind: 'text', text: { en: 'waterproof' }, given: 'waterproof' },
      },
      options: [],
    },
    productVocabulary,
  );
  const blocked = (text: string) => groundText(text, grounds).flatMap((one) => one.blocked);

  it('names terms and attributes in both languages, each share once', () => {
    expect(blocked('60% cotton, 40% polyester.')).toEqual([]);
    expect(blocked('60%棉，40%聚酯纤维，防滑。')).toEqual([]);
    expect(blocked('100% cotton.').map(({ why }) => why)).toContain('contradicted');
  });

  it('supports nothing by an attribute that it does not know', () => {
    expect(blocked('A waterproof shirt.')).toMatchObject([{ kind: 'performance', why: 'unsupported' }]);
  });
});

describe('a number', () => {
  it.each([
    ['30 x 20 x 10 cm', [300, 200, 100]],
    ['1,200.5 g', [1200.5]],
    ['0,75 l', [750]],
    ['1 1/2 in', [38.1]],
    ['10–12 小时', [10, 12]],
    ['二十四小时', [24]],
    ['twenty-four hours', [24]],
    ['86 °F', [30]],
    ['2.4千克', [2400]],
  ])('in %s is that of its unit', (text, values) => {
    const found = findMeasures(normaliseText(text)).map(({ value }) => Math.round(value * 100) / 100);
    expect(found).toEqual(values);
  });

  it.each(['IP67', 'USB-C', 'A4', '一款', '千万', 'one of them'])('is none in %s', (text) => {
    expect(findMeasures(normaliseText(text))).toEqual([]);
  });

  it('may be rounded to its last digit, by two percent at the most', () => {
    expect(blockedIn('bottle', 'It is 10.4 inches tall.')).toEqual([]);
    expect(blockedIn('bottle', 'It is 11 inches tall.')).toHaveLength(1);
    expect(blockedIn('pan', 'It weighs 2 kg.')).toHaveLength(1);
  });

  it('of another aspect supports nothing', () => {
    expect(blockedIn('table', 'It weighs 80 kg.')).toHaveLength(1);
    expect(blockedIn('bottle', 'Keeps coffee hot for 24 hours.')).toHaveLength(1);
    expect(blockedIn('bottle', 'Keeps water cold for 24 hours.')).toEqual([]);
  });
});

describe('the dictionaries', () => {
  it('have one entry an id, and imply only what there is', () => {
    const ids = lexicon.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const unknown = lexicon.flatMap(({ implies = [] }) => implies.filter((one) => !ids.includes(one)));
    expect(unknown).toEqual([]);
  });

  it('read whatever text there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const sentences = groundText(text, labelledProducts.tee);
        expect(sentences.map((one) => one.text)).toEqual(splitSentences(text));
      }),
    );
  });
});

describe('a sentence', () => {
  it.each([
    ['One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    ['一。二！三；四', ['一。', '二！', '三；', '四']],
    ['It is approx. 20 cm wide. It folds.', ['It is approx. 20 cm wide.', 'It folds.']],
    ['Holds 0.75 l. Weighs 1.5 kg.', ['Holds 0.75 l.', 'Weighs 1.5 kg.']],
    ['Line\nanother', ['Line', 'another']],
  ])('ends where people end it: %j', (text, sentences) => {
    expect(splitSentences(text)).toEqual(sentences);
  });
});
