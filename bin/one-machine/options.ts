import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { projectRoot } from '../../lib/task-function.ts';

export interface OneMachineOptions {
  /** A folder of the user's own photos; left out: the sample shop. */
  readonly photos?: string;
  /** A new shop with every derived picture on, moving ones too. */
  readonly everything: boolean;
  /** Stop when nothing runs any more. */
  readonly exit: boolean;
  readonly data: string;
  readonly port: number;
  readonly language: 'zh' | 'en';
}

/** Beside LocalStack's 4566, so that both may run. */
const defaultPort = 4510;

/** Reads the words behind `npm start --`. Prints a message and exits with 2 for wrong ones. */
export function readOptions(words: readonly string[], environment: NodeJS.ProcessEnv): OneMachineOptions {
  const command = new Command('npm start --')
    .description('Runs Storehand on this machine: no account, no key. 在本机运行 Storehand，无需账号和密钥。')
    .option('--photos <folder>', 'your own photos: SKU.jpg, SKU_2.jpg or SKU/2.jpg', readFolder)
    .option('--everything', 'a new shop makes every kind of derived picture, videos too', false)
    .option('--exit', 'stop when nothing runs any more, with a summary', false)
    .option(
      '--data <folder>',
      'where everything is kept',
      environment.STOREHAND_DATA_FOLDER ?? join(projectRoot, '.storehand'),
    )
    .option('--port <number>', 'of the endpoint, on 127.0.0.1; 0 takes a free one', readPort, defaultPort)
    .option('--lang <zh|en>', 'language of what is printed', languageOf(environment))
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  command.parse([...words], { from: 'user' });
  const { photos, everything, exit, data, port, lang } = command.opts();
  return {
    everything,
    exit,
    port,
    data: resolve(data),
    language: lang === 'zh' ? 'zh' : 'en',
    ...(photos === undefined ? {} : { photos }),
  };
}

function readFolder(text: string): string {
  const folder = resolve(text);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new InvalidArgumentError(`There is no folder ${folder}. 文件夹不存在。`);
  }
  return folder;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535. 端口应为 0 至 65535 的整数。');
  }
  return port;
}

function languageOf(environment: NodeJS.ProcessEnv): string {
  return (environment.LC_ALL ?? environment.LANG ?? '').startsWith('zh') ? 'zh' : 'en';
}
