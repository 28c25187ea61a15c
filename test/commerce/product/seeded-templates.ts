/** What a seeded product of a kind may be: nouns in both languages, and its attributes with true values to choose from. */
export interface SeededTemplate {
  readonly category: string;
  readonly nouns: readonly (readonly [en: string, zh: string])[];
  readonly adjectives: readonly (readonly [en: string, zh: string])[];
  /** By attribute id: terms as ids (`cotton`, composition `cotton:60+polyester:40`), measures in canonical units, flags, free text. */
  readonly attributes: Readonly<Record<string, readonly (string | number | boolean | readonly number[])[]>>;
  /** Attribute that variants differ in. */
  readonly varies?: 'color' | 'size';
  /** Fen. */
  readonly price: readonly [least: number, most: number];
}

const SOFT = [
  ['Soft', '柔软'],
  ['Classic', '经典'],
  ['Everyday', '日常'],
  ['Compact', '便携'],
  ['Sturdy', '结实'],
] as const;
const FRESH = [
  ['Gentle', '温和'],
  ['Daily', '日用'],
  ['Rich', '滋润'],
  ['Light', '清爽'],
  ['Simple', '简单'],
] as const;
const TASTY = [
  ['Roasted', '烘焙'],
  ['Mountain', '高山'],
  ['Garden', '田园'],
  ['Family', '家庭装'],
  ['Small-batch', '小批量'],
] as const;
/** Colours of variants. */
export const SEEDED_COLOURS = [
  'black',
  'white',
  'navy',
  'sage',
  'grey',
  'beige',
  'charcoal',
  'mustard',
] as const;

