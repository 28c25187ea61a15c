import { type Concept, concept } from '../claim-kinds.ts';

const never = (kind: 'superlative' | 'offer' | 'environment', id: string, en: string, zh: string): Concept =>
  concept(kind, id, en, zh, { isNever: true });

/** What no attribute can support, and what China's advertising law (article 9, item 3) forbids in any case. */
export const superlatives: readonly Concept[] = [
  never(
    'superlative',
    'best',
    '(?:the |our |your )?(?:very )?best(?: ?(?:ever|in class|selling|seller|quality|choice|value|of all|rated))?',
    '最好|最佳|最优|最棒|极佳|最强|至尊|至臻|臻品',
  ),
  never(
    'superlative',
    'number-one',
    "(?:number|no\\.?|nr\\.?|#) ?(?:one|1)(?! (?:\\w+ )?(?:pcs|pieces?|x|size|battery))|top (?:rated|quality|notch|of the (?:line|range)|choice|tier|selling|pick|brand)|first class|world ?(?:class|leading|famous|renowned)|world['’]?s (?:\\w+)|market leading|industry leading|award winning|leading (?:brand|choice|maker|manufacturer)|a? ?leader in",
    '第一(?!时间|步|层|次|排|印象)|no\\.? ?1|top ?1|顶级|顶尖|顶配|世界级|国家级|全球(?:领先|首|第|唯|热)|全国(?:第|首|唯|领)|行业(?:领先|第一|标杆|首)|领先|领导品牌|遥遥领先|独一无二|首选|首创|王牌|冠军|销量|爆款|热销|网红|明星同款|口碑',
  ),
  never('superlative', 'most', '(?:the )?most \\w+', '最[\\p{Script=Han}]'),
  never(
    'superlative',
    'comparison',
    '\\w+er than (?:any|all|others?|ever|the rest|most)|than any other|(?:twice|(?:\\w+|\\d+) times) (?:as|more|less|\\w+er) \\w+|unlike (?:other|any)',
    '比(?:同类|其他|其它|别的|一般|普通|市面)|优于|胜过|超越同',
  ),
  never('superlative', 'est', '\\w{2,}est', ''),
  never(
    'superlative',
    'perfect',
    '(?:absolutely |simply |truly )?(?:perfection|flawless(?:ly)?|unbeatable|unmatched|unrivall?ed|unparalleled|second to none|ultimate|supreme|superior|unique|incomparable|extraordinary|exceptional|revolutionary|ground ?breaking|game changing|state of the art|cutting edge|next level|must have|miracle|magic(?:al)?|guaranteed results|like no other|(?:the )?only (?:one|\\w+ (?:you .{0,12}need|that|of its kind))|unsurpassed|legendary|iconic|impeccable|incredible|amazing|outstanding)',
    '完美|极致|无与伦比|无可比拟|史无前例|前所未有|绝无仅有|唯一|万能|神器|奇迹|绝对|极品|巅峰|终极|卓越|非凡|无敌|必备|革命性|颠覆|黑科技|尖端|百分之?百|100%(?:满意|有效|安全|无|好)|全网|史上|空前',
  ),
  never(
    'superlative',
    'quality',
    '(?:premium|high(?:est)?|top|superior|finest|great|excellent|exceptional|outstanding|supreme|luxury|professional) ?(?:grade )?(?:quality|craftsmanship|workmanship|materials?)|premium|luxur(?:y|ious|iously)|high end|deluxe',
    '高品质|优质|高端|高档|奢华|奢侈|精品|豪华|尊贵|上乘|品质卓越|甄选|精选|匠造|大牌|高级(?!灰|感)|一流|上等|特级|顶奢|轻奢',
  ),
];

export const environmentClaims: readonly Concept[] = [
  never(
    'environment',
    'eco-friendly',
    '(?:eco|environment(?:ally)?|earth|planet|climate) ?(?:friendly|conscious|safe|positive|neutral)|sustainab(?:le|ly|ility)|green (?:choice|product|living)|carbon (?:neutral|free|negative|footprint)|zero waste|good for the planet|planet friendly|low impact',
    '环保|绿色(?:健康|环保|产品|材料)|可持续|低碳|零碳|碳中和|零污染|生态友好|环境友好|绿色无',
  ),
  concept(
    'environment',
    'recycled',
    '(?:\\d+ ?% )?(?:recycled|upcycled|reclaimed|post ?consumer)',
    '再生(?!涤|聚)|回收(?:材料|塑料|料)|循环利用',
  ),
  concept('environment', 'recyclable', 'recyclable', '可回收|可循环'),
  concept(
    'environment',
    'biodegradable',
    '(?:bio ?)?degradable|compostable|plant ?based',
    '可降解|生物降解|可堆肥|植物基',
  ),
  concept(
    'environment',
    'plastic-free',
    '(?:plastic|cruelty) ?free|vegan|not tested on animals',
    '零塑料|无塑(?!化)|零残忍|纯素|未经动物实验',
  ),
];

