import { type Concept, concept } from '../claim-kinds.ts';

const fits = (id: string, en: string, zh: string, ...implies: string[]): Concept =>
  concept('compatibility', id, en, zh, implies.length === 0 ? {} : { implies });

const oneOf = (id: string, en: string, zh: string): Concept =>
  concept('compatibility', id, en, zh, { isGroup: true });

/** Things of other makers and systems that a product is said to work with. */
export const compatibilities: readonly Concept[] = [
  fits(
    'iphone',
    'iphones?(?: ?\\d+(?: ?(?:pro|plus|max|mini|air|e))*)?',
    '苹果手机|iphone ?\\d*(?:pro|plus|max|mini)*',
  ),
  fits('ipad', 'ipads?(?: (?:pro|air|mini))?', 'ipad'),
  oneOf(
    'apple',
    'apple (?:watch|devices?|carplay|homekit|pay|tv|pencil)|airpods?|mac ?books?(?: (?:pro|air))?|imac|ios(?: ?\\d+)?|mac ?os|homekit|carplay|mag ?safe|lightning (?:port|cable|connector)',
    '苹果(?:手表|电脑|设备)|苹果系统|ios|macbook|magsafe|airpods',
  ),
  fits('android', 'android(?: ?\\d+)?(?: (?:phones?|auto|devices?))?', '安卓(?:手机)?|android'),
  oneOf('samsung', 'samsung(?: galaxy)?(?: ?\\w?\\d+)?|galaxy (?:s|a|z|tab|watch) ?\\d*', '三星(?:手机)?'),
  oneOf(
    'huawei',
    'huawei|xiaomi|redmi|oppo|vivo|honor (?:phone|magic)|oneplus|google pixel|pixel \\d+',
    '华为|小米|荣耀手机|红米|鸿蒙',
  ),
  oneOf(
    'windows',
    'windows(?: ?(?:\\d+|pc|xp))(?! box)|linux|chrome ?(?:os|book)s?',
    'windows ?\\d*|linux|鸿蒙系统',
  ),
  oneOf(
    'consoles',
    '(?:ps|playstation) ?[345]?|xbox(?: \\w+)?|nintendo(?: switch)?|steam deck',
    'ps[345]|xbox|switch(?:游戏机)?|任天堂',
  ),
  oneOf(
    'assistants',
    'alexa|amazon echo|google (?:home|assistant|nest)|siri|smart ?things|matter(?: (?:protocol|standard|compatible))|zigbee|z wave|tuya',
    '天猫精灵|小爱同学|米家|小度|siri|alexa|涂鸦',
  ),
  fits('bluetooth', 'bluetooth(?: ?\\d(?:\\.\\d)?)?', '蓝牙(?: ?\\d(?:\\.\\d)?)?'),
  oneOf('wifi', 'wi ?fi(?: ?\\d\\w?)?|5 ?g(?: network)|nfc', 'wi-?fi ?\\d?|nfc|5g网络'),
  oneOf(
    'usb',
    'usb(?: ?(?:c|a|type c|\\d(?:\\.\\d)?))*(?: (?:port|charging|cable|plug))?|type c|micro usb|thunderbolt(?: ?\\d)?|hdmi(?: ?\\d(?:\\.\\d)?)?|display ?port|aux(?: cable| input)|3\\.5 ?mm (?:jack|plug)',
    'usb(?:-?c|-?a)?|type-?c|hdmi|雷电接口',
  ),
  oneOf(
    'coffee-systems',
    'nespresso|dolce gusto|keurig|k ?cups?|senseo|tassimo|lavazza capsules?',
    '奈斯派索|nespresso|多趣酷思',
  ),
  fits('induction', 'induction(?: (?:hobs?|cooktops?|stoves?|cookers?|ready|compatible))?', '电磁炉|ih炉'),
  fits(
    'gas-hob',
    '(?:gas|camp(?:ing)?) (?:hobs?|cooktops?|stoves?|stovetops?)|gas(?=,| or| and|\\.|$)',
    '燃气灶|煤气灶|明火',
  ),
  fits('electric-hob', '(?:electric|ceramic|halogen|glass) (?:hobs?|cooktops?|stoves?|stovetops?)', '电陶炉'),
  fits('open-fire', 'open (?:fire|flame)s?|camp ?fires?', '篝火|营火'),
  fits(
    'all-hobs',
    '(?:all|any|every) (?:hobs?|cooktops?|stoves?|stovetops?|heat sources?)',
    '各种炉灶|多种炉灶|炉灶通用|全炉灶',
  ),
  fits('air-fryer', 'air fryers?', '空气炸锅(?:可用|适用)'),
  oneOf(
    'cars',
    '(?:toyota|honda|bmw|audi|mercedes(?: benz)?|volkswagen|vw|ford|tesla(?: model \\w)?|nissan|hyundai|kia|volvo|jeep|byd)',
    '丰田|本田|宝马|奥迪|奔驰|大众(?:汽车|车型)|特斯拉|比亚迪|日产|福特|沃尔沃',
  ),
  oneOf(
    'brands-of-tools',
    'makita|bosch|dewalt|milwaukee|dyson|gopro|lego|ikea|kitchenaid|canon|nikon|sony|hp|epson|gillette|philips|oral b|gardena|thule',
    '乐高|宜家|戴森|博世|牧田|佳能|尼康|索尼|惠普|爱普生|飞利浦|吉列|小天鹅',
  ),
  oneOf(
    'batteries',
    '(?:aaa?|cr ?\\d{4}|lr ?\\d+|18650) batter(?:y|ies)|aa batteries',
    '[57五七]号电池|纽扣电池|cr\\d{4}',
  ),
  oneOf('vesa', 'vesa(?: ?\\d+ ?x ?\\d+)?|gu ?10|e ?27|e ?14|b ?22|g ?9', 'vesa|e27|e14|gu10'),
  concept(
    'compatibility',
    'universal',
    '(?:universal(?:ly)?(?: fit)?|one size fits (?:all|most)|(?:compatible with|fits|works with|suits|suitable for|connects? to|pairs? with) (?:all|any|every|most|virtually any|almost any|nearly all|many)(?: \\w+)?)',
    '通用|万用|兼容(?:所有|各种|多种|大多数|绝大多数|市面)|适配(?:所有|各种|多种|大多数|全)|适用于?(?:所有|各种(?:型号|品牌|机型|车型|手机)|全部|市面)|全机型|全系列|多平台|跨平台',
  ),
];

/** What follows "works with" and "compatible with" where it is no name of the lists: read by {@link genericCompatibility}. */
export const genericCompatibility = {
  en: /(?:compatible with|works with|fits (?:onto|on)?|designed for|made for|pairs with|connects? to|suitable for use with|replacement for|for use with)\s+(?:the |your |an? |all |most )?((?:[A-Z][\w-]*|\w*\d[\w-]*)(?:\s(?:[A-Z][\w-]*|\w*\d[\w-]*))*)/gu,
  zh: /(?:兼容|适配|适用于|适用|支持|连接|匹配|配套)\s?((?:[A-Za-z]\w*|\w*\d\w*)(?:\s?(?:[A-Za-z]\w*|\d\w*))*)/gu,
} as const;
