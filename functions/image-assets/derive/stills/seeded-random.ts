import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Random numbers in [0, 1), the same for the same seed and purpose. Each purpose has a stream of its own, so that one
 * more number drawn for the planks does not move the light.
 */
export function seededRandom(seed: number, purpose: string): () => number {
  // FNV-1a: spreads seeds that are close together, which xoroshiro alone does only after some draws.
  let hash = 0x811c9dc5 ^ (seed | 0);
  for (const character of purpose) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  const generator = xoroshiro128plus(hash);
  return () => uniformFloat64(generator);
}
