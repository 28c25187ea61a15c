import type { Says } from '../../commerce/says.ts';
import { type Role, roleTitles } from '../members/role.ts';
import { timeInZone } from '../settings/shop-time.ts';
import type { Decision } from './approval.ts';

/** What a person reads when a decision cannot be taken. */
export const approvalTexts = {
  notFound: {
    en: 'There is no such approval in this shop.',
    zh: '本店没有这条审批。',
  },
  roleMissing: (role: Role): Says => ({
    en: `Only the role ${roleTitles[role].en} decides this. It still waits.`,
    zh: `此审批只能由${roleTitles[role].zh}决定，目前仍在等待。`,
  }),
  fourEyes: {
    en: 'You started this yourself, so another person has to decide. It still waits.',
    zh: '该运行由您本人发起，需由其他人审批，目前仍在等待。',
  },
  payloadChanged: {
    en: 'What you decided on has changed meanwhile: more was added or made again. Nothing was decided; look at it once more.',
    zh: '审批内容在此期间已变化（有新增或重新生成）。未作出决定，请重新查看。',
  },
  /** @param zone of the shop, IANA */
  decidedOtherwise: (decision: Decision, zone: string): Says => ({
    en: `This was decided on ${timeInZone(decision.at, 'en', zone)}: ${decision.decision === 'approve' ? 'approved' : 'rejected'} by another decision. Yours was not saved.`,
    zh: `该审批已于 ${timeInZone(decision.at, 'zh', zone)} ${decision.decision === 'approve' ? '通过' : '拒绝'}，您的决定未保存。`,
  }),
  expired: {
    en: 'This approval has expired; nothing was published. Reopen it to have it checked and asked again.',
    zh: '该审批已过期，没有发布任何内容。可重新打开，系统会重新检查并再次请求审批。',
  },
  withdrawn: {
    en: 'Whatever asked for this has ended meanwhile, so nobody waits for the answer. Nothing was decided and nothing is published; replay the run to be asked anew.',
    zh: '请求此审批的运行已结束，不再等待答复。未作出决定，也不会发布任何内容；如需重新审批，请重新运行该任务。',
  },
  notExpired: {
    en: 'Only an expired approval can be reopened. Nothing was changed.',
    zh: '只有已过期的审批才能重新打开。未作更改。',
  },
} as const;
