import type { Texts } from './text.ts';

/** Of runs and approvals, by their status in the API. */
export const statusTexts = {
  running: { en: 'Running', zh: '运行中' },
  waiting: { en: 'Waits for a decision', zh: '等待审批' },
  held: { en: 'Held', zh: '已暂停' },
  published: { en: 'Published', zh: '已发布' },
  completed: { en: 'Done', zh: '已完成' },
  'dry-run': { en: 'Dry run', zh: '试运行' },
  duplicate: { en: 'Duplicate', zh: '重复' },
  rejected: { en: 'Rejected', zh: '已拒绝' },
  expired: { en: 'Expired', zh: '已过期' },
  conflict: { en: 'Conflict', zh: '有冲突' },
  quarantined: { en: 'In quarantine', zh: '已隔离' },
  failed: { en: 'Failed', zh: '失败' },
  stopped: { en: 'Stopped', zh: '已停止' },
  open: { en: 'To decide', zh: '待审批' },
  approved: { en: 'Approved', zh: '已批准' },
  withdrawn: { en: 'Withdrawn', zh: '已撤销' },
} satisfies Texts;
