import type { Texts } from './text.ts';

export const uploadTexts = {
  title: { en: 'Upload', zh: '上传' },
  views: { en: 'What came in', zh: '收件' },
  send: { en: 'New photos', zh: '新照片' },
  lead: {
    en: 'Each photo is worked on by itself once its product is known. The product is read from the name: SKU.jpg, SKU_2.jpg or SKU/2.jpg.',
    zh: '确定所属商品后，每张照片会自动开始处理。商品由文件名识别：SKU.jpg、SKU_2.jpg 或 SKU/2.jpg。',
  },
  switchedOff: (workflows: string) => ({
    en: `Switched off: ${workflows}. What you upload for it is kept and waits; it is worked on after the workflow is switched on and the held runs are continued.`,
    zh: `已停用：${workflows}。相关上传内容会保存并暂停；启用流程并继续处理已暂停的运行后，才会开始处理。`,
  }),
  toWorkflows: { en: 'Go to the switch', zh: '前往开关' },
  drop: { en: 'Drop photos or folders here', zh: '将照片或文件夹拖放到此处' },
  dropNow: { en: 'Let go to upload', zh: '松开即可上传' },
  taken: (megabytes: number) => ({
    en: `JPEG, PNG, WebP, GIF, TIFF, AVIF, up to ${megabytes} MB each`,
    zh: `支持 JPEG、PNG、WebP、GIF、TIFF、AVIF，单个不超过 ${megabytes} MB`,
  }),
  choose: { en: 'Choose photos', zh: '选择照片' },
  chooseFolder: { en: 'Choose a folder', zh: '选择文件夹' },
  camera: { en: 'Take a photo', zh: '拍照' },
  sku: { en: 'Product of all these photos (SKU)', zh: '本批照片所属商品（SKU）' },
  skuHint: {
    en: 'Leave it empty to read the product from the names. You are asked before a new product is made.',
    zh: '留空则由文件名识别。新建商品前会先询问您。',
  },
  skuRule: {
    en: 'A SKU has 1 to 64 letters, digits, “.”, “_” or “-” and begins with a letter or digit.',
    zh: 'SKU 为 1 至 64 个字符，仅含字母（含汉字）、数字和“.”“_”“-”，且以字母或数字开头。',
  },
  skuNew: {
    en: 'No product has this SKU yet; it becomes a new one.',
    zh: '尚无此 SKU 的商品，将作为新商品。',
  },
  newTitle: (count: number) => ({
    en:
      count === 1
        ? 'The shop does not know this product yet'
        : `The shop does not know ${count} of these products yet`,
    zh: count === 1 ? '店铺中尚无此商品' : `店铺中尚无其中 ${count} 个商品`,
  }),
  newText: {
    en: 'Nothing has been sent yet. Is it a new product, one that you have, or do you say it later under “To assign”?',
    zh: '尚未发送任何内容。请选择：新建商品、归入已有商品，或稍后在“待关联”中指定。',
  },
  newTextNow: {
    en: 'The shop does not know this SKU. Is it a new product, or was another one meant? Nothing starts before you say so.',
    zh: '本店没有该 SKU。是新商品，还是输入有误？确认之前不会开始处理。',
  },
  allNew: { en: 'All are new products', zh: '全部新建商品' },
  allLater: { en: 'Say all later', zh: '全部稍后指定' },
  newProduct: (sku: string) => ({ en: `New product ${sku}`, zh: `新建商品 ${sku}` }),
  isProduct: (sku: string) => ({ en: `It is ${sku}`, zh: `归入已有商品 ${sku}` }),
  sayLater: { en: 'Say it later', zh: '稍后指定' },
  didYouMean: (skus: string) => ({ en: `Did you mean ${skus}?`, zh: `是否应为 ${skus}？` }),
  newDoes: { en: 'Send', zh: '发送' },
  skuSuggestions: { en: 'Products', zh: '商品' },
  photosOf: (photos: number) => ({
    en: photos === 1 ? '1 photo' : `${photos} photos`,
    zh: `${photos} 张照片`,
  }),
  nothingFit: { en: 'There was no file in what was dropped.', zh: '拖放的内容中没有文件。' },
  unreadable: {
    en: 'The browser could not read what was dropped. Try “Choose photos”.',
    zh: '浏览器无法读取拖放的内容，请改用“选择照片”。',
  },

  list: { en: 'Files of this visit', zh: '本次上传的文件' },
  all: { en: 'All', zh: '全部' },
  sending: { en: 'Uploading', zh: '上传中' },
  working: { en: 'At work', zh: '处理中' },
  attention: { en: 'Need a look', zh: '需处理' },
  done: { en: 'Through', zh: '已完成' },
  noneInGroup: { en: 'No file is here now.', zh: '此处暂无文件。' },
  cancelAll: { en: 'Cancel all', zh: '全部取消' },
  retryAll: { en: 'Try the failed ones again', zh: '重试全部失败项' },
  clear: { en: 'Clear what is through', zh: '清除已完成项' },
  showMore: (rest: number) => ({ en: `Show more (${rest} left)`, zh: `显示更多（还有 ${rest} 个）` }),
  summary: (all: number, arrived: number) => ({
    en: `${arrived} of ${all} ${all === 1 ? 'file' : 'files'} uploaded`,
    zh: `已上传 ${arrived}/${all} 个文件`,
  }),
  stayHere: {
    en: 'Keep this tab open until all are uploaded; other pages of the console may be used meanwhile.',
    zh: '上传完成前请勿关闭此标签页，期间可使用控制台的其他页面。',
  },
  finished: (all: number) => ({
    en: all === 1 ? 'The file is uploaded.' : `All ${all} files are uploaded.`,
    zh: `${all} 个文件已全部上传。`,
  }),
  finishedSome: (arrived: number, failed: number) => ({
    en: `${arrived} uploaded, ${failed} not. See “Upload”.`,
    zh: `已上传 ${arrived} 个，${failed} 个未上传，详见“上传”。`,
  }),
  see: { en: 'See them', zh: '查看' },

  inLine: { en: 'In line', zh: '排队中' },
  sendingShare: (percent: number) => ({ en: `Uploading, ${percent} %`, zh: `上传中 ${percent}%` }),
  notSent: { en: 'Not sent', zh: '未发送' },
  notUploaded: { en: 'Not uploaded', zh: '上传失败' },
  cancelled: { en: 'Cancelled', zh: '已取消' },
  cancelledText: { en: 'Nothing of it was kept.', zh: '未保留任何内容。' },
  uploaded: { en: 'Uploaded', zh: '已上传' },
  uploadedText: { en: 'Waits for its turn.', zh: '等待处理。' },
  described: { en: 'Product description', zh: '商品说明' },
  describedText: { en: 'It is used for the photos of this product.', zh: '用于处理该商品的照片。' },
  unassigned: { en: 'Waits for its product', zh: '待关联商品' },
  unassignedText: { en: 'No SKU could be read from the name.', zh: '无法从文件名识别 SKU。' },
  assignNow: { en: 'Assign it', zh: '去关联' },
  seeRun: { en: 'See the run', zh: '查看运行' },
  decide: { en: 'To the approvals', zh: '前往审批' },
  seeQuarantine: { en: 'To the quarantine', zh: '前往隔离区' },
  begins: { en: 'Begins', zh: '开始处理' },
  stageOf: (done: number, all: number) => ({ en: `stage ${done} of ${all}`, zh: `第 ${done}/${all} 步` }),
  progress: { en: 'Progress', zh: '进度' },
  toSku: (sku: string) => ({ en: `to ${sku}`, zh: `商品 ${sku}` }),
  noSku: { en: 'no SKU in the name', zh: '文件名中无 SKU' },
  cancel: (file: string) => ({ en: `Cancel ${file}`, zh: `取消 ${file}` }),
  again: { en: 'Try again', zh: '重试' },
  remove: (file: string) => ({ en: `Take ${file} off the list`, zh: `从列表移除 ${file}` }),

  empty: {
    en: 'The file is empty. Save the photo again and choose it once more.',
    zh: '文件为空，请重新保存照片后再选择。',
  },
  'too-large': (has: string, most: string) => ({
    en: `The file has ${has}; at most ${most} are taken. Save it smaller.`,
    zh: `文件大小为 ${has}，上限为 ${most}，请压缩后再上传。`,
  }),
  heic: {
    en: 'HEIC is not taken. Save it as JPEG; an iPhone does so under Settings, Camera, Formats, “Most compatible”.',
    zh: '不支持 HEIC，请另存为 JPEG。iPhone 可在“设置 → 相机 → 格式”中选择“兼容性最佳”。',
  },
  'not-image': {
    en: 'By its name it is no photo. Photos end with .jpg, .png, .webp, .gif, .tif or .avif.',
    zh: '从文件名看不是照片。照片的扩展名为 .jpg、.png、.webp、.gif、.tif 或 .avif。',
  },
  fileGone: {
    en: 'The file was moved, changed or deleted after it was chosen. Choose it again.',
    zh: '文件在选择后已被移动、修改或删除，请重新选择。',
  },
  storageRefused: (code: string) => ({
    en: `The storage refused the file (${code}). Nothing was kept. Try again; if it stays so, tell whoever runs the system.`,
    zh: `存储拒绝了该文件（${code}），未保留任何内容。请重试；如仍失败，请联系系统管理员。`,
  }),
} satisfies Texts;
