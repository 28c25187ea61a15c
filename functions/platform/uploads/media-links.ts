import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import type { MediaLinksAnswer } from './uploads-answers.ts';

export const linkSeconds = 900;

export interface WantedFile {
  readonly bucket: 'media' | 'inbox';
  readonly key: string;
  readonly version?: string | undefined;
}

/**
 * What an upload is answered as. The inbox holds what anybody sent under whatever type: a page among it must never be run by a
 * browser, under whichever address the bucket is reached.
 */
const pictureTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  heic: 'image/heic',
};

/** Links to files of a shop, in the order that they were asked for. @throws InvalidInputError `FileUnknown` */
export async function mediaLinks(
  platform: Platform,
  store: string,
  files: readonly WantedFile[],
): Promise<MediaLinksAnswer> {
  for (const { key } of files) refuseForeign(store, key);
  const links = await Promise.all(
    files.map(async ({ bucket, key, version }) => {
      const contentType = bucket === 'inbox' ? typeOfUpload(key) : undefined;
      const url = await platform.objects.linkToRead({ bucket, key, version }, linkSeconds, contentType);
      return { bucket, key, url };
    }),
  );
  return { links, validForSeconds: linkSeconds };
}

/**
 * A client that follows the link may resolve `..`, and would then ask for another store's file.
 *
 * @throws InvalidInputError `FileUnknown`, the same for a file of another shop and for one that does not exist anywhere
 */
export function refuseForeign(store: string, key: string): void {
  if (key.startsWith(`${store}/`) && !key.split('/').includes('..')) return;
  throw new InvalidInputError('FileUnknown', {
    en: 'There is no such file here.',
    zh: '没有找到该文件。',
  });
}

function typeOfUpload(key: string): string {
  const extension = /\.([A-Za-z]{3,4})$/.exec(key)?.[1]?.toLowerCase() ?? '';
  return pictureTypes[extension] ?? 'application/octet-stream';
}
