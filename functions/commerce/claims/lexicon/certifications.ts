import { type Concept, concept } from '../claim-kinds.ts';

const mark = (id: string, en: string, zh: string, ...implies: string[]): Concept =>
  concept('certification', id, en, zh, { implies: ['certified', ...implies] });

const marks = (id: string, en: string, zh: string): Concept =>
  concept('certification', id, en, zh, { implies: ['certified'], isGroup: true });

/** Marks, standards, tests and approvals. */
export const certifications: readonly Concept[] = [
  mark('ce', 'ce(?: (?:mark(?:ed|ing)?|certified|approved))', 'ce(?:认证|标志|标识|标准)'),
  mark('fcc', 'fcc(?: (?:certified|approved|compliant))?', 'fcc(?:认证)?'),
  mark('rohs', 'rohs(?: compliant)?', 'rohs(?:认证)?'),
  mark('reach', 'reach compliant', 'reach(?:认证|标准)'),
  mark('fda', 'fda(?: (?:approved|registered|cleared|grade|compliant))?', 'fda(?:认证|批准|级)?'),
  mark('lfgb', 'lfgb', 'lfgb(?:认证)?'),
  marks(
    'ul',
    '(?:ul|etl|csa|gs|tuv|tüv|intertek|sgs)(?: (?:listed|certified|tested|approved|mark))',
    '(?:ul|etl|csa|tuv|sgs|gs)(?:认证|检测|检验)?',
  ),
  marks('kc-pse', '(?:pse|kc|saa|bis)(?: (?:certified|approved|mark))', '(?:pse|kc|saa|bis)认证'),
  mark('ccc', 'ccc|3c certified', '3c(?:认证)?|ccc(?:认证)?|强制性?认证'),
  mark('iso', 'iso ?\\d{3,5}(?:[-:]\\d+)*', 'iso ?\\d{3,5}(?:认证)?'),
  marks(
    'standard-number',
    '(?:en|astm|din|ansi|bs|as/nzs|cpsia|cpsc|mil std|jis) ?[a-z]?\\d{2,6}(?:[-:]\\d+)*|cpsia|mil ?std(?: \\w+)?',
    '(?:gb|gb/t|qb/t|fz/t|国标|en|astm) ?/?t? ?\\d{2,6}|国标|国家标准|行业标准|欧标|美标|日标',
  ),
  mark('a-class', 'class a (?:fabric|safety|standard)', 'a类(?:标准|面料|安全)?|婴幼儿a类|婴幼儿级'),
  mark('oeko-tex', 'oeko ?tex(?: standard 100)?|standard 100', 'oeko-?tex|生态纺织品认证'),
  mark('gots', 'gots', 'gots(?:认证)?', 'organic'),
  mark('grs', 'grs|global recycled standard', 'grs(?:认证)?', 'recycled'),
  mark('fsc', 'fsc|pefc|rainforest alliance', 'fsc(?:认证)?|森林认证|雨林联盟'),
  mark('bluesign', 'blue ?sign', 'bluesign|蓝标认证'),
  mark('rds', 'responsible (?:down|wool) standard|rds|rws', '责任羽绒标准|rds认证'),
  mark('energy-star', 'energy star', '能源之星'),
  mark(
    'energy-class',
    '(?:energy )?(?:efficiency )?(?:class|rating) a\\+*|a\\+{1,3} (?:energy|rated)',
    '[一二1-2]级能效|能效[一二1-2]级|一级节能',
  ),
  mark('fair-trade', 'fair ?trade', '公平贸易'),
  mark('vegan-society', '(?:peta|vegan society|leaping bunny) ?(?:approved|certified)?', 'peta认证'),
  marks('halal', 'halal(?: certified)?|kosher(?: certified)?', '清真认证?|犹太认证'),
  mark('usda', 'usda(?: organic)?', 'usda(?:有机)?|欧盟有机', 'organic'),
  mark('organic', 'organic(?:ally)?', '有机(?!玻璃|会)'),
  mark('medical-grade', '(?:medical|surgical|hospital|clinical) grade', '医用级?|医疗级|手术级'),
  mark('food-safe', 'food ?(?:safe|grade|contact safe)', '食品级|食品接触级|食用级'),
  marks(
    'aviation-grade',
    '(?:aviation|aircraft|aerospace|military|commercial|professional|restaurant|marine|industrial) grade',
    '航空级|航天级|工业级|商用级|专业级|母婴级|食品母婴级',
  ),
  mark(
    'tested',
    '(?:lab(?:oratory)?|clinically|independently|dermatologically|third party|safety|rigorously|drop|quality|thoroughly|individually|factory|extensively) ?(?:tested|inspected|checked)|(?:passed|passes|meets?|exceeds?|complies with|conforms to|compliant with) (?:\\w+ ){0,4}(?:tests?|standards?|regulations?|requirements|norms?|directive)|tested (?:to|for|by|in)|compliant',
    '(?:经过?|通过)[^，。；]{0,12}(?:检测|测试|检验|认证|质检)|实验室|质检合格|符合[^，。；]{0,12}(?:标准|规定|法规|要求)|权威(?:检测|机构|认证)|第三方检测',
  ),
  concept('certification', 'certified', 'certif(?:ied|icate|icates|ication)', '认证|获证'),
  concept(
    'certification',
    'approval',
    'approved(?: by)?|accredited|licen[sc]ed|authori[sz]ed|recommended by|endorsed by|trusted by|doctor|dentist|dermatologist|pa?ediatrician|expert approved',
    '授权|官方(?:认可|授权|推荐)|专家推荐|医生推荐|皮肤科(?:医生|测试)|机构推荐|许可',
  ),
  concept('certification', 'patent', 'patent(?:ed|s)?|patent pending', '专利'),
  concept('certification', 'award', 'award(?:ed| winning|s)?|prize winning', '获奖|大奖|红点奖|荣获|if奖'),
  concept(
    'certification',
    'authentic',
    '(?:100 ?% )?(?:authentic|genuine|original)(?: product| brand| quality)|hallmarked',
    '正品|原装正品|正版',
  ),
];

export const notCertifications: readonly Concept[] = [
  concept(
    undefined,
    'gentle-words',
    'doctor who|approved list|original (?:box|artwork|packaging)|in its original',
    '认证码见|原装盒',
  ),
];
