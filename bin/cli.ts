import { Command, CommanderError, Option } from 'commander';
import { languageSchema } from '../functions/commerce/says.ts';
import { addApprovals } from './commands/approvals.ts';
import { addAssign } from './commands/assign.ts';
import { addAudit } from './commands/audit.ts';
import { addFiles } from './commands/files.ts';
import { addInit } from './commands/init.ts';
import { addLogin } from './commands/login.ts';
import { addMembers } from './commands/members.ts';
import { addNotices } from './commands/notices.ts';
import { addPublications } from './commands/publications.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addRuns } from './commands/runs.ts';
import { addSample } from './commands/sample.ts';
import { addSettings } from './commands/settings.ts';
import { addSheet } from './commands/sheet.ts';
import { addStatus } from './commands/status.ts';
import { addUpload } from './commands/upload.ts';
import { CommandFailure, exitCodes, refused } from './failures.ts';
import { guessLanguage, type Invocation } from './invocation.ts';
import { type Say, sayIn } from './messages/catalogue.ts';
import { Printer } from './printer.ts';
import { processShell, type Shell } from './shell.ts';
import { commandWords, speakIn, usageFailure } from './usage.ts';

/** What adds one command to the program. */
export type AddCommand = (program: Command, invocation: Invocation, say: Say) => void;

const commands: readonly AddCommand[] = [
  addStatus,
  addUpload,
  addRuns,
  addApprovals,
  addNotices,
  addPublications,
  addFiles,
  addSheet,
  addQuarantine,
  addAssign,
  addAudit,
  addSettings,
  addInit,
  addMembers,
  addLogin,
  addSample,
];

/**
 * Runs one line of the operator's command line.
 *
 * @param words without the program's name
 * @returns the exit code: 0 done, 1 refused, 2 wrong usage, 3 nothing answers
 */
export async function runCli(words: readonly string[], shell: Shell): Promise<number> {
  const invocation: Invocation = { shell, language: guessLanguage(words, shell.env) };
  const program = buildProgram(invocation);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) return 0;
    // Commander has printed the help of a command that only has subcommands.
    if (error instanceof CommanderError && error.code === 'commander.help') return exitCodes['wrong-usage'];
    report(failure, invocation, commandWords(program, words), words.includes('--json'));
    return exitCodes[failure.kind];
  }
}

function buildProgram(invocation: Invocation): Command {
  const { shell } = invocation;
  const say = sayIn(invocation.language);
  const program = speakIn(new Command('storehand'), say)
    .description(say('help.program'))
    .configureOutput({
      writeOut: (text) => shell.stdout.write(text),
      writeErr: (text) => shell.stderr.write(text),
      // Printed by `report`, in the reader's language.
      outputError: () => undefined,
    })
    .option('--stage <name>', say('option.stage'))
    .option('--data <folder>', say('option.data'))
    .option('--store <id>', say('option.store'))
    .option('--as <email>', say('option.as'))
    .option('--json', say('option.json'))
    .addOption(new Option('--lang <language>', say('option.lang')).choices(languageSchema.options));
  for (const add of commands) add(program, invocation, say);
  // Not inherited, and in English only: --help does the same.
  for (const group of program.commands) group.helpCommand(false);
  return program;
}

function failureOf(error: unknown): CommandFailure | undefined {
  if (error instanceof CommandFailure) return error;
  if (error instanceof CommanderError) return usageFailure(error);
  const message = error instanceof Error ? error.message : String(error);
  return refused('Unexpected', 'failed.unexpected', { message });
}

function report(failure: CommandFailure, invocation: Invocation, command: string, json: boolean): void {
  const { shell, language } = invocation;
  const { kind, code, text, details } = failure;
  if (json) {
    const { status, document } = details;
    const print = new Printer(shell.stdout, { json, env: shell.env });
    const error = { kind, code, ...(status === undefined ? {} : { status }), text };
    print.show(document ?? { error }, () => undefined);
    return;
  }
  const print = new Printer(shell.stderr, { json, env: shell.env });
  print.line(text[language], 'bad');
  if (kind === 'wrong-usage') print.line(sayIn(language)('usage.helpHint', { command }).replace('  ', ' '));
}

if (process.argv[1] === import.meta.filename) {
  // A reader that has seen enough (`| head`) closes the pipe; that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  process.exitCode = await runCli(process.argv.slice(2), processShell());
}
