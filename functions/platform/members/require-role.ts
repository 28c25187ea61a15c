import { RejectedError } from '../errors.ts';
import type { Role } from './role.ts';

const titles = {
  operator: { en: 'operator', zh: '运营' },
  approver: { en: 'approver', zh: '审批人' },
  admin: { en: 'admin', zh: '管理员' },
} as const satisfies Record<Role, { en: string; zh: string }>;

/** @throws RejectedError `Forbidden` (403) when the member does not have the role */
export function requireRole(member: { readonly roles: readonly Role[] }, role: Role): void {
  requireOneOf(member, [role]);
}

/** @throws RejectedError `Forbidden` (403) when the member has none of the roles */
export function requireOneOf(member: { readonly roles: readonly Role[] }, roles: readonly Role[]): void {
  if (roles.some((role) => member.roles.includes(role))) return;
  throw new RejectedError('Forbidden', {
    en: `This needs the role ${roles.map((role) => titles[role].en).join(' or ')}. Ask an admin of the shop for it.`,
    zh: `此操作需要${roles.map((role) => titles[role].zh).join('或')}角色，请联系店铺管理员开通。`,
  });
}
