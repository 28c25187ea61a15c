import type { Command } from 'commander';
import type { Language } from '../functions/commerce/says.ts';
import type { Member } from '../functions/platform/members/member.ts';
import type { Role } from '../functions/platform/members/role.ts';
import type { SettingValue } from '../functions/platform/settings/setting-catalogue.ts';
import { ApiClient } from './api-client.ts';
import {
  type Connection,
  type DeployedConnection,
  deployedConnectionFile,
  type LocalConnection,
  localConnectionFile,
  localDataFolder,
  localMemberFor,
  readConnection,
  type Session,
  writeConnection,
} from './connection.ts';
import { CommandFailure, refused, unreachable, wrongUsage } from './failures.ts';
import type { Invocation } from './invocation.ts';
import { type Say, sayIn, saysOf } from './messages/catalogue.ts';
import { Printer } from './printer.ts';
import type { Shell } from './shell.ts';
import { isFresh, refreshSession, signIn } from './sign-in.ts';

/** The options of every command. */
export interface GlobalOptions {
  readonly stage?: string;
  readonly data?: string;
  readonly store?: string;
  readonly as?: string;
  readonly json?: boolean;
  readonly lang?: Language;
}

/** A command that has been let in: who acts, in which shop, and how it speaks. */
export interface OpenSession {
  readonly store: string;
  readonly connection: Connection;
  readonly api: ApiClient;
  readonly member: Member;
  readonly shop: SettingValue<'shop'>;
  readonly language: Language;
  readonly say: Say;
  readonly print: Printer;
  /** An instant as day and minute in the shop's zone; empty for none. */
  time(instant: string | undefined): string;
}

/** What any member may do is done as somebody who may do most. */
export const forReading: readonly Role[] = ['operator', 'admin'];

interface Me {
  readonly member: Member;
  readonly shop: SettingValue<'shop'>;
}

/**
 * Lets a command in, and from here on it speaks the member's language.
 *
 * @param roles the roles that the command needs; on this machine they choose the member
 * @throws CommandFailure when there is no system, no sign-in, or no such member
 */
export async function openSession(
  invocation: Invocation,
  command: Command,
  roles: readonly Role[],
): Promise<OpenSession> {
  const { shell } = invocation;
  const options = command.optsWithGlobals<GlobalOptions>();
  const { file, connection } = findConnection(shell, options);
  const store = options.store ?? connection.store;
  if (store === undefined) {
    throw wrongUsage('deployed.noStore', { stage: options.stage ?? '' });
  }
  const token =
    connection.kind === 'local'
      ? (await signInHere(shell, connection, store, roles, options.as)).session.accessToken
      : await deployedToken(shell, file, connection, options.as);
  const api = new ApiClient(connection, store, token, invocation.shell.sleep);
  const { member, shop } = await api.get<Me>('me');
  const language = options.lang ?? member.language ?? shop.languages[0] ?? 'en';
  invocation.language = language;
  const print = new Printer(shell.stdout, { json: options.json === true, env: shell.env });
  // Swedish writes the ISO order; it is read alike in both languages.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: shop.zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const time = (instant: string | undefined) =>
    instant === undefined ? '' : format.format(new Date(instant));
  return {
    store,
    connection,
    api,
    member,
    shop,
    language,
    say: sayIn(language, whereWords(options)),
    print,
    time,
  };
}

/** What was typed to get here, to be typed again with the next command. */
function whereWords({ stage, data, store }: GlobalOptions): string {
  const given = Object.entries({ stage, data, store }).filter((pair) => pair[1] !== undefined);
  const quoted = (text: string) => (/^[\w.,:@/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  return given.map(([name, value = '']) => ` --${name} ${quoted(value)}`).join('');
}

/** @throws CommandFailure `Unreachable` when nothing was started or deployed here */
export function findConnection(
  shell: Shell,
  options: Pick<GlobalOptions, 'stage' | 'data'>,
): { file: string; connection: Connection } {
  const { stage } = options;
  const file =
    stage === undefined
      ? localConnectionFile(localDataFolder(shell.env, options.data))
      : deployedConnectionFile(shell.env, stage);
  const connection = readOrRefuse(file);
  if (connection !== undefined) return { file, connection };
  throw stage === undefined
    ? unreachable('local.notStarted', { file })
    : unreachable('deployed.notConnected', { stage, file });
}

function readOrRefuse(file: string): Connection | undefined {
  try {
    return readConnection(file);
  } catch (cause) {
    const text = saysOf('connection.unreadable', { file });
    throw new CommandFailure('unreachable', 'ConnectionUnreadable', text, { cause });
  }
}

/** On this machine everybody signs in anew: there is no session to keep, and the password is at hand. */
export async function signInHere(
  shell: Shell,
  connection: LocalConnection,
  store: string,
  roles: readonly Role[],
  email: string | undefined,
): Promise<{ email: string; session: Session }> {
  const member = localMemberFor(connection, store, roles, email);
  if (member === undefined) {
    const members = connection.members.map((one) => one.email).join(', ');
    throw wrongUsage('local.noMember', { email: email ?? '', members });
  }
  const newPassword = () => Promise.reject(refused('SignInRefused', 'signIn.wrong'));
  return { email: member.email, session: await signIn(shell, connection, { ...member, newPassword }) };
}

async function deployedToken(
  shell: Shell,
  file: string,
  connection: DeployedConnection,
  wanted: string | undefined,
): Promise<string> {
  const { session, stage } = connection;
  if (session === undefined) throw refused('NotSignedIn', 'deployed.notSignedIn', { stage });
  if (wanted !== undefined && wanted !== session.email) {
    throw wrongUsage('deployed.otherPerson', { email: session.email, wanted, stage });
  }
  if (isFresh(session, shell.now())) return session.accessToken;
  const renewed = await refreshSession(shell, connection, session);
  writeConnection(file, { ...connection, session: renewed });
  return renewed.accessToken;
}
