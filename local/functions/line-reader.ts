import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A longer line is handed on in pieces, so that a function that prints without line ends cannot fill the memory. */
const LONGEST_LINE_CHARACTERS = 256 * 1024;

/** Splits a child's output into lines, and finds the marks that its worker writes between invocations. */
export function readLines(
  stream: Readable,
  onLine: (line: string) => void,
  onMark: (requestId: string) => void,
): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const flush = () => {
    if (rest !== '') onLine(rest);
    rest = '';
  };
  stream.on('data', (chunk: Buffer) => {
    rest += decoder.write(chunk);
    for (;;) {
      // Marks stand between two NULs, lines before a line end; whichever is first.
      const end = rest.search(/[\n\0]/);
      if (end === -1) break;
      const isMark = rest[end] === '\0';
      const markEnd = isMark ? rest.indexOf('\0', end + 1) : end;
      if (markEnd === -1) break;
      // What stands before a mark without a line end is the invocation's last line.
      if (!isMark || end > 0) onLine(rest.slice(0, end));
      if (isMark) onMark(rest.slice(end + 1, markEnd));
      rest = rest.slice(markEnd + 1);
    }
    if (rest.length > LONGEST_LINE_CHARACTERS) flush();
  });
  stream.on('end', flush);
}
