import type { Command } from 'commander';
import { writeConnection } from '../connection.ts';
import { wrongUsage } from '../failures.ts';
import type { Invocation } from '../invocation.ts';
import { type Say, sayIn } from '../messages/catalogue.ts';
import { Printer } from '../printer.ts';
import { findConnection, type GlobalOptions } from '../session.ts';
import type { Shell } from '../shell.ts';
import { signIn } from '../sign-in.ts';

export function addLogin(program: Command, invocation: Invocation, say: Say): void {
  program
    .command('login')
    .description(say('help.login'))
    .option('--email <email>', say('login.option.email'))
    .action(async ({ email: given }: { email?: string }, command: Command) => {
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
