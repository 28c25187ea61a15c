import type { Says } from '../../functions/commerce/says.ts';

/** What the shop told a member. */
export const noticeTexts = {
  'help.notices': {
    en: 'what you were told: questions, failures, the daily digest',
    zh: '收到的通知：待审事项、故障、每日摘要',
  },
  'help.notices.list': {
    en: 'your notices in the built-in outbox, newest first; for an admin also those that could not be delivered',
    zh: '内置发件箱中您的通知，最新的在前；管理员还会看到未能送达的通知',
  },
  'help.notices.days': { en: 'days back, 1 to 31', zh: '最近天数，1 至 31' },
  'notices.none': { en: 'You were told nothing in the last {days} days.', zh: '最近 {days} 天没有通知。' },
  'notices.undelivered': { en: 'Not delivered to {address}: {reason}', zh: '未能送达 {address}：{reason}' },
} as const satisfies Record<string, Says>;
