import type { GroundedText } from '../../commerce/listings/listing.ts';
import type { ListingLocale } from '../../commerce/product/product-record.ts';
import { capital } from './compose-specifications.ts';
import { joinWords, type SaidAttribute } from './say-attribute.ts';

type Said = ReadonlyMap<string, SaidAttribute>;

/** What a sentence says of one attribute: `{v}` is its value. */
type Phrase = Readonly<Record<ListingLocale, string>>;

const phrase = (en: string, zh: string): Phrase => ({ en, 'zh-CN': zh });

/**
 * Sentences, each of the attributes that belong together, in the order in which a shopper asks. English ones leave the subject
 * away, as labels do: whether the product is one or many (a bottle, headphones) is nothing that the record says.
 */
const sentences: readonly { readonly phrases: readonly (readonly [string, Phrase])[] }[] = [
  {
    phrases: [
      ['material', phrase('made of {v}', '材质：{v}')],
      ['upperMaterial', phrase('{v} upper', '鞋面：{v}')],
      ['soleMaterial', phrase('{v} sole', '鞋底：{v}')],
      ['strapMaterial', phrase('{v} strap', '表带：{v}')],
      ['lining', phrase('lined with {v}', '里料：{v}')],
      ['filling', phrase('filled with {v}', '填充物：{v}')],
      ['finish', phrase('{v} finish', '表面工艺：{v}')],
      ['color', phrase('{v}', '颜色：{v}')],
      ['closure', phrase('{v} closure', '闭合方式：{v}')],
    ],
  },
  {
    phrases: [
      ['keepsHot', phrase('keeps drinks hot for {v}', '保温{v}')],
      ['keepsCold', phrase('keeps drinks cold for {v}', '保冷{v}')],
      ['batteryLife', phrase('battery life {v}', '续航{v}')],
      ['chargingTime', phrase('charges in {v}', '充电需{v}')],
      ['burnTime', phrase('burns for {v}', '燃烧时长{v}')],
      ['power', phrase('power: {v}', '功率：{v}')],
      ['powerSource', phrase('power source: {v}', '供电方式：{v}')],
      ['connectivity', phrase('connection: {v}', '接口：{v}')],
      ['waterResistance', phrase('water resistance: {v}', '防水性能：{v}')],
    ],
  },
  {
    phrases: [
      ['compatibility', phrase('for {v}', '适用于{v}')],
      ['ageRange', phrase('for ages {v}', '适用年龄：{v}')],
      ['petKind', phrase('for {v}', '适用于{v}')],
      ['skinType', phrase('for {v}', '适用于{v}')],
      ['scent', phrase('scent: {v}', '香型：{v}')],
      ['flavour', phrase('flavour: {v}', '口味：{v}')],
      ['spf', phrase('SPF {v}', '防晒指数{v}')],
    ],
  },
  {
    phrases: [
      ['author', phrase('author: {v}', '作者：{v}')],
      ['publisher', phrase('publisher: {v}', '出版社：{v}')],
      ['language', phrase('language: {v}', '语种：{v}')],
      ['binding', phrase('{v}', '{v}')],
      ['pages', phrase('{v}', '{v}')],
      ['theme', phrase('theme: {v}', '主题：{v}')],
    ],
  },
  {
    phrases: [
      ['fit', phrase('{v} fit', '{v}版型')],
      ['neckline', phrase('{v}', '{v}')],
      ['sleeve', phrase('{v}', '{v}')],
      ['pattern', phrase('{v} pattern', '{v}图案')],
    ],
  },
  {
    phrases: [
      ['dimensions', phrase('measures {v}', '尺寸{v}')],
      ['height', phrase('height {v}', '高{v}')],
      ['width', phrase('width {v}', '宽{v}')],
      ['length', phrase('length {v}', '长{v}')],
      ['diameter', phrase('diameter {v}', '直径{v}')],
      ['caseDiameter', phrase('case diameter {v}', '表径{v}')],
      ['seatHeight', phrase('seat height {v}', '座高{v}')],
      ['chainLength', phrase('chain length {v}', '链长{v}')],
      ['cableLength', phrase('cable length {v}', '线长{v}')],
      ['thickness', phrase('{v} thick', '厚{v}')],
      ['capacity', phrase('capacity {v}', '容量{v}')],
      ['netContent', phrase('net content {v}', '净含量{v}')],
      ['pieces', phrase('{v}', '共{v}')],
      ['maxLoad', phrase('supports {v}', '承重{v}')],
      ['weight', phrase('weighs {v}', '重{v}')],
    ],
  },
  { phrases: [['ingredients', phrase('ingredients: {v}', '成分：{v}')]] },
  { phrases: [['allergens', phrase('contains {v}', '含过敏原：{v}')]] },
  { phrases: [['care', phrase('care: {v}', '清洁保养：{v}')]] },
  { phrases: [['included', phrase('in the box: {v}', '包装内含：{v}')]] },
  {
    phrases: [
      ['certification', phrase('certified: {v}', '认证：{v}')],
      ['warranty', phrase('warranty: {v}', '保修{v}')],
      ['origin', phrase('made in {v}', '产地：{v}')],
    ],
  },
];

