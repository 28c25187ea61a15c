import type { Command } from 'commander';
import { administer } from '../cloud.ts';
import { refused, wrongUsage } from '../failures.ts';
import type { Invocation } from '../invocation.ts';
import { type Say, sayIn } from '../messages/catalogue.ts';
import { Printer } from '../printer.ts';
import { findConnection, type GlobalOptions } from '../session.ts';

/** The sample shop's own id: no real shop can have it. */
export const sampleStore = 'sample';

export function addSample(program: Command, invocation: Invocation, say: Say): void {
  program
    .command('sample')
    .description(say('help.sample'))
    .command('remove')
    .description(say('help.sample.remove'))
    .option('--yes', say('option.yes'))
    .action(async ({ yes }: { yes?: boolean }, command: Command) => {
      const { shell, language } = invocation;
      const options = command.optsWithGlobals<GlobalOptions>();
      const { connection } = findConnection(shell, options);
      const speak = sayIn(language);
      if (yes !== true) {
        if (!shell.isInteractive) throw wrongUsage('confirm.needed');
        const answer = await shell.ask(speak('confirm.question', { question: speak('sample.question') }));
        if (!/^(y|yes|是)$/i.test(answer)) throw refused('Cancelled', 'cancelled');
      }
      await administer(connection, { action: 'remove-store', store: sampleStore });
      const print = new Printer(shell.stdout, { json: options.json === true, env: shell.env });
      print.show({ removed: sampleStore }, () => print.line(speak('sample.removed'), 'good'));
    });
}
