import { create, type Font } from 'fontkit';
import { unpackWoff2 } from './unpack-woff2.ts';

/**
 * A typeface in slices, as typefaces come for the web: up to a hundred files, each with a part of its characters. A
 * headline needs few of them, so they are opened one by one.
 */
export interface FontFiles {
  /** Slice name → the characters in it, as CSS `unicode-range`. */
  readonly ranges: Readonly<Record<string, string>>;
  /** Reads a slice, WOFF2 with a weight axis. */
  readonly read: (slice: string) => Promise<Uint8Array>;
}

interface Slice {
  readonly name: string;
  readonly files: FontFiles;
  /** First and last code point of each span. */
  readonly spans: readonly (readonly [number, number])[];
}

/** The fonts of typefaces at one weight, opened when a character asks for them. */
export class FontShelf {
  readonly #weight: number;
  readonly #slices: readonly Slice[];
  readonly #open = new Map<Slice, Promise<Font>>();

  /**
   * @param typefaces in the order in which they are asked for a character
   * @param weight on the typefaces' axis, 100 … 900
   */
  constructor(typefaces: readonly FontFiles[], weight: number) {
    this.#weight = weight;
    this.#slices = typefaces.flatMap((files) =>
      Object.entries(files.ranges).map(([name, text]) => ({ name, files, spans: readSpans(text) })),
    );
  }

  /** The font that has a character; undefined where none has. */
  async fontFor(codePoint: number): Promise<Font | undefined> {
    for (const slice of this.#slices) {
      if (!slice.spans.some(([from, to]) => codePoint >= from && codePoint <= to)) continue;
      const font = await this.#openSlice(slice);
      if (font.hasGlyphForCodePoint(codePoint)) return font;
    }
    return undefined;
  }

  #openSlice(slice: Slice): Promise<Font> {
    const known = this.#open.get(slice);
    if (known) return known;
    const opened = this.#read(slice);
    this.#open.set(slice, opened);
    // A failed read is tried again by the next headline.
    opened.catch(() => this.#open.delete(slice));
    return opened;
  }

  async #read({ name, files }: Slice): Promise<Font> {
    // fontkit reads WOFF2 as well, but not its weight axis: the file's own weight is the thinnest.
    const font = create(unpackWoff2(await files.read(name)));
    if (!('getVariation' in font)) throw new Error(`font slice ${name} is a collection`);
    return font.getVariation({ wght: this.#weight });
  }
}

/** Reads `U+4e00-4e07,U+4e09`. */
function readSpans(text: string): (readonly [number, number])[] {
  return text.split(',').map((part) => {
    const [from = '', to = from] = part.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}
