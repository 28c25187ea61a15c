/** Words that promise a deal, not a product: marketplaces refuse them in titles, whatever the product is. */
export const PROMOTIONAL_PHRASES: readonly string[] = [
  'free shipping',
  'free delivery',
  'free gift',
  'free returns',
  '100% quality guaranteed',
  '100% guaranteed',
  'satisfaction guaranteed',
  'money back guarantee',
  'money-back guarantee',
  'best seller',
  'bestseller',
  'best-seller',
  'best selling',
  'best price',
  'lowest price',
  'top rated',
  'hot item',
  'hot sale',
  'on sale',
  'for sale',
  'big sale',
  'clearance',
  'limited time',
  'limited time offer',
  'special offer',
  'buy now',
  'order now',
  'shop now',
  'act now',
  'click here',
  'add to cart',
  'discount',
  'buy one get one',
  'while supplies last',
  '包邮',
  '免运费',
  '免邮',
  '限时抢购',
  '限时特价',
  '立即购买',
  '点击购买',
  '热销爆款',
  '清仓',
  '秒杀',
  '特价',
  '打折',
];

/** Words that Amazon does not count as repetitions: articles, conjunctions, prepositions. */
export const SMALL_WORDS: readonly string[] = (
  'a an the and or nor but so yet as if than about above across after against along among ' +
  'around at before behind below beneath beside between beyond by down during for from in ' +
  'inside into like near of off on onto out outside over per since through to toward towards ' +
  'under until up upon via with within without 以及 或者 并且 对于 关于 适用于 用于 采用 通过 以下 以上'
).split(' ');

/** The words that the law itself names: Advertising Law of the People's Republic of China, article 9 (3). */
export const ABSOLUTE_WORDS_OF_LAW: readonly string[] = ['国家级', '最高级', '最佳'];

/**
 * What supervision counts as the same. Wide on purpose and only a warning, as 第一 or 最大 may be a plain fact (第一次, 最大承重);
 * those facts are left out or excepted.
 */
export const ABSOLUTE_WORDS: readonly string[] = (
  '极品 顶级 顶尖 顶峰 巅峰 最好 最优 最优质 最先进 最新发明 最强 最便宜 最低价 最高端 最受欢迎 最畅销 全网最低 全网第一 销量第一 排名第一 世界第一 全国第一 ' +
  '中国第一 行业第一 第一品牌 第一 世界级 宇宙级 世界领先 全球首款 全国首家 全国首发 独一无二 绝无仅有 史无前例 空前绝后 万能 首选 唯一 绝对 销量冠军 王牌 ' +
  '遥遥领先 永久 百分之百 纯天然无副作用'
).split(' ');

/** Where one of the words above is a plain fact. */
export const HARMLESS_ABSOLUTES: readonly string[] =
  '第一次 第一层 第一步 第一天 第一人称 第一代 第一时间 第一章 第一部 第一季 唯一码 唯一编码 唯一编号 绝对值 绝对湿度 绝对压力 永久磁铁 万能胶 万能表'.split(
    ' ',
  );

/** Words that send a shopper to another place: refused by the marketplaces of China. */
export const ELSEWHERE_WORDS: readonly string[] =
  '微信 加微信 淘口令 扫码 好评返现 返现 私下交易 线下交易 加群'.split(' ');
