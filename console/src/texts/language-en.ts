/** The build puts all texts in English here; without it they stand where they are written. */
export const texts: readonly string[] = [];
