import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { productFileName, readSkuFromPath } from '../functions/image-assets/read-photo-key.ts';
import { wrongUsage } from './failures.ts';

/** A file on its way into the inbox. */
export interface FoundPhoto {
  readonly file: string;
  /** As it was named, for people. */
  readonly shown: string;
  /** Undefined: no SKU can be read from the name; a person says it later. */
  readonly sku: string | undefined;
  /** Its name in the inbox: its own, or one made of its folders where two would have the same. */
  readonly fileName: string;
  /** No photo: it says what is known of the product whose photos are worked on, so it goes before them. */
  readonly isDescription: boolean;
}

/**
 * Everything that is not hidden in files and folders, a product's main photo before its others: what is no photo is refused with a reason by the
 * workflow, whatever its extension says. What describes a product, `SKU/product.json` or `SKU.json`, comes before all photos.
 *
 * @param sku the product of all of them; left out: read from each name below its folder
 * @throws CommandFailure wrong usage for a path that is not there
 */
export function findPhotos(
  paths: readonly string[],
  cwd: string,
  sku: string | undefined,
): readonly FoundPhoto[] {
  const taken = new Set<string>();
  const found = paths.flatMap((path) =>
    filesAt(path, resolve(cwd, path)).map(({ file, inFolder }) => {
      const itsSku = sku ?? skuOf(inFolder);
      const isDescription =
        itsSku !== undefined && [productFileName, `${itsSku}.json`].includes(basename(inFolder));
      const fileName = isDescription ? productFileName : freeName(inFolder, `${itsSku ?? ''}/`, taken);
      const shown = relative(cwd, file);
      return { file, shown: shown.startsWith('..') ? file : shown, sku: itsSku, fileName, isDescription };
    }),
  );
  return found.toSorted((one, other) => Number(other.isDescription) - Number(one.isDescription));
}

/** A lone `product.json` belongs to no product: its name is not one. */
function skuOf(inFolder: string): string | undefined {
  return inFolder === productFileName ? undefined : readSkuFromPath(inFolder)?.sku;
}

function filesAt(asked: string, path: string): { file: string; inFolder: string }[] {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) throw wrongUsage('upload.notThere', { path: asked });
  if (!facts.isDirectory()) return [{ file: path, inFolder: basename(path) }];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, inFolder: relative(path, file).split(sep).join('/') }))
    .filter(
      ({ file, inFolder }) =>
        !isHidden(inFolder) && statSync(file, { throwIfNoEntry: false })?.isFile() === true,
    )
    .sort((a, b) => byProduct(a.inFolder, b.inFolder));
}

/** Photos of a product stand together, its main one first: `SKU.jpg`, `SKU_2.jpg`, and behind them those without a number. */
function byProduct(one: string, other: string): number {
  const [a, b] = [readSkuFromPath(one), readSkuFromPath(other)];
  const inOrder = (left: string, right: string) => left.localeCompare(right, 'en', { numeric: true });
  return (
    inOrder(a?.sku ?? one, b?.sku ?? other) ||
    (a?.position ?? Number.POSITIVE_INFINITY) - (b?.position ?? Number.POSITIVE_INFINITY) ||
    inOrder(one, other)
  );
}

function isHidden(inFolder: string): boolean {
  return inFolder.split('/').some((part) => part.startsWith('.'));
}

/** Two photos without SKU from two folders may share a name; the second would replace the first in the inbox. */
function freeName(inFolder: string, folder: string, taken: Set<string>): string {
  const own = inFolder.split('/').at(-1) ?? inFolder;
  const joined = inFolder.replaceAll('/', '_');
  const numbered = Array.from({ length: taken.size }, (_, index) => `${index + 2}_${joined}`);
  const free = [own, joined, ...numbered].find((name) => !taken.has(folder + name)) ?? joined;
  taken.add(folder + free);
  return free;
}
