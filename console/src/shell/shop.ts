import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Member } from '../../../functions/platform/members/member.ts';
import type { Role } from '../../../functions/platform/members/role.ts';
import type { Api } from '../api/client.ts';
import type { ConsoleConfig } from '../session/config.ts';

/** The answer of `GET me`: who is signed in, in which shop. */
export interface Me {
  readonly store: string;
  readonly member: Member;
  readonly shop: {
    readonly name: string;
    /** IANA; all times are shown in it. */
    readonly zone: string;
    /** ISO 4217. */
    readonly currency: string;
    readonly sample: boolean;
  };
}

/** What every page works with. */
export interface Shop extends Me {
  readonly api: Api;
  readonly config: ConsoleConfig;
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
