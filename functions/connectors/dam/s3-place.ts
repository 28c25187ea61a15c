import type { ObjectReference, Objects } from '../../platform/ports/objects.ts';
import type { FilePlace } from './dam.ts';

/** Largest file of ours, with room: a video. */
const LARGEST_FILE_BYTES = 64 * 1024 * 1024;

/** `<store>/<prefix>/…` in the media bucket. Knows `If-None-Match`, so of two first writers one wins; later writes go over each other. */
export function s3Place(objects: Objects, store: string, prefix: string): FilePlace {
  const at = (path: string) => objectAt(store, prefix, path);
  return {
    name: 's3-prefix',
    async read(path) {
      if ((await objects.head(at(path))) === undefined) return undefined;
      return { body: await objects.get(at(path), { maxBytes: LARGEST_FILE_BYTES }) };
    },
    async size(path) {
      return (await objects.head(at(path)))?.bytes;
    },
    async write(path, body, contentType, replaces) {
      return await objects.put(at(path), body, { contentType, ifAbsent: replaces === 'nothing' });
    },
  };
}

export function objectAt(store: string, prefix: string, path: string): ObjectReference {
  return { bucket: 'media', key: `${store}/${prefix}/${path}` };
}
