import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { z } from 'zod';
import { readConfig } from '../console/src/session/config.ts';
import { languageSchema } from '../functions/commerce/says.ts';
import { makeStage, stagePrefix } from '../lib/stage.ts';
import { buildConsole, ConsoleBuildError } from './build-console.ts';
import { administer } from './cloud.ts';
import { type Connection, deployedConnectionFile, readConnection, writeConnection } from './connection.ts';
import { findFunction, findTarget, isBootstrapped, type Target } from './deployed-stacks.ts';
import { CommandFailure, exitCodes, refused, wrongUsage } from './failures.ts';
import { guessLanguage } from './invocation.ts';
import { type Say, sayIn, saysOf } from './messages/catalogue.ts';
import { Printer } from './printer.ts';
import { publishConsole } from './publish-console.ts';
import { processShell, type Shell } from './shell.ts';
import { speakIn, usageFailure, wrongValue } from './usage.ts';

const projectRoot = resolve(import.meta.dirname, '..');

/** The construct's name begins the function's logical id; CloudFormation makes the rest of its name. */
const administerPrefix = 'Administer';

interface DeployOptions {
  readonly stage: string;
  readonly region?: string;
  readonly yes?: boolean;
}

const apiOutputsSchema = z.object({
  ApiUrl: z.url(),
  UserPoolId: z.string(),
  UserPoolClientId: z.string(),
  ConsoleUrl: z.url(),
  ConsoleBucket: z.string(),
  /** JSON, as the page is to find it at `/config.json`. */
  ConsoleConfig: z.string(),
});
type ApiOutputs = z.infer<typeof apiOutputsSchema>;

/** `npm run deploy`: the whole system into the AWS account of the user's credentials, as one stage. */
export async function runDeploy(words: readonly string[], shell: Shell): Promise<number> {
  const language = guessLanguage(words, shell.env);
  const say = sayIn(language);
  const print = new Printer(shell.stdout, { json: false, env: shell.env });
  try {
    const command = speakIn(new Command('npm run deploy --'), say)
      .description(say('deploy.help'))
      .configureOutput({ writeOut: (text) => shell.stdout.write(text), outputError: () => undefined })
      .requiredOption('--stage <name>', say('deploy.option.stage'))
      .option('--region <region>', say('deploy.option.region'))
      .option('--yes', say('option.yes'))
      .addOption(new Option('--lang <language>', say('option.lang')).choices(languageSchema.options));
    command.parse([...words], { from: 'user' });
    await deploy(shell, print, say, command.opts<DeployOptions>());
    return 0;
  } catch (error) {
    const failure = error instanceof CommanderError ? usageFailure(error) : error;
    if (failure === undefined) return 0;
    const [kind, text] =
      failure instanceof CommandFailure
        ? [failure.kind, failure.text]
        : (['refused', saysOf('failed.unexpected', { message: String(failure) })] as const);
    new Printer(shell.stderr, { json: false, env: shell.env }).line(text[language], 'bad');
    return exitCodes[kind];
  }
}

