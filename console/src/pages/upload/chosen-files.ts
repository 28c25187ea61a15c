import type { Chosen } from './sort-out.ts';

/** Of a file field; in a chosen folder the paths begin below it, as the command line reads a folder that it is given. */
export function chosenFiles(list: FileList): readonly Chosen<File>[] {
  return [...list].map((file) => ({
    file,
    path: file.webkitRelativePath === '' ? file.name : withoutFirst(file.webkitRelativePath),
  }));
}

/** What was dropped, folders with everything in them. Call it while the drop is handled: afterwards the browser forgets it. */
export async function droppedFiles(data: DataTransfer): Promise<readonly Chosen<File>[]> {
  const items = [...data.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found = await Promise.all(
    items.map(({ entry, file }) => {
      if (entry?.isDirectory) return filesBelow(entry, '');
      // What comes from another program than a file manager may have no entry.
      return file === null ? [] : [{ file, path: file.name }];
    }),
  );
  return found.flat();
}

async function filesAt(entry: FileSystemEntry, path: string): Promise<readonly Chosen<File>[]> {
  if (entry.isDirectory) return await filesBelow(entry, `${path}/`);
  const file = await new Promise<File>((resolve, reject) => {
    (entry as FileSystemFileEntry).file(resolve, reject);
  });
  return [{ file, path }];
}

async function filesBelow(entry: FileSystemEntry, prefix: string): Promise<readonly Chosen<File>[]> {
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Chosen<File>[] = [];
  for (;;) {
    // A hundred at a time in Chromium; the empty answer is the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (entries.length === 0) return found;
    for (const one of entries) found.push(...(await filesAt(one, prefix + one.name)));
  }
}

function withoutFirst(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}
