import type { Says } from '../../functions/commerce/says.ts';

/** Photos on their way in, and what could not be worked on. */
export const inboxTexts = {
  'upload.nothing': { en: 'There are no files in {paths}.', zh: '{paths} 中没有文件。' },
  'upload.notThere': { en: 'There is no file or folder {path}.', zh: '文件或文件夹 {path} 不存在。' },
  'upload.file': { en: '{file} → {sku}', zh: '{file} → {sku}' },
  'upload.fileUnassigned': { en: '{file} → assign to a product', zh: '{file} → 等待关联商品' },
  'upload.fileFailed': { en: '{file} ✗ {reason}', zh: '{file} ✗ {reason}' },
  'upload.refusedByStorage': {
    en: 'The storage refused it: {message}',
    zh: '存储服务拒绝：{message}',
  },
  'upload.progress': { en: '{done} of {all} uploaded', zh: '已上传 {done}/{all}' },
  'upload.done': { en: 'Uploaded: {count}.', zh: '已上传：{count}。' },
  'upload.unassigned': {
    en: 'Without a SKU in the name: {count}. They wait under "assign to a product": npx storehand assign list',
    zh: '无法从文件名读取 SKU：{count}。已放入“关联商品”：npx storehand assign list',
  },
  'upload.follow': {
    en: 'See how far they are: npx storehand runs list',
    zh: '查看进度：npx storehand runs list',
  },
  'upload.failed': {
    en: 'Not uploaded: {count}. Run the same command again; what is there already is recognised.',
    zh: '未上传：{count}。请再次执行同一命令，已上传的会自动识别。',
  },
  'quarantine.none': { en: 'Nothing is in quarantine.', zh: '隔离区为空。' },
  'quarantine.column.kind': { en: 'Kind', zh: '类型' },
  'quarantine.kind.refused': { en: 'refused', zh: '已拒绝' },
  'quarantine.kind.unassigned': { en: 'without product', zh: '未关联商品' },
  'quarantine.hint.retry': {
    en: 'Send one again: npx storehand quarantine retry <id>',
    zh: '重新处理：npx storehand quarantine retry <编号>',
  },
  'quarantine.hint.assign': {
    en: 'Say which product a photo belongs to: npx storehand assign <id> <sku>',
    zh: '为图片指定商品：npx storehand assign <编号> <SKU>',
  },
  'quarantine.retried': {
    en: '{id} was sent again. See how it goes: npx storehand runs list',
    zh: '{id} 已重新提交。查看进度：npx storehand runs list',
  },
  'assign.none': { en: 'No photo waits for its product.', zh: '没有等待关联商品的图片。' },
  'assign.column.file': { en: 'Photo', zh: '图片' },
  'assign.done': {
    en: 'The photo now belongs to {sku}. See how it goes: npx storehand runs list',
    zh: '图片已关联到 {sku}。查看进度：npx storehand runs list',
  },
} as const satisfies Record<string, Says>;
