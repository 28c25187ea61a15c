/**
 * What a number is the number of. A thermos that keeps warm for 24 hours has no battery of 24 hours: where the words around a
 * claimed number name an aspect, an attribute of another aspect does not support it. 最长12小时 and 时长12小时 speak of no length.
 */
const aspects: readonly (readonly [string, RegExp])[] = [
  ['height', /\b(?:height|high|tall)\b|(?<!最)高(?:度|约|为|\d)|身高/u],
  ['width', /\b(?:width|wide)\b|宽/u],
  ['length', /\b(?:length|long(?! ?(?:sleeve|last|bat)))\b|(?<![最时])长(?:度|约|为|\d)|全长/u],
  ['depth', /\b(?:depth|deep)\b|(?<!最)深(?:度|约|为|\d)/u],
  ['diameter', /\b(?:diameter|across|caliber)\b|直径|口径/u],
  ['thickness', /\b(?:thick|thickness)\b|厚/u],
  [
    'load',
    /\b(?:load|supports?(?: up to)?|bears?|max(?:imum)? (?:user )?weight|weight capacity|holds? up to \d+(?:\.\d+)? ?(?:kg|lbs?|pounds?))\b|承重|载重|承载|负重|负荷/u,
  ],
  ['weight', /\b(?:weighs?|weight|heavy)\b|重(?!复)|净重|克重/u],
  ['capacity', /\b(?:capacity|volume|holds?|storage)\b|容量|容积|可装|内存/u],
  [
    'battery',
    /\b(?:battery|playtime|play ?back|runtime|run ?time|talk time|standby)\b|续航|播放|待机|电池|使用时间/u,
  ],
  ['charging', /\b(?:charg(?:es?|ing|ed)|recharge)\b|充电|充满/u],
  ['warranty', /\b(?:warranty|guarantee[ds]?)\b|质保|保修/u],
  ['keeping-warm', /\b(?:hot|warm|steaming)\b|保温|保暖|热饮|热水/u],
  ['keeping-cold', /\b(?:cold|cool|chilled|iced?)\b|保冷|冷饮|冰/u],
  ['insulation', /\binsulat\w*|锁温|隔热/u],
  ['burning', /\b(?:burns?|burn(?:ing)? time)\b|燃烧/u],
  ['age', /\b(?:age[ds]?|years? old|toddlers?|kids|children)\b|岁|年龄/u],
  ['depth-of-water', /\b(?:under ?water|water depth|dive|diving)\b|水下|潜水/u],
];

/** @param text normalised: a clause, or an attribute's id and names */
export function aspectsOf(text: string): ReadonlySet<string> {
  const found = aspects.filter(([, expression]) => expression.test(text)).map(([name]) => name);
  // What bears ten kilograms says nothing of its own weight.
  if (found.includes('insulation') && !found.includes('keeping-warm') && !found.includes('keeping-cold')) {
    found.push('keeping-warm', 'keeping-cold');
  }
  return new Set(
    found.includes('load') ? found.filter((name) => name !== 'weight' && name !== 'capacity') : found,
  );
}

/** Half of a clause on both sides of a number says what it is of. */
export function clauseAround(text: string, start: number, end: number): string {
  const before =
    text
      .slice(0, start)
      .split(/[,;，；、。:：()（）]| and | with |以及/u)
      .pop() ?? '';
  const after = text.slice(end).split(/[,;，；、。()（）]| and | with |以及/u)[0] ?? '';
  return `${before}${text.slice(start, end)}${after}`;
}
