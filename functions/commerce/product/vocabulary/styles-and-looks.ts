import { type Term, term } from './attribute.ts';

export const PATTERNS: readonly Term[] = [
  term('solid', 'solid colour', '纯色', 'solid', 'plain', 'solid color', '素色', '单色', '净色'),
  term('striped', 'striped', '条纹', 'stripe', 'stripes', '条纹图案'),
  term('checked', 'checked', '格纹', 'check', 'plaid', 'tartan', '格子'),
  term('floral', 'floral', '花卉', 'flower', 'flowers', '碎花', '花朵'),
  term('polka-dot', 'polka dot', '波点', 'dots', 'polka dots', '圆点'),
  term('geometric', 'geometric', '几何', 'geometric pattern', '几何图案'),
  term('animal-print', 'animal print', '动物纹'),
  term('leopard', 'leopard print', '豹纹', 'leopard'),
  term('camouflage', 'camouflage', '迷彩', 'camo'),
  term('tie-dye', 'tie-dye', '扎染', 'tie dye'),
  term('cartoon', 'cartoon', '卡通', 'cartoon print', '卡通图案'),
  term('letters', 'lettering', '字母', 'letter print', '字母图案'),
  term('herringbone', 'herringbone', '人字纹'),
  term('houndstooth', 'houndstooth', '千鸟格'),
  term('paisley', 'paisley', '佩斯利花纹'),
  term('marbled', 'marbled', '大理石纹', 'marble look', 'marble pattern'),
  term('embroidered', 'embroidered', '刺绣', 'embroidery', '绣花'),
  term('printed', 'printed', '印花', 'print'),
];

export const FITS: readonly Term[] = [
  term('regular', 'regular fit', '常规版型', 'regular', '标准', '常规', '合体', '合身'),
  term('slim', 'slim fit', '修身', 'slim', '修身型', '修身款'),
  term('skinny', 'skinny fit', '紧身', 'skinny', 'tight', '紧身型'),
  term('loose', 'loose fit', '宽松', 'loose', '宽松型', '宽松款'),
  term('relaxed', 'relaxed fit', '休闲版型', 'relaxed'),
  term('oversized', 'oversized', '廓形超大', 'oversize', 'oversized fit'),
  term('straight', 'straight fit', '直筒', 'straight', '直筒型'),
  term('tailored', 'tailored fit', '裁剪合体', 'tailored'),
];

export const NECKLINES: readonly Term[] = [
  term('crew-neck', 'crew neck', '圆领', 'round neck', 'crewneck', 'o-neck', 'o neck'),
  term('v-neck', 'V-neck', 'V领', 'vneck', 'v neck'),
  term('polo-collar', 'polo collar', '翻领', 'polo', 'polo领'),
  term('shirt-collar', 'shirt collar', '衬衫领', 'button-down collar'),
  term('turtleneck', 'turtleneck', '高领', 'roll neck', 'polo neck', '高翻领'),
  term('stand-collar', 'stand collar', '立领', 'mandarin collar', 'band collar'),
  term('hooded', 'hooded', '连帽', 'hood', '连帽款'),
  term('off-shoulder', 'off-the-shoulder', '一字领', 'off shoulder'),
  term('square-neck', 'square neck', '方领'),
];

export const SLEEVES: readonly Term[] = [
  term('short-sleeve', 'short sleeve', '短袖', 'short', 'short sleeves', 'short-sleeved'),
  term('long-sleeve', 'long sleeve', '长袖', 'long', 'long sleeves', 'long-sleeved'),
  term('three-quarter', 'three-quarter sleeve', '七分袖', '3/4 sleeve', '3/4', '3/4 sleeves'),
  term('half-sleeve', 'half sleeve', '五分袖', 'half sleeves', '中袖'),
  term('sleeveless', 'sleeveless', '无袖', '无袖款'),
];

export const CLOSURES: readonly Term[] = [
  term('zip', 'zip', '拉链', 'zipper', 'zip closure', 'zip fastening', '拉链式'),
  term('buttons', 'buttons', '纽扣', 'button', '扣子', '钮扣'),
  term('lace-up', 'lace-up', '系带', 'laces', 'lace up', '绑带'),
  term('slip-on', 'slip-on', '套脚', 'slip on', '一脚蹬'),
  term('hook-and-loop', 'hook and loop', '魔术贴', 'velcro', '粘扣'),
  term('buckle', 'buckle', '搭扣', 'pin buckle', '针扣', '皮带扣'),
  term('snap', 'snap fastener', '按扣', 'snap', 'snaps', 'press stud', '子母扣'),
  term('drawstring', 'drawstring', '抽绳', 'draw string', '束口'),
  term('magnetic', 'magnetic', '磁吸', 'magnet', 'magnetic snap', '磁扣'),
  term('pull-on', 'pull-on', '套头', 'pullover', 'pull on'),
  term('elastic', 'elastic', '松紧', 'elastic waist', 'elasticated', '松紧带'),
  term('screw-lid', 'screw lid', '旋盖', 'screw top', 'screw cap', '螺旋盖'),
  term('flip-lid', 'flip lid', '翻盖', 'flip top', '弹盖', 'flip-top'),
  term('lobster-clasp', 'lobster clasp', '龙虾扣', 'lobster claw', 'lobster'),
  term('envelope', 'envelope closure', '信封式开口', 'envelope', '信封式'),
];

