import type { Light } from './light.ts';
import { lyingCast, lyingContact } from './lying-shadow.ts';
import { placedOutline } from './outline-plane.ts';
import type { Placement } from './place-product.ts';
import type { Product } from './product.ts';
import { standingCast, standingContact } from './standing-shadow.ts';

/** Shadows are smooth but for the line of contact: this many pixels on the longer side show that too. */
const LONGEST_SIDE = 1024;

/** How much of the light from all around is lost in the very corner between product and ground. */
const CONTACT_DEPTH = 0.88;

/** Light that reaches the ground of a canvas, as a share of the full light: 1 in the open, 0 in total darkness. At most the canvas's size. */
export interface ShadowMap {
  readonly width: number;
  readonly height: number;
  readonly light: Float32Array;
}

/**
 * The shadow of a placed product on the ground below it: the dark line of contact, the dimness around it where the
 * product hides the light from all sides, and the key light's shadow, whose edge grows softer with its distance
 * from what throws it. A standing product's is its outline laid onto the ground; a lying one's is its outline,
 * moved by the product's thickness.
 *
 * @param strength 0 … 1 (none … as the light makes it)
 */
export async function renderShadow(
  product: Product,
  placement: Placement,
  light: Light,
  strength = 1,
): Promise<ShadowMap> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(placement.width, placement.height));
  const outline = await placedOutline(product, placement, scale);
  const size = Math.sqrt(placement.drawn.width * placement.drawn.height) * scale;
  const standing = product.pose === 'standing';
  const [contact, cast] = standing
    ? [
        await standingContact(outline, placement.groundY * scale, size),
        await standingCast(outline, placement.groundY * scale, size, light),
      ]
    : [await lyingContact(outline, size, light), await lyingCast(outline, size, light)];
  const ground = new Float32Array(outline.data.length);
  for (let at = 0; at < ground.length; at += 1) {
    const dim = 1 - CONTACT_DEPTH * strength * (contact[at] ?? 0);
    ground[at] = dim * (1 - (light.keyShare * strength * (cast[at] ?? 0)) / 255);
  }
  return { width: outline.width, height: outline.height, light: ground };
}
