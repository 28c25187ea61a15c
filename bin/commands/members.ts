import type { Command } from 'commander';
import { z } from 'zod';
import { type Member, memberSchema } from '../../functions/platform/members/member.ts';
import { roleTitles } from '../../functions/platform/members/role.ts';
import { administer } from '../cloud.ts';
import { type Connection, writeConnection } from '../connection.ts';
import { refused, wrongUsage } from '../failures.ts';
import type { Invocation } from '../invocation.ts';
import { type Say, sayIn } from '../messages/catalogue.ts';
import { Printer } from '../printer.ts';
import { findConnection, type GlobalOptions } from '../session.ts';

const answerSchema = z.object({ members: z.array(memberSchema) });

/** With AWS credentials, as `init` is: who may take somebody's access away is a matter of the account, not of a role. */
export function addMembers(program: Command, invocation: Invocation, say: Say): void {
  const members = program.command('members').description(say('help.members'));
  members
    .command('list')
    .description(say('help.members.list'))
    .action(async (_options: unknown, command: Command) => {
      const { connection, store, print, speak } = openShop(invocation, command);
      const found = await readMembers(connection, store);
      print.show({ members: found }, () => {
        if (found.length === 0) print.line(speak('members.none', { store }));
        else printMembers(print, speak, found, invocation);
      });
    });
  members
    .command('remove')
    .description(say('help.members.remove'))
    .argument('<email>')
    .option('--yes', say('option.yes'))
    .action(async (email: string, { yes }: { yes?: boolean }, command: Command) => {
      const { file, connection, store, print, speak } = openShop(invocation, command);
      const member = (await readMembers(connection, store)).find((one) => one.email === email);
      if (member === undefined) throw refused('MemberUnknown', 'members.unknown', { email, store });
      if (yes !== true) {
        const { shell } = invocation;
        if (!shell.isInteractive) throw wrongUsage('confirm.needed');
        const question = speak('members.question', { email, store });
        const answer = await shell.ask(speak('confirm.question', { question }));
        if (!/^(y|yes|是)$/i.test(answer)) throw refused('Cancelled', 'cancelled');
      }
      await administer(connection, { action: 'remove-member', store, sub: member.sub });
      forgetHere(file, connection, store, email);
      print.show({ removed: email, store }, () =>
        print.line(speak('members.removed', { email, store }), 'good'),
      );
    });
}

function openShop({ shell, language }: Invocation, command: Command) {
  const options = command.optsWithGlobals<GlobalOptions>();
  const { file, connection } = findConnection(shell, options);
  const store = options.store ?? connection.store;
  if (store === undefined) throw wrongUsage('deployed.noStore', { stage: options.stage ?? '' });
  const print = new Printer(shell.stdout, { json: options.json === true, env: shell.env });
  return { file, connection, store, print, speak: sayIn(language) };
}

async function readMembers(connection: Connection, store: string): Promise<readonly Member[]> {
  return answerSchema.parse(await administer(connection, { action: 'list-members', store })).members;
}

/** On this machine the commands choose whom to act as: never again somebody who has no access. */
function forgetHere(file: string, connection: Connection, store: string, email: string): void {
  if (connection.kind !== 'local') return;
  const members = connection.members.map((member) =>
    member.email === email
      ? { ...member, stores: (member.stores ?? [connection.store]).filter((one) => one !== store) }
      : member,
  );
  writeConnection(file, { ...connection, members });
}

function printMembers(
  print: Printer,
  speak: Say,
  members: readonly Member[],
  { language }: Invocation,
): void {
  print.table(
    [speak('members.column.name'), speak('members.column.email'), speak('members.column.roles')],
    members.map(({ name, email, roles }) => [
      name,
      email,
      roles.map((role) => roleTitles[role][language]).join(', '),
    ]),
  );
}
