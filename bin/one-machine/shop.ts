import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import { CHANNELS } from '../../functions/commerce/channels/channel-rules.ts';
import type { administerSchema, OpenStore } from '../../functions/platform/members/administer.ts';
import type { Role } from '../../functions/platform/members/role.ts';
import type { LocalSystem } from '../../local/system.ts';

/** Somebody who may sign in on this machine. The password stands in a file that only the machine's user can read. */
export interface LocalMember {
  readonly email: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

/** A store of this machine and what it takes to reach it. */
export interface LocalShop {
  readonly store: string;
  readonly isSample: boolean;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly administerFunction: string;
  readonly inboxBucket: string;
  readonly mediaBucket: string;
  readonly members: readonly LocalMember[];
}

/** The sample has a store id of its own, so that it can be told apart from, and removed without touching, a real shop. */
export const sampleStore = 'sample';
export const ownStore = 'shop';

const people: readonly { email: string; name: string; roles: readonly Role[] }[] = [
  // Four-eyes: what the first person uploads, this one decides on; so the command line takes them for approvals.
  { email: 'approver@local.test', name: 'Approver', roles: ['approver'] },
  // Whoever tries the system out alone does it all: sample photos are nobody's upload.
  { email: 'operator@local.test', name: 'Operator', roles: ['operator', 'approver', 'admin'] },
];

/**
 * Describes a store of this machine and lets its people sign in; their passwords of an earlier start are kept.
 * The store itself may not be open yet: see `openStore`.
 */
export async function signUpPeople(
  system: LocalSystem,
  store: string,
  known: readonly LocalMember[],
): Promise<LocalShop> {
  const api = system.provisioned.outputs['Storehand-local-api'] ?? {};
  const members = people.map(({ email, roles }) => {
    const password = known.find((member) => member.email === email)?.password ?? newPassword();
    return { email, roles, password };
  });
  const shop: LocalShop = {
    store,
    isSample: store === sampleStore,
    userPoolId: String(api.UserPoolId),
    userPoolClientId: String(api.UserPoolClientId),
    administerFunction: madeResource(system, 'AWS::Lambda::Function', 'Administer'),
    inboxBucket: madeResource(system, 'AWS::S3::Bucket', 'Inbox'),
    mediaBucket: madeResource(system, 'AWS::S3::Bucket', 'Media'),
    members,
  };
  const { identity } = system.services;
  for (const { email, password } of members) {
    await identity.ensureUser(shop.userPoolId, email);
    await identity.setPassword(shop.userPoolId, email, password);
  }
  return shop;
}

function madeResource(system: LocalSystem, type: string, idPrefix: string): string {
  for (const resource of system.provisioned.resources.values()) {
    if (resource.type === type && resource.logicalId.startsWith(idPrefix)) return resource.ref;
  }
  throw new Error(`the stacks have no ${type} whose id begins with ${idPrefix}`);
}

/**
 * Opens the store with its people and settings, through the function that `storehand init` calls.
 *
 * @param more settings, by name, beside those that every shop of this machine has
 */
export async function openStore(
  system: LocalSystem,
  shop: LocalShop,
  language: 'zh' | 'en',
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const members = await Promise.all(
    people.map(async ({ email, name, roles }) => ({
      sub: await system.services.identity.ensureUser(shop.userPoolId, email),
      name,
      email,
      language,
      roles: [...roles],
    })),
  );
  const request: OpenStore = {
    action: 'open-store',
    store: shop.store,
    members,
    settings: { ...settingsOf(shop.store, language), ...more },
  };
  await administer(system, shop, request);
}

/** From now on notices link to the console. */
export async function noteConsole(system: LocalSystem, shop: LocalShop): Promise<void> {
  await administer(system, shop, { action: 'note-console', url: system.url });
}

async function administer(
  system: LocalSystem,
  shop: LocalShop,
  request: z.input<typeof administerSchema>,
): Promise<void> {
  const answer = await system.services.functions.invoke(shop.administerFunction, JSON.stringify(request));
  if (answer.functionError !== undefined) throw new Error(`${request.action} failed: ${answer.payload}`);
}

function settingsOf(store: string, language: 'zh' | 'en'): Record<string, unknown> {
  const isSample = store === sampleStore;
  const names = { zh: isSample ? '示例店铺' : '我的店铺', en: isSample ? 'Sample shop' : 'My shop' };
  return {
    shop: {
      name: names[language],
      zone: isSample ? 'Asia/Shanghai' : Intl.DateTimeFormat().resolvedOptions().timeZone,
      currency: isSample ? 'CNY' : 'USD',
      languages: language === 'zh' ? ['zh', 'en'] : ['en', 'zh'],
      sample: isSample,
    },
    channels: { selected: CHANNELS.map((channel) => channel.id) },
  };
}

/** 144 random bits, and one of each kind that the pool's policy asks for. */
function newPassword(): string {
  return `${randomBytes(18).toString('base64url')}aA1!`;
}
