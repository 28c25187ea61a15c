import type { Says } from '../../commerce/says.ts';
import { auditWrites } from '../audit/append-audit.ts';
import { digest } from '../audit/audit-entry.ts';
import { InvalidInputError, RejectedError } from '../errors.ts';
import { listMembersWithRole } from '../members/members.ts';
import { requireOneOf } from '../members/require-role.ts';
import type { Role } from '../members/role.ts';
import type { Platform } from '../platform.ts';
import { ConflictError, type RecordKey, type StoredRecord } from '../ports/records.ts';
import { diffValues } from './diff-values.ts';
import { parseSetting } from './parse-setting.ts';
import { currentKey, type SettingVersion } from './read-setting.ts';
import { saveSetting, valueBefore } from './save-setting.ts';
import { type SettingName, settingCatalogue, settingNamed } from './setting-catalogue.ts';
import type { ChangeAskedAnswer, ChangesAnswer, PendingChange } from './settings-answers.ts';

/** As long as people are away at most; then whoever still wants it asks anew, over the value that stands by then. */
const PENDING_DAYS = 7;

/** Newest first; a shop changes its policy a few times a year. */
const LISTED = 50;

interface ChangeRecord extends PendingChange {
  /** Of an undo: the version whose value it brings back. */
  readonly restores?: number;
}

export interface Asking {
  readonly store: string;
  readonly name: SettingName;
  readonly expectedVersion?: number | undefined;
  readonly actor: { readonly id: string; readonly roles: readonly Role[] };
  readonly reason: string;
}

function changesPk(store: string): string {
  return `${store}#SETTINGCHANGES`;
}

function changeKey(store: string, id: string): RecordKey {
  return { pk: changesPk(store), sk: id };
}

/**
 * Asks for a change that a second admin has to confirm. Nothing is changed until then.
 *
 * @param value left out: the value before the newest, as an undo brings it back
 * @throws InvalidInputError `SettingInvalid`, `NothingChanges`, `NothingToUndo`
 * @throws RejectedError `Forbidden` when the person has none of the roles
 * @throws ConflictError when `expectedVersion` is not the newest any more
 */
export async function askChange(
  platform: Platform,
  { store, name, expectedVersion, actor, reason }: Asking,
  wanted: { value: unknown } | 'undo',
): Promise<ChangeAskedAnswer> {
  requireOneOf(actor, settingCatalogue[name].mayChange);
  const current = (await platform.records.get<SettingVersion>(currentKey(store, name)))?.data;
  const version = current?.version ?? 0;
  if (expectedVersion !== undefined && expectedVersion !== version) {
    throw new ConflictError(`setting ${name} is at version ${version}, not ${expectedVersion}`);
  }
  const next =
    wanted === 'undo'
      ? await valueBefore(platform, store, name, current)
      : { value: parseSetting(name, wanted.value) };
  const differences = [...diffValues(current?.value ?? settingCatalogue[name].default, next.value)];
  if (differences.length === 0) throw nothingChanges();
  const askedAt = platform.clock.now();
  const change: ChangeRecord = {
    // In order of time, and the same for the same question of the same moment.
    id: `${askedAt.replace(/\D/g, '')}-${digest([name, next.value, actor.id]).slice(0, 12)}`,
    setting: name,
    status: 'pending',
    ...next,
    differences,
    basedOnVersion: version,
    reason,
    askedBy: actor.id,
    askedAt,
    expiresAt: new Date(Date.parse(askedAt) + PENDING_DAYS * 86_400_000).toISOString(),
  };
  const audit = await auditWrites(platform, {
    store,
    stream: `setting/${name}`,
    entryId: `asked/${change.id}`,
    actor: { kind: 'person', id: actor.id },
    action: 'setting.change-asked',
    subject: `setting/${name}`,
    before: current?.value,
    after: next.value,
    reason,
  });
  await platform.records.transact([
    { key: changeKey(store, change.id), data: change, expected: 'absent' },
    ...audit,
  ]);
  const otherAdmins = await countOtherAdmins(platform, store, actor.id);
  return { change: shown(change, askedAt), otherAdmins, says: waitsFor(otherAdmins) };
}

/** What waits and what was closed lately, newest first. */
export async function listChanges(platform: Platform, store: string, sub: string): Promise<ChangesAnswer> {
  const page = await platform.records.list<ChangeRecord>(
    { pk: changesPk(store) },
    { limit: LISTED, descending: true },
  );
  const now = platform.clock.now();
  return {
    changes: page.items.map(({ data }) => shown(data, now)),
    otherAdmins: await countOtherAdmins(platform, store, sub),
  };
}

interface Closing {
  readonly store: string;
  readonly id: string;
  readonly actor: { readonly id: string; readonly roles: readonly Role[] };
  readonly comment?: string | undefined;
}

/**
 * Puts a pending change in force: setting, change and audit entry in one transaction. The same admin again changes nothing.
 *
 * @throws InvalidInputError `ChangeUnknown`, `ChangeClosed`, `ChangeExpired`
 * @throws RejectedError `FourEyes` for whoever asked for it
 * @throws ConflictError when the setting was changed since it was asked for
 */
