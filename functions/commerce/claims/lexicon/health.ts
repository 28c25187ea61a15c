import { type Concept, concept } from '../claim-kinds.ts';

const says = (id: string, en: string, zh: string): Concept => concept('health', id, en, zh);
const group = (id: string, en: string, zh: string): Concept =>
  concept('health', id, en, zh, { isGroup: true });
const cures = (id: string, en: string, zh: string): Concept =>
  concept('health', id, en, zh, { isNever: true });

/** Effects on the body and on germs, and what a thing is said to be free from. To cure is never claimed. */
export const healthClaims: readonly Concept[] = [
  cures(
    'cure',
    '(?:cures?|treats?|heals?|healing|therapeutic|therapy|remedy|remedies|medicinal|prevents? (?:\\w+ ){0,2}(?:disease|illness|infection|cancer|acne|injur\\w*)|diagnos\\w*)|anti ?(?:cancer|viral|aging|ageing|wrinkle)',
    '治疗|治愈|疗效|疗愈|药用|医治|根治|预防(?:疾病|感冒|癌症|近视|颈椎)|抗癌|抗衰老?|祛痘|祛斑|祛皱|理疗|康复',
  ),
  cures(
    'relieves',
    '(?:reliev\\w*|eas(?:es?|ing)|sooth\\w*|reduc\\w*|alleviat\\w*|fights?|combats?) (?:\\w+ ){0,3}(?:pain|aches?|stress|anxiety|tension|inflammation|fatigue|migraines?|headaches?|snoring|eye ?strain|joints?|muscles?|swelling|soreness|insomnia|pressure points?|back|neck)|pain (?:relief|free)|stress (?:relief|relieving|free skin)',
    '(?:缓解|舒缓|减轻|消除|改善|告别)[^，。；]{0,6}(?:疼痛|酸痛|疲劳|压力|焦虑|失眠|头痛|炎症|不适|颈椎|腰椎|关节|视疲劳|打鼾|水肿|便秘|痛经)|止痛|镇痛|消炎|安神|助眠|去火|降火',
  ),
  cures(
    'body',
    '(?:improves?|boosts?|supports?|promotes?|enhances?|increases?|stimulates?|aids?|helps?(?: with)?|strengthens?|regulates?|lowers?|balances?) (?:\\w+ ){0,3}(?:immun\\w*|circulation|sleep|digestion|metabolism|posture|focus|energy levels?|hair growth|skin(?: health)?|mood|blood (?:pressure|sugar|flow)|health|well ?being|hydration|collagen|concentration|recovery|brain|memory|gut)|weight loss|fat burning|slimming|burns? fat|detox\\w*|better sleep|sleep better|deep(?:er)? sleep|rejuvenat\\w*|whitening|brighten(?:s|ing)? (?:the |your )?skin|clear skin|glowing skin|healthy|healthier|good for (?:your )?(?:health|skin|back|heart|posture)|posture correct\\w*|immun(?:e|ity)',
    '(?:提高|增强|促进|改善|提升|调节|有助于?|有益|加速|激活|保护)[^，。；]{0,5}(?:免疫|睡眠|血液循环|血压|血糖|消化|代谢|新陈代谢|记忆|体质|健康|视力|颈椎|脊椎|肌肤|皮肤|专注|发育|骨骼|体态|坐姿|气色|心情|便秘|肠道)|减肥|瘦身|燃脂|排毒|养生|保健|美白|养颜|嫩肤|亮肤|抗疲劳|提神|强身|补水保湿|滋阴|壮阳|护眼|护颈|护脊|护腰|健康(?!状)|矫正(?:坐姿|体态|驼背)',
  ),
  says(
    'antibacterial',
    '(?:anti|anti ?)(?:bacterial|microbial|fungal|mite|germ)|bacteria ?(?:free|resistant|static)|bacteriostatic|(?:kills?|eliminates?|resists?|inhibits?|removes?) (?:\\w+ )?(?:\\d+(?:\\.\\d+)? ?% (?:of )?)?(?:\\w+ )?(?:bacteria|germs?|viruses|mould|mold|mites)|germ ?free|steril(?:e|i[sz]\\w*)|hygienic|sanitary|mould ?resistant|mold ?resistant|mildew ?(?:proof|resistant)|disinfect\\w*',
    '抗菌|抑菌|杀菌|除菌|防霉|防螨|除螨|抗病毒|消毒|灭菌|卫生级|99(?:\\.\\d+)?%',
  ),
  says(
    'hypoallergenic',
    'hypo ?allergenic|allergy (?:free|friendly|tested)|non ?(?:allergenic|irritating)|(?:gentle|safe|kind|soft) (?:on|for|to) (?:\\w+ )?(?:sensitive )?(?:skin|babies|baby|children|kids|pets|sensitive)|sensitive skin|skin ?friendly|baby safe|kid safe|pet safe',
    '低敏|低致敏|防过敏|抗过敏|不过敏|不刺激|敏感肌|亲肤|母婴可用|孕妇可用|婴儿可用|宝宝可用|对皮肤友好|温和不刺激|儿童可用',
  ),
  says(
    'non-toxic',
    '(?:non|anti) ?toxic|toxin ?free|chemical ?free|no harmful|free (?:of|from) (?:harmful|toxic|chemicals)|harmless|safe (?:for|to use around) (?:children|kids|babies|pets|food|the whole family)',
    '无毒|无害|零甲醛|无甲醛|不含有害|安全无毒|无化学|无添加|零添加|无刺激|孕婴可用|入口级',
  ),
  says(
    'bpa-free',
    '(?:bpa|bps|bpf|bisphenol(?: a)?) ?(?:free)|(?:no|without|free (?:of|from)|contains no) (?:bpa|bisphenol(?: a)?)',
    '(?:不含|无|零)(?:bpa|双酚a)|bpa ?free',
  ),
  group(
    'free-of-x',
    '(?:lead|nickel|cadmium|latex|gluten|paraben|sulfate|sulphate|phthalate|pfas|pfoa|ptfe|fragrance|alcohol|formaldehyde|sugar|dairy|soy|nut|gmo|azo|mercury|chlorine|fluoride|silicone oil|teflon) ?free|(?:no|without|zero|free (?:of|from)|contains no) (?:added )?(?:lead|nickel|cadmium|latex|gluten|parabens?|sulfates?|phthalates?|pfas|pfoa|ptfe|fragrances?|formaldehyde|preservatives|additives|dyes|sugar)',
    '(?:不含|无|零|0)(?:铅|镍|镉|荧光剂?|甲醛|酒精|香精|防腐剂|添加剂?|蔗糖|糖|色素|pfas|pfoa|特氟龙|涂层|硫酸盐|偶氮|塑化剂|重金属)',
  ),
  says(
    'ergonomic',
    'ergonomic(?:ally|s)?|orthop(?:a)?edic|lumbar support|(?:back|neck|arch|spine|wrist) support|anatomic(?:al)?(?:ly)?',
    '人体工学|人体工程学|护腰|腰部支撑|足弓支撑|承托(?:腰|颈|脊)',
  ),
  says(
    'air',
    '(?:purif(?:y|ies|ying)|cleans?|freshens?) (?:the |your )?(?:air|water)|air purif\\w*|negative ions?|anions?|far infrared|magnetic therapy',
    '净化(?:空气|水)|负离子|远红外|磁疗|吸附甲醛|除甲醛',
  ),
  says(
    'natural',
    '(?:100 ?% |all )natural|natural (?:ingredients?|formula|fib(?:er|re)s?|materials?)|pure and natural|chemical free',
    '纯天然|天然(?!气|水晶|珍珠|橡胶|石)|原生态|零污染',
  ),
];

export const notHealth: readonly Concept[] = [
  concept(
    undefined,
    'not-health',
    'treat(?:s)? (?:yourself|them|him|her|your ?self|your (?:guests|friends|family))|a treat|dog treats?|sweet treats?|treats? jar|hands ?free|worry ?free|hassle ?free|stress ?free(?! skin)|duty ?free|care ?free|toll ?free|free ?standing|tangle ?free|clutter ?free|easy ?going|eases? (?:in|into|the way)|healing (?:music|colours)|a clean look|back support bar',
    '健康码|治愈系|治愈风',
  ),
];
