import { type LocalSystem, localIdentity } from '../../local/system.ts';
import {
  keepPeople,
  type LocalConnection,
  localConnectionFile,
  localMemberFor,
  readConnection,
  writeConnection,
} from '../connection.ts';
import { everything } from './everything.ts';
import { LocalApi } from './local-api.ts';
import type { OneMachineOptions } from './options.ts';
import { type LocalShop, openStore, ownStore, sampleStore, signUpPeople } from './shop.ts';

export interface OpenShop extends LocalShop {
  /** The e-mail of the member as whom progress is read. */
  readonly operator: string;
  /** This start has opened it. */
  readonly isNew: boolean;
}

/**
 * The shop that this start is about: the user's own when photos were named, else the sample in an empty data folder, else the
 * one of the last start.
 */
export async function openShops(system: LocalSystem, options: OneMachineOptions): Promise<OpenShop> {
  const file = localConnectionFile(options.data);
  const kept = readConnection(file);
  const before = kept?.kind === 'local' ? kept : undefined;
  const store = options.photos === undefined ? (before?.store ?? sampleStore) : ownStore;
  const shop = await signUpPeople(system, store, before?.members ?? []);
  const connection = keepPeople(before, connectionTo(system, shop));
  const operator = localMemberFor(connection, store, ['operator'])?.email ?? '';
  // A shop that `storehand init` opened has its own people and settings: neither is touched.
  const openedByInit = before?.members.some((member) => member.stores?.includes(store)) ?? false;
  const isNew = !openedByInit && (await new LocalApi(system, shop, operator).get('me')) === undefined;
  if (isNew) await openStore(system, shop, options.language, options.everything ? everything : {});
  writeConnection(file, connection);
  return { ...shop, operator, isNew };
}

function connectionTo(system: LocalSystem, shop: LocalShop): LocalConnection {
  const { store, userPoolId, userPoolClientId, administerFunction, members } = shop;
  return {
    kind: 'local',
    endpoint: system.url,
    apiUrl: system.url,
    region: localIdentity.region,
    userPoolId,
    userPoolClientId,
    administerFunction,
    store,
    members: members.map((member) => ({ ...member, roles: [...member.roles] })),
  };
}
