import { mostPhotoBytes, photoExtensions } from '../../../../functions/commerce/photo-files.ts';
import {
  byProduct,
  isHiddenPath,
  type PhotoPlace,
  placePhoto,
} from '../../../../functions/commerce/photo-names.ts';

/** A file that somebody chose, and where it lies in what was chosen. */
export interface Chosen<File> {
  readonly file: File;
  /** Relative to the folder that was chosen, by `/`; of a single file its name. */
  readonly path: string;
}

/** Why a file is not sent at all. */
export type Unfit = 'empty' | 'too-large' | 'heic' | 'not-image';

export interface SortedOut<File> extends Chosen<File> {
  readonly place: PhotoPlace;
  /** Undefined: it is sent. What is no photo although its name says so, only the workflow can tell. */
  readonly unfit: Unfit | undefined;
}

const takenExtensions: readonly string[] = Object.values(photoExtensions).flat();

/**
 * What is sent where: a product's main photo before its others, what describes a product before all photos; without what is hidden.
 * The same rule as the command line's.
 *
 * @param sku the product of all of them; undefined: read from each path
 */
export function sortOut<File extends { readonly size: number; readonly type: string }>(
  chosen: readonly Chosen<File>[],
  sku: string | undefined,
): readonly SortedOut<File>[] {
  const taken = new Set<string>();
  return chosen
    .filter(({ path }) => !isHiddenPath(path))
    .toSorted((one, other) => byProduct(one.path, other.path))
    .map((one) => {
      const place = placePhoto(one.path, sku, taken);
      return { ...one, place, unfit: unfitOf(one, place) };
    })
    .toSorted((one, other) => Number(other.place.isDescription) - Number(one.place.isDescription));
}

function unfitOf<File extends { readonly size: number; readonly type: string }>(
  { file, path }: Chosen<File>,
  { isDescription }: PhotoPlace,
): Unfit | undefined {
  if (file.size === 0) return 'empty';
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase();
  if (!isDescription) {
    if (/^hei[cf]$/.test(extension ?? '')) return 'heic';
    const isPhoto =
      extension === undefined ? file.type.startsWith('image/') : takenExtensions.includes(extension);
    if (!isPhoto) return 'not-image';
  }
  return file.size > mostPhotoBytes ? 'too-large' : undefined;
}
