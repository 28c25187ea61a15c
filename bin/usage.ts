import { type Command, type CommanderError, type Help, Option } from 'commander';
import stringWidth from 'string-width';
import { CommandFailure, wrongUsage } from './failures.ts';
import { type Say, saysOf } from './messages/catalogue.ts';

/** Help in the reader's language, and failures instead of exits. Subcommands made afterwards inherit both. */
export function speakIn(program: Command, say: Say): Command {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': say('help.usage'),
    'Arguments:': say('help.arguments'),
    'Options:': say('help.options'),
    'Global Options:': say('help.globalOptions'),
    'Commands:': say('help.commands'),
  };
  const help: Partial<Help> = {
    showGlobalOptions: true,
    displayWidth: (text) => stringWidth(text),
    styleTitle: (title) => titles[title] ?? title,
    optionDescription: (option) => describeOption(option, say),
  };
  return program
    .configureHelp(help)
    .helpOption('-h, --help', say('help.help'))
    .helpCommand(false)
    .exitOverride();
}

function describeOption(option: Option, say: Say): string {
  const extras: string[] = [];
  if (option.argChoices !== undefined) extras.push(`${say('help.choices')}: ${option.argChoices.join(', ')}`);
  const fallback: unknown = option.defaultValue;
  if (typeof fallback === 'string' || typeof fallback === 'number') {
    extras.push(`${say('help.default')}: ${fallback}`);
  }
  return extras.length === 0 ? option.description : `${option.description} (${extras.join('; ')})`;
}

/** An option that takes a whole number. */
export function numberOption(flags: string, description: string, least: number, most: number): Option {
  return new Option(flags, description).argParser((text: string) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    const expected = saysOf('usage.number', { least, most });
    throw wrongValue(flags.split(' ')[0] ?? flags, expected);
  });
}

/** Collects an option that may be given several times. */
export function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function wrongValue(name: string, expected: { en: string; zh: string }): CommandFailure {
  const en = saysOf('usage.wrongValue', { name, expected: expected.en }).en;
  const zh = saysOf('usage.wrongValue', { name, expected: expected.zh }).zh;
  return new CommandFailure('wrong-usage', 'WrongUsage', { en, zh });
}

/** @returns undefined where help was asked for and has been printed */
export function usageFailure(error: CommanderError): CommandFailure | undefined {
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return undefined;
  const name = /'([^']+)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.missingArgument':
      return wrongUsage('usage.missingArgument', { name: `<${name}>` });
    case 'commander.missingMandatoryOptionValue':
      return wrongUsage('usage.missingArgument', { name });
    case 'commander.optionMissingArgument':
      return wrongUsage('usage.missingValue', { name });
    case 'commander.unknownOption':
      return wrongUsage('usage.unknownOption', { name });
    case 'commander.unknownCommand':
      return wrongUsage('usage.unknownCommand', { name });
    case 'commander.excessArguments':
      return wrongUsage('usage.excess');
    case 'commander.invalidArgument': {
      const choices = /Allowed choices are ([^.]+)/.exec(error.message)?.[1] ?? '';
      return wrongValue(name, saysOf('usage.oneOf', { choices }));
    }
    default:
      return wrongUsage('usage.other', { message: error.message.replace(/^error: /, '') });
  }
}

/** The words of the deepest command that a line names, e.g. `approvals show`. */
export function commandWords(program: Command, words: readonly string[]): string {
  const path: string[] = [];
  let at: Command = program;
  for (const word of words) {
    const next = at.commands.find((command) => command.name() === word);
    if (next === undefined) continue;
    path.push(word);
    at = next;
  }
  return path.join(' ');
}
