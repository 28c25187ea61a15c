import type { Texts } from './text.ts';

/** Of the photos that wait for their product, and of the quarantine. */
export const intakeTexts = {
  lookOnly: {
    en: 'You can look; operators and admins upload, assign and try again.',
    zh: '您可以查看；上传、关联和重试由运营或管理员操作。',
  },
  assign: { en: 'To assign', zh: '待关联' },
  assignLead: {
    en: 'No SKU could be read from the names of these photos. Select those of one product and say which. Their runs start; while the workflow is switched off they are kept and wait.',
    zh: '以下照片的文件名中无法识别 SKU。请选中同一商品的照片并指定 SKU，随后自动开始处理；流程停用期间会保留等待。',
  },
  noneUnassigned: { en: 'No photo waits for a product', zh: '没有待关联的照片' },
  noneUnassignedText: {
    en: 'Photos come here when no SKU can be read from their names.',
    zh: '文件名中无法识别 SKU 的照片会出现在这里。',
  },
  product: { en: 'Product (SKU)', zh: '商品（SKU）' },
  assignCount: (count: number) => ({
    en: count === 0 ? 'Assign' : count === 1 ? 'Assign 1 photo' : `Assign ${count} photos`,
    zh: count === 0 ? '关联' : `关联 ${count} 张照片`,
  }),
  selected: (count: number) => ({
    en: count === 0 ? 'No photo selected' : count === 1 ? '1 photo selected' : `${count} photos selected`,
    zh: count === 0 ? '未选择照片' : `已选 ${count} 张照片`,
  }),
  selectAll: { en: 'Select all shown', zh: '全选' },
  selectNone: { en: 'Select none', zh: '取消选择' },
  selectFirst: { en: 'Select the photos first.', zh: '请先选择照片。' },
  sayProduct: { en: 'Say which product they belong to.', zh: '请指定所属商品。' },
  assigned: (count: number, sku: string) => ({
    en:
      count === 1
        ? `The photo goes to ${sku}. Its run starts, or waits while the workflow is off.`
        : `${count} photos go to ${sku}. Their runs start, or wait while the workflow is off.`,
    zh: `${count} 张照片已关联到 ${sku}。将开始处理；流程停用时则等待。`,
  }),
  seeRuns: { en: 'See the runs', zh: '查看运行' },
  enlarge: (file: string) => ({ en: `Enlarge ${file}`, zh: `放大 ${file}` }),
  keyNext: { en: 'Next photo', zh: '下一张照片' },
  keyPrevious: { en: 'Previous photo', zh: '上一张照片' },
  keySelect: { en: 'Select the photo', zh: '选择照片' },
  keyField: { en: 'To the product field', zh: '跳到商品输入框' },
  keysHint: {
    en: 'j k walk, x selects (with Shift all between), / goes to the product, Enter assigns',
    zh: 'j k 移动，x 选择（按住 Shift 选择区间），/ 跳到商品，Enter 关联',
  },

  quarantine: { en: 'Quarantine', zh: '隔离区' },
  quarantineLead: {
    en: 'What could not be worked on is kept here unchanged, with the reason. Nothing is deleted.',
    zh: '无法处理的内容会原样保留在此并注明原因，不会删除。',
  },
  noneRefused: { en: 'Nothing is in quarantine', zh: '隔离区为空' },
  noneRefusedText: {
    en: 'What the workflows cannot work on comes here, with its reason.',
    zh: '流程无法处理的内容会出现在这里，并注明原因。',
  },
  expected: { en: 'What is taken', zh: '要求' },
  expectedPhoto: (megabytes: number) => ({
    en: `JPEG, PNG, WebP, GIF, TIFF or AVIF of up to ${megabytes} MB and 64 megapixels, its long side 400 pixels or more`,
    zh: `JPEG、PNG、WebP、GIF、TIFF 或 AVIF，不超过 ${megabytes} MB、6400 万像素，长边不小于 400 像素`,
  }),
  keptAt: { en: 'The original is kept at', zh: '原文件保存于' },
  copyPlace: { en: 'Copy the place of the original', zh: '复制原文件位置' },
  message: { en: 'The message as it came', zh: '原始消息' },
  code: { en: 'Code', zh: '代码' },
  attempts: (attempt: number) => ({ en: `refused ${attempt} times`, zh: `已被拒绝 ${attempt} 次` }),
  retry: { en: 'Try again', zh: '重试' },
  retryHint: {
    en: 'The same file, e.g. after a limit was changed',
    zh: '使用同一文件重试，例如在调整限制之后',
  },
  withSku: { en: 'Under another SKU…', zh: '改用其他 SKU…' },
  withSkuTitle: (what: string) => ({ en: `Send ${what} under another SKU`, zh: `改用其他 SKU 发送 ${what}` }),
  withSkuText: {
    en: 'The original is copied to this product and its run starts anew. What stands in the catalogue changes only when that run is published.',
    zh: '原文件将复制到该商品并重新开始处理；仅在新的运行发布后，商品目录才会变化。',
  },
  withSkuDoes: { en: 'Send it', zh: '发送' },
  again: { en: 'Sent again', zh: '已重新发送' },
  refusedAgain: { en: 'Refused again', zh: '再次被拒绝' },
  seeRun: { en: 'See the run', zh: '查看运行' },
  nothingToRetry: {
    en: 'This message cannot be sent again from here; whoever sent it must send a corrected one.',
    zh: '此消息无法在此重发，请发送方更正后重新发送。',
  },
} satisfies Texts;