export const SEASONS: readonly Term[] = [
  term('spring', 'spring', '春季', '春', '春天'),
  term('summer', 'summer', '夏季', '夏', '夏天'),
  term('autumn', 'autumn', '秋季', 'fall', '秋', '秋天'),
  term('winter', 'winter', '冬季', '冬', '冬天'),
  term(
    'all-season',
    'all seasons',
    '四季通用',
    'all season',
    'all-season',
    '四季',
    '春夏秋冬',
    'year-round',
    '通年',
  ),
];

export const GENDERS: readonly Term[] = [
  term(
    'women',
    'women',
    '女士',
    'female',
    'woman',
    "women's",
    'ladies',
    'womens',
    '女',
    '女款',
    '女性',
    '女装',
  ),
  term('men', 'men', '男士', 'male', 'man', "men's", 'mens', 'gents', '男', '男款', '男性', '男装'),
  term('unisex', 'unisex', '男女通用', '中性', '通用', '男女皆宜', '男女同款'),
  term('girls', 'girls', '女童', 'girl', '女孩'),
  term('boys', 'boys', '男童', 'boy', '男孩'),
];

export const AGE_GROUPS: readonly Term[] = [
  term('newborn', 'newborn', '新生儿', 'new born', '初生婴儿'),
  term('infant', 'infant', '婴儿', 'baby', 'babies', 'infants'),
  term('toddler', 'toddler', '幼儿', 'toddlers', '学步儿童'),
  term('kids', 'children', '儿童', 'kids', 'child', 'kid', '小孩'),
  term('teens', 'teenagers', '青少年', 'teen', 'teens', 'teenager'),
  term('adult', 'adults', '成人', 'adult', '成年人', '大人'),
];

export const STYLES: readonly Term[] = [
  term('modern', 'modern', '现代', 'contemporary', '现代风', '现代风格'),
  term('minimalist', 'minimalist', '简约', 'minimal', '极简', '简约风', '极简风'),
  term('nordic', 'Nordic', '北欧', 'scandinavian', 'scandi', '北欧风', '北欧风格'),
  term('industrial', 'industrial', '工业风', 'loft'),
  term('vintage', 'vintage', '复古', 'retro', '复古风'),
  term('classic', 'classic', '经典', 'timeless', '经典款'),
  term('rustic', 'rustic', '乡村', 'farmhouse', 'country', '田园', '乡村风'),
  term('boho', 'bohemian', '波西米亚', 'boho'),
  term('chinese', 'Chinese', '中式', 'new chinese', '新中式', '中国风'),
  term('japanese', 'Japanese', '日式', '日系', '和风'),
  term('casual', 'casual', '休闲', '休闲风', 'everyday'),
  term('formal', 'formal', '正式', '正装', '商务正装'),
  term('business', 'business', '商务', 'office', '商务风'),
  term('sporty', 'sporty', '运动风', 'sport', 'athletic', '运动'),
  term('outdoor-style', 'outdoor', '户外', '户外风'),
  term('elegant', 'elegant', '优雅', '典雅'),
  term('cute', 'cute', '可爱', 'kawaii', '萌'),
];

export const FINISHES: readonly Term[] = [
  term('matte', 'matte', '哑光', 'matt', '哑面'),
  term('glossy', 'glossy', '亮面', 'gloss', 'high gloss', '高光', '亮光'),
  term('brushed', 'brushed', '拉丝', 'brushed finish', '拉丝工艺'),
  term('polished', 'polished', '抛光', 'mirror polished'),
  term('glazed', 'glazed', '上釉', 'glaze', '釉面'),
  term('unglazed', 'unglazed', '无釉', '素烧'),
  term('lacquered', 'lacquered', '烤漆', 'painted', '喷漆', '油漆'),
  term('oiled', 'oiled', '油饰', 'oil finish', 'oil finished', '擦油'),
  term('powder-coated', 'powder-coated', '粉末喷涂', 'powder coated', 'powder coating', '喷塑'),
  term('chrome', 'chrome-plated', '镀铬', 'chrome', 'chromed', 'chrome plated'),
  term('anodised', 'anodised', '阳极氧化', 'anodized'),
  term('frosted', 'frosted', '磨砂', 'frosted finish'),
  term('satin-finish', 'satin', '缎面', 'satin finish'),
  term('hammered', 'hammered', '锤纹'),
  term('dewy', 'dewy', '水光'),
  term('natural-finish', 'natural', '自然', 'natural finish', '自然妆效'),
  term('shimmer', 'shimmer', '珠光', 'shimmery', '微闪'),
];

export const SHAPES: readonly Term[] = [
  term('round', 'round', '圆形', 'circular', 'circle', '圆'),
  term('oval', 'oval', '椭圆形', '椭圆'),
  term('square', 'square', '方形', '正方形'),
  term('rectangular', 'rectangular', '长方形', 'rectangle', '矩形'),
  term('heart', 'heart-shaped', '心形', 'heart', '爱心'),
  term('star', 'star-shaped', '星形', 'star', '五角星'),
  term('cylindrical', 'cylindrical', '圆柱形', 'cylinder'),
  term('teardrop', 'teardrop', '水滴形', 'drop', '水滴'),
  term('l-shaped', 'L-shaped', 'L形', 'l形'),
];
