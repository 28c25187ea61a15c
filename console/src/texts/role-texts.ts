import type { Role } from '../../../functions/platform/members/role.ts';
import type { Says, Texts } from './text.ts';

/** What a member may do, in a word. A test holds them to the platform's own. */
export const roleTexts = {
  operator: { en: 'operator', zh: '运营' },
  approver: { en: 'approver', zh: '审批人' },
  admin: { en: 'admin', zh: '管理员' },
} as const satisfies Record<Role, Says> & Texts;
