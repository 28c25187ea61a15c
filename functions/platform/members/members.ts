import canonicalize from 'canonicalize';
import { auditWrites } from '../audit/append-audit.ts';
import type { Actor } from '../audit/audit-entry.ts';
import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import {
  ConflictError,
  type Expected,
  type RecordDelete,
  type RecordKey,
  type RecordWrite,
  type StoredRecord,
} from '../ports/records.ts';
import { type Member, memberSchema } from './member.ts';
import type { Role } from './role.ts';

export type { Member } from './member.ts';

const TRIES = 3;

function memberKey(store: string, sub: string): RecordKey {
  return { pk: `${store}#MEMBER#${sub}`, sk: 'MEMBER' };
}

/** Without a day: a shop has tens of members, and all are listed together. */
function memberIndexPk(store: string): string {
  return `${store}#MEMBER#active`;
}

/** Undefined for whoever is no member of this shop, also when the person is one of another. */
export async function readMember(
  platform: Platform,
  store: string,
  sub: string,
): Promise<Member | undefined> {
  return (await platform.records.get<Member>(memberKey(store, sub)))?.data;
}

/** All members of a shop, in order of their ids. A member that was just put may be missing for a second. */
export async function listMembers(platform: Platform, store: string): Promise<readonly Member[]> {
  const members: Member[] = [];
  let cursor: string | undefined;
  do {
    const page = await platform.records.listIndex<Member>(memberIndexPk(store), { cursor });
    members.push(...page.items.map((item) => item.data));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return members;
}

export async function listMembersWithRole(
  platform: Platform,
  store: string,
  role: Role,
): Promise<readonly Member[]> {
  return (await listMembers(platform, store)).filter((member) => member.roles.includes(role));
}

/**
 * Adds a member or changes one, with the audit entry in the same transaction.
 *
 * @throws InvalidInputError `MemberInvalid`; `LastAdmin` when nobody would be left to change the settings
 */
export async function putMember(
  platform: Platform,
  store: string,
  wanted: Member,
  actor: Actor,
): Promise<Member> {
  const member = parseMember(wanted);
  await changeMember(platform, store, member.sub, actor, member);
  return member;
}

/**
 * Takes a person's access to a shop away. Somebody who is no member: nothing happens.
 *
 * @throws InvalidInputError `LastAdmin`
 */
export async function removeMember(
  platform: Platform,
  store: string,
  sub: string,
  actor: Actor,
): Promise<void> {
  await changeMember(platform, store, sub, actor, undefined);
}

async function changeMember(
  platform: Platform,
  store: string,
  sub: string,
  actor: Actor,
  after: Member | undefined,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const before = await platform.records.get<Member>(memberKey(store, sub));
    // Nothing to change, also when this step is repeated after a crash.
    if (canonicalize(before?.data) === canonicalize(after)) return;
    if (before?.data.roles.includes('admin') === true && after?.roles.includes('admin') !== true) {
      await refuseLastAdmin(platform, store, sub);
    }
    const audit = await auditWrites(platform, {
      store,
      stream: `member/${sub}`,
      actor,
      action:
        after === undefined ? 'member.removed' : before === undefined ? 'member.added' : 'member.changed',
      subject: `member/${sub}`,
      // Roles only: names and addresses of people do not belong in a record that can never be changed.
      before: before?.data.roles,
      after: after?.roles,
    });
    try {
      await platform.records.transact([memberWrite(store, sub, before, after), ...audit]);
      return;
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === TRIES) throw error;
    }
  }
}

function memberWrite(
  store: string,
  sub: string,
  before: StoredRecord<Member> | undefined,
  after: Member | undefined,
): RecordWrite | RecordDelete {
  const expected: Expected = before === undefined ? 'absent' : { version: before.version };
  const key = memberKey(store, sub);
  if (after === undefined) return { delete: key, expected };
  return { key, data: after, index: { pk: memberIndexPk(store), sk: sub }, expected };
}

function parseMember(wanted: Member): Member {
  const parsed = memberSchema.safeParse(wanted);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'member'))].join(
    ', ',
  );
  throw new InvalidInputError('MemberInvalid', {
    en: `Nothing was saved. Check ${fields}: a member has a name, an e-mail address, a language (zh, en) and one to three roles.`,
    zh: `未保存。请检查 ${fields}：成员须有姓名、电子邮件、语言（zh、en）以及一至三个角色。`,
  });
}

async function refuseLastAdmin(platform: Platform, store: string, sub: string): Promise<void> {
  const admins = await listMembersWithRole(platform, store, 'admin');
  if (admins.some((admin) => admin.sub !== sub)) return;
  throw new InvalidInputError('LastAdmin', {
    en: 'This is the last admin of the shop. Make somebody else an admin first. Nothing was changed.',
    zh: '这是店铺的最后一位管理员。请先将其他人设为管理员。未作更改。',
  });
}
