import type { Command } from 'commander';
import type { QuarantineRecord } from '../../functions/platform/quarantine/quarantine.ts';
import type { Invocation } from '../invocation.ts';
import type { Say } from '../messages/catalogue.ts';
import { forReading, type OpenSession, openSession } from '../session.ts';
import { readQuarantine, retry } from './quarantine.ts';

/** Photos whose name says no SKU: nothing is invented, a person says it. */
export function addAssign(program: Command, invocation: Invocation, say: Say): void {
  const assign = program
    .command('assign')
    .description(say('help.assign'))
    .argument('<id>')
    .argument('<sku>')
    .action(async (id: string, sku: string, _options: unknown, command: Command) => {
      const session = await openSession(invocation, command, ['operator', 'admin']);
      await retry(session, id, sku);
      session.print.show({ id, sku }, () => session.print.line(session.say('assign.done', { sku }), 'good'));
    });
  assign
    .command('list')
    .description(say('help.assign.list'))
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const items = (await readQuarantine(session)).filter((item) => item.kind === 'unassigned');
      session.print.show({ items }, () => printUnassigned(session, items));
    });
}

function printUnassigned(session: OpenSession, items: readonly QuarantineRecord[]): void {
  const { print, say, shop, time } = session;
  if (items.length === 0) {
    print.line(say('assign.none'));
    return;
  }
  print.table(
    [say('column.time', { zone: shop.zone }), say('assign.column.file'), say('column.id')],
    items.map((item) => [time(item.at), item.subject.label, item.id]),
  );
  print.line();
  print.line(say('quarantine.hint.assign'));
}
