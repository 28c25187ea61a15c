import { AwsError } from '../protocol/aws-error.ts';
import type { Secret, SecretVersion } from './secret-store.ts';

export const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

/** AWS keeps about a hundred versions and forgets those without a label first. */
const MOST_VERSIONS = 100;

export interface SecretValue {
  readonly text?: string;
  /** Base64. */
  readonly binary?: string;
}

/**
 * A secret with one more version, its labels moved as Secrets Manager moves them: a label stands on one version
 * only, and what loses `AWSCURRENT` gets `AWSPREVIOUS`. The same id with the same value changes nothing.
 *
 * @throws AwsError `ResourceExistsException` for a known id with another value
 */
export function withVersion(
  secret: Secret,
  id: string,
  value: SecretValue,
  stages: readonly string[],
  now: number,
): Secret {
  const known = secret.versions.find((version) => version.id === id);
  if (known !== undefined) {
    if (known.text === value.text && known.binary === value.binary) return secret;
    throw new AwsError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
  // The first version is the current one, whatever labels it was given.
  const wanted = secret.versions.length === 0 ? [...new Set([CURRENT, ...stages])] : stages;
  const movesCurrent = wanted.includes(CURRENT);
  const relabelled = secret.versions.map((version): SecretVersion => {
    const kept = version.stages.filter((stage) => !wanted.includes(stage));
    if (!movesCurrent) return { ...version, stages: kept };
    const withoutPrevious = kept.filter((stage) => stage !== PREVIOUS);
    const wasCurrent = version.stages.includes(CURRENT);
    return { ...version, stages: wasCurrent ? [...withoutPrevious, PREVIOUS] : withoutPrevious };
  });
  const versions = [...relabelled, { id, ...value, stages: wanted, createdAt: now }];
  const surplus = versions.length - MOST_VERSIONS;
  const forgotten = new Set(
    versions.filter((version) => version.stages.length === 0).slice(0, Math.max(0, surplus)),
  );
  return { ...secret, changedAt: now, versions: versions.filter((version) => !forgotten.has(version)) };
}

/** @throws AwsError `ResourceNotFoundException` when no version has both */
export function findVersion(
  secret: Secret,
  id: string | undefined,
  stage: string | undefined,
): SecretVersion {
  const wantedStage = stage ?? (id === undefined ? CURRENT : undefined);
  const found = secret.versions.find(
    (version) =>
      (id === undefined || version.id === id) &&
      (wantedStage === undefined || version.stages.includes(wantedStage)),
  );
  if (found !== undefined) return found;
  const what = id === undefined ? `staging label: ${wantedStage}` : `VersionId: ${id}`;
  throw new AwsError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${what}`,
  );
}
