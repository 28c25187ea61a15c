import { type Concept, concept } from '../claim-kinds.ts';

const can = (id: string, en: string, zh: string, ...implies: string[]): Concept =>
  concept('performance', id, en, zh, implies.length === 0 ? {} : { implies });

const ways = 'proof|proofing|resistant|resistance|repellent|repelling|repels|resists?';
const against = `(?:${ways})`;

/** What a product is said to do, bear or keep out. */
export const performances: readonly Concept[] = [
  can(
    'waterproof',
    `water ?(?:proof|proofing|proofed|tight)|impervious to water|keeps? (?:the )?(?:water|rain) out|fully submersible|submersible`,
    '防水|不怕水|不透水|滴水不漏|全防水',
    'water-resistant',
  ),
  can(
    'water-resistant',
    `water ?(?:resistant|resistance|repellent|repels?|repelling)|(?:rain|splash|weather|moisture|damp) ?(?:resistant|resistance|repellent|repels?|repelling|proof)|showerproof|resists? (?:water|rain|moisture|splashes)|sheds? (?:water|rain)|all weather|keeps? you dry|stays? dry`,
    '防泼水|防溅|拒水|防潮|防雨|疏水|抗水|全天候|不怕雨',
  ),
  can('windproof', `wind ?${against}|blocks? (?:the )?wind|wind blocking`, '防风|挡风|抗风'),
  can(
    'breathable',
    'breathab(?:le|ility)|breathes|lets? (?:your )?(?:skin|feet) breathe|well ventilated|airflow',
    '透气|透湿|会呼吸|通风',
  ),
  can(
    'quick-dry',
    '(?:quick|fast|rapid) ?(?:dry|drying|dries)|dries (?:quickly|fast|in no time)',
    '速干|快干|易干',
  ),
  can(
    'moisture-wicking',
    '(?:moisture|sweat) ?(?:wicking|absorbing|management)|wicks?(?: away)?(?: moisture| sweat)?',
    '吸湿排汗|排汗|导湿|吸汗',
  ),
  can('absorbent', '(?:highly |super |ultra )?absorbent|absorbs? (?:water|liquid)', '吸水|强吸水'),
  can(
    'insulated',
    'insulat(?:ed|ing|ion)|keeps? (?:\\w+ ){0,3}(?:hot|warm|cold|cool|chilled)|thermal(?:ly)?|stays? (?:hot|warm|cold|cool)',
    '保温|保冷|隔热|保暖|锁温|恒温|御寒|抗寒|防寒',
  ),
  can('vacuum', 'vacuum(?: insulated)?(?! cleaner)|double walled?', '真空(?!包装)|双层壁|双层杯壁'),
  can(
    'uv-protection',
    `uv ?(?:protect\\w*|block\\w*|${against})|sun ?(?:protect\\w*|proof|block)|upf ?\\d*\\+?|spf ?\\d*\\+?|blocks? (?:\\w+ )?uv(?:a|b)?(?: rays)?|polari[sz]ed`,
    '防晒|防紫外线|抗紫外线|遮阳|upf ?\\d*\\+?|spf ?\\d*\\+?|偏光',
  ),
  can(
    'scratch-resistant',
    `(?:scratch|scuff|abrasion|wear) ?${against}|hard ?wearing`,
    '防刮|耐刮|防划|抗划|耐磨|抗磨',
  ),
  can(
    'stain-resistant',
    `(?:stain|dirt|soil|oil|smudge|fingerprint) ?${against}|easy to clean|wipes? clean|easy clean|cleans? easily`,
    '防污|抗污|耐脏|防油|防指纹|易清洁|好清洗|易打理|一擦即净|易清洗',
  ),
  can(
    'shockproof',
    `(?:shock|impact|drop|crash|crush) ?${against}|shock absorb\\w*|military grade|cushion(?:s|ed|ing) (?:\\w+ )?(?:impact|shocks?)`,
    '防震|抗震|防摔|抗摔|耐摔|减震|缓震|抗冲击|军工级|军规',
  ),
  can(
    'unbreakable',
    '(?:un|shatter|break|tear|rip|puncture|cut|kink) ?(?:proof|resistant|breakable|resists?)|indestructible|will not (?:break|crack|tear)|never breaks|rip ?stop',
    '摔不破|不易碎|防爆|防撕裂|抗撕裂|不易破|不易断|防刺穿|防割',
  ),
  can(
    'durable',
    'durab(?:le|ility)|(?:for|lasts?) generations|surviv(?:es?|ing)|long ?lasting|lasts? (?:for )?(?:years|decades|a lifetime|longer)|built to last|made to last|hard wearing|heavy duty|rugged|robust|sturdy|sturdiness|tough(?:ness)?|stands? the test of time|lasting',
    '耐用|几代人|经久|坚固|结实|持久|牢固|稳固|不易变形|不变形|使用寿命|寿命长',
  ),
  can('fireproof', `(?:fire|flame|ignition) ?(?:retardant|${ways})`, '防火|阻燃|难燃|耐火'),
  can(
    'heat-resistant',
    `(?:heat|temperature|thermal shock|freeze|frost) ?${against}|withstands? (?:\\w+ ){0,3}(?:heat|temperatures?)|freezer safe|flame ?proof`,
    '耐热|耐高温|耐低温|耐寒|抗冻|可进烤箱|耐冷热',
  ),
  can(
    'non-slip',
    '(?:non|anti) ?(?:slip|skid)(?:ping)?|slip (?:resistant|proof)|skid ?(?:proof|resistant)|secure grip|(?:super|extra|excellent|reliable|firm) grip|grippy',
    '防滑|止滑|抓地力?',
  ),
  can('non-stick', '(?:non|anti) ?stick|nothing sticks|food releases easily', '不粘(?!手)|不沾|无粘'),
  can(
    'noise',
    'noise ?(?:cancel\\w*|reduc\\w*|isolat\\w*|block\\w*)|sound ?proof\\w*|(?:whisper|ultra|super)? ?(?:quiet|silent)(?:ly)?|noiseless|anc',
    '降噪|静音|隔音|消音|低噪|无噪|噪音低|轻音',
  ),
  can(
    'leakproof',
    `(?:leak|spill|drip) ?(?:free|${ways})|does not leak|no leaks|air ?tight|seals? tight\\w*`,
    '防漏|密封|不漏|防溢|不渗|气密',
  ),
  can(
    'rustproof',
    `(?:rust|corrosion|tarnish|oxidation) ?(?:free|${ways})|(?:will not|does not|never) rust`,
    '防锈|不生锈|耐腐蚀|抗氧化|防腐|不氧化|不褪色镀层',
  ),
  can(
    'fade-resistant',
    `(?:fade|colou?r) ?(?:fast|${ways})|(?:will not|does not|never) fade|colou?rfast`,
    '不褪色|不掉色|固色|不易褪色|耐晒',
  ),
  can(
    'wrinkle-free',
    `(?:wrinkle|crease) ?(?:free|${ways})|no iron(?:ing)?|easy iron|easy care|stays? smooth`,
    '免烫|抗皱|防皱|不易皱|不起皱|易护理',
  ),
  can(
    'shrink-free',
    `(?:shrink|pilling|pill|lint|fray) ?(?:free|${ways})|pre ?shrunk|anti ?(?:pilling|static|fray)`,
    '不缩水|防缩|抗起球|不起球|不掉毛|防静电|抗静电|不脱线',
  ),
  can(
    'stretch',
    '(?:\\w+ way )?stretch(?:y|able|es)?|elastic(?:ated|ity)?|flexible fit',
    '弹力|弹性|高弹|四面弹|回弹',
  ),
  can('machine-washable', 'machine ?wash(?:able|ed)?|washing machine(?: safe)?', '可机洗|机洗'),
  can('dishwasher-safe', 'dish ?washer(?: (?:safe|proof|friendly))?', '洗碗机'),
  can(
    'oven-safe',
    'oven ?(?:safe|proof|use|friendly)|(?:in|into) the oven',
    '(?:可进|可入|放入|适用|可放)烤箱|烤箱(?:可用|适用)',
  ),
  can('microwave-safe', 'microwave?(?:able)?(?: (?:safe|proof|friendly))?', '微波炉|可微波'),
  can(
    'fast-charging',
    '(?:fast|quick|rapid|super) ?charg\\w*|charges? (?:quickly|fast|in (?:no time|minutes))',
    '快充|闪充|急速充电|快速充电',
  ),
  can(
    'long-battery',
    '(?:long|extended|all day|lasting) ?(?:battery|run ?time|play ?time)(?: life)?',
    '长续航|超长待机|续航(?:持久|强|无忧)',
  ),
  can('rechargeable', 'recharg(?:eable|es)', '可充电|充电式'),
  can('wireless', 'wireless(?:ly)?|cordless', '无线'),
  can(
    'energy-saving',
    'energy ?(?:sav\\w*|efficien\\w*)|low (?:power|energy) (?:use|consumption)|saves? (?:energy|electricity|power)',
    '节能|省电|低功耗|低耗',
  ),
  can(
    'powerful',
    '(?:powerful|strong|mighty) (?:motor|suction|engine|cleaning|magnet|performance|sound|bass)|high (?:performance|power|speed)',
    '强劲|强力|大功率|高性能|大吸力|动力强|高速|强磁',
  ),
  can(
    'fast',
    '(?:heats?|cooks?|boils?|cools?|works?|cleans?) (?:up )?(?:quickly|fast|rapidly|instantly|in (?:seconds|minutes))|instant (?:heat|results)|lightning fast|(?:quick|rapid|fast) (?:heating|cooling|cooking|boiling)',
    '速热|速冷|快速加热|秒热|秒开|即热|瞬间|快速制冷|升温快',
  ),
  can(
    'lightweight',
    '(?:ultra ?|super ?|feather ?)?light ?weight|ultra ?light|feather ?light|weighs (?:next to|almost) nothing|light as a feather',
    '轻量|超轻|轻便|轻盈|轻巧|质轻',
  ),
  can(
    'strong',
    '(?:extra |super |ultra |incredibly )?strong(?:er)?(?! (?:look|colou?r|contrast|coffee|flavou?r|lines))|high strength|load ?bearing|reinforced|withstands?',
    '高强度|承重力?强|加固|抗压|抗拉|强韧|坚韧|承受',
  ),
  can(
    'high-definition',
    '(?:ultra |full )?(?:hd|high definition|high resolution)|4k|8k|1080p|crystal clear',
    '高清|超清|4k|8k|1080p|高分辨率',
  ),
  can(
    'hi-res-audio',
    'hi ?(?:res|fi)(?: audio)?|studio quality|surround sound|lossless',
    '高保真|hi-?(?:res|fi)|环绕声|无损音质|录音室级',
  ),
  can('self-cleaning', '(?:self|auto) ?(?:cleaning|cleans)|maintenance free', '自清洁|自动清洗|免维护|自洁'),
  can(
    'automatic',
    'automatic(?:ally)?(?! watch)|smart (?:sensor|control)|self (?:adjusting|heating|locking|sealing)|hands ?free operation',
    '自动|智能|全自动|自热|感应',
  ),
  can('ip-rating', 'ip ?x?\\d{1,2}[a-z]?(?: rated| rating)?', 'ip ?x?\\d{1,2}级?', 'water-resistant'),
  can('atm', '\\d+ ?atm', '\\d+ ?atm'),
  can('dustproof', `dust ?${against}|keeps? (?:the )?dust out`, '防尘'),
  can(
    'odour-resistant',
    '(?:odou?r|smell) ?(?:free|proof|resistant|control\\w*|eliminat\\w*|block\\w*)|deodori[sz]\\w*|stays? fresh(?:er)?|keeps? (?:\\w+ ){0,2}fresh',
    '除臭|防臭|除味|无异味|锁鲜|保鲜|去味',
  ),
  can(
    'no-damage',
    '(?:will not|does not|never) (?:damage|scratch|harm|leave marks)|gentle on (?:surfaces|fabrics?)|leaves no (?:marks|residue)',
    '不伤(?:手|锅|衣|表面|地板)|无痕|不留痕',
  ),
  can(
    'efficacy',
    '(?:removes?|eliminates?|filters?|blocks?|captures?|traps?|reduces?|prevents?) (?:up to |over |more than )?(?:\\d|(?:all |the |most )?(?:stains?|dust|pollen|odou?rs?|limescale|hair|noise|glare|fogging|heat loss))',
    '(?:去除|清除|过滤|阻隔|减少|消除|隔绝)(?:率|高达|多达|\\d|[^，。]{0,4}(?:污渍|灰尘|花粉|异味|水垢|噪音|细菌))',
  ),
  can(
    'anti-fog',
    '(?:anti|fog) ?(?:fog(?:ging)?|free|proof|resistant)(?= |,|\\.|$)|no fogging',
    '防雾|防起雾',
  ),
  can(
    'shatter-safety',
    'explosion ?proof|overheat(?:ing)? protection|auto(?:matic)? shut ?off|short circuit protection|childproof|child ?(?:safe|lock)',
    '过热保护|自动断电|短路保护|防干烧|童锁|防夹手|防烫',
  ),
];

/** Words for any resistance: what no entry above names is a claim as well. */
export const otherResistances: readonly Concept[] = [
  concept(
    'performance',
    'resistance',
    '\\w+ ?(?:proof|resistant|repellent)|(?:resists?|resistant to|repels?|protects? (?:\\w+ )?(?:from|against)|stands up to|immune to) \\w+',
    '[耐抗防][\\p{Script=Han}]',
    { isGroup: true },
  ),
];

export const notPerformances: readonly Concept[] = [
  concept(
    undefined,
    'not-performance',
    'strong (?:look|colou?rs?|contrast|coffee|flavou?r|lines)|light ?weight(?= class)|smart (?:casual|look|choice)|silent night|quiet (?:evenings?|corner|mornings?|moments?|colou?rs?|design|style)|tough (?:day|choice|mudder)|stretch(?:es|ing)? (?:out|your legs|across|from)|vacuum cleaner|wick(?:s)? (?:trimmed|to)|cotton wick',
    '真空包装|防止|防护等级|防护罩|耐心|消防|国防|抗议|防盗扣|安静的(?:夜|早|午|角)|自动(?:售货|铅笔)|智能(?:手机|手表)',
  ),
];
