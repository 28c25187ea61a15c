import * as z from 'zod';
import { InvalidInputError } from '../errors.ts';
import { noteConsole } from '../notify/console-place.ts';
import type { Platform } from '../platform.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { settingNamed } from '../settings/setting-catalogue.ts';
import { registerStore } from '../stores/list-stores.ts';
import { removeSampleStore } from '../stores/remove-sample-store.ts';
import { storeIdSchema } from '../stores/store-id.ts';
import { type Member, memberSchema } from './member.ts';
import { listMembers, putMember, removeMember } from './members.ts';

/** What `storehand init` asks for. Only who may invoke the function with AWS credentials gets here. */
const openStoreSchema = z.strictObject({
  action: z.literal('open-store'),
  store: storeIdSchema,
  members: z.array(memberSchema).min(1).max(20),
  /** By name; what is left out keeps its default in code. */
  settings: z.record(z.string(), z.unknown()).default({}),
});
export type OpenStore = z.input<typeof openStoreSchema>;

export const administerSchema = z.discriminatedUnion('action', [
  openStoreSchema,
  z.strictObject({ action: z.literal('remove-store'), store: storeIdSchema }),
  z.strictObject({ action: z.literal('list-members'), store: storeIdSchema }),
  z.strictObject({
    action: z.literal('remove-member'),
    store: storeIdSchema,
    sub: memberSchema.shape.sub,
  }),
  /** What a deployment, or a start on one machine, knows at its end. */
  z.strictObject({ action: z.literal('note-console'), url: z.url({ protocol: /^https?$/ }) }),
]);

export interface Administered {
  readonly done: string;
  /** By `remove-store`: records and files. */
  readonly removed?: number;
  /** By `list-members`. */
  readonly members?: readonly Member[];
}

/** Carries out what `storehand init`, `storehand sample remove` or `storehand members` asks for. */
export async function administer(
  platform: Platform,
  request: z.output<typeof administerSchema>,
): Promise<Administered> {
  const { action: done } = request;
  switch (request.action) {
    case 'note-console':
      await noteConsole(platform, request.url.replace(/\/+$/, ''));
      return { done };
    case 'remove-store':
      return {
        done,
        removed: await removeSampleStore(platform, request.store, { kind: 'system', id: 'administer' }),
      };
    case 'list-members':
      return { done, members: await listMembers(platform, request.store) };
    case 'remove-member':
      await removeMember(platform, request.store, request.sub, { kind: 'system', id: 'administer' });
      return { done };
    case 'open-store':
      await openStore(platform, request);
      return { done };
  }
}

/**
 * Opens a store: makes it known to schedules, puts its members, saves its settings. Repeating it changes members to what is
 * asked and saves settings as new versions.
 *
 * @throws InvalidInputError for a wrong member or setting; what came before it stays
 */
export async function openStore(
  platform: Platform,
  request: z.output<typeof openStoreSchema>,
): Promise<void> {
  if (!request.members.some((member) => member.roles.includes('admin'))) throw adminMissing();
  const actor = { kind: 'system', id: 'init' } as const;
  await registerStore(platform, request.store);
  for (const member of request.members) await putMember(platform, request.store, member, actor);
  for (const [name, value] of Object.entries(request.settings)) {
    const reason = 'storehand init';
    await saveSetting(platform, { store: request.store, name: settingNamed(name), value, actor, reason });
  }
}

function adminMissing(): InvalidInputError {
  return new InvalidInputError('AdminMissing', {
    en: 'A store needs at least one member with the role admin.',
    zh: '店铺至少需要一名管理员。',
  });
}
