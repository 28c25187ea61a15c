import { styleText } from 'node:util';
import stringWidth from 'string-width';
import type { ShellStream } from './shell.ts';

export type Tone = 'good' | 'bad' | 'waits' | 'quiet';

export type Cell = string | { readonly text: string; readonly tone: Tone | undefined };

const colours = { good: 'green', bad: 'red', waits: 'yellow', quiet: 'dim' } as const;

/** Between two columns of a table. */
const gap = '  ';

/** Prints for people, or one JSON document for scripts: never both. */
export class Printer {
  readonly isJson: boolean;
  readonly #stream: ShellStream;
  readonly #isColoured: boolean;

  constructor(stream: ShellStream, options: { json: boolean; env: NodeJS.ProcessEnv }) {
    this.#stream = stream;
    this.isJson = options.json;
    this.#isColoured = stream.isTTY === true && !options.env.NO_COLOR && options.env.TERM !== 'dumb';
  }

  /** The document under `--json`; else whatever `forPeople` prints. */
  show(document: unknown, forPeople: () => void): void {
    if (this.isJson) this.#stream.write(`${JSON.stringify(document, null, 2)}\n`);
    else forPeople();
  }

  line(text = '', tone?: Tone): void {
    this.#stream.write(`${this.#colour(oneLine(text), tone)}\n`);
  }

  /** Columns as wide as their widest cell; a Chinese character takes two places. */
  table(headings: readonly string[], rows: readonly (readonly Cell[])[]): void {
    const texts = rows.map((row) => row.map(textOf));
    const widths = headings.map((heading, column) =>
      Math.max(stringWidth(heading), ...texts.map((row) => stringWidth(row[column] ?? ''))),
    );
    const draw = (cells: readonly Cell[]) =>
      cells
        .map((cell, column) => this.#pad(cell, widths[column] ?? 0, column === cells.length - 1))
        .join(gap);
    this.line(
      headings
        .map((heading, column) => pad(heading, widths[column] ?? 0))
        .join(gap)
        .trimEnd(),
      'quiet',
    );
    for (const row of rows) this.#stream.write(`${draw(row)}\n`);
  }

  /** Names and values below each other, the values aligned; what is undefined is left out. */
  fields(pairs: readonly (readonly [name: string, value: Cell | undefined])[]): void {
    const width = Math.max(...pairs.map(([name]) => stringWidth(name)));
    for (const [name, value] of pairs) {
      if (value === undefined) continue;
      this.#stream.write(`${this.#colour(pad(name, width), 'quiet')}${gap}${this.#pad(value, 0, true)}\n`);
    }
  }

  #pad(cell: Cell, width: number, isLast: boolean): string {
    const text = textOf(cell);
    const tone = typeof cell === 'string' ? undefined : cell.tone;
    const spaces = isLast ? '' : ' '.repeat(Math.max(0, width - stringWidth(text)));
    return this.#colour(text, tone) + spaces;
  }

  #colour(text: string, tone: Tone | undefined): string {
    if (tone === undefined || !this.#isColoured) return text;
    return styleText(colours[tone], text, { validateStream: false });
  }
}

function textOf(cell: Cell): string {
  return oneLine(typeof cell === 'string' ? cell : cell.text);
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/**
 * File names and comments come from outside: without this one could move the cursor, hide text, add lines that look like
 * ours, or reverse the direction of writing.
 */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}
