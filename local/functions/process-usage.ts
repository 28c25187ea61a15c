import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts memory in pages of 4 KiB and processor time in hundredths of a second, on x64 and on arm64 as distributions build it. */
const PAGE_BYTES = 4_096;
const TICK_MILLISECONDS = 10;
const NANOSECONDS_IN_A_MILLISECOND = 1_000_000;

export interface ProcessUsage {
  /** Resident memory, of the process and all below it. Pages that they share count for each. */
  readonly memoryBytes: number;
  /** Processor time so far, that of threads that have ended included. */
  readonly cpuMilliseconds: number;
  /**
   * Time so far that its present threads stood in line for a processor. It counts as work, because on an overloaded
   * machine a busy process that gets no turn would otherwise look as if it waited for something.
   */
  readonly queuedMilliseconds: number;
}

/** What one thread waited in line, and the processes that it started. A thread that has just ended has none. */
function ofThread(task: string): { queuedMilliseconds: number; children: number[] } {
  try {
    const queued = Number(readFileSync(`${task}/schedstat`, 'utf8').split(' ')[1]);
    const children = readFileSync(`${task}/children`, 'utf8').trim();
    return {
      queuedMilliseconds: queued / NANOSECONDS_IN_A_MILLISECOND,
      children: children === '' ? [] : children.split(' ').map(Number),
    };
  } catch {
    return { queuedMilliseconds: 0, children: [] };
  }
}

/** Nothing where there is no `/proc` (not Linux) or the process has ended. */
export function processUsage(pid: number): ProcessUsage | undefined {
  try {
    // The name, in brackets, may hold spaces; after it utime and stime are fields 11 and 12, resident pages 21.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    let memoryBytes = Number(fields[21]) * PAGE_BYTES;
    let cpuMilliseconds = (Number(fields[11]) + Number(fields[12])) * TICK_MILLISECONDS;
    let queuedMilliseconds = 0;
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const own = ofThread(`/proc/${pid}/task/${thread}`);
      queuedMilliseconds += own.queuedMilliseconds;
      for (const child of own.children) {
        const below = processUsage(child);
        memoryBytes += below?.memoryBytes ?? 0;
        cpuMilliseconds += below?.cpuMilliseconds ?? 0;
        queuedMilliseconds += below?.queuedMilliseconds ?? 0;
      }
    }
    return { memoryBytes, cpuMilliseconds, queuedMilliseconds };
  } catch {
    return undefined;
  }
}
