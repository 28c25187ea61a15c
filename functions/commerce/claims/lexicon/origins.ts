import { type Concept, concept } from '../claim-kinds.ts';

/** ISO 3166 code, names and adjectives in English, names in Chinese. */
const countries: readonly (readonly [string, string, string])[] = [
  ['cn', 'china|chinese', '中国|国产|国内生产|国货'],
  ['tw', 'taiwan(?:ese)?', '台湾'],
  ['hk', 'hong kong', '香港'],
  ['jp', 'japan(?:ese)?', '日本'],
  ['kr', '(?:south )?korea(?:n)?', '韩国'],
  ['vn', 'vietnam(?:ese)?', '越南'],
  ['th', 'thailand|thai', '泰国'],
  ['id', 'indonesian?', '印度尼西亚|印尼'],
  ['in', 'india(?:n)?', '印度(?!尼)'],
  ['bd', 'bangladesh(?:i)?', '孟加拉国?'],
  ['pk', 'pakistan(?:i)?', '巴基斯坦'],
  ['tr', 'türkiye|turkey|turkish', '土耳其'],
  ['it', 'italy|italian', '意大利|意式工艺'],
  ['fr', 'france|french', '法国'],
  ['de', 'germany|german', '德国|德系'],
  ['ch', 'switzerland|swiss', '瑞士'],
  ['at', 'austrian?', '奥地利'],
  ['es', 'spain|spanish', '西班牙'],
  ['pt', 'portugal|portuguese', '葡萄牙'],
  [
    'gb',
    'great britain|united kingdom|england|scotland|wales|british|english(?= (?:made|craft\\w*|wool|leather))|scottish|the uk|uk made',
    '英国|苏格兰',
  ],
  ['ie', 'ireland|irish', '爱尔兰'],
  ['nl', 'netherlands|holland|dutch', '荷兰'],
  ['be', 'belgium|belgian', '比利时'],
  ['dk', 'denmark|danish', '丹麦'],
  ['se', 'sweden|swedish', '瑞典'],
  ['no', 'norway|norwegian', '挪威'],
  ['fi', 'finland|finnish', '芬兰'],
  ['pl', 'poland|polish(?= (?:made|glass|pottery))', '波兰'],
  ['cz', 'czech(?:ia| republic)?|bohemian', '捷克'],
  ['ru', 'russian?', '俄罗斯'],
  ['us', 'usa|united states|america(?:n)?|u\\.s\\.a?', '美国'],
  ['ca', 'canad(?:a|ian)', '加拿大'],
  ['mx', 'mexic(?:o|an)', '墨西哥'],
  ['br', 'brazil(?:ian)?', '巴西'],
  ['pe', 'peru(?:vian)?', '秘鲁'],
  ['ar', 'argentin(?:a|e|ian)', '阿根廷'],
  ['au', 'australian?', '澳大利亚|澳洲'],
  ['nz', 'new zealand', '新西兰'],
  ['eg', 'egypt(?:ian)?', '埃及'],
  ['ma', 'morocc(?:o|an)', '摩洛哥'],
  ['ke', 'kenyan?', '肯尼亚'],
  ['et', 'ethiopian?', '埃塞俄比亚'],
  ['co', 'colombian?', '哥伦比亚'],
  ['np', 'nepal(?:ese|i)?', '尼泊尔'],
  ['mn', 'mongolian?', '蒙古国?|内蒙古'],
  ['lk', 'sri lankan?|ceylon', '斯里兰卡|锡兰'],
  ['eu', 'europe(?:an)?', '欧洲|欧盟(?!标准|认证)'],
];

const country = ([code, en, zh]: readonly [string, string, string]): Concept =>
  concept('origin', `country-${code}`, en, zh);

