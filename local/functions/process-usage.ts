import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts memory in pages of 4 KiB and processor time in hundredths of a second on x64 and arm64. */
const PAGE_BYTES = 4_096;
const TICK_MILLISECONDS = 10;

export interface ProcessUsage {
  /** Resident memory, of the process and all below it. Pages that they share count for each. */
  readonly memoryBytes: number;
  /** Processor time used so far. */
  readonly cpuMilliseconds: number;
}

function childrenOf(pid: number): number[] {
  const children: number[] = [];
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const text = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim();
    if (text !== '') children.push(...text.split(' ').map(Number));
  }
  return children;
}

/** Nothing where there is no `/proc` (not Linux) or the process has ended. */
export function processUsage(pid: number): ProcessUsage | undefined {
  try {
    // The name, in brackets, may hold spaces; the fields after it are utime and stime at 11 and 12, rss at 21.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    let memoryBytes = Number(fields[21]) * PAGE_BYTES;
    let cpuMilliseconds = (Number(fields[11]) + Number(fields[12])) * TICK_MILLISECONDS;
    for (const child of childrenOf(pid)) {
      const below = processUsage(child);
      memoryBytes += below?.memoryBytes ?? 0;
      cpuMilliseconds += below?.cpuMilliseconds ?? 0;
    }
    return { memoryBytes, cpuMilliseconds };
  } catch {
    return undefined;
  }
}
