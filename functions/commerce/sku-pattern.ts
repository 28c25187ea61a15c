/** See `skuSchema`; apart from it, so that a page may ask without a schema library. */
export const skuPattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u;

export function isSku(text: string): boolean {
  return skuPattern.test(text);
}
