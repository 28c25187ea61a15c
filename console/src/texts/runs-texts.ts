import type { Texts } from './text.ts';

export const runsTexts = {
  title: { en: 'Runs', zh: '运行记录' },
  lead: {
    en: 'Each photo, order or report that a workflow works on is a run. The newest come first.',
    zh: '流程每处理一张照片、一个订单或一份报表即为一次运行，最新的排在最前。',
  },
  subject: { en: 'What it is about', zh: '对象' },
  status: { en: 'Status', zh: '状态' },
  stage: { en: 'Last stage', zh: '最近阶段' },
  started: { en: 'Started', zh: '开始时间' },
  took: { en: 'Time taken', zh: '用时' },
  cost: { en: 'AI cost', zh: 'AI 费用' },
  workflow: { en: 'Workflow', zh: '流程' },
  subjectId: { en: 'SKU or other number', zh: 'SKU 或其他编号' },
  subjectExample: { en: 'The whole of it', zh: '完整编号' },
  period: { en: 'Period', zh: '时间范围' },
  lastDays: (days: number) => ({
    en: days === 1 ? 'Today' : `Last ${days} days`,
    zh: days === 1 ? '今天' : `最近 ${days} 天`,
  }),
  filter: { en: 'Filter the runs', zh: '筛选运行记录' },
  attempt: (attempt: number) => ({ en: `attempt ${attempt}`, zh: `第 ${attempt} 次` }),
  none: { en: 'No runs here', zh: '暂无运行记录' },
  noneYet: {
    en: 'A run starts by itself when a photo is uploaded.',
    zh: '上传照片后会自动开始运行。',
  },
  noneFiltered: { en: 'No run fits this filter.', zh: '没有符合筛选条件的运行记录。' },
  clear: { en: 'Show all', zh: '显示全部' },
} satisfies Texts;
