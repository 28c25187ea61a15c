import type { Command } from 'commander';
import type { OpenStore } from '../../functions/platform/members/administer.ts';
import { type Role, roleTitles } from '../../functions/platform/members/role.ts';
import { administer } from '../cloud.ts';
import { type Connection, type LocalMember, writeConnection } from '../connection.ts';
import { wrongUsage } from '../failures.ts';
import { type InitAnswers, type InitOptions, type Person, readAnswers } from '../init-questions.ts';
import type { Invocation } from '../invocation.ts';
import { type Say, sayIn } from '../messages/catalogue.ts';
import { type SignedUp, signUp } from '../people.ts';
import { Printer } from '../printer.ts';
import { findConnection, type GlobalOptions } from '../session.ts';
import { sampleStore } from './sample.ts';

/** A person with everything that they may do: one entry even where admin and approver are the same. */
interface Post {
  readonly person: Person;
  readonly roles: Role[];
}

export function addInit(program: Command, invocation: Invocation, say: Say): void {
  program
    .command('init')
    .description(say('help.init'))
    .option('--name <name>', say('init.option.name'))
    .option('--zone <zone>', say('init.option.zone'))
    .option('--currency <code>', say('init.option.currency'))
    .option('--languages <list>', say('init.option.languages'))
    .option('--channels <list>', say('init.option.channels'))
    .option('--admin <person>', say('init.option.admin'))
    .option('--approver <person>', say('init.option.approver'))
    .option('--notify <target>', say('init.option.notify'), joined)
    .action(async (_options: InitOptions, command: Command) => {
      await openStore(invocation, command.optsWithGlobals<GlobalOptions & InitOptions>());
    });
}

function joined(value: string, before?: string): string {
  return before === undefined ? value : `${before},${value}`;
}

async function openStore(invocation: Invocation, options: GlobalOptions & InitOptions): Promise<void> {
  const { shell, language } = invocation;
  const say = sayIn(language);
  const { file, connection } = findConnection(shell, options);
  const answers = await readAnswers(shell, say, language, options);
  if (answers.store === sampleStore) throw wrongUsage('init.sampleTaken');
  const posts = postsOf(answers);
  const signedUp = await Promise.all(posts.map(({ person }) => signUp(connection, person.email)));
  await administer(connection, requestOf(answers, posts, signedUp));
  writeConnection(file, withStore(connection, answers.store, posts, signedUp));
  const print = new Printer(shell.stdout, { json: options.json === true, env: shell.env });
  const members = posts.map(({ person, roles }) => ({ ...person, roles }));
  print.show({ store: answers.store, name: answers.name, members }, () =>
    printOpened(print, say, invocation, connection, answers, posts),
  );
}

function postsOf({ admin, approver }: InitAnswers): readonly Post[] {
  // Whoever runs the shop also uploads; approving is kept apart, so that four eyes see everything.
  if (admin.email === approver.email) return [{ person: admin, roles: ['operator', 'approver', 'admin'] }];
  return [
    { person: admin, roles: ['operator', 'admin'] },
    { person: approver, roles: ['approver'] },
  ];
}

function requestOf(answers: InitAnswers, posts: readonly Post[], signedUp: readonly SignedUp[]): OpenStore {
  const { store, name, zone, currency, languages, channels, notify } = answers;
  const [language = 'en'] = languages;
  return {
    action: 'open-store',
    store,
    members: posts.map(({ person, roles }, index) => ({
      sub: signedUp[index]?.sub ?? '',
      ...person,
      language,
      roles,
    })),
    settings: {
      shop: { name, zone, currency, languages, sample: false },
      channels: { selected: channels },
      'notification-targets': { operator: notify, approver: notify, admin: notify },
    },
  };
}

/** From now on the store is the one that commands mean; on this machine its people can be acted as. */
function withStore(
  connection: Connection,
  store: string,
  posts: readonly Post[],
  signedUp: readonly SignedUp[],
): Connection {
  if (connection.kind === 'aws') return { ...connection, store };
  const added = posts.map(({ person: { email }, roles }, index): LocalMember => {
    const known = connection.members.find((member) => member.email === email);
    // A member without a list is one of the store that has been the connection's own until now.
    const before = known === undefined ? [] : (known.stores ?? [connection.store]);
    const stores = [...new Set([...before, store])];
    return { email, password: signedUp[index]?.password ?? '', roles, stores };
  });
  const others = connection.members
    .filter((member) => !added.some((one) => one.email === member.email))
    .map((member) => ({ ...member, stores: member.stores ?? [connection.store] }));
  return { ...connection, store, members: [...others, ...added] };
}

function printOpened(
  print: Printer,
  say: Say,
  { language }: Invocation,
  connection: Connection,
  answers: InitAnswers,
  posts: readonly Post[],
): void {
  print.line(say('init.done', { store: answers.store, name: answers.name }), 'good');
  for (const { person, roles } of posts) {
    const titles = roles.map((role) => roleTitles[role][language]).join(language === 'zh' ? '、' : ', ');
    print.line(say('init.person', { ...person, roles: titles }));
  }
  if (posts.length === 1) print.line(say('init.samePerson'), 'waits');
  if (connection.kind === 'local') print.line(say('init.next.local', { store: answers.store }));
  else print.line(say('init.next.deployed', { stage: connection.stage }));
}
