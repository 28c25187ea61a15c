import { readMember } from '../members/members.ts';
import type { Platform } from '../platform.ts';
import { readSetting } from '../settings/read-setting.ts';
import { listStores } from './list-stores.ts';
import type { StoresAnswer } from './stores-answers.ts';

type StoreOfMember = StoresAnswer['stores'][number];

/**
 * The shops in which a person is a member, in order of their ids: one read for each shop of the deployment, which are tens, and
 * one more for each of the person's own. A shop that the person is no member of is not told of.
 */
export async function storesOfPerson(platform: Platform, sub: string): Promise<readonly StoreOfMember[]> {
  const stores = await listStores(platform);
  const found = await Promise.all(stores.map((store) => storeOfPerson(platform, store, sub)));
  return found.filter((store) => store !== undefined);
}

async function storeOfPerson(
  platform: Platform,
  store: string,
  sub: string,
): Promise<StoreOfMember | undefined> {
  const member = await readMember(platform, store, sub);
  if (member === undefined) return undefined;
  const { name, zone, currency, languages, sample } = (await readSetting(platform, store, 'shop')).value;
  return { store, name, zone, currency, languages, isSample: sample, roles: member.roles };
}
