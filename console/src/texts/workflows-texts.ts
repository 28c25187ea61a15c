import type { Texts } from './text.ts';

export const workflowsTexts = {
  title: { en: 'Workflows', zh: '流程' },
  lead: {
    en: 'What works for this shop by itself, who answers for it, and its switch.',
    zh: '为本店自动运行的流程、负责人及其开关。',
  },
  on: { en: 'On', zh: '已启用' },
  off: { en: 'Switched off', zh: '已停用' },
  dryRun: { en: 'Dry runs only', zh: '仅试运行' },
  pilot: { en: 'Pilot', zh: '试点' },
  owner: { en: 'Owner', zh: '负责人' },
  escalation: { en: 'If the owner does not answer', zh: '负责人未响应时' },
  measure: { en: 'Success is measured by', zh: '衡量指标' },
  version: { en: 'Version', zh: '版本' },
  offText: {
    en: 'What comes in is kept and held; nothing starts and nothing is lost.',
    zh: '新到达的内容会保存并暂停，不会开始处理，也不会丢失。',
  },
  offBy: (name: string) => ({ en: `Switched off by ${name},`, zh: `停用人：${name}，` }),
  formerMember: { en: 'a former member', zh: '已离开的成员' },
  system: { en: 'the system', zh: '系统' },
  offReason: (reason: string) => ({ en: `Reason: ${reason}`, zh: `停用原因：${reason}` }),
  dryRunText: {
    en: 'Everything is made and checked, and nothing is published. An admin can change it in the settings.',
    zh: '照常生成并校验，但不发布。管理员可在设置中更改。',
  },
  pilotText: {
    en: 'Only what takes part in the pilot is published; the rest is a dry run.',
    zh: '仅发布试点范围内的内容，其余为试运行。',
  },
  switchOff: { en: 'Switch off', zh: '停用' },
  switchOn: { en: 'Switch on', zh: '启用' },
  askOff: (workflow: string) => ({ en: `Switch off “${workflow}”?`, zh: `停用“${workflow}”？` }),
  askOffText: {
    en: 'From now on what comes in is kept and not worked on; nothing is lost. Runs that have started go on to their end; stop them one by one if you must.',
    zh: '停用后不再处理新到达的内容，内容会保存，不会丢失。已开始的运行会继续到结束，如有必要请逐个停止。',
  },
  offFor: { en: 'For how long?', zh: '停用多久？' },
  open: { en: 'Until somebody switches it on', zh: '直到有人启用' },
  openHint: {
    en: 'Somebody then continues what was held, one first or all together.',
    zh: '启用后由人逐个或全部继续处理。',
  },
  hour: { en: 'For an hour', zh: '一小时' },
  tomorrow: { en: 'Until tomorrow morning', zh: '到明天早上' },
  untilHint: {
    en: 'It goes on by itself, and starts what was held:',
    zh: '届时自动启用，并继续处理已暂停的运行：',
  },
  askOn: (workflow: string) => ({ en: `Switch on “${workflow}”?`, zh: `启用“${workflow}”？` }),
  askOnText: {
    en: 'What comes in is worked on again at once. What was held stays held until you continue it below, one first or all together.',
    zh: '启用后立即处理新到达的内容。已暂停的运行不会自动开始，请在下方逐个或全部继续处理。',
  },
  isOff: (workflow: string) => ({
    en: `“${workflow}” is switched off. New runs are held.`,
    zh: `“${workflow}”已停用，新的运行将暂停。`,
  }),
  isOn: (workflow: string) => ({
    en: `“${workflow}” is on. New runs start again.`,
    zh: `“${workflow}”已启用，新的运行照常开始。`,
  }),
  held: { en: 'Held runs', zh: '已暂停的运行' },
  heldHint: {
    en: 'Of the last 31 days, the newest first.',
    zh: '最近 31 天，最新的排在最前。',
  },
  heldOff: {
    en: 'They do not start by themselves: switch the workflow on, then continue them here.',
    zh: '不会自动开始：请先启用流程，再在此继续处理。',
  },
  heldUntil: {
    en: 'They start by themselves when the time is over. Or switch the workflow on and continue them now.',
    zh: '停用时间结束后将自动继续处理。也可以现在启用流程并继续处理。',
  },
  noneHeld: { en: 'No run is held.', zh: '没有已暂停的运行。' },
  subject: { en: 'What it is about', zh: '对象' },
  since: { en: 'Held since', zh: '暂停时间' },
  do: { en: 'What to do', zh: '操作' },
  release: { en: 'Continue', zh: '继续处理' },
  releaseOne: (subject: string) => ({ en: `Continue ${subject}`, zh: `继续处理 ${subject}` }),
  releaseAll: { en: 'Continue all', zh: '全部继续处理' },
  askAll: { en: 'Continue all held runs?', zh: '继续处理全部已暂停的运行？' },
  askAllText: {
    en: 'They start one after another, the oldest first, and go through the workflow as if they had just come in.',
    zh: '将从最早的开始依次启动，如同刚刚到达一样走完流程。',
  },
  released: (count: number) => ({
    en: count === 1 ? '1 run goes on now.' : `${count} runs go on now.`,
    zh: `${count} 个运行即将继续处理。`,
  }),
  someFailed: (done: number, left: number) => ({
    en: `${done} go on, ${left} do not: they are still held, and you can try again.`,
    zh: `${done} 个继续处理，${left} 个未能继续，仍处于暂停状态，可再试一次。`,
  }),
  runs: { en: 'Its runs', zh: '查看运行记录' },
} satisfies Texts;
