import type { Role } from '../../../../functions/platform/members/role.ts';
import type { Place } from '../../../../functions/platform/today/today-answers.ts';
import { href } from '../../shell/location.ts';

/** Pages that not everybody may open. */
const needed: Readonly<Partial<Record<Place['page'], readonly Role[]>>> = {
  members: ['admin'],
  audit: ['approver', 'admin'],
  upload: ['operator', 'admin'],
};

/** Where a place of the API is in the console; undefined where somebody with these roles may not go there. */
export function placeHref({ page, query = {} }: Place, roles: readonly Role[]): string | undefined {
  const mayOpen = needed[page]?.some((role) => roles.includes(role)) ?? true;
  if (!mayOpen) return undefined;
  const { name, ...rest } = query;
  return page === 'settings' && name !== undefined
    ? href('settings/:name', { name }, rest)
    : href(page, {}, query);
}
