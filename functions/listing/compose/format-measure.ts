import type { ListingLocale } from '../../commerce/product/product-record.ts';
import type { MeasureAttribute } from '../../commerce/product/vocabulary/attribute.ts';
import type { QuantityId } from '../../commerce/product/vocabulary/units.ts';

/** A unit as a shopper reads it, and how many of the record's unit it is. */
interface ShownUnit {
  readonly factor: number;
  readonly en: string;
  readonly zh: string;
}

const unit = (factor: number, en: string, zh: string): ShownUnit => ({ factor, en, zh });

const mm = unit(1, ' mm', 'mm');
const cm = unit(10, ' cm', 'cm');
const inch = unit(25.4, ' in', '英寸');
const metre = unit(1000, ' m', 'm');

/** From the largest number on which a unit is used, the largest first. */
const steps: Readonly<Record<QuantityId, readonly (readonly [number, ShownUnit])[]>> = {
  length: [
    [3000, metre],
    [10, cm],
    [0, mm],
  ],
  mass: [
    [1000, unit(1000, ' kg', 'kg')],
    [0, unit(1, ' g', 'g')],
  ],
  volume: [
    [1000, unit(1000, ' L', 'L')],
    [0, unit(1, ' ml', 'ml')],
  ],
  power: [
    [1000, unit(1000, ' kW', 'kW')],
    [0, unit(1, ' W', 'W')],
  ],
  voltage: [[0, unit(1, ' V', 'V')]],
  current: [[0, unit(1, ' A', 'A')]],
  charge: [[0, unit(1, ' mAh', 'mAh')]],
  frequency: [
    [1e9, unit(1e9, ' GHz', 'GHz')],
    [1e6, unit(1e6, ' MHz', 'MHz')],
    [1e3, unit(1e3, ' kHz', 'kHz')],
    [0, unit(1, ' Hz', 'Hz')],
  ],
  duration: [
    [1, unit(1, ' hours', '小时')],
    [0, unit(1 / 60, ' minutes', '分钟')],
  ],
  span: [
    [12, unit(12, ' years', '年')],
    [0, unit(1, ' months', '个月')],
  ],
  data: [
    [1000, unit(1000, ' TB', 'TB')],
    [0, unit(1, ' GB', 'GB')],
  ],
  temperature: [[Number.NEGATIVE_INFINITY, unit(1, ' °C', '℃')]],
  colourTemperature: [[0, unit(1, ' K', 'K')]],
  luminousFlux: [[0, unit(1, ' lm', 'lm')]],
  arealDensity: [[0, unit(1, ' g/m²', 'g/㎡')]],
  area: [[0, unit(1, ' m²', '㎡')]],
  share: [[0, unit(1, '%', '%')]],
  sound: [[0, unit(1, ' dB', 'dB')]],
  rotation: [[0, unit(1, ' rpm', 'rpm')]],
  torque: [[0, unit(1, ' Nm', 'N·m')]],
  pressure: [[0, unit(1, ' bar', 'bar')]],
  energy: [[0, unit(1, ' Wh', 'Wh')]],
  carat: [[0, unit(1, ' ct', '克拉')]],
  count: [[0, unit(1, '', '')]],
};

/** What is customarily given in another unit than its quantity is. */
const ofAttribute: Readonly<Record<string, ShownUnit>> = {
  screenSize: inch,
  caseDiameter: mm,
  thickness: mm,
  pages: unit(1, ' pages', '页'),
  pieces: unit(1, ' pieces', '件'),
};

/** A cable of two metres is `2 m`, a shelf of two metres `200 cm`. */
const inMetres: ReadonlySet<string> = new Set(['cableLength']);

/**
 * A measured value as a listing says it: `20 × 30 × 5 cm`, `3–6 years`, `750 ml`, `up to 30 hours`; in Chinese without a space
 * before the unit. At most two decimals.
 *
 * @param given what the source wrote: `max`, and months where it counts in months
 */
export function formatMeasure(
  attribute: MeasureAttribute,
  values: readonly number[],
  locale: ListingLocale,
  given = '',
): string {
  const shown = unitFor(attribute, values, given);
  const [least = 0, most = 0] = values;
  if (attribute.id === 'ageRange' && most >= openAge) {
    const from = `${decimal(least / shown.factor)}`;
    return locale === 'en' ? `${from}${shown.en} and up` : `${from}${zhUnit(attribute, shown)}以上`;
  }
  const numbers = values.map((value) => decimal(value / shown.factor));
  const between = attribute.values === 'dimensions' ? (locale === 'en' ? ' × ' : '×') : '–';
  const amount = numbers.join(between);
  const named =
    locale === 'en' ? `${amount}${singular(shown.en, numbers)}` : `${amount}${zhUnit(attribute, shown)}`;
  if (!attribute.isMaximum || !limitWords.test(given)) return named;
  return locale === 'en'
    ? `up to ${named}`
    : `${attribute.quantity === 'duration' ? '最长' : '最大'}${named}`;
}

/** A limit that its source states is no property: `max 40 W` on a lamp is what its bulb may have. */
const limitWords = /\bmax|up to|at most|≤|最大|最高|最长|最多|至多|不超过|可达/iu;

/** Months: `6–99 years` is a maker's way of saying that there is no upper age. */
const openAge = 99 * 12;

function unitFor(attribute: MeasureAttribute, values: readonly number[], given: string): ShownUnit {
  const own = ofAttribute[attribute.id];
  if (own !== undefined) return own;
  const most = Math.max(...values.map(Math.abs));
  if (inMetres.has(attribute.id) && most >= 1000) return metre;
  const ofMonths = attribute.quantity === 'span' && /month|mo\b|月/iu.test(given);
  const usable = steps[attribute.quantity].filter(([from]) => most >= from && !(ofMonths && from > 0));
  // Eighteen months are not a year and a half to anybody who sells by months.
  const whole = usable.find(
    ([, { factor }]) => attribute.quantity !== 'span' || values.every((one) => one % factor === 0),
  );
  return (whole ?? usable.at(-1) ?? steps[attribute.quantity][0])?.[1] ?? unit(1, '', '');
}

function decimal(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** `1 year`, `1 hour`; abbreviations have no plural. */
function singular(name: string, numbers: readonly string[]): string {
  return numbers.length === 1 && numbers[0] === '1' && /^ [a-z]{3,}s$/.test(name) ? name.slice(0, -1) : name;
}

function zhUnit({ id }: MeasureAttribute, { zh }: ShownUnit): string {
  return id === 'ageRange' && zh === '年' ? '岁' : zh;
}
