import type { Says } from '../../functions/commerce/says.ts';
import type { Outcome, RunStatus } from '../../functions/platform/runs/run.ts';

/** In the words of `npm start`. */
const statuses = {
  'run.status.running': { en: 'running', zh: '运行中' },
  'run.status.waiting': { en: 'waits for a decision', zh: '等待审核' },
  'run.status.held': { en: 'held', zh: '已暂停' },
  'run.status.published': { en: 'published', zh: '已发布' },
  'run.status.completed': { en: 'done', zh: '已完成' },
  'run.status.dry-run': { en: 'dry run', zh: '试运行' },
  'run.status.duplicate': { en: 'duplicate', zh: '重复' },
  'run.status.rejected': { en: 'rejected', zh: '已拒绝' },
  'run.status.expired': { en: 'expired', zh: '已过期' },
  'run.status.conflict': { en: 'conflict', zh: '冲突' },
  'run.status.quarantined': { en: 'quarantined', zh: '已隔离' },
  'run.status.failed': { en: 'failed', zh: '失败' },
  'run.status.stopped': { en: 'stopped', zh: '已中止' },
} as const satisfies Record<`run.status.${RunStatus | Outcome}`, Says>;

/** Runs, publications, today at a glance, the audit. */
export const runTexts = {
  ...statuses,
  'runs.none': {
    en: 'No runs in the last {days} days. Put photos in: npx storehand upload <folder>',
    zh: '最近 {days} 天没有运行记录。上传图片：npx storehand upload <文件夹>',
  },
  'runs.noneOfStatus': {
    en: 'No such runs in the last {days} days.',
    zh: '最近 {days} 天没有此类运行记录。',
  },
  'runs.column.stage': { en: 'Last stage', zh: '最近阶段' },
  'runs.more': {
    en: 'Only the newest {count} are shown. More: --limit 500',
    zh: '仅显示最近 {count} 条。查看更多：--limit 500',
  },
  'runs.hint.show': {
    en: 'One run: npx storehand runs show <id>',
    zh: '查看单次运行：npx storehand runs show <编号>',
  },
  'runs.hint.waiting': {
    en: 'Waiting for a decision: {count}. Look: npx storehand approvals list',
    zh: '等待审核：{count}。查看：npx storehand approvals list',
  },
  'runs.hint.failed': {
    en: 'Failed: {count}. When the cause is mended: npx storehand runs replay <id>',
    zh: '失败：{count}。排除原因后重新运行：npx storehand runs replay <编号>',
  },
  'runs.hint.held': {
    en: 'Held: {count}. Switch the workflow on, then: npx storehand runs replay <id>',
    zh: '已暂停：{count}。解除停用后重新运行：npx storehand runs replay <编号>',
  },
  'runs.hint.quarantined': {
    en: 'In quarantine: {count}. Look: npx storehand quarantine list',
    zh: '已隔离：{count}。查看：npx storehand quarantine list',
  },
  'run.started': { en: 'Started', zh: '开始' },
  'run.ended': { en: 'Ended', zh: '结束' },
  'run.workflow': { en: 'Workflow', zh: '流程' },
  'run.attempt': { en: 'Attempt', zh: '第几次' },
  'run.mode': { en: 'Mode', zh: '模式' },
  'run.mode.live': { en: 'live', zh: '正式' },
  'run.mode.dry-run': { en: 'dry run: nothing is published', zh: '试运行，不对外发布' },
  'run.trigger': { en: 'Started by', zh: '启动方式' },
  'run.trigger.upload': { en: 'upload', zh: '上传' },
  'run.trigger.event': { en: 'event', zh: '事件' },
  'run.trigger.api': { en: 'request', zh: '请求' },
  'run.trigger.schedule': { en: 'schedule', zh: '定时' },
  'run.trigger.replay': { en: 'replay', zh: '重新运行' },
  'run.why': { en: 'Why', zh: '原因' },
  'run.cost': { en: 'AI cost', zh: 'AI 费用' },
  'run.costValue': { en: '{amount} USD', zh: '{amount} 美元' },
  'run.publication': { en: 'Publication', zh: '发布编号' },
  'run.stage': { en: 'Stage', zh: '阶段' },
  'run.seconds': { en: 'Seconds', zh: '用时（秒）' },
  'run.engine': { en: 'Done by', zh: '执行者' },
  'run.note': { en: 'Note', zh: '说明' },
  'run.stage.done': { en: 'done', zh: '完成' },
  'run.stage.warned': { en: 'warned', zh: '警告' },
  'run.stage.failed': { en: 'failed', zh: '失败' },
  'run.noStages': { en: 'No stage has ended yet.', zh: '尚无已完成的阶段。' },
  'run.hint.revert': {
    en: 'Put back what was there before: npx storehand publications revert {id}',
    zh: '恢复发布前的内容：npx storehand publications revert {id}',
  },
  'run.hint.replay': {
    en: 'Run it again: npx storehand runs replay {id}',
    zh: '重新运行：npx storehand runs replay {id}',
  },
  'run.hint.approvals': {
    en: 'It waits for a decision: npx storehand approvals list',
    zh: '等待审核：npx storehand approvals list',
  },
  'run.replayed': {
    en: 'Run {id} starts again as attempt {attempt}. Follow it: npx storehand runs show {id}',
    zh: '运行 {id} 将重新开始（第 {attempt} 次）。查看进度：npx storehand runs show {id}',
  },
  'publication.reverted': {
    en: 'Publication {id} is reverted: what it replaced stands there again.',
    zh: '发布 {id} 已撤回，已恢复发布前的内容。',
  },
  'audit.sound': {
    en: 'The audit record is sound: {entries} entries in {streams} chains, none changed, missing or out of order.',
    zh: '审计记录完好：共 {streams} 条链、{entries} 条记录，没有改动、缺失或错序。',
  },
  'status.shop': { en: 'Shop', zh: '店铺' },
  'status.sample': {
    en: 'SAMPLE, made-up data; take it away: npx storehand sample remove',
    zh: '示例数据，非真实店铺；删除：npx storehand sample remove',
  },
  'status.system': { en: 'System', zh: '系统' },
  'status.member': { en: 'You are', zh: '当前成员' },
  'status.today': { en: 'Today, {day}', zh: '今天（{day}）' },
  'status.running': { en: 'Running', zh: '运行中' },
  'status.approvals': { en: 'Waits for a decision', zh: '等待审核' },
  'status.held': { en: 'Held', zh: '已暂停' },
  'status.unassigned': { en: 'Waits for its product', zh: '等待关联商品' },
  'status.quarantined': { en: 'In quarantine', zh: '已隔离' },
  'status.failed': { en: 'Failed in the last 7 days', zh: '最近 7 天失败' },
  'status.nothingToday': { en: 'Nothing ran today.', zh: '今天没有运行。' },
  'status.nothingWaits': { en: 'Nothing waits for a person.', zh: '没有需要人工处理的事项。' },
} as const satisfies Record<string, Says>;
