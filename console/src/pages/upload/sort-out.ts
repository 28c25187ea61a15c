import { mostPhotoBytes, photoExtensions } from '../../../../functions/commerce/photo-files.ts';
import {
  byProduct,
  freeName,
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

/** What somebody said of a SKU that the shop does not know: the SKU that is meant, or that it is said later. */
export type Answers = ReadonlyMap<string, string | undefined>;

/** The SKUs that names of files give, of what is sent. */
export function skusOf(sorted: readonly SortedOut<unknown>[]): readonly string[] {
  const skus = sorted.flatMap(({ place, unfit }) => (unfit === undefined ? (place.sku ?? []) : []));
  return [...new Set(skus)];
}

/** What describes a product stays with it: without a product it would say nothing. */
export function answered<File>(
  sorted: readonly SortedOut<File>[],
  answers: Answers,
): readonly SortedOut<File>[] {
  const isAsked = ({ place }: SortedOut<File>) =>
    place.sku !== undefined && answers.has(place.sku) && answers.get(place.sku) !== place.sku;
  const isMoved = (one: SortedOut<File>) => isAsked(one) && !one.place.isDescription;
  const stay = sorted.filter((one) => !isMoved(one));
  const taken = new Set(stay.map(({ place }) => `${place.sku ?? ''}/${place.fileName}`));
  return sorted.map((one) => {
    if (!isMoved(one)) return one;
    const sku = answers.get(one.place.sku ?? '');
    return { ...one, place: { ...one.place, sku, fileName: freeName(one.path, `${sku ?? ''}/`, taken) } };
  });
}

/** As shops number things: with a digit, short, of few parts. Others are more likely the title of a picture from somewhere. */
export function looksLikeSku(sku: string): boolean {
  return /\d/.test(sku) && sku.length <= 20 && sku.split(/[-_.]/).length <= 3;
}
