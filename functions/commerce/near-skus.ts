/** Letters and digits, the same whatever the case: `cam 100` and `CAM-100` differ in writing only. */
function folded(sku: string): string {
  return sku.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Shorter ones are near to half of the shop. */
const shortestTyped = 4;
/** From this length on two slips are more likely than another product. */
const longTyped = 9;

/**
 * Whether one SKU may be the other mistyped: written differently, or a character too many, too few, swapped or wrong. One digit in
 * the place of another is none: products of a series differ so.
 */
export function isNearSku(typed: string, sku: string): boolean {
  const [one, other] = [folded(typed), folded(sku)];
  if (one === other) return true;
  if (one.length < shortestTyped) return false;
  const most = one.length >= longTyped ? 2 : 1;
  return Math.abs(one.length - other.length) <= most && slipsBetween(one, other) <= most;
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function slipsBetween(one: string, other: string): number {
  const width = other.length + 1;
  const table = Array.from({ length: (one.length + 1) * width }, (_, at) =>
    at < width ? at : at % width === 0 ? at / width : 0,
  );
  const at = (row: number, column: number) => table[row * width + column] ?? 0;
  for (let row = 1; row <= one.length; row += 1) {
    for (let column = 1; column < width; column += 1) {
      const [a = '', b = ''] = [one[row - 1], other[column - 1]];
      const isSwap = row > 1 && column > 1 && a === other[column - 2] && b === one[row - 2];
      table[row * width + column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + costOf(a, b),
        ...(isSwap && a !== b ? [at(row - 2, column - 2) + 1] : []),
      );
    }
  }
  return at(one.length, other.length);
}

/** Two: never the cheapest way, as one could as well leave the one out and put the other in. */
function costOf(a: string, b: string): number {
  if (a === b) return 0;
  return /\d/.test(a) && /\d/.test(b) ? 2 : 1;
}
