import { checkDigitOf } from '../functions/commerce/product/barcode.ts';
import type { Attributes, ProductFacts, Variant } from '../functions/commerce/product/product-record.ts';
import { readAttribute } from '../functions/commerce/product/read-attribute.ts';
import { attributeById } from '../functions/commerce/product/vocabulary/find-term.ts';
import { sampleProducts } from './shop.ts';

/** What the sample shop knows of a product beside its name and price. All of it is invented. */
interface SampleDetails {
  readonly category: string;
  readonly text: { readonly en: string; readonly zh: string };
  /** By attribute id, as a careful supplier would write it. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly sizes?: readonly string[];
  readonly stock: number;
  /** Packed. */
  readonly grams: number;
}

const DETAILS: Readonly<Record<string, SampleDetails>> = {
  'MUG-ENAMEL-SAGE': {
    category: 'kitchen/mugs',
    text: {
      en: 'Enamelled steel mug with a rolled rim for the kitchen or a picnic. Not suitable for microwaves.',
      zh: '卷边搪瓷马克杯，厨房、野餐均可使用。不可用于微波炉。',
    },
    attributes: {
      material: 'enamel',
      color: 'sage green',
      capacity: '350 ml',
      dimensions: '85 x 85 x 80 mm',
      weight: '180 g',
      care: 'hand wash',
      microwaveSafe: 'no',
      origin: 'China',
    },
    stock: 120,
    grams: 260,
  },
  'BOTTLE-STEEL-750': {
    category: 'kitchen/bottles',
    text: {
      en: 'Double-walled bottle with a screw lid. Fits most bicycle cages.',
      zh: '双层保温瓶，旋盖设计，适合多数自行车水壶架。',
    },
    attributes: {
      material: '304 stainless steel',
      color: 'silver',
      capacity: '750 ml',
      keepsHot: '12 h',
      keepsCold: '24 h',
      closure: 'screw lid',
      bpaFree: 'yes',
      dimensions: '73 x 73 x 270 mm',
      weight: '360 g',
      care: 'hand wash',
      origin: 'China',
    },
    stock: 80,
    grams: 450,
  },
  'LAMP-DESK-BRASS': {
    category: 'lighting/lamps',
    text: {
      en: 'Desk lamp with a swivelling shade. The bulb is not included.',
      zh: '灯罩可转动的台灯，不含灯泡。',
    },
    attributes: {
      material: 'brass',
      color: 'brass-coloured',
      finish: 'brushed',
      bulbBase: 'E27',
      power: 'max 40 W',
      voltage: '220-240 V',
      powerSource: 'mains',
      cableLength: '1.8 m',
      dimensions: '180 x 150 x 450 mm',
      weight: '1.9 kg',
      dimmable: 'no',
      style: 'industrial',
    },
    stock: 25,
    grams: 2600,
  },
  'VASE-PORCELAIN': {
    category: 'home decor/vases',
    text: {
      en: 'Slender vase for a few stems, glazed inside and out.',
      zh: '细长花瓶，内外施釉，适合插几枝花。',
    },
    attributes: {
      material: 'porcelain',
      color: 'white',
      finish: 'glazed',
      dimensions: '120 x 120 x 240 mm',
      weight: '750 g',
      style: 'minimalist',
      origin: 'China',
      handmade: 'no',
    },
    stock: 40,
    grams: 1100,
  },
  'CANDLE-AMBER-220': {
    category: 'home decor/candles',
    text: { en: 'Scented candle in a reusable amber glass.', zh: '琥珀色玻璃杯香薰蜡烛，杯子可重复使用。' },
    attributes: {
      material: 'soy wax',
      color: 'amber',
      scent: 'cedar and orange',
      netContent: '220 g',
      burnTime: 'up to 45 h',
      dimensions: '80 x 80 x 95 mm',
    },
    stock: 150,
    grams: 480,
  },
  'PLANT-POT-TERRA': {
    category: 'home decor/plants',
    text: {
      en: 'Potted house plant in a terracotta pot with a drainage hole.',
      zh: '陶土盆栽绿植，盆底带排水孔。',
    },
    attributes: {
      plantType: 'Ficus elastica',
      material: 'terracotta',
      color: 'green',
      dimensions: '140 x 140 x 380 mm',
      weight: '1.4 kg',
    },
    stock: 30,
    grams: 1900,
  },
  'SHOE-CANVAS-NAVY': {
    category: 'shoes/sneakers',
    text: { en: 'Low sneaker with a padded insole.', zh: '低帮休闲鞋，内垫加厚。' },
    attributes: {
      material: 'canvas',
      upperMaterial: 'canvas',
      soleMaterial: 'rubber',
      color: 'navy',
      closure: 'lace-up',
      gender: 'unisex',
      ageGroup: 'adults',
      season: 'spring, summer',
      care: 'wipe clean',
      style: 'casual',
    },
    sizes: ['38', '39', '40', '41', '42', '43'],
    stock: 12,
    grams: 950,
  },
  'BAG-PACK-OCHRE': {
    category: 'bags/backpacks',
    text: {
      en: 'Backpack with a padded sleeve for a laptop and two side pockets.',
      zh: '双肩背包，带加厚电脑隔层和两个侧袋。',
    },
    attributes: {
      material: 'recycled polyester',
      color: 'ochre',
      capacity: '20 L',
      dimensions: '300 x 160 x 440 mm',
      weight: '780 g',
      closure: 'zip',
      compatibility: '15-inch laptops',
      waterResistance: 'water-resistant',
      gender: 'unisex',
      care: 'wipe clean',
    },
    stock: 45,
    grams: 1050,
  },
  'WATCH-LEATHER-40': {
    category: 'accessories/watches',
    text: { en: 'Three-hand watch with a date window.', zh: '三针腕表，带日期显示。' },
    attributes: {
      caseDiameter: '40 mm',
      material: 'stainless steel',
      strapMaterial: 'cowhide leather',
      color: 'brown',
      powerSource: 'quartz',
      waterResistance: '5 bar (50 m)',
      closure: 'buckle',
      gender: 'unisex',
      weight: '62 g',
      warranty: '2 years',
    },
    stock: 18,
    grams: 240,
  },
  'CHAIR-OAK-01': {
    category: 'furniture/chairs',
    text: {
      en: 'Dining chair with a curved back. The legs are screwed on.',
      zh: '弧形靠背餐椅，椅腿需自行安装。',
    },
    attributes: {
      material: 'solid oak',
      color: 'natural',
      finish: 'oiled',
      dimensions: '480 x 520 x 790 mm',
      seatHeight: '45 cm',
      maxLoad: '120 kg',
      weight: '5.6 kg',
      assemblyRequired: 'yes',
      style: 'Nordic',
      care: 'wipe clean',
    },
    stock: 16,
    grams: 7200,
  },
  'HEADPHONES-BLACK': {
    category: 'electronics/headphones',
    text: {
      en: 'Over-ear headphones that fold flat. With a charging cable and a pouch.',
      zh: '可折叠头戴式耳机，附充电线和收纳袋。',
    },
    attributes: {
      color: 'black',
      connectivity: 'Bluetooth 5.3, 3.5 mm jack, USB-C',
      noiseCancelling: 'yes',
      microphone: 'yes',
      batteryLife: 'up to 30 h',
      chargingTime: '2 h',
      powerSource: 'rechargeable',
      foldable: 'yes',
      weight: '250 g',
      warranty: '2 years',
      certification: 'CE, RoHS',
    },
    stock: 34,
    grams: 620,
  },
  'TEE-COTTON-CORAL': {
    category: 'apparel/t-shirts',
    text: { en: 'T-shirt of combed cotton jersey.', zh: '精梳棉针织T恤。' },
    attributes: {
      material: '100% cotton',
      color: 'coral',
      fit: 'regular fit',
      neckline: 'crew neck',
      sleeve: 'short sleeve',
      pattern: 'solid colour',
      fabricWeight: '180 gsm',
      gender: 'unisex',
      ageGroup: 'adults',
      season: 'summer',
      care: 'machine wash at 30 °C, do not bleach, iron on low',
    },
    sizes: ['S', 'M', 'L', 'XL'],
    stock: 60,
    grams: 220,
  },
};

