import sharp from 'sharp';
import { openRaster, type Raster } from '../raster.ts';
import { breakText, setLine, type Typesetter, widthOf } from './set-text.ts';

/** Pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

export interface Type {
  /** Pixels an em. */
  readonly size: number;
  readonly colour: string;
  /** Lines at most. */
  readonly most: number;
}

/** Distance of baselines and height of the first one above the text's top, ems: room for Chinese characters. */
const LINE_HEIGHT = 1.4;
const ASCENT = 1;

/** Room beside and above the letters of a label, ems. */
const LABEL_PAD = 0.4;

/** What is put on a picture from top to bottom; how high it is shows at the end. */
export class Drawing {
  readonly #setter: Typesetter;
  readonly #shapes: string[] = [];
  readonly #pictures: { input: Buffer; raw: Omit<Raster, 'data'>; left: number; top: number }[] = [];

  constructor(setter: Typesetter) {
    this.#setter = setter;
  }

  rectangle({ left, top, width }: Box, height: number, colour: string): void {
    this.#shapes.push(`<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${colour}"/>`);
  }

  /** @returns its height, pixels */
  async text(text: string, { left, top, width }: Box, { size, colour, most }: Type): Promise<number> {
    const lines = await breakText(this.#setter, text, size, { width, most });
    for (const [at, line] of lines.entries()) {
      const baseline = top + (ASCENT + at * LINE_HEIGHT) * size;
      this.#outline(await setLine(this.#setter, line, { left, baseline }, size), colour);
    }
    return lines.length * LINE_HEIGHT * size;
  }

  /** White letters on a colour. @returns its width, pixels */
  async label(
    text: string,
    { left, top }: Omit<Box, 'width'>,
    size: number,
    colour: string,
  ): Promise<number> {
    const width = Math.ceil((await widthOf(this.#setter, text, size)) + 2 * LABEL_PAD * size);
    this.#shapes.push(
      `<rect x="${left}" y="${top}" width="${width}" height="${1.5 * size}" rx="${0.2 * size}" fill="${colour}"/>`,
    );
    const place = { left: left + LABEL_PAD * size, baseline: top + 1.1 * size };
    this.#outline(await setLine(this.#setter, text, place, size), '#ffffff');
    return width;
  }

  /** A preview within a square, centred, never enlarged. */
  async picture(preview: Raster, { left, top, width }: Box): Promise<void> {
    const { data, info } = await openRaster(preview)
      .resize({ width, height: width, fit: 'inside', withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    this.#pictures.push({
      input: data,
      raw: { width: info.width, height: info.height, channels: 3 },
      left: Math.round(left + (width - info.width) / 2),
      top: Math.round(top + (width - info.height) / 2),
    });
  }

  async png(width: number, height: number, ground: string): Promise<Buffer> {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${this.#shapes.join('')}</svg>`;
    return await sharp({ create: { width, height, channels: 3, background: ground } })
      .composite([{ input: Buffer.from(svg), left: 0, top: 0 }, ...this.#pictures])
      .png({ compressionLevel: 6 })
      .toBuffer();
  }

  #outline(path: string, colour: string): void {
    if (path !== '') this.#shapes.push(`<path d="${path}" fill="${colour}"/>`);
  }
}