const currency = '(?:[$€£¥₩]|usd|eur|gbp|cny|rmb|us\\$)';
export const offers: readonly Concept[] = [
  never(
    'offer',
    'price',
    `${currency} ?\\d[\\d,.]*|\\d[\\d,.]* ?(?:usd|eur|gbp|cny|rmb|dollars?|euros?|pounds?(?= (?:only|off|each))|bucks|yuan|cents?|€|£)`,
    '\\d[\\d.,]*(?:元|块钱|块(?!装)|美元|人民币)|[¥￥]\\d[\\d.,]*|只要\\d|仅需\\d|仅售',
  ),
  never(
    'offer',
    'discount',
    '\\d+ ?% (?:off|discount|cheaper|savings?)|discount(?:ed|s)?|on sale|for sale|sale price|flash sale|clearance|half price|bargain|deal(?:s| of the day)|save (?:\\w+ )?(?:money|\\d|big|up to)|(?:special|limited time|introductory|exclusive) (?:offer|price|deal)|coupon|promo(?:tion)?(?: code)?|buy (?:one|two|\\d|now)|(?:order|shop) (?:now|today)|2 for 1|free gift|while (?:stocks?|supplies) lasts?|black friday|cash ?back|giveaway|add to cart',
    '\\d(?:\\.\\d)?折|打折|折扣|特价|优惠|促销|秒杀|满减|清仓|甩卖|降价|立减|直降|买[一二三\\d]送[一二三\\d]|赠送|赠品|送礼品|领券|优惠券|限时|抢购|下单|现货|囤货|包邮|加购|半价|返现|双十一|双11|618|活动价',
  ),
  never(
    'offer',
    'cheap',
    '(?:in)?expensive|cheap(?:est|er)?|affordab(?:le|ly)|low(?:est)? (?:cost|prices?)|great (?:price|value)|value for (?:your )?money|good value|budget(?: friendly)?|economical|worth every (?:penny|cent)|bang for (?:the|your) buck|unbeatable price|price',
    '便宜|实惠|平价|性价比|低价|超值|物超所值|划算|经济实惠|价格|售价|划得来|亲民',
  ),
  never(
    'offer',
    'delivery',
    'free (?:shipping|delivery|returns?|postage|samples?)|(?:fast|quick|next day|same day|express|overnight|prompt) (?:shipping|delivery|dispatch)|ships? (?:\\w+ )?(?:within|in|today|same day|next day|from|free|worldwide)|delivered (?:within|in|to your|tomorrow|next day)|in stock|arrives? (?:in|within|tomorrow)',
    '包邮|免邮|顺丰|次日达|当日达|隔日达|极速发货|当天发货|\\d+小时(?:内)?发货|现货速发|闪电发货|免运费|送货上门|免费(?:送|退|安装|试用)',
  ),
  never(
    'offer',
    'lifetime-warranty',
    '(?:life ?time|unlimited|worry free) (?:warranty|guarantee)',
    '终身(?:质保|保修|维护)',
  ),
  concept('offer', 'warranty', 'warranty|warranties|guarantee[ds]?', '质保|保修|联保|保用|三包'),
  never(
    'offer',
    'returns',
    'money ?back|no questions asked|(?:full )?refunds?|risk ?free|hassle free returns?|returns? (?:within|policy|accepted)|satisfaction guarantee[ds]?|100 ?% satisfaction|customer (?:service|support|satisfaction)|24/7',
    '退换|包退|退款|退货|无理由|假一赔|赔付|运费险|不满意|售后|客服|终身(?:质保|保修|维护|免费)',
  ),
  never(
    'offer',
    'contact',
    'https?://\\S+|www\\.\\S+|\\w+\\.(?:com|cn|net|shop|co\\.uk)|(?:whatsapp|wechat|telegram|call us|e ?mail us|contact us|follow us|scan the)',
    'https?://\\S+|www\\.\\S+|加微信|微信号|微信公众号|公众号|扫码|联系(?:我们|客服|方式)|致电|关注店铺|收藏店铺|\\b\\w+\\.(?:com|cn)',
  ),
];

export const notPraise: readonly Concept[] = [
  concept(
    undefined,
    'not-praise',
    '(?:(?:(?:north|south|mid)?west|(?:head|arm|foot|back|wrist)?rest|test|guest|chest|vest|nest|forest|rainforest|(?:re|pro|con|in)?quest|honest|modest|harvest|interest|request|suggest|invest|contest|digest|crest|quest|protest|arrest|manifest|earnest|tempest|everest|eldest|youngest))|(?:lowest|highest|largest|smallest|finest|widest|coldest|warmest|latest|longest|shortest|tallest) (?:setting|level|shelf|position|point|part|heat|grind|mesh|side|days?|nights?|step|drawer)|best (?:friends?|man|before|suited|used|stored|kept|served|enjoyed|washed)|at (?:its|their) best|unique (?:id|identifier|number)|magic (?:eraser|cube)|price tag holders?|gift cards?|deal(?:s)? with|a great deal of|ideal|budgeting|most (?:of|people|ovens|cups?|bags|phones|cars|dishwashers|standard|days|wardrobes|kitchens|desks|sofas|rooms|shelves)|at most|number one size|luxury of|save (?:space|room)|for sale signs|returns? to (?:its|the|shape)|guest rooms?',
    '最[高低大小长短多宽厚重深](?=\\s?\\d|约|可)|最大(?:承重|载重|容量|功率|高度|直径|可|负荷|输出|扭矩|转速|长度|宽度|厚度)|最高(?:温度|可|转速|承重|水位)|最长(?:可|边)|最多可?|最低(?:温度|水位|处|档)|最小(?:直径|高度|可)|最后|最近|最初|最终|最宽处|最厚处|高级灰|精选集|第一(?:时间|步|层|次|排)|绝对值|价格标签|销量统计|限时器|下单词|经济型',
  ),
];
