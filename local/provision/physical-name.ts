import { createHash } from 'node:crypto';

/**
 * A name for a resource whose template gives none: the same at every start, so that its data is found again.
 * CloudFormation appends a random suffix; here it is a hash of stack and logical id.
 *
 * @param maxLength in characters; the type's own limit (63 for a bucket, 80 for a queue, 64 for a function)
 */
export function physicalName(stackName: string, logicalId: string, maxLength: number): string {
  const suffix = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 8);
  const stem = `${stackName}-${logicalId}`.slice(0, maxLength - suffix.length - 1);
  return `${stem}-${suffix}`;
}
