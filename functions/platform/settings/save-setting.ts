import { auditWrites } from '../audit/append-audit.ts';
import type { Actor } from '../audit/audit-entry.ts';
import { InvalidInputError, RejectedError } from '../errors.ts';
import { requireOneOf } from '../members/require-role.ts';
import type { Role } from '../members/role.ts';
import type { Platform } from '../platform.ts';
import { ConflictError, type Expected, type RecordWrite } from '../ports/records.ts';
import { announceSwitches } from './announce-switches.ts';
import { parseSetting } from './parse-setting.ts';
import { currentKey, type SettingVersion, versionKey } from './read-setting.ts';
import {
  needsSecondAdmin,
  type SettingName,
  type SettingValue,
  settingCatalogue,
} from './setting-catalogue.ts';
import { syncSchedules } from './sync-schedules.ts';

/** A person acts with the roles that the shop gave them; the platform itself needs none. */
export type SettingActor =
  | { readonly kind: 'person'; readonly id: string; readonly roles: readonly Role[] }
  | { readonly kind: 'machine' | 'system'; readonly id: string };

export interface SaveSetting<N extends SettingName> {
  readonly store: string;
  readonly name: N;
  readonly value: unknown;
  /** The version that the person saw when changing it; left out: over whatever is there. */
  readonly expectedVersion?: number | undefined;
  readonly actor: SettingActor;
  /** Why, for whoever reads the record later. */
  readonly reason: string;
  /** A change that a second admin confirmed. */
  readonly confirmed?: Confirmation;
}

export interface Confirmation {
  /** The member who confirms; `actor` is the one who asked. */
  readonly by: string;
  readonly restores?: number | undefined;
  /** Written in the same transaction: the change cannot be saved and stay pending. */
  readonly besides: RecordWrite;
}

/** Over a value that nobody named a version of, this often before another writer's success is told. */
const TRIES = 3;

/**
 * Saves a value as a new version, with its audit entry in the same transaction, then brings the schedules in line.
 *
 * @throws InvalidInputError `SettingInvalid`
 * @throws RejectedError `Forbidden` when the person has none of the roles
 * @throws ConflictError when `expectedVersion` is not the newest any more
 */
export async function saveSetting<N extends SettingName>(
  platform: Platform,
  request: SaveSetting<N>,
): Promise<{ value: SettingValue<N>; version: number }> {
  checkActor(request);
  const value = parseSetting(request.name, request.value);
  const restores = request.confirmed?.restores;
  const saved = await writeVersion(platform, request, () => ({
    value,
    ...(restores === undefined ? {} : { restores }),
  }));
  return { value, version: saved.version };
}

/**
 * Brings back the value before the newest one, as a new version; again, the one before that.
 *
 * @throws InvalidInputError `NothingToUndo` at the default in code
 */
export async function undoSetting<N extends SettingName>(
  platform: Platform,
  request: Omit<SaveSetting<N>, 'value'>,
): Promise<{ value: SettingValue<N>; version: number }> {
  checkActor(request);
  const { store, name } = request;
  const saved = await writeVersion(platform, request, (current) =>
    valueBefore(platform, store, name, current),
  );
  return { value: saved.value as SettingValue<N>, version: saved.version };
}

/** The value that an undo brings back, and the version that had it. @throws InvalidInputError `NothingToUndo` */
export async function valueBefore(
  platform: Platform,
  store: string,
  name: SettingName,
  current: SettingVersion | undefined,
): Promise<{ value: unknown; restores: number }> {
  const standing = current?.restores ?? current?.version ?? 0;
  if (standing === 0) throw nothingToUndo(name);
  const restores = standing - 1;
  if (restores === 0) return { value: settingCatalogue[name].default, restores };
  const earlier = await platform.records.get<SettingVersion>(versionKey(store, name, restores));
  return { value: parseSetting(name, earlier?.data.value), restores };
}

type Change = (
  current: SettingVersion | undefined,
) => { value: unknown; restores?: number } | Promise<{ value: unknown; restores?: number }>;

async function writeVersion(
  platform: Platform,
  request: Omit<SaveSetting<SettingName>, 'value'>,
  change: Change,
): Promise<SettingVersion> {
  const { store, name, expectedVersion, reason } = request;
  for (let tries = 1; ; tries++) {
    const current = await platform.records.get<SettingVersion>(currentKey(store, name));
    const present = current?.data.version ?? 0;
    if (expectedVersion !== undefined && expectedVersion !== present) {
      throw new ConflictError(`setting ${name} is at version ${present}, not ${expectedVersion}`);
    }
    const next: SettingVersion = {
      name,
      version: present + 1,
      ...(await change(current?.data)),
      at: platform.clock.now(),
      by: { kind: request.actor.kind, id: request.actor.id },
      reason,
      ...(request.confirmed === undefined ? {} : { confirmedBy: request.confirmed.by }),
    };
    try {
      await writeWithAudit(platform, request, next, current?.data, current?.version);
    } catch (error) {
      if (error instanceof ConflictError && expectedVersion === undefined && tries < TRIES) continue;
      throw error;
    }
    // After the transaction: what a crash here leaves undone, the function sync-schedules does.
    if (name === 'schedules' || name === 'shop') await syncSchedules(platform, store);
    if (name === 'kill-switches') await announceSwitches(platform, store, next, current?.data);
    return next;
  }
}

async function writeWithAudit(
  platform: Platform,
  { store, confirmed }: Pick<SaveSetting<SettingName>, 'store' | 'confirmed'>,
  next: SettingVersion,
  before: SettingVersion | undefined,
  recordVersion: number | undefined,
): Promise<void> {
  const expected: Expected = recordVersion === undefined ? 'absent' : { version: recordVersion };
  // Whoever confirms puts it in force; who asked stands in the entry before, and in the version.
  const actor: Actor = confirmed === undefined ? next.by : { kind: 'person', id: confirmed.by };
  const audit = await auditWrites(platform, {
    store,
    stream: `setting/${next.name}`,
    actor,
    action: next.restores === undefined ? 'setting.saved' : 'setting.undone',
    subject: `setting/${next.name}`,
    before: before?.value,
    after: next.value,
    reason: next.reason,
  });
  await platform.records.transact([
    { key: currentKey(store, next.name), data: next, expected },
    { key: versionKey(store, next.name, next.version), data: next, expected: 'absent' },
    ...(confirmed === undefined ? [] : [confirmed.besides]),
    ...audit,
  ]);
}

function checkActor({
  actor,
  name,
  confirmed,
}: Pick<SaveSetting<SettingName>, 'actor' | 'name' | 'confirmed'>): void {
  if (actor.kind !== 'person') return;
  requireOneOf(actor, settingCatalogue[name].mayChange);
  // No route leads here: they ask for a second admin. Whoever writes another one is stopped all the same.
  if (needsSecondAdmin(name) && confirmed === undefined) {
    throw new RejectedError('SecondAdminNeeded', {
      en: `A change of ${name} waits until a second admin confirms it. Nothing was changed.`,
      zh: `更改 ${name} 须由另一位管理员确认。未作更改。`,
    });
  }
}

function nothingToUndo(name: SettingName): InvalidInputError {
  return new InvalidInputError('NothingToUndo', {
    en: `The setting ${name} is at its default; there is nothing to undo.`,
    zh: `设置 ${name} 已是默认值，没有可撤销的内容。`,
  });
}
