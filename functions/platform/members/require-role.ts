import { RejectedError } from '../errors.ts';
import { type Role, roleTitles } from './role.ts';

/** @throws RejectedError `Forbidden` (403) when the member has none of the roles */
export function requireOneOf(member: { readonly roles: readonly Role[] }, roles: readonly Role[]): void {
  if (roles.some((role) => member.roles.includes(role))) return;
  throw new RejectedError('Forbidden', {
    en: `This needs the role ${roles.map((role) => roleTitles[role].en).join(' or ')}. Ask an admin of the shop for it.`,
    zh: `此操作需要${roles.map((role) => roleTitles[role].zh).join('或')}角色，请联系店铺管理员开通。`,
  });
}
