import type { Language } from '../../commerce/says.ts';
import { listMembersWithRole, type Member } from '../members/members.ts';
import { type Role, roleSchema } from '../members/role.ts';
import type { Platform } from '../platform.ts';
import { readSetting } from '../settings/read-setting.ts';
import type { NoticeEvent } from './notice-event.ts';
import type { NotifyTarget } from './notify-target.ts';

/** One place that one notice goes to. */
export interface Recipient {
  readonly target: NotifyTarget;
  /** The same place always has the same name, whichever role led to it: nobody is told twice for having two roles. */
  readonly address: string;
  readonly language: Language;
}

/** Everybody who is told of an event: the targets of its role (all roles for a digest), by members where the target is personal. */
export async function recipientsOf(
  platform: Platform,
  event: NoticeEvent,
  languages: readonly Language[],
): Promise<readonly Recipient[]> {
  const targets = (await readSetting(platform, event.store, 'notification-targets')).value;
  const roles: readonly Role[] = event.name === 'Digest' ? roleSchema.options : [event.role];
  const usual = languages[0] ?? 'en';
  const found = new Map<string, Recipient>();
  for (const role of roles) {
    const members = await listMembersWithRole(platform, event.store, role);
    for (const target of targets[role]) {
      for (const recipient of expand(target, role, members, usual)) {
        if (!found.has(recipient.address)) found.set(recipient.address, recipient);
      }
    }
  }
  return [...found.values()];
}

function expand(target: NotifyTarget, role: Role, members: readonly Member[], usual: Language): Recipient[] {
  if (target.kind === 'outbox') {
    // Before there are members, the shop's own list still shows it.
    if (members.length === 0) return [{ target, address: `outbox/role/${role}`, language: usual }];
    return members.map(({ sub, language }) => ({ target, address: `outbox/${sub}`, language }));
  }
  if (target.kind === 'ses') {
    const to =
      target.to?.map((email) => ({ email, language: target.language ?? usual })) ??
      members.map(({ email, language }) => ({ email, language: target.language ?? language }));
    return to.map(({ email, language }) => ({
      target: { kind: 'ses', from: target.from, to: [email] },
      address: `ses/${email.toLowerCase()}`,
      language,
    }));
  }
  const language = target.language ?? usual;
  return [{ target, address: `${target.kind}/${target.secretName}`, language }];
}