const NOTICE = {
  en: 'Invented product of the sample shop; nothing is for sale.',
  zh: '示例店铺的虚构商品，不作销售。',
};

/** Full records of the twelve products of the sample shop, under their SKUs. Their photos come by the inbox, as a shop's would. */
export const sampleFacts: readonly ProductFacts[] = sampleProducts.map(
  ({ sku, title, category, price }, index) => {
    const details = DETAILS[sku];
    if (details === undefined) throw new Error(`no details for ${sku}`);
    const { text, sizes = [], stock, grams } = details;
    const variant = (own: string, options: Variant['options'], number: number): Variant => ({
      sku: own,
      options,
      price: { ...price },
      costPrice: { amount: Math.round(price.amount * 0.4), currency: price.currency },
      stock,
      barcode: barcodeOf(index * 20 + number),
      weightGrams: grams,
    });
    return {
      sku,
      title: { en: title.en, 'zh-CN': title.zh },
      brand: 'Samplery',
      category: details.category,
      categoryGiven: category,
      status: 'published',
      sourceText: { en: `${text.en} ${NOTICE.en}`, 'zh-CN': `${text.zh}${NOTICE.zh}` },
      attributes: attributesOf(sku, details.attributes),
      options: sizes.length === 0 ? [] : [{ name: 'Size', values: [...sizes] }],
      variants:
        sizes.length === 0
          ? [variant(sku, {}, 0)]
          : sizes.map((size, number) => variant(`${sku}-${size}`, { Size: size }, number)),
      media: [],
    };
  },
);

function attributesOf(sku: string, given: SampleDetails['attributes']): Attributes {
  return Object.fromEntries(
    Object.entries(given).map(([id, text]) => {
      const attribute = attributeById(id);
      const read = attribute && readAttribute(id, text, attribute, { locale: 'en', decimal: '.' });
      if (read?.value === undefined || read.notes.length > 0)
        throw new Error(`${sku}: cannot read ${id} “${text}”`);
      return [id, read.value];
    }),
  );
}

/** GS1 keeps the prefix 20 for numbers within a shop: no product anywhere else has them. */
function barcodeOf(number: number): string {
  const digits = `200${String(number + 1).padStart(9, '0')}`;
  return `${digits}${checkDigitOf(digits)}`;
}
