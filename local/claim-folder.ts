import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Keeps a folder for this process. */
export interface FolderClaim {
  release(): void;
}

/** Another process has the data folder. The user stops that one, or chooses another folder. */
export class FolderInUseError extends Error {
  readonly directory: string;

  constructor(directory: string) {
    super(`The data folder ${directory} is in use by another process. Stop it, or choose another folder.`);
    this.name = 'FolderInUseError';
    this.directory = directory;
  }
}

/**
 * Claims a data folder: two systems on the same files would each do the other's work. The claim is a lock that the operating
 * system drops with the process, so a killed one leaves nothing behind that would have to be cleared.
 *
 * @throws FolderInUseError when another process has it
 */
export function claimFolder(directory: string): FolderClaim {
  const lock = new DatabaseSync(join(directory, 'lock.sqlite'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new FolderInUseError(directory);
  }
  return { release: () => lock.close() };
}
