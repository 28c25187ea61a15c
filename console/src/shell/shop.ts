import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Member } from '../../../functions/platform/members/member.ts';
import type { Role } from '../../../functions/platform/members/role.ts';
import type { MeAnswer } from '../../../functions/platform/settings/settings-answers.ts';
import type { StoresAnswer } from '../../../functions/platform/stores/stores-answers.ts';
import type { Api } from '../api/client.ts';
import type { MediaLinks } from '../api/media-links.ts';
import type { ConsoleConfig } from '../session/config.ts';

/** What every page works with. */
export interface Shop extends MeAnswer {
  readonly api: Api;
  readonly media: MediaLinks;
  readonly config: ConsoleConfig;
  /** All shops of whoever is signed in. */
  readonly stores: StoresAnswer['stores'];
}

const ShopContext = createContext<Shop | undefined>(undefined);
export const ShopProvider = ShopContext.Provider;

/** The shop that is open, who works in it, and its API. */
export function useShop(): Shop {
  const shop = useContext(ShopContext);
  if (shop === undefined) throw new Error('useShop outside of a shop');
  return shop;
}

/** Whether a member has one of the roles. */
export function hasRole(member: Pick<Member, 'roles'>, roles: readonly Role[]): boolean {
  return roles.some((role) => member.roles.includes(role));
}
