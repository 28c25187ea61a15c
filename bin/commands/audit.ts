import type { Command } from 'commander';
import type { AuditVerdict } from '../../functions/platform/audit/verify-audit.ts';
import { CommandFailure } from '../failures.ts';
import type { Invocation } from '../invocation.ts';
import type { Say } from '../messages/catalogue.ts';
import { openSession } from '../session.ts';

export function addAudit(program: Command, invocation: Invocation, say: Say): void {
  program
    .command('audit')
    .description(say('help.audit'))
    .command('verify')
    .description(say('help.audit.verify'))
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(invocation, command, ['admin']);
      let streams = 0;
      let entries = 0;
      let cursor: string | undefined;
      do {
        const verdict = await session.api.get<AuditVerdict>('audit/verification', { cursor });
        if (!verdict.ok) {
          throw new CommandFailure('refused', verdict.bad.code, verdict.bad.says, { document: verdict });
        }
        streams += verdict.streams;
        entries += verdict.entries;
        cursor = verdict.cursor;
      } while (cursor !== undefined);
      session.print.show({ ok: true, streams, entries }, () =>
        session.print.line(session.say('audit.sound', { streams, entries }), 'good'),
      );
    });
}
