/** Pixels: below it a picture is not to be told on a screen with two pixels to a point. */
const SMALLEST_WIDTH = 200;

export interface ShownSmall {
  readonly files: readonly { readonly key: string /** Pixels. */; readonly width: number }[];
}

/** The key of the file that is best shown small: the narrowest from 200 pixels on. Undefined where there is none. */
export function thumbnailOf({ files }: ShownSmall): string | undefined {
  const byWidth = files.toSorted((one, other) => one.width - other.width);
  return (byWidth.find(({ width }) => width >= SMALLEST_WIDTH) ?? byWidth.at(-1))?.key;
}
