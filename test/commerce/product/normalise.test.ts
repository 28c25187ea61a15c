import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorUnits } from '../../../functions/commerce/money.ts';
import { checkDigitOf, isGtin, readBarcode } from '../../../functions/commerce/product/barcode.ts';
import { readFlag } from '../../../functions/commerce/product/normalise-flag.ts';
import { readMeasure } from '../../../functions/commerce/product/normalise-measure.ts';
import { readNumber } from '../../../functions/commerce/product/normalise-number.ts';
import { readPrice } from '../../../functions/commerce/product/normalise-price.ts';
import { readTerms } from '../../../functions/commerce/product/normalise-terms.ts';
import { wordKey } from '../../../functions/commerce/product/tidy-text.ts';
import { ATTRIBUTES } from '../../../functions/commerce/product/vocabulary/attributes.ts';
import { attributeById } from '../../../functions/commerce/product/vocabulary/find-term.ts';
import { QUANTITIES } from '../../../functions/commerce/product/vocabulary/units.ts';

function measure(id: string, given: string, context: Parameters<typeof readMeasure>[2] = {}) {
  const attribute = attributeById(id);
  if (attribute?.kind !== 'measure') throw new Error(`${id} is not measured`);
  return readMeasure(given, attribute, context);
}

function terms(id: string, given: string) {
  const attribute = attributeById(id);
  if (attribute?.kind !== 'terms') throw new Error(`${id} has no terms`);
  return readTerms(given, attribute);
}

describe('measures', () => {
  it.each([
    ['dimensions', '20 x 30 CM', [200, 300]],
    ['dimensions', '20cm × 30cm × 5cm', [200, 300, 50]],
    ['dimensions', '20*30*5厘米', [200, 300, 50]],
    ['dimensions', 'L20 x W30 x H5 cm', [200, 300, 50]],
    ['dimensions', '长20cm宽30cm高5cm', [200, 300, 50]],
    ['dimensions', '8" x 10"', [203.2, 254]],
    ['weight', '7,5 oz', [212.621423437]],
    ['weight', '０．５ｋｇ', [500]],
    ['weight', '1 kg 200 g', [1200]],
    ['weight', '2斤', [1000]],
    ['weight', '1,200.5 g', [1200.5]],
    ['weight', '1 200 g', [1200]],
    ['length', '1 1/2 in', [38.1]],
    ['length', '1½ in', [38.1]],
    ['length', '约30厘米', [300]],
    ['length', '30cm左右', [300]],
    ['length', `5' 10"`, [1778]],
    ['capacity', '750ML', [750]],
    ['capacity', '500毫升', [500]],
    ['capacity', '16 fl. oz.', [473.176473]],
    ['frequency', '2.4GHz', [2_400_000_000]],
    ['voltage', '220-240 V', [220, 240]],
    ['voltage', '220V~240V', [220, 240]],
    ['ageRange', '3-6 years', [36, 72]],
    ['ageRange', '6-12个月', [6, 12]],
    ['batteryLife', 'up to 30 h', [30]],
    ['batteryLife', '2h30min', [2.5]],
    ['maxLoad', '最大 120kg', [120_000]],
    ['maxTemperature', '230°C', [230]],
    ['maxTemperature', '450 °F', [232.222222222]],
    ['fabricWeight', '180g/m²', [180]],
    ['coverage', '20m2', [20]],
    ['pieces', '12', [12]],
    ['pieces', '4 件', [4]],
  ])('reads %s “%s”', (id, given, values) => {
    expect(measure(id, given).value?.values).toEqual(values);
  });

  it.each([
    ['length', '30-40 cm', 'Range'],
    ['length', '30', 'UnitMissing'],
    ['length', '30 kg', 'UnknownUnit'],
    ['length', '3寸', 'UnknownUnit'],
    ['capacity', '12 oz', 'UnknownUnit'],
    ['weight', '1.250 kg', 'AmbiguousNumber'],
    ['weight', 'over 5 kg', 'OnlyABound'],
    ['weight', 'max 5 kg', 'OnlyABound'],
    ['weight', 'heavy', 'NotAMeasure'],
    ['weight', '5 kg 5 kg', 'NotAMeasure'],
    ['dimensions', '1 x 2 x 3 x 4 cm', 'Range'],
    ['voltage', '240-220 V', 'Range'],
  ])('refuses %s “%s” as %s', (id, given, code) => {
    expect(measure(id, given).problem?.code).toBe(code);
  });

  it('takes the unit of the column where the value has none, never against the value', () => {
    expect(measure('weight', '250', { unit: 'g' }).value?.values).toEqual([250]);
    expect(measure('weight', '0.25 kg', { unit: 'g' }).value?.values).toEqual([250]);
  });

  it('says that a value is approximate', () => {
    expect(measure('length', '约30厘米').value?.isApproximate).toBe(true);
    expect(measure('length', '30厘米').value?.isApproximate).toBe(false);
  });

  it('reads back every unit in every spelling', () => {
    for (const attribute of ATTRIBUTES) {
      if (attribute.kind !== 'measure') continue;
      for (const { symbol, factor, offset = 0, also } of QUANTITIES[attribute.quantity].units) {
        for (const word of [symbol, ...also]) {
          const read = measure(attribute.id, `7 ${word}`);
          expect(read.value?.values, `${attribute.id} 7 ${word}`).toEqual([
            Number((7 * factor + offset).toPrecision(12)),
          ]);
        }
      }
    }
  });
});

