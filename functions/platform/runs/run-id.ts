import { createHash } from 'node:crypto';

/** The same for the same business facts, so that a repeated trigger finds the run that it made before. 80 bits: no clash in 10⁹ runs. */
export function runIdFor(workflow: string, store: string, ...facts: readonly string[]): string {
  return createHash('sha256')
    .update([workflow, store, ...facts].join('\n'))
    .digest('hex')
    .slice(0, 20);
}
