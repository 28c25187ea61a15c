import type { TodayAnswer } from '../../../functions/platform/today/today-answers.ts';
import type { Says, Texts } from './text.ts';

/** What waits, by its name in the API. */
export const waitingTexts = {
  approvals: { en: 'Approvals to decide', zh: '待处理的审批' },
  unassigned: { en: 'Photos without a product', zh: '待关联商品的照片' },
  quarantine: { en: 'Files in quarantine', zh: '已隔离的文件' },
  held: { en: 'Held runs', zh: '已暂停的运行' },
} as const satisfies Record<keyof TodayAnswer['waits'], Says> & Texts;

/** A workflow that is off, or publishes nothing or not everything. */
export const limitTexts = {
  title: { en: 'What is switched off or restricted', zh: '已停用或受限的流程' },
  off: (workflow: string) => ({ en: `“${workflow}” is switched off`, zh: `“${workflow}”已停用` }),
  'dry-run': (workflow: string) => ({
    en: `“${workflow}” makes dry runs only`,
    zh: `“${workflow}”目前仅试运行`,
  }),
  pilot: (workflow: string) => ({
    en: `“${workflow}” publishes only what takes part in the pilot`,
    zh: `“${workflow}”仅发布试点范围内的内容`,
  }),
  held: (count: number) => ({
    en: count === 1 ? '1 start is held.' : `${count} starts are held.`,
    zh: `已暂停 ${count} 次启动。`,
  }),
  heldMore: (count: number) => ({
    en: `More than ${count} starts are held.`,
    zh: `已暂停超过 ${count} 次启动。`,
  }),
  until: { en: 'It goes on by itself:', zh: '将自动恢复：' },
  setBy: (who: string) => ({ en: `Set by ${who}`, zh: `由 ${who} 设置于` }),
  person: { en: 'a former member', zh: '已离开的成员' },
  machine: { en: 'a workflow', zh: '流程' },
  system: { en: 'the system', zh: '系统' },
} satisfies Texts;

/** What a limit means for what comes in. */
export const limitDoesTexts = {
  off: {
    en: 'What comes in is kept and held; nothing is lost.',
    zh: '新到达的内容会保存并暂停，不会丢失。',
  },
  'dry-run': {
    en: 'Everything is made and checked, and nothing is published.',
    zh: '照常生成并校验，但不发布。',
  },
  pilot: {
    en: 'The rest is made and checked, and not published.',
    zh: '其余内容照常生成并校验，但不发布。',
  },
} satisfies Texts;

/** What its link leads to. */
export const limitSeeTexts = {
  off: { en: 'Switch it on again', zh: '前往启用' },
  'dry-run': { en: 'See the setting', zh: '查看设置' },
  pilot: { en: 'See the pilot scope', zh: '查看试点范围' },
} satisfies Texts;

export const todayTexts = {
  title: { en: 'Today', zh: '今日' },
  stale: { en: 'This may be out of date. Last read:', zh: '内容可能已过时，上次读取：' },
  readAgain: { en: 'Read again', zh: '重新读取' },
  steps: { en: 'What to do first', zh: '入门步骤' },
  stepsDone: (done: number, all: number) => ({ en: `${done} of ${all} done`, zh: `已完成 ${done}/${all}` }),
  wizard: { en: 'Or go through the set-up step by step', zh: '或按设置向导逐步完成' },
  done: { en: 'Done', zh: '已完成' },
  toDo: { en: 'To do', zh: '待办' },
  byAdmin: { en: 'an admin does this', zh: '由管理员操作' },
  waits: { en: 'Waits for a person', zh: '等待人工处理' },
  waitsLead: { en: 'The oldest since:', zh: '最早开始等待：' },
  nothingWaits: {
    en: 'Nothing waits. The system works by itself.',
    zh: '没有待处理事项，系统正在自动运行。',
  },
  nothingWaitsOff: { en: 'Nothing waits for a person.', zh: '没有等待人工处理的事项。' },
  wrong: { en: 'Went wrong', zh: '出错' },
  wrongLead: (count: number) => ({
    en: `${count} in the last seven days, the newest first.`,
    zh: `最近七天共 ${count} 个，最新的在前。`,
  }),
  nothingWrong: { en: 'Nothing failed in the last seven days.', zh: '最近七天没有失败。' },
  seeFailed: { en: 'All that failed', zh: '查看全部失败' },
  seeConflicts: { en: 'All conflicts', zh: '查看全部冲突' },
  ran: { en: 'Ran today', zh: '今日运行' },
  ranCount: (count: number) => ({
    en: count === 1 ? '1 run came in today' : `${count} runs came in today`,
    zh: `今天共有 ${count} 次运行`,
  }),
  nothingRan: {
    en: 'No run came in today. One starts by itself when a photo is uploaded.',
    zh: '今天还没有运行，上传照片后会自动开始。',
  },
  seeRuns: { en: 'See the runs', zh: '查看运行记录' },
  mode: { en: 'Mode and cost', zh: '模式与费用' },
  rules: { en: 'Rules', zh: '规则模式' },
  rulesCost: { en: 'without AI, at no cost per photo', zh: '不使用 AI，每张图片费用为 0' },
  ai: { en: 'AI', zh: 'AI 模式' },
  spent: { en: 'Spent on AI today', zh: '今日 AI 费用' },
  budget: { en: 'Daily budget of each workflow', zh: '每个流程的每日预算' },
  changeMode: { en: 'Change the mode or the budget', zh: '更改模式或预算' },
  showMode: { en: 'See the mode and the budget', zh: '查看模式与预算' },
  measures: { en: 'How well it goes', zh: '运行效果' },
  measuresLead: (count: number) => ({
    en: `Of the newest ${count} runs that were published or put to a person.`,
    zh: `取自最近 ${count} 次已发布或转人工的运行。`,
  }),
  notYet: { en: 'nothing published yet', zh: '尚无已发布内容' },
  proposals: { en: 'Could go by itself', zh: '可以自动处理' },
} satisfies Texts;

/** Of the shop that is made up. */
export const sampleTexts = {
  title: { en: 'This is the sample shop', zh: '这是示例店铺' },
  text: {
    en: 'Its products and people are made up. Try anything: nothing reaches a real shop.',
    zh: '其中的商品和人员均为虚构，可随意试用，不会影响真实店铺。',
  },
  remove: { en: 'Remove the sample shop', zh: '删除示例店铺' },
  adminRemoves: { en: 'An admin can remove it.', zh: '管理员可将其删除。' },
  question: { en: 'Remove the sample shop?', zh: '要删除示例店铺吗？' },
  goes: {
    en: 'Goes: its products, photos and pictures, runs, approvals, settings, and who is a member of it.',
    zh: '将删除：其商品、照片与图片、运行记录、审批、设置以及成员关系。',
  },
  stays: {
    en: 'Stays: every other shop, everybody’s sign-in, and the audit trail of the sample. Removed files can be brought back with AWS credentials for 30 days.',
    zh: '将保留：其他所有店铺、所有人的登录账户，以及示例店铺的审计日志。已删除的文件在 30 天内可凭 AWS 凭证恢复。',
  },
  removing: {
    en: 'The sample shop is being removed. This takes some seconds.',
    zh: '正在删除示例店铺，需要几秒钟。',
  },
  slow: {
    en: 'It is still being removed. It goes on by itself; you can leave this page.',
    zh: '仍在删除中，系统会自动完成，您可以离开本页。',
  },
} satisfies Texts;