describe('numbers', () => {
  it.each([
    ['1.234', undefined, 'AmbiguousNumber'],
    ['1,234', undefined, 'AmbiguousNumber'],
    ['1.234', '.', 1.234],
    ['1.234', ',', 1234],
    ['0.750', undefined, 0.75],
    ['1,234.5', undefined, 1234.5],
    ['1.234,5', undefined, 1234.5],
    ['1.234.567', undefined, 1_234_567],
    ['12,34,567', undefined, 1_234_567],
    ["1'234.50", undefined, 1234.5],
    ['12345', undefined, 12_345],
    ['.5', undefined, 0.5],
    ['3/4', undefined, 0.75],
    ['1/0', undefined, 'NotANumber'],
    ['1e5', undefined, 'NotANumber'],
    ['1.2.3', undefined, 'NotANumber'],
    ['-5', undefined, 'NotANumber'],
  ] as const)('reads “%s” with decimal sign %s as %s', (text, decimal, wanted) => {
    const read = readNumber(text, decimal);
    expect(read.problem === undefined ? read.value : read.problem.code).toBe(wanted);
  });

  it('never takes a point for something else than the source says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 3 }), (minor, digits) => {
        const value = minor / 10 ** digits;
        const english = value.toLocaleString('en', { minimumFractionDigits: digits });
        const german = value.toLocaleString('de', { minimumFractionDigits: digits });
        expect(readNumber(english, '.').value).toBeCloseTo(value, 6);
        expect(readNumber(german, ',').value).toBeCloseTo(value, 6);
        const unknown = readNumber(german).value;
        if (unknown !== undefined) expect(unknown).toBeCloseTo(value, 6);
      }),
    );
  });
});