/** What a shopper must know before buying: said where it is so, or where it is not. */
const warnings: readonly { readonly id: string; readonly when: boolean; readonly says: Phrase }[] = [
  { id: 'microwaveSafe', when: false, says: phrase('not microwave safe', '不可用于微波炉') },
  { id: 'dishwasherSafe', when: false, says: phrase('not dishwasher safe', '不可用洗碗机清洗') },
  { id: 'dimmable', when: false, says: phrase('not dimmable', '不可调光') },
  { id: 'batteriesIncluded', when: false, says: phrase('batteries not included', '不含电池') },
  { id: 'assemblyRequired', when: true, says: phrase('assembly required', '需自行组装') },
];

/** Flags worth a sentence where they are so, in the vocabulary's own words: `Dishwasher safe`. */
const flagsTold: readonly string[] = [
  'dishwasherSafe',
  'microwaveSafe',
  'nonSlip',
  'nonStick',
  'foldable',
  'adjustable',
  'dimmable',
  'noiseCancelling',
  'microphone',
  'washableCover',
  'bpaFree',
  'fragranceFree',
  'crueltyFree',
  'handmade',
  'batteriesIncluded',
];

/** Short facts for key points, one theme each, most important first. */
export function composeBullets(said: Said, locale: ListingLocale): GroundedText[] {
  return composeThemes(said, locale).map(({ text, from }) => ({ text: withoutStop(text), from }));
}

/** The same facts as sentences. */
export function composeThemes(said: Said, locale: ListingLocale): GroundedText[] {
  const themes = sentences.flatMap(({ phrases }) => compose(phrases, said, locale) ?? []);
  const at = Math.min(2, themes.length);
  return [
    ...themes.slice(0, at),
    ...flagSentence(said, locale),
    ...warningSentence(said, locale),
    ...themes.slice(at),
  ];
}

function flagSentence(said: Said, locale: ListingLocale): GroundedText[] {
  const flags = flagsTold.flatMap((id) => {
    const one = said.get(id);
    return one?.flag === true ? [one] : [];
  });
  const names = flags.map(({ name }, index) => (locale === 'en' && index > 0 ? lower(name) : name));
  const text = ended(joinWords(names, locale), locale);
  return flags.length === 0 ? [] : [{ text, from: flags.map(({ id }) => id) }];
}

function warningSentence(said: Said, locale: ListingLocale): GroundedText[] {
  const told = warnings.filter(({ id, when }) => said.get(id)?.flag === when);
  const text = ended(
    capital(
      joinWords(
        told.map(({ says }) => says[locale]),
        locale,
      ),
      locale,
    ),
    locale,
  );
  return told.length === 0 ? [] : [{ text, from: told.map(({ id }) => id) }];
}

function compose(
  phrases: readonly (readonly [string, Phrase])[],
  said: Said,
  locale: ListingLocale,
): GroundedText | undefined {
  const values = new Set<string>();
  const parts = phrases.flatMap(([id, words]) => {
    const one = said.get(id);
    // `Made of canvas, upper of canvas` says one thing twice.
    if (one === undefined || values.has(one.value)) return [];
    values.add(one.value);
    // A function, for a value may hold what `replace` takes for a pattern: `$&`.
    return [{ id, text: words[locale].replace('{v}', () => one.value) }];
  });
  if (parts.length === 0) return undefined;
  // A comma between facts would make one list of a list and what follows it.
  const hasList = parts.some((part) => part.text.includes(','));
  const text = parts.map((part) => part.text).join(locale === 'zh-CN' ? '，' : hasList ? '; ' : ', ');
  return { text: ended(capital(text, locale), locale), from: parts.map(({ id }) => id) };
}

function ended(text: string, locale: ListingLocale): string {
  return /[.。!?！？]$/u.test(text) ? text : `${text}${locale === 'en' ? '.' : '。'}`;
}

function withoutStop(text: string): string {
  return text.replace(/[.。]$/u, '');
}

/** `BPA-free` keeps its letters. */
function lower(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
