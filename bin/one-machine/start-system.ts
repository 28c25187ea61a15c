import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectRoot } from '../../lib/task-function.ts';
import { FolderInUseError } from '../../local/claim-folder.ts';
import { PortTakenError } from '../../local/front-door.ts';
import { synthesise } from '../../local/provision/synthesise.ts';
import { type LocalSystem, startLocalSystem } from '../../local/system.ts';
import { buildApp } from '../storehand.ts';
import type { OneMachineOptions } from './options.ts';
import type { Say } from './texts.ts';

/** The stage's name in stacks, queues and machines. */
export const localStage = 'local';

/** Synthesises the stacks and runs them. What was under way when the last process ended goes on by itself. */
export async function startSystem(options: Pick<OneMachineOptions, 'data' | 'port'>): Promise<LocalSystem> {
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const build = (app: { outdir: string; context: Readonly<Record<string, unknown>> }) =>
    // Policy checks hold a deployment back, not a look around on one machine; `npm test` runs them.
    buildApp({ stage: localStage, checks: false, app });
  const templates = await synthesise(build, join(options.data, 'cdk.out'));
  const state = { isStopping: false };
  const system = await startLocalSystem({
    directory: options.data,
    port: options.port,
    templates,
    projectRoot,
    functionEnvironment: damFolderOf(process.env),
    signInHint: signInHint(options.data),
    // Calls that a stop breaks off are no faults.
    onError: (error) => {
      if (!state.isStopping) console.error(error);
    },
  });
  const stop = () => {
    state.isStopping = true;
    return system.stop();
  };
  return { ...system, stop };
}

/** What the sign-in page of this machine tells whoever has no session. */
function signInHint(data: string): { en: string; zh: string } {
  const where = data === join(projectRoot, '.storehand') ? '' : ` --data '${data}'`;
  const command = `npx storehand login --link${where}`;
  return {
    en: `On the machine where Storehand runs, type \`${command}\` and open the address that it prints. It works once, within an hour.`,
    zh: `在运行 Storehand 的电脑上执行 \`${command}\`，然后打开它显示的地址。该地址一小时内有效，仅可使用一次。`,
  };
}

/** The folder of the picture library, for the setting `dam`: only a machine of one's own has one. */
function damFolderOf({ STOREHAND_DAM_FOLDER: folder = '' }: NodeJS.ProcessEnv): Record<string, string> {
  return folder === '' ? {} : { STOREHAND_DAM_FOLDER: resolve(folder) };
}

/** Why a start failed, where the user can put it right; undefined for anything else, which is ours. */
export function whyNotStarted(error: unknown, say: Say): string | undefined {
  if (error instanceof PortTakenError) return say('portTaken').replace('{port}', String(error.port));
  if (error instanceof FolderInUseError) return say('folderInUse').replace('{folder}', error.directory);
  return undefined;
}