describe('terms', () => {
  it.each([
    [
      'material',
      '60% cotton 40% polyester',
      [
        ['cotton', 0.6],
        ['polyester', 0.4],
      ],
    ],
    [
      'material',
      '棉95% 氨纶5%',
      [
        ['cotton', 0.95],
        ['elastane', 0.05],
      ],
    ],
    [
      'material',
      'Polyester 35%, Cotton 65%',
      [
        ['cotton', 0.65],
        ['polyester', 0.35],
      ],
    ],
    ['material', '100% COTTON', [['cotton', 1]]],
    [
      'material',
      '33% wool, 33% silk, 33% linen',
      [
        ['wool', 0.33],
        ['silk', 0.33],
        ['linen', 0.33],
      ],
    ],
    ['material', '纯棉', [['cotton']]],
    ['material', 'SUS304', [['stainless-steel-304']]],
    ['material', 'stainless steel and glass', [['stainless-steel'], ['glass']]],
    ['material', 'PU leather', [['faux-leather']]],
    ['color', 'Grey', [['grey']]],
    ['color', 'gray', [['grey']]],
    ['color', 'charcoal', [['charcoal']]],
    ['color', '海军蓝', [['navy']]],
    ['color', '藏青', [['navy']]],
    ['color', 'Black/White', [['black'], ['white']]],
    ['size', 'x-large', [['xl']]],
  ])('reads %s “%s”', (id, given, wanted) => {
    expect(
      terms(id, given).value?.map(({ id: term, share }) => (share === undefined ? [term] : [term, share])),
    ).toEqual(wanted);
  });

  it.each([
    ['material', '60% cotton 50% polyester', 'Contradiction'],
    ['material', '50% cotton 50% cotton', 'Contradiction'],
    ['material', 'cotton 95%, 5% elastane', 'UnknownTerm'],
    ['material', 'linen look', 'UnknownTerm'],
    ['material', 'acrylic', 'UnknownTerm'],
    ['material', 'Shell: 100% cotton; Lining: 100% polyester', 'SeveralParts'],
    ['gender', 'men and women', 'Contradiction'],
    ['certification', 'CE-ish', 'UnknownTerm'],
  ])('refuses %s “%s” as %s', (id, given, code) => {
    expect(terms(id, given).problem?.code).toBe(code);
  });

  it('keeps apart what is truly different', () => {
    const different = [
      ['leather', 'PU leather'],
      ['bamboo', 'bamboo viscose'],
      ['stainless steel', '304 stainless steel'],
      ['oak', 'oak veneer'],
      ['oak', 'solid oak'],
      ['gold', 'gold plated'],
      ['pearl', 'imitation pearl'],
      ['silver-plated', 'sterling silver'],
    ] as const;
    for (const [a, b] of different)
      expect(terms('material', a).value, `${a} and ${b}`).not.toEqual(terms('material', b).value);
  });
});

describe('the vocabulary', () => {
  it('gives no name to two attributes and no word to two terms of one attribute', () => {
    const names = new Map<string, string>();
    for (const { id, name, also } of ATTRIBUTES) {
      for (const word of new Set([id, name.en, name['zh-CN'], ...also].map(wordKey))) {
        expect(names.get(word) ?? id, `“${word}” of ${id}`).toBe(id);
        names.set(word, id);
      }
    }
    for (const attribute of ATTRIBUTES) {
      if (attribute.kind !== 'terms') continue;
      const words = new Map<string, string>();
      for (const { id, name, also } of attribute.terms) {
        for (const word of new Set([id, name.en, name['zh-CN'], ...also].map(wordKey))) {
          expect(words.get(word) ?? id, `“${word}” of ${attribute.id}`).toBe(id);
          words.set(word, id);
        }
      }
    }
  });
});

describe('yes and no', () => {
  it('reads the words of spreadsheets and refuses the rest', () => {
    for (const word of ['Yes', 'TRUE', '是', '√', '✓', 'y', '1'])
      expect(readFlag(word).value, word).toBe(true);
    for (const word of ['No', 'FALSE', '否', '无', 'not included', '0'])
      expect(readFlag(word).value, word).toBe(false);
    for (const word of ['maybe', 'optional', '部分'])
      expect(readFlag(word).problem?.code, word).toBe('NotYesOrNo');
  });
});

