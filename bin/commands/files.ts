import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { assetFile, assetFileNames } from '../../functions/image-assets/asset-files.ts';
import type { Run } from '../../functions/platform/runs/run.ts';
import type { Invocation } from '../invocation.ts';
import type { Say } from '../messages/catalogue.ts';
import { reach } from '../reach.ts';
import { forReading, type OpenSession, openSession } from '../session.ts';

/** What a run that has ended leaves of its asset. */
const resultSchema = z.object({ sku: z.string(), asset: z.string() });

const named = z.array(z.object({ name: z.string() }));
const pictureListSchema = z.object({ pictures: named });
const derivedListSchema = z.object({ files: named });

interface MadeFile {
  readonly sku: string;
  readonly key: string;
  /** Below the folder: `<sku>/<asset>/<name>`. */
  readonly path: string;
}

/** Copies what was made to a folder of this machine, to be looked at with any picture viewer. */
export function addFiles(program: Command, invocation: Invocation, say: Say): void {
  program
    .command('files')
    .description(say('help.files'))
    .argument('[sku]', say('help.files.sku'))
    .requiredOption('--to <folder>', say('help.files.to'))
    .action(async (sku: string | undefined, { to }: { to: string }, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const folder = resolve(invocation.shell.cwd, to);
      const { runs } = await session.api.get<{ runs: Run[] }>('runs?days=31&limit=500');
      const wanted = runs.filter((run) => sku === undefined || run.subject.id === sku);
      const files = (await Promise.all(wanted.map((run) => filesOf(session, run)))).flat();
      const unique = [...new Map(files.map((file) => [file.key, file])).values()];
      for (const file of unique) await copy(session, file, folder);
      session.print.show({ folder, files: unique }, () => {
        if (unique.length === 0) session.print.line(session.say('files.none'));
        else session.print.line(session.say('files.copied', { count: unique.length, folder }), 'good');
      });
    });
}

/** The cut-out, the channels' and the derived files of a run that has ended; none for one that made nothing. */
async function filesOf(session: OpenSession, run: Run): Promise<readonly MadeFile[]> {
  const result = resultSchema.safeParse(run.result);
  if (!result.success) return [];
  const at = (name: string) => assetFile(session.store, result.data, name).key;
  const list = await download(session, at(assetFileNames.pictures));
  if (list === undefined) return [];
  const { pictures } = pictureListSchema.parse(JSON.parse(list.toString('utf8')));
  const derivedList = await download(session, at(assetFileNames.derived));
  const derived =
    derivedList === undefined ? [] : derivedListSchema.parse(JSON.parse(derivedList.toString('utf8'))).files;
  return [{ name: assetFileNames.cutout }, ...pictures, ...derived].map(({ name }) => ({
    sku: result.data.sku,
    key: at(name),
    path: join(result.data.sku, result.data.asset, name),
  }));
}

async function copy(session: OpenSession, file: MadeFile, folder: string): Promise<void> {
  const bytes = await download(session, file.key);
  if (bytes === undefined) return;
  const target = join(folder, file.path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, bytes);
}

/** @returns undefined where there is no such file (any more) */
async function download(session: OpenSession, key: string): Promise<Buffer | undefined> {
  const { url } = await session.api.get<{ url: string }>(`media?key=${encodeURIComponent(key)}`);
  const response = await reach(session.connection, url);
  return response.ok ? Buffer.from(await response.arrayBuffer()) : undefined;
}
