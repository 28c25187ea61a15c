import { readFileSync } from 'node:fs';

export interface LogEvent {
  /** Orders the events of a stream, also those of the same millisecond; digits only, as CloudWatch's ids are. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

const STAMPED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) /;

/** A line as it stands in a log file. */
export function stampedLine(line: string, milliseconds: number): string {
  return `${new Date(milliseconds).toISOString()} ${line}\n`;
}

/**
 * Reads log files whose lines begin with an instant; a line without one goes on with the event before it.
 *
 * @param files older before newer; one that is not there has no lines
 */
export function readLogFiles(files: readonly string[]): LogEvent[] {
  const events: LogEvent[] = [];
  let ofThisInstant = 0;
  for (const line of files.flatMap(linesOf)) {
    const last = events.at(-1);
    const stamp = STAMPED.exec(line)?.[1];
    if (stamp === undefined) {
      if (last !== undefined) events[events.length - 1] = { ...last, message: `${last.message}\n${line}` };
      continue;
    }
    const timestamp = Date.parse(stamp);
    ofThisInstant = timestamp === last?.timestamp ? ofThisInstant + 1 : 0;
    events.push({ id: idOf(timestamp, ofThisInstant), timestamp, message: line.slice(stamp.length + 1) });
  }
  return events;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Compares as text the way the events are ordered. */
function idOf(timestamp: number, ordinal: number): string {
  return String(timestamp).padStart(20, '0') + String(ordinal).padStart(12, '0');
}