/** Where and how something was made. */
export const origins: readonly Concept[] = [
  ...countries.map(country),
  concept('origin', 'imported', 'imported|overseas made|foreign made', '进口|原装进口|海外直邮'),
  concept(
    'origin',
    'domestic',
    'domestically (?:made|produced)|locally (?:made|sourced|produced|grown)',
    '本土制造|本地生产|本地采购|原产地',
  ),
  concept(
    'origin',
    'handmade',
    'hand ?(?:made|crafted|woven|stitched|sewn|painted|finished|blown|thrown|knitted|knit|carved|poured|forged|built|cut|dyed|loomed|tufted)|(?:made|crafted|woven|finished|sewn|painted) (?:entirely )?by (?:hand|artisans?|craftsm[ae]n)|artisan(?:al|s|ally)?|master ?craftsm[ae]n',
    '手工(?!皂盒|课|材料包)|手作|纯手工|匠人|工匠|大师(?:手|制|作)|手绘|手织|手缝|人工打磨|匠心',
  ),
  concept(
    'origin',
    'traditional',
    '(?:century|centuries|generations?) ?(?:old)?(?: of)? ?(?:tradition|craftsmanship|techniques?|experience|methods?)|since \\d{4}|established in \\d{4}|(?:age old|ancient|traditional) (?:craft\\w*|techniques?|methods?|recipe)|family (?:run|owned)|heritage brand',
    '百年(?:老店|工艺|传承)|世代(?:相传|传承)|始于\\d{4}|创立于|非遗|古法|传统工艺|祖传|老字号|家族传承',
  ),
  concept(
    'origin',
    'custom',
    '(?:small batch(?:es)?|limited (?:edition|run|quantities)|one of a kind|made to order|bespoke|exclusive(?:ly)?)',
    '限量|限定|独家|绝版|小批量|定制款|孤品',
  ),
  concept(
    'origin',
    'wild',
    'wild ?(?:caught|harvested|grown|sourced)|single origin|estate grown|ethically (?:sourced|made)|responsibly (?:sourced|made)|sustainably sourced',
    '野生|单一产地|原产|道地|源头直采|产地直发',
  ),
];

/** A country's name that tells a style, a size or the name of a thing. */
export const notOrigins: readonly Concept[] = [
  concept(
    undefined,
    'country-style',
    '(?:japanese|chinese|french|italian|american|british|scandinavian|danish|swedish|european|korean|moroccan|mexican|indian|english|turkish|dutch|german|irish|spanish|thai|bohemian) ?(?:inspired|style[ds]?|look|kitchens?|cuisine|cooking|food|dishes|recipes|curry|breakfast|garden|country(?: house)?|mandarin)|french (?:press|door|doors|seams?|terry|toast|fries|horn|knot|cuffs?)|chinese (?:collar|characters?|new year|zodiac|checkers)|swiss (?:cheese|dot|roll)|american football|turkish (?:coffee|delight)|irish coffee|dutch (?:oven|angle)|english (?:breakfast|language|instructions|manual)|indian (?:summer|ink)|panama hat|italian (?:food|coffee)|danish pastry|german shepherd|brazilian wax|bohemian(?: style)?|(?:us|uk|eu|european|american|japanese|asian|chinese|british|australian|italian|french) (?:sizes?|sizing|plugs?|sockets?|adapters?|outlets?|version|shoe size)|european (?:pillow|single|king)|australian shepherd|turkey (?:roast\\w*|breast|carving)|new zealand shells|thank(?:sgiving)? turkey',
    '(?:日|韩|法|意|英|美|欧|中|泰)式(?!工艺)|(?:北欧|日系|韩系|法式|欧美|欧式|美式|中国|日本|意大利|摩洛哥|波西米亚)风(?:格|味|情)?|(?:中国|欧|美|英|日|国际|亚洲)(?:码|规|标准码|版型)|(?:中国|国|欧|美|英)规插头|中国(?:结|红|风|新年|象棋|画|节)|法国梧桐|印度飞饼|荷兰豆|土耳其烤肉|瑞士卷|德国黑啤|意大利面|法国(?:菜|红酒杯)|日本料理|韩国(?:料理|泡菜)|泰国菜|墨西哥卷饼|国内外?',
  ),
];
