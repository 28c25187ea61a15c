import * as z from 'zod';
import type { Says } from '../../commerce/says.ts';

/**
 * What a member may do in one shop. A set, not a ladder: an admin who shall also approve is given both, so that a shop can
 * keep the two apart.
 */
export const roleSchema = z.enum(['operator', 'approver', 'admin']);
export type Role = z.infer<typeof roleSchema>;

export const roleTitles = {
  operator: { en: 'operator', zh: '运营' },
  approver: { en: 'approver', zh: '审批人' },
  admin: { en: 'admin', zh: '管理员' },
} as const satisfies Record<Role, Says>;
