import type { Objects } from '../../platform/ports/objects.ts';
import type { RemovablePlace } from './dam.ts';
import { objectAt } from './s3-place.ts';

/** The other half of `s3Place`, in a file of its own: a function gets the rights of the code that it contains. */
export function s3Removal(objects: Objects, store: string, prefix: string): RemovablePlace {
  return { remove: (path) => objects.remove(objectAt(store, prefix, path)) };
}
