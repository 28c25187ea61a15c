import {
  type ClaimGrounds,
  type ClaimVocabulary,
  claimGrounds,
} from '../../../../functions/commerce/claims/claim-grounds.ts';
import type { Attributes, AttributeValue } from '../../../../functions/commerce/product/product-record.ts';

const terms = (given: string, ...ids: (string | [string, number])[]): AttributeValue => ({
  kind: 'terms',
  terms: ids.map((id) => (typeof id === 'string' ? { id } : { id: id[0], share: id[1] })),
  given,
});
const measure = (given: string, unit: string, ...values: number[]): AttributeValue => ({
  kind: 'measure',
  values,
  unit,
  given,
});
const flag = (value: boolean): AttributeValue => ({ kind: 'flag', value, given: value ? 'yes' : 'no' });
const words = (en: string, zh: string): AttributeValue => ({
  kind: 'text',
  text: { en, 'zh-CN': zh },
  given: en,
});

/** A vocabulary of nothing but what stands in the record: the hardest for the dictionaries. */
export const bareVocabulary: ClaimVocabulary = {
  attributeNames: () => [],
  termNames: () => [],
  isKnown: () => true,
};

function groundsOf(
  en: string,
  zh: string,
  brand: string,
  attributes: Attributes,
  sizes: string[] = [],
): ClaimGrounds {
  const options = sizes.length === 0 ? [] : [{ name: 'Size', values: sizes }];
  return claimGrounds({ title: { en, 'zh-CN': zh }, brand, attributes, options }, bareVocabulary);
}

export const labelledProducts = {
  tee: groundsOf(
    'Crew neck T-shirt',
    '圆领T恤',
    'Halden',
    {
      material: terms('95% cotton, 5% elastane', ['cotton', 0.95], ['elastane', 0.05]),
      colour: terms('navy', 'navy'),
      fit: terms('regular', 'regular'),
      care: words('Machine wash at 30 °C, do not tumble dry', '可机洗，水温30℃，不可烘干'),
      origin: words('Made in Portugal', '葡萄牙制造'),
      certification: words('OEKO-TEX Standard 100', 'OEKO-TEX Standard 100'),
      'fabric-weight': measure('180 gsm', 'gsm', 180),
    },
    ['S', 'M', 'L'],
  ),
  bottle: groundsOf('Vacuum bottle 750 ml', '真空保温瓶 750毫升', 'Fjellkilde', {
    material: terms('304 stainless steel', 'stainless-steel'),
    'steel-grade': words('304 stainless steel', '304不锈钢'),
    capacity: measure('750 ml', 'ml', 750),
    'insulation-hot': measure('hot 12 h', 'h', 12),
    'insulation-cold': measure('cold 24 h', 'h', 24),
    leakproof: flag(true),
    'dishwasher-safe': flag(false),
    'bpa-free': flag(true),
    height: measure('26.5 cm', 'mm', 265),
    weight: measure('380 g', 'g', 380),
    seal: words('silicone seal', '硅胶密封圈'),
  }),
  speaker: groundsOf('Portable Bluetooth speaker', '便携蓝牙音箱', 'Tonari', {
    'ingress-protection': words('IPX7', 'IPX7'),
    'battery-life': measure('12 h', 'h', 12),
    'charging-time': measure('3 h', 'h', 3),
    power: measure('20 W', 'W', 20),
    connectivity: words('Bluetooth 5.3, USB-C', '蓝牙5.3，USB-C'),
    compatibility: words('iPhone and Android phones', '苹果手机与安卓手机'),
    weight: measure('540 g', 'g', 540),
    warranty: measure('2 years', 'years', 2),
    material: terms('polyester fabric, ABS', 'polyester', 'abs'),
  }),
  table: groundsOf('Dining table', '餐桌', 'Birkvik', {
    material: terms('solid oak', 'solid-oak'),
    dimensions: measure('180 x 90 x 75 cm', 'mm', 1800, 900, 750),
    seats: measure('6 persons', 'persons', 6),
    origin: words('Made in Poland', '波兰制造'),
    certification: words('FSC', 'FSC'),
    'max-load': measure('80 kg', 'kg', 80),
    finish: words('hand-oiled matt finish', '手工上油，哑光'),
    assembly: words('Legs are screwed on, tools included', '桌腿需安装，附工具'),
  }),
  pan: groundsOf('Cast iron frying pan 28 cm', '铸铁煎锅 28厘米', 'Smedja', {
    material: terms('cast iron', 'cast-iron'),
    diameter: measure('28 cm', 'mm', 280),
    weight: measure('2.4 kg', 'g', 2400),
    hobs: words('induction, gas, electric', '电磁炉、燃气灶、电陶炉'),
    'oven-safe': words('oven safe up to 250 °C', '可进烤箱，最高250℃'),
    'non-stick': flag(false),
    coating: words('pre-seasoned with vegetable oil', '植物油预养锅'),
    origin: words('China', '中国'),
  }),
  wallet: groundsOf('Leather wallet', '皮革钱包', 'Best Cotton', {
    material: terms('faux leather', 'faux-leather'),
    'card-slots': measure('8', 'pcs', 8),
    dimensions: measure('11 x 9 x 2 cm', 'mm', 110, 90, 20),
    lining: words('polyester lining', '涤纶内衬'),
  }),
} as const;
export type LabelledProduct = keyof typeof labelledProducts;

/** Product, kinds of claims that nothing supports (empty: it may be published), sentence. */
export type LabelledSentence = readonly [LabelledProduct, string, string];
