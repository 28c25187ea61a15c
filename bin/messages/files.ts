import type { Says } from '../../functions/commerce/says.ts';

/** What was made, copied to a folder. */
export const fileTexts = {
  'help.files': { en: 'copies the made pictures to a folder', zh: '将生成的图片复制到文件夹' },
  'help.files.sku': { en: 'only of this product', zh: '仅此商品' },
  'help.files.to': { en: 'the folder; made where it is missing', zh: '目标文件夹，不存在时自动创建' },
  'files.copied': { en: '{count} files are in {folder}', zh: '已将 {count} 个文件复制到 {folder}' },
  'files.none': {
    en: 'Nothing has been made and finished yet. What waits for a decision: npx storehand approvals show <id> --links',
    zh: '尚无已完成的图片。查看待审核的图片：npx storehand approvals show <编号> --links',
  },
  'help.sheet': {
    en: "saves a product's contact sheet: photos, cut-outs, every file, what was measured",
    zh: '保存商品的图片总览：原图、抠图、全部文件与实测依据',
  },
  'help.sheet.sku': { en: 'the product', zh: '商品 SKU' },
  'sheet.saved': {
    en: 'The contact sheet of {sku} (photos: {photos}) is saved:',
    zh: '{sku} 的图片总览（照片 {photos} 张）已保存：',
  },
  'sheet.leftOut': {
    en: 'Older photos that are not on it: {count}.',
    zh: '另有 {count} 张较早的照片未包含在内。',
  },
  'sheet.unreadable': {
    en: 'The contact sheet was made, but could not be fetched (status {status}). Run the command again.',
    zh: '图片总览已生成，但下载失败（状态码 {status}）。请重新运行该命令。',
  },
} as const satisfies Record<string, Says>;