/** Forty kinds of product in departments that the sample shop does not have. */
export const SEEDED_TEMPLATES: readonly SeededTemplate[] = [
  {
    category: 'beauty/skin-care',
    nouns: [
      ['face cream', '面霜'],
      ['serum', '精华'],
      ['facial cleanser', '洁面乳'],
    ],
    adjectives: FRESH,
    attributes: {
      capacity: [30, 50, 75, 150],
      skinType: ['dry-skin', 'sensitive-skin', 'all-skin'],
      ingredients: ['Aqua, Glycerin, Squalane', 'Aqua, Niacinamide, Panthenol'],
      shelfLife: [24, 36],
      origin: ['fr', 'kr', 'cn'],
      fragranceFree: [true, false],
    },
    price: [4900, 32900],
  },
  {
    category: 'beauty/make-up',
    nouns: [
      ['lipstick', '口红'],
      ['foundation', '粉底液'],
    ],
    adjectives: FRESH,
    attributes: {
      netContent: [3.5, 4, 30],
      finish: ['matte', 'dewy', 'satin-finish'],
      ingredients: ['Beeswax, Castor oil, Mica'],
      shelfLife: [36],
      crueltyFree: [true],
    },
    varies: 'color',
    price: [5900, 19900],
  },
  {
    category: 'beauty/hair-care',
    nouns: [
      ['shampoo', '洗发水'],
      ['conditioner', '护发素'],
    ],
    adjectives: FRESH,
    attributes: {
      capacity: [250, 400, 500, 1000],
      scent: ['Citrus', 'Unscented', 'Lavender'],
      ingredients: ['Aqua, Coco-Glucoside, Aloe'],
      shelfLife: [36],
      origin: ['cn', 'it', 'us'],
    },
    price: [2900, 12900],
  },
  {
    category: 'beauty/body-care',
    nouns: [
      ['body lotion', '身体乳'],
      ['bar soap', '香皂'],
    ],
    adjectives: FRESH,
    attributes: {
      capacity: [200, 250, 500],
      scent: ['Cedar', 'Rose', 'Green tea'],
      ingredients: ['Sodium olivate, Aqua, Olive oil'],
      skinType: ['all-skin', 'dry-skin'],
    },
    price: [1900, 9900],
  },
  {
    category: 'beauty/fragrance',
    nouns: [
      ['eau de parfum', '淡香水'],
      ['perfume', '香水'],
    ],
    adjectives: FRESH,
    attributes: {
      capacity: [30, 50, 100],
      scent: ['Fig and cedar', 'Jasmine', 'Bergamot'],
      gender: ['women', 'men', 'unisex'],
      origin: ['fr', 'it'],
    },
    price: [12900, 79900],
  },
  {
    category: 'toys/building',
    nouns: [
      ['building blocks', '积木'],
      ['construction set', '拼装玩具'],
    ],
    adjectives: SOFT,
    attributes: {
      ageRange: [
        [36, 72],
        [72, 144],
      ],
      pieces: [60, 120, 250],
      material: ['beech', 'abs'],
      certification: ['en71', 'gb-6675'],
      dimensions: [
        [300, 200, 80],
        [250, 250, 60],
      ],
    },
    price: [5900, 29900],
  },
  {
    category: 'toys/plush',
    nouns: [
      ['teddy bear', '泰迪熊'],
      ['plush rabbit', '毛绒兔'],
    ],
    adjectives: SOFT,
    attributes: {
      ageRange: [
        [0, 36],
        [36, 120],
      ],
      material: ['plush', 'cotton'],
      filling: ['polyester'],
      dimensions: [[200, 150, 300]],
      care: ['hand-wash', 'machine-wash-30'],
      certification: ['en71', 'ce'],
    },
    price: [3900, 15900],
  },
  {
    category: 'toys/puzzles',
    nouns: [['jigsaw puzzle', '拼图']],
    adjectives: SOFT,
    attributes: {
      ageRange: [[72, 1188]],
      pieces: [100, 500, 1000],
      material: ['cardboard', 'plywood'],
      dimensions: [
        [680, 480],
        [490, 360],
      ],
    },
    price: [3900, 12900],
  },
  {
    category: 'toys/board-games',
    nouns: [
      ['board game', '桌游'],
      ['card game', '卡牌游戏'],
    ],
    adjectives: SOFT,
    attributes: {
      ageRange: [[96, 1188]],
      pieces: [54, 110],
      language: ['english-chinese', 'english', 'chinese'],
      theme: ['Forest animals', 'Space trade'],
    },
    price: [5900, 25900],
  },
  {
    category: 'garden/pots',
    nouns: [
      ['plant pot', '花盆'],
      ['planter', '种植盆'],
    ],
    adjectives: SOFT,
    attributes: {
      material: ['terracotta-clay', 'ceramic', 'polypropylene'],
      dimensions: [
        [200, 200, 180],
        [350, 350, 320],
      ],
      finish: ['unglazed', 'glazed'],
      weight: [800, 2400],
    },
    varies: 'color',
    price: [2900, 15900],
  },
  {
    category: 'garden/tools',
    nouns: [
      ['hand trowel', '花铲'],
      ['pruning shears', '修枝剪'],
    ],
    adjectives: SOFT,
    attributes: {
      material: ['stainless-steel', 'carbon-steel'],
      length: [210, 300],
      weight: [190, 260],
      warranty: [12, 24],
    },
    price: [2900, 12900],
  },
  {
    category: 'garden/watering',
    nouns: [
      ['watering can', '浇水壶'],
      ['garden hose', '花园水管'],
    ],
    adjectives: SOFT,
    attributes: {
      material: ['polypropylene', 'pvc'],
      capacity: [1500, 5000, 10000],
      length: [15000, 20000],
      weight: [450, 1600],
    },
    varies: 'color',
    price: [3900, 19900],
  },
  {
    category: 'garden/seeds',
    nouns: [
      ['basil seeds', '罗勒种子'],
      ['sunflower seeds', '向日葵种子'],
    ],
    adjectives: TASTY,
    attributes: {
      plantType: ['Ocimum basilicum', 'Helianthus annuus'],
      netContent: [1.5, 5, 20],
      season: ['spring', 'summer'],
      origin: ['nl', 'cn'],
    },
    price: [500, 2900],
  },
  {
    category: 'garden/outdoor-furniture',
    nouns: [['folding garden chair', '折叠户外椅']],
    adjectives: SOFT,
    attributes: {
      material: ['aluminium', 'acacia', 'poly-rattan'],
      dimensions: [[560, 600, 850]],
      maxLoad: [110000, 120000, 150000],
      foldable: [true],
      weight: [3200, 4800],
    },
    varies: 'color',
    price: [19900, 69900],
  },
  {
    category: 'sport/yoga-mats',
    nouns: [
      ['yoga mat', '瑜伽垫'],
      ['exercise mat', '健身垫'],
    ],
    adjectives: SOFT,
    attributes: {
      material: ['natural-rubber', 'tpe', 'pvc'],
      dimensions: [
        [1830, 610],
        [1830, 680],
      ],
      thickness: [4, 6, 8],
      nonSlip: [true],
      weight: [950, 2500],
    },
    varies: 'color',
    price: [7900, 49900],
  },
  {
    category: 'sport/weights',
    nouns: [
      ['dumbbell', '哑铃'],
      ['kettlebell', '壶铃'],
    ],
    adjectives: SOFT,
    attributes: {
      weight: [2000, 5000, 10000],
      material: ['cast-iron', 'rubber'],
      pieces: [1, 2],
      color: ['black', 'grey'],
    },
    price: [3900, 29900],
  },
  {
    category: 'sport/camping',
    nouns: [
      ['two-person tent', '双人帐篷'],
      ['sleeping bag', '睡袋'],
    ],
    adjectives: SOFT,
    attributes: {
      material: ['polyester', 'nylon'],
      dimensions: [
        [2200, 1400, 1100],
        [2100, 750],
      ],
      weight: [1200, 2300],
      waterResistance: ['water-resistant', 'waterproof'],
      season: ['spring', 'summer'],
    },
    varies: 'color',
    price: [19900, 99900],
  },
  {
    category: 'sport/cycling',
    nouns: [['bike light', '自行车灯']],
    adjectives: SOFT,
    attributes: {
      brightness: [200, 800],
      powerSource: ['rechargeable'],
      certification: ['ipx4', 'ipx5'],
      weight: [45, 110],
      batteryLife: [5, 12],
    },
    price: [4900, 25900],
  },
  {
    category: 'pets/beds',
    nouns: [
      ['dog bed', '狗窝'],
      ['cat bed', '猫窝'],
    ],
    adjectives: SOFT,
    attributes: {
      petKind: ['dogs', 'cats'],
      material: ['polyester', 'cotton:80+polyester:20'],
      filling: ['memory-foam', 'polyester'],
      dimensions: [
        [600, 450, 180],
        [900, 700, 220],
      ],
      washableCover: [true, false],
    },
    varies: 'color',
    price: [7900, 39900],
  },
  {
    category: 'pets/collars',
    nouns: [
      ['dog collar', '狗项圈'],
      ['dog lead', '牵引绳'],
    ],
    adjectives: SOFT,
    attributes: {
      petKind: ['dogs'],
      material: ['nylon', 'cow-leather'],
      length: [350, 450, 1200],
      closure: ['buckle', 'snap'],
    },
    varies: 'color',
    price: [2900, 15900],
  },
  {
    category: 'pets/bowls',
    nouns: [
      ['pet bowl', '宠物碗'],
      ['pet water fountain', '宠物饮水机'],
    ],
    adjectives: SOFT,
    attributes: {
      petKind: ['cats', 'dogs'],
      material: ['stainless-steel-304', 'ceramic'],
      capacity: [350, 850, 2500],
      dishwasherSafe: [true, false],
      weight: [280, 900],
    },
    price: [2900, 19900],
  },
  {
    category: 'pets/toys',
    nouns: [
      ['cat teaser', '逗猫棒'],
      ['dog chew toy', '狗磨牙玩具'],
    ],
    adjectives: SOFT,
    attributes: {
      petKind: ['cats', 'dogs'],
      material: ['natural-rubber', 'plush'],
      dimensions: [[120, 60, 60]],
      weight: [60, 140],
    },
    varies: 'color',
    price: [1500, 6900],
  },
  {
    category: 'food/tea',
    nouns: [
      ['green tea', '绿茶'],
      ['oolong tea', '乌龙茶'],
    ],
    adjectives: TASTY,
    attributes: {
      netContent: [50, 100, 250],
      origin: ['cn', 'lk', 'jp'],
      shelfLife: [18, 24],
      storageAdvice: ['Keep cool and dry', 'Keep sealed'],
      ingredients: ['Green tea leaves', 'Oolong tea leaves'],
    },
    price: [2900, 29900],
  },
  {
    category: 'food/coffee',
    nouns: [
      ['coffee beans', '咖啡豆'],
      ['ground coffee', '咖啡粉'],
    ],
    adjectives: TASTY,
    attributes: {
      netContent: [227, 250, 500, 1000],
      origin: ['et', 'co', 'br'],
      flavour: ['Chocolate and nut', 'Berries'],
      shelfLife: [12, 18],
    },
    price: [4900, 19900],
  },
  {
    category: 'food/snacks',
    nouns: [
      ['roasted almonds', '烤杏仁'],
      ['oat cookies', '燕麦饼干'],
    ],
    adjectives: TASTY,
    attributes: {
      netContent: [80, 150, 400],
      ingredients: ['Almonds, sea salt', 'Oats, butter, sugar'],
      allergens: ['tree-nuts', 'gluten+milk'],
      shelfLife: [9, 12],
      flavour: ['Sea salt', 'Honey'],
    },
    price: [1200, 6900],
  },
  {
    category: 'food/chocolate',
    nouns: [['dark chocolate', '黑巧克力']],
    adjectives: TASTY,
    attributes: {
      netContent: [70, 100],
      ingredients: ['Cocoa mass, sugar, cocoa butter'],
      allergens: ['milk', 'soy'],
      flavour: ['Orange', 'Plain'],
      shelfLife: [12],
      origin: ['be', 'ch'],
    },
    price: [1900, 6900],
  },
  {
    category: 'food/honey',
    nouns: [
      ['acacia honey', '槐花蜜'],
      ['wildflower honey', '百花蜜'],
    ],
    adjectives: TASTY,
    attributes: {
      netContent: [250, 500, 1000],
      origin: ['cn', 'nz', 'es'],
      shelfLife: [24],
      flavour: ['Mild', 'Floral'],
    },
    price: [3900, 25900],
  },
  {
    category: 'books/children',
    nouns: [
      ['picture book', '绘本'],
      ['board book', '纸板书'],
    ],
    adjectives: [
      ['The little', '小小'],
      ['My first', '我的第一本'],
      ['Goodnight', '晚安'],
    ],
    attributes: {
      author: ['Ada Wren', 'Lin Xiaoyu'],
      publisher: ['Paper Kite Press'],
      language: ['english', 'chinese', 'english-chinese'],
      binding: ['hardcover', 'board-book'],
      pages: [24, 32, 48],
      ageRange: [[24, 60]],
    },
    price: [2900, 8900],
  },
  {
    category: 'books/cookery',
    nouns: [
      ['cookery book', '菜谱'],
      ['baking book', '烘焙食谱'],
    ],
    adjectives: [
      ['Weeknight', '快手'],
      ['Family', '家常'],
      ['Vegetable', '蔬菜'],
    ],
    attributes: {
      author: ['Marta Oliveira', 'Chen Yun'],
      publisher: ['Copper Pot Books'],
      language: ['english', 'chinese'],
      binding: ['hardcover', 'paperback'],
      pages: [160, 224, 288],
    },
    price: [4900, 15900],
  },
  {
    category: 'stationery/notebooks',
    nouns: [
      ['notebook', '笔记本'],
      ['journal', '手账本'],
    ],
    adjectives: SOFT,
    attributes: {
      dimensions: [
        [148, 210],
        [105, 148],
      ],
      pages: [96, 160, 240],
      material: ['paper', 'recycled-cotton'],
      binding: ['sewn', 'spiral'],
      fabricWeight: [80, 100],
    },
    varies: 'color',
    price: [1500, 8900],
  },
  {
    category: 'stationery/pens',
    nouns: [
      ['fountain pen', '钢笔'],
      ['gel pen set', '中性笔套装'],
    ],
    adjectives: SOFT,
    attributes: {
      material: ['brass', 'aluminium', 'plastic'],
      pieces: [1, 6, 12],
      weight: [12, 28],
      length: [138, 142],
    },
    varies: 'color',
    price: [900, 25900],
  },
  {
    category: 'tools/drills',
    nouns: [['cordless drill', '充电钻']],
    adjectives: SOFT,
    attributes: {
      voltage: [[12], [18], [20]],
      torque: [35, 60],
      speed: [
        [0, 1500],
        [0, 1800],
      ],
      powerSource: ['rechargeable'],
      weight: [1100, 1700],
      warranty: [24, 36],
    },
    price: [25900, 89900],
  },
  {
    category: 'tools/screwdrivers',
    nouns: [['screwdriver set', '螺丝刀套装']],
    adjectives: SOFT,
    attributes: {
      pieces: [6, 12, 24],
      material: ['chrome-vanadium'],
      length: [180, 240],
      weight: [350, 720],
    },
    price: [3900, 19900],
  },
  {
    category: 'tools/measuring',
    nouns: [
      ['tape measure', '卷尺'],
      ['laser measure', '激光测距仪'],
    ],
    adjectives: SOFT,
    attributes: {
      length: [3000, 5000, 8000],
      material: ['abs', 'carbon-steel'],
      weight: [120, 310],
      warranty: [12, 24],
    },
    price: [1500, 29900],
  },
  {
    category: 'baby/feeding',
    nouns: [
      ['baby bottle', '奶瓶'],
      ['sippy cup', '学饮杯'],
    ],
    adjectives: FRESH,
    attributes: {
      ageRange: [
        [0, 6],
        [6, 24],
      ],
      capacity: [120, 160, 240],
      material: ['borosilicate-glass', 'polypropylene', 'food-grade-silicone'],
      bpaFree: [true],
      certification: ['fda', 'lfgb'],
    },
    price: [3900, 19900],
  },
  {
    category: 'baby/clothing',
    nouns: [
      ['baby bodysuit', '婴儿连体衣'],
      ['baby romper', '婴儿哈衣'],
    ],
    adjectives: SOFT,
    attributes: {
      ageRange: [
        [0, 3],
        [3, 6],
        [6, 12],
      ],
      material: ['cotton', 'organic-cotton', 'cotton:95+elastane:5'],
      color: ['cream', 'sage', 'light-pink'],
      care: ['machine-wash-40', 'machine-wash-30+do-not-bleach'],
      certification: ['oeko-tex-100', 'gots'],
    },
    price: [4900, 15900],
  },
  {
    category: 'jewellery/necklaces',
    nouns: [
      ['pendant necklace', '吊坠项链'],
      ['pearl necklace', '珍珠项链'],
    ],
    adjectives: [
      ['Fine', '精致'],
      ['Delicate', '纤细'],
      ['Plain', '素雅'],
    ],
    attributes: {
      material: ['sterling-silver', 'gold-plated-silver', 'stainless-steel-316l'],
      chainLength: [400, 450, 500],
      closure: ['lobster-clasp'],
      weight: [2.8, 4.5],
      gender: ['women', 'unisex'],
    },
    varies: 'color',
    price: [9900, 89900],
  },
  {
    category: 'jewellery/earrings',
    nouns: [
      ['stud earrings', '耳钉'],
      ['hoop earrings', '耳环'],
    ],
    adjectives: [
      ['Fine', '精致'],
      ['Small', '小巧'],
      ['Plain', '素雅'],
    ],
    attributes: {
      material: ['sterling-silver', 'gold-14k', 'titanium'],
      color: ['silver', 'gold'],
      dimensions: [
        [6, 6],
        [15, 15],
      ],
      weight: [1.2, 2.4],
    },
    price: [6900, 159900],
  },
  {
    category: 'electronics/chargers',
    nouns: [
      ['wall charger', '充电器'],
      ['wireless charger', '无线充电器'],
    ],
    adjectives: SOFT,
    attributes: {
      power: [20, 30, 65],
      connectivity: ['usb-c', 'usb-a+usb-c'],
      compatibility: ['iphone', 'android', 'qi-devices'],
      certification: ['ccc', 'ce', 'fcc'],
      weight: [55, 120],
    },
    varies: 'color',
    price: [4900, 25900],
  },
  {
    category: 'electronics/cables',
    nouns: [['charging cable', '充电线']],
    adjectives: SOFT,
    attributes: {
      cableLength: [1000, 2000],
      connectivity: ['usb-c', 'lightning'],
      power: [60, 100],
      material: ['nylon', 'tpe'],
      warranty: [12, 18],
    },
    varies: 'color',
    price: [1900, 9900],
  },
  {
    category: 'electronics/power-banks',
    nouns: [['power bank', '充电宝']],
    adjectives: SOFT,
    attributes: {
      batteryCapacity: [5000, 10000, 20000],
      power: [18, 22.5, 65],
      connectivity: ['usb-a+usb-c', 'usb-c'],
      weight: [180, 420],
      certification: ['ccc', 'ce+rohs'],
    },
    varies: 'color',
    price: [7900, 39900],
  },
  {
    category: 'bedding/duvet-covers',
    nouns: [
      ['duvet cover', '被套'],
      ['bedding set', '床品套件'],
    ],
    adjectives: SOFT,
    attributes: {
      material: ['cotton', 'linen', 'cotton:60+lyocell:40'],
      dimensions: [
        [2000, 2300],
        [2200, 2400],
      ],
      threadCount: [200, 300, 400],
      closure: ['buttons', 'zip'],
      care: ['machine-wash-40', 'machine-wash-60'],
    },
    varies: 'color',
    price: [15900, 89900],
  },
  {
    category: 'bedding/pillows',
    nouns: [['bed pillow', '枕头']],
    adjectives: SOFT,
    attributes: {
      material: ['cotton', 'bamboo-viscose'],
      filling: ['goose-down', 'natural-latex', 'memory-foam'],
      dimensions: [
        [480, 740],
        [500, 700, 120],
      ],
      washableCover: [true, false],
      care: ['machine-wash-40', 'spot-clean'],
    },
    price: [7900, 49900],
  },
  {
    category: 'bedding/blankets',
    nouns: [['throw blanket', '盖毯']],
    adjectives: SOFT,
    attributes: {
      material: ['merino-wool', 'cotton', 'wool:70+acrylic-fibre:30'],
      dimensions: [
        [1300, 1700],
        [1500, 2000],
      ],
      fabricWeight: [280, 320],
      care: ['hand-wash', 'dry-clean'],
      origin: ['pt', 'cn', 'gb'],
    },
    varies: 'color',
    price: [12900, 79900],
  },
  {
    category: 'bedding/towels',
    nouns: [
      ['bath towel', '浴巾'],
      ['hand towel', '毛巾'],
    ],
    adjectives: SOFT,
    attributes: {
      material: ['cotton', 'organic-cotton'],
      dimensions: [
        [700, 1400],
        [500, 900],
      ],
      fabricWeight: [450, 600],
      pieces: [1, 2, 4],
      care: ['machine-wash-60', 'do-not-tumble-dry'],
    },
    varies: 'color',
    price: [2900, 19900],
  },
];
