/** What is measured; numbers of one dimension can be compared. */
export interface Unit {
  readonly dimension: string;
  /** To the base of the dimension: mm, g, ml, hours, … */
  readonly factor: number;
  /** Added after the factor: only degrees have it. */
  readonly offset?: number;
}

const unit = (dimension: string, factor: number, offset?: number): Unit =>
  offset === undefined ? { dimension, factor } : { dimension, factor, offset };

/** [unit, English spellings, Chinese spellings], as they stand after a number in normalised text. Regular expressions. */
const table: readonly (readonly [Unit, string, string])[] = [
  [unit('length', 1), 'mm|milli ?met(?:er|re)s?', '毫米'],
  [unit('length', 10), 'cm|centi ?met(?:er|re)s?', '厘米|公分'],
  [unit('length', 1000), 'm|met(?:er|re)s?', '米(?!饭)|公尺'],
  [unit('length', 1e6), 'km|kilomet(?:er|re)s?', '公里|千米'],
  [unit('length', 25.4), "in|inch(?:es)?|''|\"|″", '英寸|寸'],
  [unit('length', 304.8), "ft|feet|foot|'|′", '英尺'],
  [unit('length', 914.4), 'yd|yards?', '码长'],
  [unit('length', 0.001), 'microns?|μm|um', '微米'],
  [unit('mass', 0.001), 'mg|milligrams?', '毫克'],
  [unit('mass', 1), 'g|gr|gms?|grams?|grammes?', '克(?!拉)'],
  [unit('mass', 1000), 'kgs?|kilos?|kilograms?', '千克|公斤'],
  [unit('mass', 500), 'jin', '斤'],
  [unit('mass', 28.3495), 'oz|ounces?', '盎司(?!液)'],
  [unit('mass', 453.592), 'lbs?|pounds?', '磅'],
  [unit('mass', 1e6), 'tonnes?|tons?', '吨'],
  [unit('carat', 1), 'ct|carats?', '克拉'],
  [unit('volume', 1), 'ml|milli ?lit(?:er|re)s?|cc', '毫升'],
  [unit('volume', 10), 'cl|centilit(?:er|re)s?', '厘升'],
  [unit('volume', 1000), 'l|lit(?:er|re)s?', '升(?!级)|公升'],
  [unit('volume', 29.5735), 'fl\\.? ?oz|fluid ounces?', '液盎司'],
  [unit('volume', 3785.41), 'gal(?:lons?)?', '加仑'],
  [unit('volume', 236.588), 'cups?(?= capacity)', ''],
  [unit('time', 1 / 3600), 's|secs?|seconds?', '秒钟?'],
  [unit('time', 1 / 60), 'mins?|minutes?', '分钟'],
  [unit('time', 1), 'h|hrs?|hours?', '小时|钟头|个小时'],
  [unit('time', 24), 'days?', '天|日'],
  [unit('time', 168), 'weeks?|wks?', '周|个?星期'],
  [unit('months', 1), 'months?|mths?', '个?月'],
  [unit('months', 12), 'years?|yrs?', '年|周?岁'],
  [unit('power', 1), 'w|watts?', '瓦特?'],
  [unit('power', 1000), 'kw|kilowatts?', '千瓦'],
  [unit('power', 735.5), 'hp|horsepower', '马力'],
  [unit('voltage', 1), 'v|volts?', '伏特?'],
  [unit('current', 1), 'a|amps?|amperes?', '安培?'],
  [unit('current', 0.001), 'ma', '毫安(?!时)'],
  [unit('charge', 1), 'mah', '毫安时?'],
  [unit('charge', 1000), 'ah', '安时'],
  [unit('energy', 1), 'wh', '瓦时'],
  [unit('energy', 1000), 'kwh', '千瓦时|度电'],
  [unit('frequency', 1), 'hz|hertz', '赫兹?'],
  [unit('frequency', 1000), 'khz', '千赫兹?'],
  [unit('frequency', 1e6), 'mhz', '兆赫兹?'],
  [unit('frequency', 1e9), 'ghz', '吉赫兹?'],
  [unit('temperature', 1), '° ?c|degrees? (?:c|celsius)|celsius|degrees?', '° ?c|摄氏度|度(?!电|假|过)'],
  [unit('temperature', 5 / 9, -160 / 9), '° ?f|degrees? (?:f|fahrenheit)|fahrenheit', '华氏度'],
  [unit('data', 1), 'mb|megabytes?', ''],
  [unit('data', 1000), 'gb|gigabytes?|g(?= memory)', ''],
  [unit('data', 1e6), 'tb|terabytes?', ''],
  [unit('share', 1), '%|percent|per cent', '%'],
  [unit('pressure', 1), 'bar', '巴'],
  [unit('pressure', 0.01), 'kpa', '千帕'],
  [unit('pressure', 10), 'mpa', '兆帕'],
  [unit('area', 1), 'sq\\.? ?m|m2|square met(?:er|re)s?', '平方米|平米|m2'],
  [unit('area', 0.092903), 'sq\\.? ?ft|square (?:feet|foot)', '平方英尺'],
  [unit('weight-of-cloth', 1), 'gsm|g/m2|g/sq\\.? ?m', '克/平方米|克每平方米|g/m2|克重'],
  [unit('threads', 1), 'tc|thread count|threads?', '支|根'],
  [unit('denier', 1), 'd|denier', '旦'],
  [unit('light', 1), 'lm|lumens?', '流明'],
  [unit('light-colour', 1), 'k|kelvin', '开尔文'],
  [unit('sound', 1), 'db|decibels?', '分贝'],
  [unit('turns', 1), 'rpm', '转/分钟?|转(?!换)'],
  [unit('dots', 1), 'dpi|ppi', ''],
  [unit('pixels', 1e6), 'mp|megapixels?', '万?像素'],
  [unit('torque', 1), 'nm|n·m', '牛米'],
  [unit('speed', 1), 'km/h|kph', '公里/小时'],
  [unit('times', 1), 'x(?!\\s?\\d)|times', '倍'],
  [
    unit('count', 1),
    'pcs|pieces?|packs?|pairs?|sets?|items?|-?pack|count',
    '件|只|个|条|片|支装|双|套|枚|粒|颗|瓶|包|盒|袋|张|块|把|本',
  ],
  [unit('layers', 1), 'layers?|tiers?|ply|-?ply', '层'],
  [unit('speeds', 1), 'speeds?|levels?|modes?|settings?|gears?', '档|挡|种模式|种'],
  [unit('people', 1), 'persons?|people|seater|seats?|servings?', '人份?|座|位'],
];

