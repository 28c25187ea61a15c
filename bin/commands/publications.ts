import type { Command } from 'commander';
import { segment } from '../api-client.ts';
import type { Invocation } from '../invocation.ts';
import type { Say } from '../messages/catalogue.ts';
import { openSession } from '../session.ts';

export function addPublications(program: Command, invocation: Invocation, say: Say): void {
  program
    .command('publications')
    .description(say('help.publications'))
    .command('revert')
    .description(say('help.publications.revert'))
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = await openSession(invocation, command, ['operator', 'admin']);
      const answer = await session.api.post<unknown>(`publications/${segment(id)}/revert`);
      session.print.show(answer, () =>
        session.print.line(session.say('publication.reverted', { id }), 'good'),
      );
    });
}
