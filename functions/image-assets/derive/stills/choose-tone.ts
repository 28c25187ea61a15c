import type { Colour } from '../../plain-border.ts';
import { toLinear } from './backdrop.ts';
import type { DominantColour } from './product.ts';
import { seededRandom } from './seeded-random.ts';

/** Oklab distance from which an outline stands out clearly, also in a thumbnail: white on a paper of level 190 has 0.17. */
const CLEAR_DISTANCE = 0.15;

/** Oklab (Björn Ottosson, 2020): distances agree with the eye better than CIE Lab's for saturated blues. */
function oklab({ r, g, b }: Colour): readonly [number, number, number] {
  const [red, green, blue] = [toLinear(r), toLinear(g), toLinear(b)];
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}

function distance(one: Colour, other: Colour): number {
  const [l1, a1, b1] = oklab(one);
  const [l2, a2, b2] = oklab(other);
  return Math.hypot(l1 - l2, a1 - a2, b1 - b2);
}

/**
 * Tones with less than this share of the best one's distance are left out, for what is barely clear is dull beside it; but
 * none from the second distance on, or every white product would lie on black.
 */
const NEARLY_BEST = 0.6;
const AMPLE_DISTANCE = 0.2;

/** This share of an outline may be lost in the background: the eye completes it, and its lowest part has the shadow behind it. */
const LOST_SHARE = 0.3;

/** Distance that all of an outline but its least distinct part keeps from a colour. */
function outlineContrast(colour: Colour, rim: readonly DominantColour[]): number {
  const edges = rim
    .map((edge) => ({ share: edge.share, apart: distance(edge, colour) }))
    .toSorted((one, other) => one.apart - other.apart);
  let left = LOST_SHARE * edges.reduce((sum, { share }) => sum + share, 0);
  for (const { share, apart } of edges) {
    left -= share;
    if (left < 0) return apart;
  }
  return edges.at(-1)?.apart ?? 0;
}

/**
 * Of several tones of a material one that the product's outline stands out from, by seed among those that do; where none
 * does, the one that comes closest to it. So a white product never lies on white.
 * @param rim colours along the product's outline
 */
export function chooseTone<Tone extends { readonly colour: Colour }>(
  tones: readonly [Tone, ...Tone[]],
  rim: readonly DominantColour[],
  seed: number,
): Tone {
  const contrast = ({ colour }: Tone) => outlineContrast(colour, rim);
  const best = Math.max(...tones.map(contrast));
  const clear = tones.filter(
    (tone) => contrast(tone) >= Math.max(CLEAR_DISTANCE, Math.min(NEARLY_BEST * best, AMPLE_DISTANCE)),
  );
  const choice = clear[Math.floor(seededRandom(seed, 'tone')() * clear.length)];
  return choice ?? tones.reduce((clearest, tone) => (contrast(tone) > contrast(clearest) ? tone : clearest));
}