const spaced = (pattern: string) => pattern.replaceAll(' ?', '[\\s-]?').replaceAll(' ', '[\\s-]+');
const alternatives = table.flatMap(([of, en, zh]) => [
  { of, pattern: `(?:${spaced(en)})(?![a-z])` },
  ...(zh === '' ? [] : [{ of, pattern: `(?:${zh})` }]),
]);

/** The unit that a text begins with, and how long it is; the longest spelling counts. */
export function unitAt(text: string): { readonly of: Unit; readonly length: number } | undefined {
  let best: { of: Unit; length: number } | undefined;
  for (const { of, expression } of anchored) {
    const length = expression.exec(text)?.[0].length ?? 0;
    if (length > (best?.length ?? 0)) best = { of, length };
  }
  return best;
}

const anchored = alternatives.map(({ of, pattern }) => ({
  of,
  expression: new RegExp(`^[\\s-]{0,2}${pattern}`, 'u'),
}));

/** The unit of this name as a record writes it: `mm`, `°C`. */
export function unitNamed(name: string): Unit | undefined {
  const text = name.normalize('NFKC').toLowerCase().trim();
  const found = unitAt(text);
  return found?.length === text.length ? found.of : undefined;
}

/** In the base of the unit's dimension. */
export function inBase(value: number, { factor, offset = 0 }: Unit): number {
  return value * factor + offset;
}
