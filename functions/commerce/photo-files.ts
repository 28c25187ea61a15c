/** Of a photo that the shop takes: 50 MB (decimal, as people and file managers count). */
export const mostPhotoBytes = 50_000_000;

/** By format, how the names of files that the shop takes may end, in lower case. What a file really is, its bytes tell. */
export const photoExtensions = {
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  png: ['png', 'apng'],
  webp: ['webp'],
  gif: ['gif'],
  tiff: ['tif', 'tiff'],
  avif: ['avif', 'avifs'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
