import type { ListingTexts } from '../../commerce/listings/listing.ts';
import type { ListingLocale } from '../../commerce/product/product-record.ts';
import type { Named } from '../../commerce/product/vocabulary/attribute.ts';
import type { SaidAttribute } from './say-attribute.ts';

type Section = ListingTexts['specifications'][number];

const named = (en: string, zh: string): Named => ({ en, 'zh-CN': zh });

/** Which attributes stand together in a specification, in this order; what no section names stands in the last. */
const sections: readonly { readonly title: Named; readonly ids: readonly string[] }[] = [
  {
    title: named('Materials', '材质'),
    ids: [
      'material',
      'lining',
      'filling',
      'upperMaterial',
      'soleMaterial',
      'strapMaterial',
      'ingredients',
      'finish',
      'fabricWeight',
      'threadCount',
    ],
  },
  {
    title: named('Size and weight', '尺寸与重量'),
    ids: [
      'size',
      'dimensions',
      'length',
      'width',
      'height',
      'depth',
      'diameter',
      'thickness',
      'seatHeight',
      'heelHeight',
      'chainLength',
      'cableLength',
      'caseDiameter',
      'screenSize',
      'capacity',
      'weight',
      'netContent',
      'caratWeight',
      'maxLoad',
      'coverage',
      'pieces',
      'packageDimensions',
    ],
  },
  {
    title: named('Look', '外观'),
    ids: ['color', 'pattern', 'style', 'shape', 'fit', 'neckline', 'sleeve', 'closure', 'theme'],
  },
  {
    title: named('Technical data', '技术参数'),
    ids: [
      'model',
      'power',
      'voltage',
      'current',
      'powerSource',
      'batteryCapacity',
      'batteryLife',
      'chargingTime',
      'batteriesIncluded',
      'frequency',
      'storage',
      'connectivity',
      'compatibility',
      'noise',
      'speed',
      'torque',
      'pressure',
      'brightness',
      'colorTemperature',
      'bulbBase',
      'dimmable',
      'noiseCancelling',
      'microphone',
      'waterResistance',
      'maxTemperature',
      'keepsHot',
      'keepsCold',
      'burnTime',
      'spf',
      'alcohol',
    ],
  },
  {
    title: named('Use and care', '使用与保养'),
    ids: [
      'gender',
      'ageGroup',
      'ageRange',
      'petKind',
      'skinType',
      'season',
      'care',
      'dishwasherSafe',
      'microwaveSafe',
      'washableCover',
      'assemblyRequired',
      'storageAdvice',
      'shelfLife',
    ],
  },
];

const others = named('More', '其他');

/** `Handmade: No` tells a shopper nothing; that it may not go into the dishwasher does. */
const worthDenying: ReadonlySet<string> = new Set([
  'dishwasherSafe',
  'microwaveSafe',
  'dimmable',
  'batteriesIncluded',
  'assemblyRequired',
  'washableCover',
  'adjustable',
  'foldable',
]);

/** Every attribute that can be said, in sections; sections without a row are left away. */
export function composeSpecifications(
  said: ReadonlyMap<string, SaidAttribute>,
  brand: string | undefined,
  locale: ListingLocale,
): Section[] {
  const placed = new Set(sections.flatMap(({ ids }) => ids));
  const rest = [...said.keys()].filter((id) => !placed.has(id));
  const made = [...sections, { title: others, ids: rest }].map(
    ({ title, ids }): Section => ({
      title: title[locale],
      rows: ids.flatMap((id) => {
        const one = said.get(id);
        return one === undefined || (one.flag === false && !worthDenying.has(id))
          ? []
          : [{ name: one.name, value: capital(one.value, locale), from: [id] }];
      }),
    }),
  );
  const brandRow = { name: locale === 'en' ? 'Brand' : '品牌', value: brand ?? '', from: ['brand'] };
  const withBrand = made.map((section, index) =>
    index === made.length - 1 && brand !== undefined
      ? { ...section, rows: [brandRow, ...section.rows] }
      : section,
  );
  return withBrand.filter(({ rows }) => rows.length > 0);
}

/** `Stainless steel`: a value in a table begins as a line does. */
export function capital(text: string, locale: ListingLocale): string {
  // `iPhone` and `mAh` are spelt so.
  return locale === 'en' && !/^\p{Ll}\p{Lu}/u.test(text)
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text;
}
