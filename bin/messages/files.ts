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
} as const satisfies Record<string, Says>;
