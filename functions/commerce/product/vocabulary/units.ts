/** A way to write an amount of a quantity. */
export interface Unit {
  /** How we write it, in either language of listings: `cm`, `ml`, `h`. */
  readonly symbol: string;
  /** One of it in the quantity's own unit. */
  readonly factor: number;
  /** Added after the factor: only temperatures have one. */
  readonly offset?: number;
  /** Further spellings, lower case. */
  readonly also: readonly string[];
}

export interface Quantity {
  readonly id: string;
  /** The symbol that records carry. */
  readonly unit: string;
  readonly units: readonly Unit[];
}

function unit(symbol: string, factor: number, ...also: string[]): Unit {
  return { symbol, factor, also };
}

/**
 * Quantities with their units. Exact factors by definition: 1 in = 25.4 mm, 1 lb = 453.59237 g, 1 US fl oz = 29.5735295625 ml,
 * 1 斤 = 500 g. Missing on purpose, because two things are called so: 寸 (an inch of a screen, a Chinese 寸 of a cloth), 尺,
 * `oz` of a volume, `pt`, `gal` without a country, `"` beside a number of minutes.
 */
const quantities = {
  length: {
    id: 'length',
    unit: 'mm',
    units: [
      unit('mm', 1, 'millimeter', 'millimeters', 'millimetre', 'millimetres', 'mms', '毫米', '公厘'),
      unit('cm', 10, 'centimeter', 'centimeters', 'centimetre', 'centimetres', 'cms', '厘米', '公分'),
      unit('m', 1000, 'meter', 'meters', 'metre', 'metres', 'mtr', '米', '公尺'),
      unit('in', 25.4, 'inch', 'inches', 'ins', '"', '″', '”', "''", '英寸', '吋'),
      unit('ft', 304.8, 'foot', 'feet', "'", '′', '’', '英尺', '呎'),
      unit('yd', 914.4, 'yard', 'yards', '码'),
    ],
  },
  mass: {
    id: 'mass',
    unit: 'g',
    units: [
      unit('mg', 0.001, 'milligram', 'milligrams', '毫克'),
      unit('g', 1, 'gram', 'grams', 'gramme', 'grammes', 'gm', 'gms', 'gr', 'grs', '克'),
      unit('kg', 1000, 'kilogram', 'kilograms', 'kilo', 'kilos', 'kgs', '千克', '公斤'),
      unit('t', 1_000_000, 'tonne', 'tonnes', '吨'),
      unit('oz', 28.349523125, 'ounce', 'ounces', 'ozs', '盎司'),
      unit('lb', 453.59237, 'lbs', 'pound', 'pounds', '#', '磅'),
      unit('斤', 500, '市斤'),
      unit('两', 50, '市两'),
    ],
  },
  volume: {
    id: 'volume',
    unit: 'ml',
    units: [
      unit('ml', 1, 'milliliter', 'milliliters', 'millilitre', 'millilitres', 'mls', 'cc', '毫升'),
      unit('cl', 10, 'centiliter', 'centilitre', '厘升'),
      unit('dl', 100, 'deciliter', 'decilitre', '分升'),
      unit('l', 1000, 'liter', 'liters', 'litre', 'litres', 'ltr', 'ltrs', '升', '公升'),
      unit(
        'fl oz',
        29.5735295625,
        'floz',
        'fl.oz',
        'fl. oz',
        'fl.oz.',
        'fl. oz.',
        'fluid ounce',
        'fluid ounces',
        '液量盎司',
        '液盎司',
      ),
    ],
  },
  power: {
    id: 'power',
    unit: 'W',
    units: [
      unit('mW', 0.001, 'milliwatt', 'milliwatts', '毫瓦'),
      unit('W', 1, 'watt', 'watts', '瓦', '瓦特'),
      unit('kW', 1000, 'kilowatt', 'kilowatts', '千瓦'),
    ],
  },
  voltage: {
    id: 'voltage',
    unit: 'V',
    units: [unit('V', 1, 'volt', 'volts', 'vac', 'vdc', '伏', '伏特'), unit('kV', 1000, '千伏')],
  },
  current: {
    id: 'current',
    unit: 'A',
    units: [unit('mA', 0.001, '毫安'), unit('A', 1, 'amp', 'amps', 'ampere', 'amperes', '安', '安培')],
  },
  charge: {
    id: 'charge',
    unit: 'mAh',
    units: [unit('mAh', 1, '毫安时', '毫安'), unit('Ah', 1000, '安时')],
  },
  frequency: {
    id: 'frequency',
    unit: 'Hz',
    units: [
      unit('Hz', 1, 'hertz', '赫兹'),
      unit('kHz', 1000, '千赫'),
      unit('MHz', 1_000_000, '兆赫'),
      unit('GHz', 1_000_000_000, '吉赫'),
    ],
  },
  duration: {
    id: 'duration',
    unit: 'h',
    units: [
      unit('s', 1 / 3600, 'sec', 'secs', 'second', 'seconds', '秒', '秒钟'),
      unit('min', 1 / 60, 'mins', 'minute', 'minutes', '分钟', '分'),
      unit('h', 1, 'hr', 'hrs', 'hour', 'hours', '小时', '时', '钟头'),
      unit('d', 24, 'day', 'days', '天', '日'),
    ],
  },
  span: {
    id: 'span',
    unit: 'months',
    units: [
      unit('months', 1, 'month', 'mo', 'mos', 'm', '个月', '月'),
      unit('years', 12, 'year', 'yr', 'yrs', 'y', '年', '岁', '周岁'),
    ],
  },
  data: {
    id: 'data',
    unit: 'GB',
    units: [
      unit('MB', 0.001, 'megabyte', 'megabytes'),
      unit('GB', 1, 'gigabyte', 'gigabytes', 'gig', 'g'),
      unit('TB', 1000, 'terabyte', 'terabytes', 't'),
    ],
  },
  temperature: {
    id: 'temperature',
    unit: '°C',
    units: [
      unit('°C', 1, 'c', '℃', 'deg c', 'celsius', '摄氏度', '度'),
      { symbol: '°F', factor: 5 / 9, offset: -160 / 9, also: ['f', '℉', 'deg f', 'fahrenheit', '华氏度'] },
    ],
  },
  colourTemperature: { id: 'colourTemperature', unit: 'K', units: [unit('K', 1, 'kelvin', '开', '开尔文')] },
  luminousFlux: {
    id: 'luminousFlux',
    unit: 'lm',
    units: [unit('lm', 1, 'lumen', 'lumens', '流明')],
  },
  arealDensity: {
    id: 'arealDensity',
    unit: 'g/m²',
    units: [unit('g/m²', 1, 'gsm', 'g/m2', 'g/㎡', 'g/sqm', '克/平方米', '克/平米', '克每平方米', '克重')],
  },
  area: {
    id: 'area',
    unit: 'm²',
    units: [
      unit('cm²', 0.0001, 'cm2', '平方厘米'),
      unit('m²', 1, 'm2', 'sqm', 'sq m', 'sq. m', '㎡', '平方米', '平米'),
      unit('sq ft', 0.09290304, 'sqft', 'ft2', 'ft²', 'square feet', '平方英尺'),
    ],
  },
  share: { id: 'share', unit: '%', units: [unit('%', 1, 'percent', 'pct', '百分比')] },
  sound: { id: 'sound', unit: 'dB', units: [unit('dB', 1, 'decibel', 'decibels', 'db(a)', '分贝')] },
  rotation: {
    id: 'rotation',
    unit: 'rpm',
    units: [unit('rpm', 1, 'r/min', 'rev/min', '转/分', '转/分钟', '转')],
  },
  torque: {
    id: 'torque',
    unit: 'Nm',
    units: [unit('Nm', 1, 'n·m', 'n.m', 'newton metres', '牛米', '牛·米')],
  },
  pressure: {
    id: 'pressure',
    unit: 'bar',
    units: [unit('bar', 1, 'bars', '巴'), unit('MPa', 10, '兆帕'), unit('psi', 0.0689475729)],
  },
  energy: {
    id: 'energy',
    unit: 'Wh',
    units: [unit('Wh', 1, 'watt hours', '瓦时'), unit('kWh', 1000, '千瓦时', '度')],
  },
  carat: { id: 'carat', unit: 'ct', units: [unit('ct', 1, 'carat', 'carats', 'ctw', '克拉')] },
  count: {
    id: 'count',
    unit: 'pcs',
    units: [
      unit(
        'pcs',
        1,
        'pc',
        'piece',
        'pieces',
        'pce',
        'pack',
        'packs',
        'count',
        'ct',
        'items',
        'units',
        'set',
        'sets',
        'pairs',
        'pair',
        'sheets',
        'pages',
        'page',
        'pp',
        'pockets',
        'levels',
        'speeds',
        'threads',
        'tc',
        '件',
        '个',
        '只',
        '支',
        '片',
        '张',
        '页',
        '枚',
        '双',
        '块',
        '颗',
        '粒',
        '袋',
        '包',
        '条',
        '本',
        '套',
        '盒',
        '瓶',
        '抽',
        '档',
        '组',
      ),
    ],
  },
} as const satisfies Record<string, Quantity>;

export type QuantityId = keyof typeof quantities;

export const QUANTITIES: Readonly<Record<QuantityId, Quantity>> = quantities;
