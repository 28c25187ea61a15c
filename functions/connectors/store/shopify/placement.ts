import type { ProductMedium } from './product-media.ts';

/** A medium that we know to be ours, and where in our catalogue it belongs. */
export interface Placed {
  readonly sku: string;
  readonly position: number;
}

export interface Spot {
  readonly sku: string;
  /** From 1. */
  readonly position: number;
}

/**
 * Shopify's media are one dense list for a whole product, ours are numbered for each SKU. What stands at a position of ours
 * that we put nothing at is whatever the merchant has at that place of the list, unless that is one of ours as well.
 *
 * @param ours ids of ours on this product, also those of other positions and of its other variants
 */
export function merchantsAt(
  media: readonly ProductMedium[],
  { position }: Spot,
  ours: ReadonlySet<string>,
): ProductMedium | undefined {
  const there = media[position - 1];
  return there === undefined || ours.has(there.id) ? undefined : there;
}

/**
 * Where a medium of ours belongs in the list of the others, counted from 0: at its number, but after those of the same SKU with
 * smaller numbers and before those with greater ones. The first of a variant comes after the other variants' so that it
 * does not push itself in front of them.
 *
 * @param others the product's media without the one that is to be placed
 */
export function placeFor(
  others: readonly string[],
  { sku, position }: Spot,
  placed: ReadonlyMap<string, Placed>,
): number {
  let after = 0;
  let before = others.length;
  let afterVariants = 0;
  let hasSmaller = false;
  for (const [index, id] of others.entries()) {
    const place = placed.get(id);
    if (place === undefined) continue;
    if (place.sku !== sku) {
      if (before === others.length) afterVariants = index + 1;
    } else if (place.position < position) {
      after = index + 1;
      hasSmaller = true;
    } else if (place.position > position) {
      before = Math.min(before, index);
    }
  }
  const least = hasSmaller ? after : Math.max(after, afterVariants);
  return Math.max(least, Math.min(position - 1, before));
}
