import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { byProduct, isHiddenPath, type PhotoPlace, placePhoto } from '../functions/commerce/photo-names.ts';
import { wrongUsage } from './failures.ts';

/** A file on its way into the inbox. */
export interface FoundPhoto extends PhotoPlace {
  readonly file: string;
  /** As it was named, for people. */
  readonly shown: string;
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
      const shown = relative(cwd, file);
      return { file, shown: shown.startsWith('..') ? file : shown, ...placePhoto(inFolder, sku, taken) };
    }),
  );
  return found.toSorted((one, other) => Number(other.isDescription) - Number(one.isDescription));
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
        !isHiddenPath(inFolder) && statSync(file, { throwIfNoEntry: false })?.isFile() === true,
    )
    .sort((a, b) => byProduct(a.inFolder, b.inFolder));
}
