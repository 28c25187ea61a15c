import { randomUUID } from 'node:crypto';
import { link, lstat, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { ConfigurationError } from '../../platform/errors.ts';
import { checkPath, type FilePlace, type RemovablePlace } from './dam.ts';

/**
 * A folder of this machine. Only for runs on one machine: whoever starts it says which folder. Nothing is ever written outside of
 * it, also through a link that somebody put there.
 */
export function folderPlace(root: string): FilePlace & RemovablePlace {
  const inside = async (path: string): Promise<string> => {
    await mkdir(root, { recursive: true });
    const wanted = join(await realpath(root), checkPath(path));
    const parent = dirname(wanted);
    await mkdirInside(await realpath(root), parent);
    return wanted;
  };
  return {
    name: 'folder',
    async read(path) {
      const file = await inside(path);
      return await orMissing(async () => ({ body: await readFile(await plain(file)) }));
    },
    async size(path) {
      const file = await inside(path);
      return await orMissing(async () => (await stat(await plain(file))).size);
    },
    async write(path, body, _contentType, replaces) {
      const file = await inside(path);
      // Beside it and then under its name in one step: whoever looks meanwhile sees all of it or nothing.
      const draft = join(dirname(file), `.${randomUUID()}.part`);
      await writeFile(draft, body, { flag: 'wx' });
      try {
        if (replaces !== 'nothing') await rename(draft, file);
        // A rename would go over what is there; a link does not.
        else await link(draft, file);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw error;
      } finally {
        await rm(draft, { force: true });
      }
    },
    async remove(path) {
      await rm(await inside(path), { force: true });
    },
  };
}

/** Makes folders below the root one by one; none of them may be a link. */
async function mkdirInside(root: string, folder: string): Promise<void> {
  let at = root;
  for (const part of relative(root, folder).split(sep).filter(Boolean)) {
    at = join(at, part);
    await mkdir(at, { recursive: true });
    if ((await lstat(at)).isSymbolicLink()) throw leadsOut(at);
  }
}

async function plain(file: string): Promise<string> {
  if ((await lstat(file)).isSymbolicLink()) throw leadsOut(file);
  return file;
}

async function orMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function leadsOut(path: string): ConfigurationError {
  return new ConfigurationError('DamFolderLinked', {
    en: `${path} is a link; files are kept in plain folders only. Remove it or choose another folder.`,
    zh: `${path} 是链接；文件只存放在普通文件夹中。请删除该链接或更换文件夹。`,
  });
}
