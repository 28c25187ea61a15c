/** A product of the sample shop. Nothing here is sold: every text that a shopper could meet says so. */
export interface SampleProduct {
  readonly sku: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly category: string;
  /** Integer minor units (fen) with an ISO 4217 code. */
  readonly price: { readonly amount: number; readonly currency: 'CNY' };
}

/** The shop that a newcomer sees on the first start. */
export const sampleShop = {
  /** First segment of every key and object name; `storehand sample remove` takes away what carries it. */
  store: 'sample',
  name: { en: 'Sample shop (invented data)', zh: '示例店铺（虚构数据）' },
  zone: 'Asia/Shanghai',
  languages: ['zh', 'en'],
} as const;

function product(sku: string, en: string, zh: string, category: string, fen: number): SampleProduct {
  return { sku, title: { en, zh }, category, price: { amount: fen, currency: 'CNY' } };
}

/** Twelve products, each with one photo in `photos.ts` under the same SKU. */
export const sampleProducts: readonly SampleProduct[] = [
  product('MUG-ENAMEL-SAGE', 'Enamel mug, sage green', '搪瓷马克杯 鼠尾草绿', 'kitchen', 5900),
  product('BOTTLE-STEEL-750', 'Steel water bottle, 750 ml', '不锈钢保温瓶 750毫升', 'kitchen', 12900),
  product('LAMP-DESK-BRASS', 'Brass desk lamp', '黄铜台灯', 'lighting', 39900),
  product('VASE-PORCELAIN', 'White porcelain vase', '白瓷花瓶', 'home decor', 18900),
  product('CANDLE-AMBER-220', 'Scented candle in amber glass', '琥珀玻璃香薰蜡烛', 'home decor', 9900),
  product('PLANT-POT-TERRA', 'House plant in a terracotta pot', '陶土盆绿植', 'home decor', 7900),
  product('SHOE-CANVAS-NAVY', 'Canvas sneaker, navy', '帆布休闲鞋 藏青色', 'shoes', 25900),
  product('BAG-PACK-OCHRE', 'Backpack, ochre', '双肩背包 赭黄色', 'bags', 32900),
  product('WATCH-LEATHER-40', 'Watch with leather strap, 40 mm', '皮带腕表 40毫米', 'accessories', 69900),
  product('CHAIR-OAK-01', 'Oak chair', '橡木餐椅', 'furniture', 89900),
  product('HEADPHONES-BLACK', 'Over-ear headphones, black', '头戴式耳机 黑色', 'electronics', 59900),
  product('TEE-COTTON-CORAL', 'Cotton T-shirt, coral', '纯棉T恤 珊瑚红', 'apparel', 12900),
];