describe('prices', () => {
  it.each([
    ['¥129.00', 'CNY', 12900, 'CNY'],
    ['￥129', 'CNY', 12900, 'CNY'],
    ['¥1200', 'JPY', 1200, 'JPY'],
    ['129元', undefined, 12900, 'CNY'],
    ['CNY 1,299.00', undefined, 129900, 'CNY'],
    ['US$ 12.99', 'CNY', 1299, 'USD'],
    ['$12.99', 'CAD', 1299, 'CAD'],
    ['12,99 €', 'CNY', 1299, 'EUR'],
    ['1.299,00 EUR', undefined, 129900, 'EUR'],
    ['JPY 1200.00', undefined, 1200, 'JPY'],
    ['12,-', 'EUR', 1200, 'EUR'],
    ['KWD 1.25', undefined, 1250, 'KWD'],
    ['１２９．００', 'CNY', 12900, 'CNY'],
    ['0.29', 'CNY', 29, 'CNY'],
    ['19.99', 'USD', 1999, 'USD'],
  ])('reads “%s” of a source in %s', (given, currency, amount, code) => {
    expect(readPrice(given, currency === undefined ? {} : { currency })).toEqual({
      value: { amount, currency: code },
    });
  });

  it.each([
    ['1.234', 'CNY', 'AmbiguousNumber'],
    ['KWD 1.250', undefined, 'AmbiguousNumber'],
    ['12.345678', 'CNY', 'TooManyDecimals'],
    ['JPY 12.5', undefined, 'TooManyDecimals'],
    ['$12.99', undefined, 'DoubtfulCurrency'],
    ['¥12.99', 'EUR', 'DoubtfulCurrency'],
    ['12.99', undefined, 'CurrencyMissing'],
    ['12.99 XYZ', undefined, 'UnknownCurrency'],
    ['$19.99 - $24.99', 'USD', 'NotAPrice'],
    ['-5', 'USD', 'NotAPrice'],
    ['面议', 'CNY', 'NotAPrice'],
    ['1/2', 'CNY', 'NotAPrice'],
  ])('refuses “%s” of a source in %s as %s', (given, currency, code) => {
    expect(readPrice(given, currency === undefined ? {} : { currency }).problem?.code).toBe(code);
  });

  it('reads back every amount in currencies of no, two and three decimals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999 }),
        fc.constantFrom('JPY', 'CNY', 'KWD'),
        (amount, currency) => {
          const digits = minorUnits(currency) ?? 0;
          const text = (amount / 10 ** digits).toFixed(digits);
          expect(readPrice(text, { currency, decimal: '.' }).value).toEqual({ amount, currency });
        },
      ),
    );
  });

  it('knows how many decimals a currency has', () => {
    expect([minorUnits('JPY'), minorUnits('CNY'), minorUnits('KWD'), minorUnits('XYZ')]).toEqual([
      0,
      2,
      3,
      undefined,
    ]);
  });
});

describe('barcodes', () => {
  it.each(['4006381333931', '036000291452', '96385074', '10012345678902', '978-0-306-40615-7'])(
    'takes %s',
    (code) => {
      expect(readBarcode(code).value).toBe(code.replaceAll('-', ''));
    },
  );

  it.each([
    ['4006381333932', 'WrongCheckDigit'],
    ['36000291452', 'LostZeros'],
    ['6.90123E+12', 'BarcodeRounded'],
    ['425261', 'ShortUpc'],
    ['12345', 'BarcodeLength'],
    ['ABC', 'NotABarcode'],
    ['0000000000000', 'WrongCheckDigit'],
  ])('refuses %s as %s', (given, code) => {
    expect(readBarcode(given).problem?.code).toBe(code);
  });

  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[1-9]\d{11}$/u),
        fc.nat(12),
        fc.integer({ min: 1, max: 9 }),
        (digits, at, by) => {
          const code = `${digits}${checkDigitOf(digits)}`;
          expect(readBarcode(code).value).toBe(code);
          const wrong = [...code]
            .map((digit, index) => (index === at ? String((Number(digit) + by) % 10) : digit))
            .join('');
          expect(isGtin(wrong)).toBe(false);
        },
      ),
    );
  });
});
