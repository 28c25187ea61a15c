import { brotliDecompressSync } from 'node:zlib';

/**
 * Stands in bundles where fontkit asks for the package `brotli`, whose tables are 490 kB in JavaScript; Node has the same inside.
 * Named in `lib/task-function.ts`.
 */
export default function decompress(bytes: Uint8Array): Uint8Array {
  return brotliDecompressSync(bytes);
}
