import type { Command } from 'commander';
import type { QuarantinePage, QuarantineRecord } from '../../functions/platform/quarantine/quarantine.ts';
import { segment } from '../api-client.ts';
import type { Invocation } from '../invocation.ts';
import type { Say } from '../messages/catalogue.ts';
import { forReading, type OpenSession, openSession } from '../session.ts';

export function addQuarantine(program: Command, invocation: Invocation, say: Say): void {
  const quarantine = program.command('quarantine').description(say('help.quarantine'));
  quarantine
    .command('list')
    .description(say('help.quarantine.list'))
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const items = await readQuarantine(session);
      session.print.show({ items }, () => printItems(session, items));
    });
  quarantine
    .command('retry')
    .description(say('help.quarantine.retry'))
    .argument('<id>')
    .option('--sku <sku>', say('help.quarantine.sku'))
    .action(async (id: string, { sku }: { sku?: string }, command: Command) => {
      const session = await openSession(invocation, command, ['operator', 'admin']);
      await retry(session, id, sku);
      session.print.show({ id, ...(sku === undefined ? {} : { sku }) }, () =>
        session.print.line(session.say('quarantine.retried', { id }), 'good'),
      );
    });
}

/** All that is open, page by page. */
export async function readQuarantine(session: OpenSession): Promise<readonly QuarantineRecord[]> {
  const items: QuarantineRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await session.api.get<QuarantinePage>('quarantine', { cursor });
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return items;
}

export async function retry(session: OpenSession, id: string, sku: string | undefined): Promise<void> {
  await session.api.post(`quarantine/${segment(id)}/retry`, sku === undefined ? {} : { sku });
}

function printItems(session: OpenSession, items: readonly QuarantineRecord[]): void {
  const { print, say, language, shop, time } = session;
  if (items.length === 0) {
    print.line(say('quarantine.none'));
    return;
  }
  print.table(
    [
      say('column.time', { zone: shop.zone }),
      say('column.what'),
      say('quarantine.column.kind'),
      say('column.id'),
      say('column.reason'),
    ],
    items.map((item) => [
      time(item.at),
      item.subject.label,
      say(`quarantine.kind.${item.kind}`),
      item.id,
      item.says[language],
    ]),
  );
  print.line();
  if (items.some((item) => item.kind === 'refused')) print.line(say('quarantine.hint.retry'));
  if (items.some((item) => item.kind === 'unassigned')) print.line(say('quarantine.hint.assign'));
}
