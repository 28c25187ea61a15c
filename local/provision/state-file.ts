import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const remembered = z.object({
  stackName: z.string(),
  logicalId: z.string(),
  type: z.string(),
  ref: z.string(),
});

const stateFileSchema = z.object({ version: z.literal(1), resources: z.array(remembered) });

/** A resource that some start of this data folder has made. */
export type RememberedResource = z.infer<typeof remembered>;

/**
 * What earlier starts made; empty when there was none.
 *
 * @throws Error when the file is not ours: going on would forget what the data folder holds
 */
export function readStateFile(path: string): RememberedResource[] {
  if (!existsSync(path)) return [];
  try {
    return stateFileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).resources;
  } catch (error) {
    throw new Error(`${path} is not a list of provisioned resources; restore it or move it away`, {
      cause: error,
    });
  }
}

/** Replaces the file in one step, so that a kill leaves the old list or the new one. */
export function writeStateFile(path: string, resources: readonly RememberedResource[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.new`;
  writeFileSync(temporary, `${JSON.stringify({ version: 1, resources }, null, 2)}\n`);
  renameSync(temporary, path);
}
