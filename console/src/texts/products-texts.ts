import type { Texts } from './text.ts';

/** Of the list of products and of one product. */
export const productsTexts = {
  title: { en: 'Products', zh: '商品' },
  lead: {
    en: 'Everything that a photo came for, and how much of it stands in the catalogue.',
    zh: '所有收到过照片的商品，以及已进入商品目录的图片。',
  },
  filter: { en: 'Filter the products', zh: '筛选商品' },
  search: { en: 'Search by SKU', zh: '按 SKU 搜索' },
  searchExample: { en: 'Any part of it', zh: '输入任意部分' },
  product: { en: 'Product', zh: '商品' },
  state: { en: 'State', zh: '状态' },
  waiting: { en: 'Waits for a decision', zh: '等待审批' },
  waitingOf: (sku: string) => ({
    en: `Waits for a decision: open the question about ${sku}`,
    zh: `等待审批：打开 ${sku} 的审批`,
  }),
  published: { en: 'Published', zh: '已发布' },
  partly: { en: 'Partly published', zh: '部分发布' },
  unpublished: { en: 'Not published', zh: '未发布' },
  pictures: { en: 'Pictures', zh: '图片' },
  picturesOf: (pictures: number, photos: number) => ({
    en: photos === 1 ? `${pictures} of 1 photo` : `${pictures} of ${photos} photos`,
    zh: `${pictures} / ${photos} 张照片`,
  }),
  updated: { en: 'Changed', zh: '更新时间' },
  none: { en: 'No products here', zh: '暂无商品' },
  noneYet: {
    en: 'A product appears by itself when its first photo is uploaded.',
    zh: '上传第一张照片后，商品会自动出现在这里。',
  },
  noneFound: (text: string) => ({
    en: `No SKU contains “${text}”.`,
    zh: `没有包含“${text}”的 SKU。`,
  }),
  clear: { en: 'Show all', zh: '显示全部' },
} satisfies Texts;

export const productTexts = {
  back: { en: 'Products', zh: '商品' },
  allRuns: { en: 'All runs of it', zh: '全部运行记录' },
  more: { en: 'More about it', zh: '相关内容' },
  catalogue: { en: 'In the catalogue', zh: '商品目录中' },
  catalogueNone: {
    en: 'No picture of this product stands in the catalogue.',
    zh: '该商品目前没有图片在商品目录中。',
  },
  mainPicture: { en: 'Main picture', zh: '主图' },
  place: (position: number) => ({ en: `Picture ${position}`, zh: `第 ${position} 张` }),
  photos: { en: 'Photos', zh: '照片' },
  photosNone: {
    en: 'There is no photo of this product here; what stands in the catalogue came from somewhere else.',
    zh: '这里没有该商品的照片；目录中的图片来自其他来源。',
  },
  leftOut: (count: number) => ({
    en: count === 1 ? '1 older photo is not listed.' : `${count} older photos are not listed.`,
    zh: `另有 ${count} 张较早的照片未列出。`,
  }),
  confidence: (percent: string) => ({ en: `Cut-out ${percent} certain`, zh: `抠图置信度 ${percent}` }),
  engines: (names: string) => ({ en: `Made by ${names}`, zh: `由 ${names} 处理` }),
  cost: { en: 'AI cost', zh: 'AI 费用' },
  remarks: { en: 'What was noted', zh: '备注' },
  run: { en: 'Its run', zh: '运行详情' },
  decideIt: { en: 'Decide it', zh: '去审批' },
  decision: { en: 'The decision', zh: '审批结果' },
  audit: { en: 'Audit trail', zh: '审计日志' },
  files: { en: 'Its files', zh: '文件' },
  steps: { en: 'Steps', zh: '处理步骤' },
  channels: { en: 'For the channels', zh: '渠道图' },
  derived: { en: 'Made from it', zh: '衍生内容' },
  notMade: { en: 'Not made', zh: '未生成' },
  notYet: {
    en: 'Nothing has been made of this photo yet.',
    zh: '这张照片尚未生成任何内容。',
  },
  found: { en: 'What was measured', zh: '检测结果' },
  refused: { en: 'Refused', zh: '已拒绝' },
  refusedText: {
    en: 'A person refused this file in the review: it was not published.',
    zh: '审批时此文件被拒绝，未发布。',
  },
  foundNothing: { en: 'There is nothing to note.', zh: '没有需要说明的内容。' },
  seconds: (text: string) => ({ en: `${text} long`, zh: `时长 ${text}` }),
  open: { en: 'Open', zh: '打开' },
  openViewer: { en: 'Open the page and turn the product', zh: '打开展示页并旋转商品' },
  download: { en: 'Download', zh: '下载' },
  again: { en: 'Process again', zh: '重新处理' },
  againQueued: (attempt: number) => ({
    en: `Attempt ${attempt} is on its way.`,
    zh: `第 ${attempt} 次处理即将开始。`,
  }),
  seeRun: { en: 'See the run', zh: '查看运行' },
  sheet: { en: 'Contact sheet', zh: '图片总览' },
  sheetText: (photos: number) => ({
    en:
      photos === 1
        ? 'One photo and all that was made of it.'
        : `${photos} photos and all that was made of them.`,
    zh: `${photos} 张照片及其生成的全部内容。`,
  }),
  sheetPicture: { en: 'Download as a picture', zh: '下载图片版' },
  sheetPage: { en: 'Open as a page', zh: '打开网页版' },
  sheetAlt: (sku: string) => ({ en: `The contact sheet of ${sku}`, zh: `${sku} 的图片总览` }),
} satisfies Texts;