export async function confirmChange(platform: Platform, closing: Closing): Promise<PendingChange> {
  const { store, actor } = closing;
  const stored = await readChange(platform, closing);
  const change = stored.data;
  if (change.status === 'confirmed' && change.closedBy === actor.id) return shown(change, change.askedAt);
  if (change.askedBy === actor.id) throw fourEyes();
  refuseClosed(change, platform.clock.now());
  const confirmed = closed(change, 'confirmed', closing, platform.clock.now());
  await saveSetting(platform, {
    store,
    name: settingNamed(change.setting),
    value: change.value,
    expectedVersion: change.basedOnVersion,
    // The asker's version; the confirming admin has the role, which the route asks for.
    actor: { kind: 'person', id: change.askedBy, roles: actor.roles },
    reason: change.reason,
    confirmed: {
      by: actor.id,
      restores: change.restores,
      besides: {
        key: changeKey(store, change.id),
        data: confirmed,
        expected: { version: stored.version },
      },
    },
  });
  return shown(confirmed, platform.clock.now());
}

/** Refuses a pending change; whoever asked for it withdraws it so. Again: nothing. @throws as {@link confirmChange} */
export async function refuseChange(platform: Platform, closing: Closing): Promise<PendingChange> {
  const { store, actor, comment } = closing;
  const stored = await readChange(platform, closing);
  const change = stored.data;
  const status = change.askedBy === actor.id ? 'withdrawn' : 'refused';
  if (change.status === status && change.closedBy === actor.id) return shown(change, change.askedAt);
  refuseClosed(change, platform.clock.now());
  const refused = closed(change, status, closing, platform.clock.now());
  const audit = await auditWrites(platform, {
    store,
    stream: `setting/${change.setting}`,
    entryId: `${status}/${change.id}`,
    actor: { kind: 'person', id: actor.id },
    action: `setting.change-${status}`,
    subject: `setting/${change.setting}`,
    after: change.value,
    reason: comment,
  });
  const key = changeKey(store, change.id);
  await platform.records.transact([{ key, data: refused, expected: { version: stored.version } }, ...audit]);
  return shown(refused, platform.clock.now());
}

async function readChange(platform: Platform, { store, id }: Closing): Promise<StoredRecord<ChangeRecord>> {
  const stored = await platform.records.get<ChangeRecord>(changeKey(store, id));
  if (stored !== undefined) return stored;
  throw new InvalidInputError('ChangeUnknown', {
    en: 'There is no such change in this shop.',
    zh: '本店没有这项更改申请。',
  });
}

function closed(
  change: ChangeRecord,
  status: 'confirmed' | 'refused' | 'withdrawn',
  { actor, comment }: Closing,
  at: string,
): ChangeRecord {
  return {
    ...change,
    status,
    closedBy: actor.id,
    closedAt: at,
    ...(comment === undefined ? {} : { comment }),
  };
}

/** Without what is needed for carrying it out only. */
function shown({ restores: _restores, ...change }: ChangeRecord, now: string): PendingChange {
  return change.status === 'pending' && now >= change.expiresAt ? { ...change, status: 'expired' } : change;
}

function refuseClosed(change: ChangeRecord, now: string): void {
  if (change.status !== 'pending') {
    throw new InvalidInputError('ChangeClosed', {
      en: 'This change was decided before. Nothing was changed now; load the list again.',
      zh: '该更改申请此前已处理，本次未作更改，请重新加载列表。',
    });
  }
  if (now < change.expiresAt) return;
  throw new InvalidInputError('ChangeExpired', {
    en: `Nobody confirmed this change within ${PENDING_DAYS} days. Nothing was changed; ask for it anew.`,
    zh: `该更改在 ${PENDING_DAYS} 天内无人确认，已过期。未作更改，请重新申请。`,
  });
}

async function countOtherAdmins(platform: Platform, store: string, sub: string): Promise<number> {
  const admins = await listMembersWithRole(platform, store, 'admin');
  return admins.filter((admin) => admin.sub !== sub).length;
}

function waitsFor(otherAdmins: number): Says {
  if (otherAdmins > 0) {
    return {
      en: `Nothing is changed yet: another admin has to confirm it within ${PENDING_DAYS} days.`,
      zh: `尚未生效：须由另一位管理员在 ${PENDING_DAYS} 天内确认。`,
    };
  }
  return {
    en: `Nothing is changed yet: another admin has to confirm it within ${PENDING_DAYS} days, and this shop has no other. Invite one under Members, then ask them to confirm it.`,
    zh: `尚未生效：须由另一位管理员在 ${PENDING_DAYS} 天内确认，而本店没有其他管理员。请先在“成员”中邀请一位，再请其确认。`,
  };
}

function fourEyes(): RejectedError {
  return new RejectedError('FourEyes', {
    en: 'You asked for this change yourself, so another admin has to confirm it. It still waits.',
    zh: '该更改由您本人申请，须由另一位管理员确认，目前仍在等待。',
  });
}

function nothingChanges(): InvalidInputError {
  return new InvalidInputError('NothingChanges', {
    en: 'This is what is in force already. Nothing was asked for.',
    zh: '与当前生效的设置相同，未提交申请。',
  });
}
