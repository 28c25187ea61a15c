import type { LocalSystem } from '../../local/system.ts';
import { localConnectionFile, readConnection, writeConnection } from '../connection.ts';
import { LocalApi } from './local-api.ts';
import type { OneMachineOptions } from './options.ts';
import { type LocalShop, openStore, ownStore, sampleStore, signUpPeople } from './shop.ts';

/**
 * The shop that this start is about: the user's own when photos were named, else the sample in an empty data folder, else the
 * one of the last start.
 */
export async function openShops(
  system: LocalSystem,
  options: OneMachineOptions,
): Promise<LocalShop & { isNew: boolean }> {
  const file = localConnectionFile(options.data);
  const kept = readConnection(file);
  const before = kept?.kind === 'local' ? kept : undefined;
  const store = options.photos === undefined ? (before?.store ?? sampleStore) : ownStore;
  const shop = await signUpPeople(system, store, before?.members ?? []);
  const isNew = (await new LocalApi(system, shop).get('me')) === undefined;
  if (isNew) await openStore(system, shop, options.language);
  writeConnection(file, {
    kind: 'local',
    endpoint: system.url,
    apiUrl: system.url,
    region: 'us-east-1',
    userPoolId: shop.userPoolId,
    userPoolClientId: shop.userPoolClientId,
    administerFunction: shop.administerFunction,
    store,
    members: shop.members.map((member) => ({ ...member, roles: [...member.roles] })),
  });
  return { ...shop, isNew };
}
