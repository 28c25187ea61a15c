import { createHash, randomUUID } from 'node:crypto';

/** AWS's names of the algorithms, and Node's. */
const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** AWS's limit for `$range`, in elements. */
const LARGEST_RANGE = 1000;

/** The same number in [0, 1) for the same seed (the sequence itself is ours: AWS does not document its own). */
function seededRandom(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUInt32BE(0) / 2 ** 32;
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new Error('The step of $range must not be 0');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LARGEST_RANGE) throw new Error(`$range returns at most ${LARGEST_RANGE} elements`);
  return Array.from({ length }, (_, index) => first + index * step);
}

function partition(list: unknown[] | undefined, size: number): unknown[][] | undefined {
  if (list === undefined) return undefined;
  if (!Number.isInteger(size) || size < 1)
    throw new Error('The size of $partition must be a positive integer');
  const chunks: unknown[][] = [];
  for (let at = 0; at < list.length; at += size) chunks.push(list.slice(at, at + size));
  return chunks;
}

function hash(content: unknown, algorithm: string): string | undefined {
  if (content === undefined) return undefined;
  const name = HASHES[algorithm];
  if (name === undefined) throw new Error(`$hash knows ${Object.keys(HASHES).join(', ')}, not ${algorithm}`);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return createHash(name).update(text).digest('hex');
}

/**
 * What Step Functions adds to JSONata, and `$eval`, which it takes away. `$now` and `$millis` follow the
 * service's clock, so that a test's clock moves them too; `$now` with a picture stays on the real one.
 */
export function extraFunctions(now: () => number): Record<string, unknown> {
  return {
    parse: (text?: string) => (text === undefined ? undefined : JSON.parse(text)),
    uuid: () => randomUUID(),
    hash,
    random: (seed?: number) => (seed === undefined ? Math.random() : seededRandom(seed)),
    range: (first: number, last: number, step = 1) => range(first, last, step),
    partition,
    millis: () => now(),
    eval: undefined,
  };
}
