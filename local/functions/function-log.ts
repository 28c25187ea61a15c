import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { stampedLine } from '../logs/log-file.ts';

/** Two files a function, so at most 8 MB each: a month of ordinary runs, and 50 functions stay under half a gigabyte. */
const LARGEST_FILE_BYTES = 4 * 1024 * 1024;

/** The files that a function's log may stand in, older before newer; they need not exist. */
export function logFilesOf(directory: string, functionName: string): string[] {
  const newer = join(directory, `${functionName}.log`);
  return [`${newer}.1`, newer];
}

/** The log of one function: a text file, each line after its instant, that starts anew, keeping one predecessor, when it has grown too large. */
export class FunctionLog {
  readonly #path: string;
  #file: number;
  #bytes: number;

  constructor(directory: string, functionName: string) {
    mkdirSync(directory, { recursive: true });
    this.#path = join(directory, `${functionName}.log`);
    this.#file = openSync(this.#path, 'a');
    this.#bytes = fstatSync(this.#file).size;
  }

  write(line: string, milliseconds: number): void {
    const bytes = Buffer.from(stampedLine(line, milliseconds));
    if (this.#bytes > 0 && this.#bytes + bytes.length > LARGEST_FILE_BYTES) this.#rotate();
    writeSync(this.#file, bytes);
    this.#bytes += bytes.length;
  }

  close(): void {
    closeSync(this.#file);
  }

  #rotate(): void {
    closeSync(this.#file);
    renameSync(this.#path, `${this.#path}.1`);
    this.#file = openSync(this.#path, 'a');
    this.#bytes = 0;
  }
}