/** Of what was published, and of taking it back. */
export const publicationTexts = {
  title: { en: 'What was published', zh: '发布记录' },
  publishedOn: { en: 'Published', zh: '发布于' },
  asMainPicture: { en: 'As the main picture', zh: '作为主图' },
  asPlace: (position: number) => ({ en: `As picture ${position}`, zh: `作为第 ${position} 张` }),
  revertedOn: { en: 'Taken back', zh: '撤下于' },
  none: { en: 'Nothing has been published yet.', zh: '尚未发布任何内容。' },
  before: { en: 'Before', zh: '之前' },
  after: { en: 'Published', zh: '发布后' },
  nothing: { en: 'Nothing', zh: '无' },
  standing: { en: 'In the catalogue', zh: '目录中' },
  replaced: { en: 'Replaced since', zh: '已被替换' },
  reverted: { en: 'Taken back', zh: '已撤下' },
  writing: { en: 'Being written', zh: '写入中' },
  photo: { en: 'The photo', zh: '对应照片' },
  revert: { en: 'Revert', zh: '撤下' },
  revertOf: (place: string) => ({ en: `Revert: ${place}`, zh: `撤下：${place}` }),
  revertAsk: { en: 'Revert this publication?', zh: '撤下此次发布？' },
  revertToEarlier: {
    en: 'It leaves the catalogue with the files of all channels, and the earlier picture goes back, for shoppers as well. All files stay here, and the photo can be published again.',
    zh: '此图片及各渠道图将从商品目录撤下，之前的图片恢复，顾客也会看到。所有文件都会保留，该照片之后可以重新发布。',
  },
  revertToNothing: {
    en: 'It leaves the catalogue with the files of all channels, and the place there becomes empty, for shoppers as well. All files stay here, and the photo can be published again.',
    zh: '此图片及各渠道图将从商品目录撤下，该位置变为空，顾客也会看到。所有文件都会保留，该照片之后可以重新发布。',
  },
  now: { en: 'Now', zh: '现在' },
  afterwards: { en: 'Afterwards', zh: '撤下后' },
  doneEarlier: {
    en: 'Taken back. The earlier picture stands in the catalogue again.',
    zh: '已撤下，目录已恢复为之前的图片。',
  },
  doneNothing: {
    en: 'Taken back. The place in the catalogue is empty, as it was before.',
    zh: '已撤下，目录中的该位置恢复为空。',
  },
  conflict: { en: 'Nothing was reverted', zh: '未撤下' },
  published: { en: 'This publication', zh: '此次发布' },
  theirs: { en: 'In the catalogue now', zh: '目录当前内容' },
  theirsOutside: {
    en: 'A picture of the connected shop system.',
    zh: '已连接店铺系统中的图片。',
  },
} satisfies Texts;