async function deploy(shell: Shell, print: Printer, say: Say, options: DeployOptions): Promise<void> {
  const stage = readStage(options.stage);
  const target = await findTarget(options.region);
  print.line(say('deploy.target', { stage: stage.name, ...target }));
  await confirm(shell, say, options.yes === true);
  if (!(await isBootstrapped(target))) {
    print.line(say('deploy.bootstrapping'));
    await cdk(shell, target, ['bootstrap', `aws://${target.account}/${target.region}`]);
  }
  const built = mkdtempSync(join(tmpdir(), 'storehand-console-'));
  try {
    // First: a console that cannot be built is found out before anything was deployed.
    await buildForDeploy(built, shell.env);
    print.line(say('deploy.deploying'));
    const outputs = await deployStacks(shell, target, stage.name, options.yes === true);
    const connection = await connect(shell, print, say, { stage, target, outputs });
    await publishConsole(built, readConfig(JSON.parse(outputs.ConsoleConfig)), {
      bucket: outputs.ConsoleBucket,
      client: { region: target.region },
    });
    await administer(connection, { action: 'note-console', url: outputs.ConsoleUrl });
    print.line(say('deploy.console', { url: outputs.ConsoleUrl }), 'good');
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

async function buildForDeploy(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await buildConsole(folder, env);
  } catch (error) {
    if (error instanceof ConsoleBuildError) {
      throw refused('ConsoleNotBuilt', 'deploy.consoleNotBuilt', { message: error.message });
    }
    throw error;
  }
}

/** Writes down how the command line reaches what was deployed. */
async function connect(
  shell: Shell,
  print: Printer,
  say: Say,
  { stage, target, outputs }: { stage: { name: string }; target: Target; outputs: ApiOutputs },
): Promise<Connection> {
  const governance = stagePrefix(stage, 'governance');
  const administerFunction = await findFunction(target, governance, administerPrefix);
  if (administerFunction === undefined) {
    throw refused('OutputMissing', 'deploy.noOutputs', { what: `${governance}/${administerPrefix}` });
  }
  const file = deployedConnectionFile(shell.env, stage.name);
  const before = keptFrom(file, outputs.UserPoolId);
  const connection = {
    ...before,
    kind: 'aws',
    stage: stage.name,
    apiUrl: outputs.ApiUrl,
    region: target.region,
    userPoolId: outputs.UserPoolId,
    userPoolClientId: outputs.UserPoolClientId,
    administerFunction,
  } as const;
  writeConnection(file, connection);
  print.line(say('deploy.done', { url: outputs.ApiUrl }), 'good');
  print.line(say('deploy.written', { file }));
  print.line(say(before.store === undefined ? 'deploy.next' : 'deploy.nextAgain', { stage: stage.name }));
  return connection;
}

function readStage(name: string): { name: string } {
  try {
    // The one-machine system has this name for itself.
    if (name !== 'local') return makeStage(name);
  } catch {
    // Told below, in the reader's language.
  }
  throw wrongValue('--stage', saysOf('deploy.stageWrong'));
}

async function confirm(shell: Shell, say: Say, isSure: boolean): Promise<void> {
  if (isSure) return;
  if (!shell.isInteractive) throw wrongUsage('confirm.needed');
  const answer = await shell.ask(say('confirm.question', { question: say('deploy.question') }));
  if (!/^(y|yes|是)$/i.test(answer)) throw refused('Cancelled', 'cancelled');
}

async function deployStacks(
  shell: Shell,
  target: Target,
  stage: string,
  isSure: boolean,
): Promise<ApiOutputs> {
  const folder = mkdtempSync(join(tmpdir(), 'storehand-deploy-'));
  try {
    const file = join(folder, 'outputs.json');
    // Unless --yes was given, CDK asks before it widens anybody's rights.
    const approval = isSure ? 'never' : 'broadening';
    const words = ['deploy', '--all', '-c', `stage=${stage}`, '--require-approval', approval];
    await cdk(shell, target, [...words, '--outputs-file', file]);
    const outputs = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
    const name = stagePrefix({ name: stage }, 'api');
    const parsed = apiOutputsSchema.safeParse(outputs[name]);
    if (parsed.success) return parsed.data;
    throw refused('OutputMissing', 'deploy.noOutputs', { what: name });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws CommandFailure `CdkFailed` */
async function cdk(shell: Shell, { region }: Target, words: readonly string[]): Promise<void> {
  const child = spawn('cdk', words, {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...shell.env, AWS_REGION: region, AWS_DEFAULT_REGION: region },
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw refused('CdkFailed', 'deploy.cdkFailed', { command: words[0] ?? '' });
}

/** A deployment over an earlier one keeps the sign-in and the store, unless the people are others now. */
function keptFrom(file: string, userPoolId: string) {
  const before = readConnection(file);
  if (before?.kind !== 'aws' || before.userPoolId !== userPoolId) return {};
  const { store, session } = before;
  return { ...(store === undefined ? {} : { store }), ...(session === undefined ? {} : { session }) };
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = await runDeploy(process.argv.slice(2), processShell());
}
