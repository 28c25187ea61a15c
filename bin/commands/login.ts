import type { Command } from 'commander';
import { z } from 'zod';
import { writeConnection } from '../connection.ts';
import { refused, wrongUsage } from '../failures.ts';
import type { Invocation } from '../invocation.ts';
import { knowNewcomer } from '../know-newcomer.ts';
import { type Say, sayIn } from '../messages/catalogue.ts';
import { Printer } from '../printer.ts';
import { reach } from '../reach.ts';
import { findConnection, forReading, type GlobalOptions, signInHere } from '../session.ts';
import type { Shell } from '../shell.ts';
import { signIn } from '../sign-in.ts';

const linkSchema = z.object({ link: z.url(), expiresAt: z.iso.datetime() });

interface LoginOptions {
  readonly email?: string;
  readonly link?: boolean;
}

export function addLogin(program: Command, invocation: Invocation, say: Say): void {
  program
    .command('login')
    .description(say('help.login'))
    .option('--email <email>', say('login.option.email'))
    .option('--link', say('login.option.link'))
    .action(async ({ email: given, link }: LoginOptions, command: Command) => {
      if (link === true) return await showLink(invocation, command);
      const { shell } = invocation;
      const speak = sayIn(invocation.language);
      const options = command.optsWithGlobals<GlobalOptions>();
      if (options.stage === undefined) throw wrongUsage('login.localNotNeeded');
      const { file, connection } = findConnection(shell, options);
      if (connection.kind !== 'aws') throw wrongUsage('login.localNotNeeded');
      const email = given ?? (await askFor(shell, speak('login.ask.email')));
      // An option would stand in the shell's history and in the list of processes.
      const password =
        shell.env.STOREHAND_PASSWORD ?? (await askFor(shell, speak('login.ask.password'), true));
      const session = await signIn(shell, connection, {
        email,
        password,
        newPassword: () => askNewPassword(shell, speak),
      });
      writeConnection(file, { ...connection, session });
      const print = new Printer(shell.stdout, { json: options.json === true, env: shell.env });
      const { stage } = connection;
      print.show({ stage, email }, () => print.line(speak('login.done', { stage, email }), 'good'));
    });
}

/** @throws CommandFailure wrong usage for a deployed stage, `SignInRefused`, `Unreachable` */
async function showLink(invocation: Invocation, command: Command): Promise<void> {
  const { shell } = invocation;
  const options = command.optsWithGlobals<GlobalOptions>();
  if (options.stage !== undefined) throw wrongUsage('login.linkLocalOnly');
  const { file, connection: found } = findConnection(shell, options);
  if (found.kind !== 'local') throw wrongUsage('login.linkLocalOnly');
  const store = options.store ?? found.store;
  const connection = await knowNewcomer(file, found, store, options.as);
  const { email, session } = await signInHere(shell, connection, store, forReading, options.as);
  const response = await reach(connection, `${connection.endpoint}/sign-in/links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${session.accessToken}` },
  });
  const made = linkSchema.safeParse(await response.json().catch(() => undefined));
  if (!made.success) {
    throw refused('NoSignInLink', 'login.linkRefused', { message: `HTTP ${response.status}` });
  }
  const { link, expiresAt } = made.data;
  const speak = sayIn(invocation.language);
  const print = new Printer(shell.stdout, { json: options.json === true, env: shell.env });
  // On this machine its own clock and zone are the reader's.
  const time = new Date(expiresAt).toLocaleTimeString('sv-SE', { hour: '2-digit', minute: '2-digit' });
  print.show({ email, link, expiresAt }, () => {
    print.line(speak('login.link', { email, time }));
    print.line(link);
  });
}

async function askFor(shell: Shell, question: string, hidden = false): Promise<string> {
  if (!shell.isInteractive) throw wrongUsage('login.cannotAsk');
  return await shell.ask(question, { hidden });
}

async function askNewPassword(shell: Shell, say: Say): Promise<string> {
  const given = shell.env.STOREHAND_NEW_PASSWORD;
  if (given !== undefined) return given;
  for (;;) {
    const password = await askFor(shell, say('login.ask.new'), true);
    if ((await askFor(shell, say('login.ask.again'), true)) === password) return password;
    shell.stderr.write(`${say('login.differ')}\n`);
  }
}
