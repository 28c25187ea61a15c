import type { Says } from '../../functions/commerce/says.ts';
import type { ApprovalStatus } from '../../functions/platform/approvals/approval.ts';

const statuses = {
  'approval.status.open': { en: 'open', zh: '待处理' },
  'approval.status.approved': { en: 'approved', zh: '已通过' },
  'approval.status.rejected': { en: 'rejected', zh: '已拒绝' },
  'approval.status.expired': { en: 'expired', zh: '已过期' },
  'approval.status.withdrawn': { en: 'withdrawn', zh: '已撤销' },
} as const satisfies Record<`approval.status.${ApprovalStatus}`, Says>;

/** What waits for a decision, and deciding it. */
export const approvalTexts = {
  ...statuses,
  'approvals.none': { en: 'Nothing waits for a decision.', zh: '没有待审批的事项。' },
  'approvals.noneOfStatus': { en: 'There are no such approvals.', zh: '没有此类审批。' },
  'approvals.column.expires': { en: 'Expires ({zone})', zh: '截止时间（{zone}）' },
  'approvals.column.closed': { en: 'Closed ({zone})', zh: '结束时间（{zone}）' },
  'approvals.column.items': { en: 'Questions', zh: '问题数' },
  'approvals.hint.show': {
    en: 'Look at one: npx storehand approvals show <id>',
    zh: '查看详情：npx storehand approvals show <编号>',
  },
  'approvals.hint.decide': {
    en: 'Decide: npx storehand approvals approve <id>, or reject <id>',
    zh: '作出决定：npx storehand approvals approve <编号>，或 reject <编号>',
  },
  'approvals.hint.reopen': {
    en: 'Ask again: npx storehand approvals reopen <id>',
    zh: '重新打开：npx storehand approvals reopen <编号>',
  },
  'approvals.more': { en: 'Only the newest {count} are shown.', zh: '仅显示最近 {count} 条。' },
  'approval.role': { en: 'Decided by', zh: '审批角色' },
  'approval.roleFourEyes': {
    en: '{role}, not the person who started it',
    zh: '{role}（不能是发起人本人）',
  },
  'approval.expires': { en: 'Expires', zh: '截止时间' },
  'approval.hash': { en: 'Hash', zh: '校验值' },
  'approval.decision': { en: 'Decision', zh: '决定' },
  'approval.comment': { en: 'Comment', zh: '备注' },
  'approval.question': { en: 'Question', zh: '问题' },
  'approval.run': { en: 'Run', zh: '运行' },
  'approval.confidence': { en: 'Cut-out', zh: '抠图' },
  'approval.confidenceValue': { en: 'confidence {percent} %, {engine}', zh: '置信度 {percent}%，{engine}' },
  'approval.reason': { en: 'Why asked', zh: '询问原因' },
  'approval.column.channel': { en: 'Channel or derived picture', zh: '渠道或衍生图' },
  'approval.column.size': { en: 'Pixels', zh: '像素' },
  'approval.column.answer': { en: 'Check', zh: '校验' },
  'approval.column.file': { en: 'File', zh: '文件' },
  'approval.answer.pass': { en: 'pass', zh: '通过' },
  'approval.answer.warn': { en: 'warn', zh: '警告' },
  'approval.answer.fail': { en: 'fail', zh: '未通过' },
  'approval.answer.withheld': { en: 'withheld', zh: '暂扣' },
  'approval.finding.fail': { en: 'FAIL', zh: '未通过' },
  'approval.finding.warn': { en: 'WARN', zh: '警告' },
  'approval.finding.later': { en: 'SOON', zh: '将来' },
  'approval.finding.detail': {
    en: '      rule {rule} ({whose}); measured {measured}, expected {expected}; in {files}',
    zh: '      规则 {rule}（{whose}）；实测 {measured}，要求 {expected}；涉及 {files}',
  },
  'approval.finding.everyFile': { en: 'all {count} files', zh: '全部 {count} 个文件' },
  'approval.finding.more': {
    en: '{count} further findings are not shown; they stand in {file}.',
    zh: '另有 {count} 项未显示，见 {file}。',
  },
  'approval.rule.platform': { en: "the channel's own", zh: '渠道官方' },
  'approval.rule.third-party': { en: 'what others write about the channel', zh: '第三方说明' },
  'approval.rule.house': { en: "Storehand's own", zh: '本系统' },
  'approval.rule.unconfirmed': { en: 'not confirmed by the channel', zh: '未经渠道证实' },
  'approval.expected.least': { en: 'at least {min}', zh: '不小于 {min}' },
  'approval.expected.most': { en: 'at most {max}', zh: '不大于 {max}' },
  'approval.expected.between': { en: '{min} to {max}', zh: '{min} 至 {max}' },
  'approval.link': { en: 'Link', zh: '链接' },
  'approval.payload': { en: 'Evidence', zh: '依据' },
  'approval.deciding.approve': { en: 'Approving:', zh: '即将通过：' },
  'approval.deciding.reject': { en: 'Rejecting:', zh: '即将拒绝：' },
  'approval.goesOutToo': {
    en: 'Careful: by approving, these files go out too, although they were withheld or failed their checks. Each can be left out with --reject-channel <name>.',
    zh: '请注意：以下文件已被暂扣或未通过校验，一旦通过也会一并发布。如需排除其中某项，请加上 --reject-channel <名称>。',
  },
  'approval.column.why': { en: 'Why in doubt', zh: '存疑原因' },
  'approval.answer.withheldAndFail': { en: 'withheld, fail', zh: '暂扣，未通过' },
  'approval.leftOut': { en: 'Left out', zh: '不发布到' },
  'approval.approved': {
    en: 'Approved. The work goes on; watch it: npx storehand runs list',
    zh: '已通过，流程继续执行。查看进度：npx storehand runs list',
  },
  'approval.rejected': {
    en: 'Rejected. Nothing of it will be published.',
    zh: '已拒绝，相关内容不会发布。',
  },
  'approval.saved': {
    en: 'The decision is saved; the workflow hears of it within five minutes.',
    zh: '决定已保存，流程将在五分钟内收到。',
  },
  'approval.already': { en: 'You had decided the same before.', zh: '您此前已作出相同决定。' },
  'approval.channelUnknown': {
    en: 'There is no channel {channel} in this approval. There are: {channels}.',
    zh: '此审批中没有渠道 {channel}。可选渠道：{channels}。',
  },
  'approval.notSeen': {
    en: 'It is not what you saw any more; nothing was decided. Look once more: npx storehand approvals show {id}',
    zh: '内容与您查看时不同，未作出决定。请重新查看：npx storehand approvals show {id}',
  },
  'approval.reopened': {
    en: 'Reopened. {count} run(s) start again; when they ask, a new approval appears: npx storehand approvals list',
    zh: '已重新打开，{count} 个任务将重新运行，需要审批时会出现新的审批：npx storehand approvals list',
  },
} as const satisfies Record<string, Says>;
