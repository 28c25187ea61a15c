import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Linux only, as the processes of this machine are read from /proc. */
function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Undefined for a process that is gone, or dead and not yet waited for. */
function parentOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The command's name stands in parentheses and may hold anything, also parentheses.
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === undefined || state === '' || 'ZX'.includes(state) ? undefined : Number(parent);
}

/** A process and all its living descendants. */
export function processTree(root: number): number[] {
  const parents = new Map(processIds().map((pid) => [pid, parentOf(pid)]));
  const tree = [root];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree.filter((pid) => parents.get(pid) !== undefined);
}

export function isAlive(pid: number): boolean {
  return parentOf(pid) !== undefined;
}

/** Living processes that know a folder: by their command line, environment, or an open file in it. */
export function processesUsing(folder: string): number[] {
  return processIds().filter(
    (pid) =>
      pid !== process.pid &&
      isAlive(pid) &&
      (read(`/proc/${pid}/cmdline`).includes(folder) ||
        read(`/proc/${pid}/environ`).includes(folder) ||
        openFiles(pid).some((file) => file.startsWith(folder))),
  );
}

/** Resident memory in bytes; 0 for a process that is gone. */
export function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

export function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

/** The addresses that processes listen on for TCP, `hex address:hex port` as the kernel writes them. */
export function listeningAddresses(pids: readonly number[]): string[] {
  const sockets = new Set(pids.flatMap(openFiles).filter((file) => file.startsWith('socket:')));
  const listening = '0A';
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    read(file)
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === listening && sockets.has(`socket:[${inode}]`))
      .map(([, local]) => local ?? ''),
  );
}

function openFiles(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return '';
      }
    });
  } catch {
    return [];
  }
}

/** Empty where the process is gone, or is somebody else's. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
