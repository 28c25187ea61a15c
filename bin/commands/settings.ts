import { isDeepStrictEqual } from 'node:util';
import type { Command } from 'commander';
import type { Says } from '../../functions/commerce/says.ts';
import { type Role, roleSchema, roleTitles } from '../../functions/platform/members/role.ts';
import type { SettingVersion } from '../../functions/platform/settings/read-setting.ts';
import { settingCatalogue, settingNames } from '../../functions/platform/settings/setting-catalogue.ts';
import type { ChangeAskedAnswer } from '../../functions/platform/settings/settings-answers.ts';
import { segment } from '../api-client.ts';
import type { Invocation } from '../invocation.ts';
import type { Say } from '../messages/catalogue.ts';
import { forReading, type OpenSession, openSession } from '../session.ts';
import { readSettingValue } from '../setting-values.ts';

interface Setting {
  readonly name: string;
  readonly value: unknown;
  /** 0: the default in code. */
  readonly version: number;
}

interface ListedSetting extends Setting {
  readonly title: Says;
  readonly description: Says;
  readonly mayChange: readonly Role[];
}

interface ChangeOptions {
  readonly reason?: string;
}

export function addSettings(program: Command, invocation: Invocation, say: Say): void {
  const settings = program.command('settings').description(say('help.settings'));
  settings
    .command('list')
    .description(say('help.settings.list'))
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const answer = await session.api.get<{ settings: ListedSetting[] }>('settings');
      session.print.show(answer, () => printSettings(session, answer.settings));
    });
  settings
    .command('get')
    .description(say('help.settings.get'))
    .argument('<name>')
    .action(async (name: string, _options: unknown, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const setting = await session.api.get<Setting>(`settings/${segment(name)}`);
      session.print.show(setting, () => printSetting(session, setting));
    });
  settings
    .command('set')
    .description(say('help.settings.set'))
    .argument('<name>')
    .argument('<values...>', say('help.settings.values'))
    .option('--reason <text>', say('help.settings.reason'))
    .action(async (name: string, values: string[], { reason }: ChangeOptions, command: Command) => {
      const session = await openSession(invocation, command, mayChange(name));
      await change(session, name, values, reason);
    });
  settings
    .command('undo')
    .description(say('help.settings.undo'))
    .argument('<name>')
    .option('--reason <text>', say('help.settings.reason'))
    .action(async (name: string, options: ChangeOptions, command: Command) => {
      const session = await openSession(invocation, command, mayChange(name));
      const undone = await session.api.post<Setting | ChangeAskedAnswer>(
        `settings/${segment(name)}/undo`,
        options,
      );
      if ('change' in undone) {
        session.print.show(undone, () => session.print.line(undone.says[session.language]));
        return;
      }
      session.print.show(undone, () => {
        session.print.line(session.say('settings.undone', { name, version: undone.version }), 'good');
        printValue(session, undone.value);
      });
    });
  addVersions(settings, invocation, say);
}

function addVersions(settings: Command, invocation: Invocation, say: Say): void {
  settings
    .command('versions')
    .description(say('help.settings.versions'))
    .argument('<name>')
    .action(async (name: string, _options: unknown, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const versions: SettingVersion[] = [];
      let cursor: string | undefined;
      do {
        const page = await session.api.get<{ versions: SettingVersion[]; cursor?: string }>(
          `settings/${segment(name)}/versions`,
          { cursor },
        );
        versions.push(...page.versions);
        cursor = page.cursor;
      } while (cursor !== undefined);
      session.print.show({ name, versions }, () => printVersions(session, name, versions));
    });
}

/** Who to act as on this machine; an unknown name is refused by the API, which knows them all. */
function mayChange(name: string): readonly Role[] {
  const known = settingNames.find((one) => one === name);
  return known === undefined ? forReading : settingCatalogue[known].mayChange;
}

async function change(
  session: OpenSession,
  name: string,
  words: readonly string[],
  reason: string | undefined,
): Promise<void> {
  const path = `settings/${segment(name)}`;
  const present = await session.api.get<Setting>(path);
  const value = readSettingValue(present.value, words);
  if (isDeepStrictEqual(value, present.value)) {
    session.print.show(present, () => session.print.line(session.say('settings.unchanged', { name })));
    return;
  }
  // Over the version that was read: somebody else's change in between is not lost but answered 409.
  const saved = await session.api.put<Setting | ChangeAskedAnswer>(path, {
    value,
    expectedVersion: present.version,
    ...(reason === undefined ? {} : { reason }),
  });
  if ('change' in saved) {
    session.print.show(saved, () => session.print.line(saved.says[session.language]));
    return;
  }
  session.print.show(saved, () => {
    session.print.line(session.say('settings.saved', { name, version: saved.version }), 'good');
    printValue(session, saved.value);
  });
}

function printSettings(session: OpenSession, settings: readonly ListedSetting[]): void {
  const { print, say, language } = session;
  print.table(
    [
      say('settings.column.name'),
      say('settings.column.title'),
      say('settings.column.version'),
      say('settings.column.mayChange'),
      say('settings.column.value'),
    ],
    settings.map((setting) => [
      setting.name,
      setting.title[language],
      versionText(say, setting.version),
      rolesText(session, setting.mayChange),
      shortened(JSON.stringify(setting.value)),
    ]),
  );
  print.line();
  print.line(say('settings.hint.get'));
}

function rolesText({ language }: OpenSession, roles: readonly Role[]): string {
  const known = roleSchema.options.filter((role) => roles.includes(role));
  return known.map((role) => roleTitles[role][language]).join(language === 'zh' ? '、' : ', ');
}

/** A table row stays one line; `settings get` shows all of it. */
const shownCharacters = 60;

function shortened(text: string): string {
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters - 1)}…`;
}

function versionText(say: Say, version: number): string {
  return version === 0 ? say('settings.default') : String(version);
}

function printSetting(session: OpenSession, setting: Setting): void {
  const { print, say, language } = session;
  const known = settingNames.find((name) => name === setting.name);
  print.fields([
    [say('settings.column.name'), setting.name],
    [
      say('settings.column.title'),
      known === undefined ? undefined : settingCatalogue[known].description[language],
    ],
    [say('settings.column.version'), versionText(say, setting.version)],
    [
      say('settings.column.mayChange'),
      known === undefined ? undefined : rolesText(session, settingCatalogue[known].mayChange),
    ],
  ]);
  printValue(session, setting.value);
  print.line();
  print.line(say('settings.hint.set', { name: setting.name }));
}

function printValue({ print }: OpenSession, value: unknown): void {
  for (const line of JSON.stringify(value, null, 2).split('\n')) print.line(line);
}

function printVersions(session: OpenSession, name: string, versions: readonly SettingVersion[]): void {
  const { print, say, shop, time } = session;
  if (versions.length === 0) {
    print.line(say('settings.noVersions', { name }));
    return;
  }
  print.table(
    [
      say('settings.column.version'),
      say('column.time', { zone: shop.zone }),
      say('settings.column.by'),
      say('column.reason'),
      say('settings.column.value'),
    ],
    versions.map((one) => [
      String(one.version),
      time(one.at),
      one.by.id === session.member.sub ? session.member.name : one.by.id,
      one.reason,
      shortened(JSON.stringify(one.value)),
    ]),
  );
}
