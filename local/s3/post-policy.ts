import { accessDenied, invalidAccessKeyId, S3Error, signatureDoesNotMatch } from './s3-error.ts';
import { type Credentials, isSameSignature, parseCredential, signText } from './sigv4.ts';

/** Fields that a policy need not speak of: they are the proof itself, or declared to be ignored. */
function isExemptField(name: string): boolean {
  return name === 'x-amz-signature' || name === 'policy' || name === 'file' || name.startsWith('x-ignore-');
}

/** How many bytes a policy lets a form upload. */
export interface AllowedLength {
  readonly min: number;
  readonly max: number;
}

function invalidPolicy(message: string): S3Error {
  return new S3Error('InvalidPolicyDocument', `Invalid Policy: ${message}`, 400);
}

function parsePolicy(base64: string): { expiration: number; conditions: readonly unknown[] } {
  let policy: unknown;
  try {
    policy = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    throw invalidPolicy('Invalid JSON.');
  }
  const { expiration, conditions } = (policy ?? {}) as { expiration?: unknown; conditions?: unknown };
  const instant = typeof expiration === 'string' ? Date.parse(expiration) : Number.NaN;
  if (Number.isNaN(instant)) throw invalidPolicy('Policy missing expiration.');
  if (!Array.isArray(conditions)) throw invalidPolicy('Policy missing conditions.');
  return { expiration: instant, conditions };
}

/** One condition as `[operator, field, value]` pairs; an object may hold several exact ones. */
function normalize(condition: unknown): [string, string, string][] {
  if (Array.isArray(condition)) {
    const [operator, field, value] = condition as unknown[];
    if (typeof operator !== 'string' || typeof field !== 'string' || !field.startsWith('$')) {
      throw invalidPolicy(`Invalid condition ${JSON.stringify(condition)}.`);
    }
    return [[operator.toLowerCase(), field.slice(1).toLowerCase(), String(value)]];
  }
  if (typeof condition !== 'object' || condition === null) {
    throw invalidPolicy(`Invalid condition ${JSON.stringify(condition)}.`);
  }
  return Object.entries(condition).map(([field, value]) => ['eq', field.toLowerCase(), String(value)]);
}

function holds(operator: string, actual: string, expected: string): boolean {
  if (operator === 'eq') return actual === expected;
  if (operator === 'starts-with') return actual.startsWith(expected);
  throw invalidPolicy(`Unknown operator ${operator}.`);
}

function lengthRange(condition: unknown): AllowedLength | undefined {
  if (!Array.isArray(condition) || String(condition[0]).toLowerCase() !== 'content-length-range') {
    return undefined;
  }
  const min = Number(condition[1]);
  const max = Number(condition[2]);
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max)) {
    throw invalidPolicy('content-length-range wants two whole numbers.');
  }
  return { min, max };
}

function verifySignature(fields: ReadonlyMap<string, string>, credentials: Credentials): void {
  const policy = fields.get('policy');
  const signature = fields.get('x-amz-signature');
  const credential = fields.get('x-amz-credential');
  if (policy === undefined || signature === undefined || credential === undefined) throw accessDenied();
  const scope = parseCredential(credential);
  if (scope === undefined || fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256') throw accessDenied();
  if (scope.accessKeyId !== credentials.accessKeyId) throw invalidAccessKeyId(scope.accessKeyId);
  if (!isSameSignature(signText(policy, credentials.secretAccessKey, scope), signature)) {
    throw signatureDoesNotMatch();
  }
}

/**
 * Judges a form before its file is read.
 *
 * @param fields under lower-case names, the bucket that the address names among them
 * @param now milliseconds since the epoch
 * @returns the bytes that the policy allows
 * @throws S3Error `AccessDenied` (unsigned, expired, a condition that fails, a field that no condition names),
 *   `SignatureDoesNotMatch`, `InvalidAccessKeyId`, `InvalidPolicyDocument`
 */
export function verifyPostPolicy(
  fields: ReadonlyMap<string, string>,
  credentials: Credentials,
  now: number,
): AllowedLength {
  verifySignature(fields, credentials);
  const policy = parsePolicy(fields.get('policy') ?? '');
  if (policy.expiration <= now) throw accessDenied('Invalid according to Policy: Policy expired.');
  const spokenOf = new Set<string>(['bucket']);
  let allowed: AllowedLength = { min: 0, max: Number.MAX_SAFE_INTEGER };
  for (const condition of policy.conditions) {
    const range = lengthRange(condition);
    if (range !== undefined) {
      allowed = { min: Math.max(allowed.min, range.min), max: Math.min(allowed.max, range.max) };
      continue;
    }
    for (const [operator, field, expected] of normalize(condition)) {
      spokenOf.add(field);
      if (!holds(operator, fields.get(field) ?? '', expected)) {
        throw accessDenied(
          `Invalid according to Policy: Policy Condition failed: ${JSON.stringify([operator, `$${field}`, expected])}`,
        );
      }
    }
  }
  const extra = [...fields.keys()].filter((name) => !isExemptField(name) && !spokenOf.has(name));
  if (extra.length > 0) {
    throw accessDenied(`Invalid according to Policy: Extra input fields: ${extra.join(', ')}`);
  }
  return allowed;
}
