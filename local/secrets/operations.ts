import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';
import type { JsonOperations } from '../protocol/json.ts';
import { validateInput } from '../protocol/validate-input.ts';
import { generatePassword, passwordShape } from './generate-password.ts';
import type { Secret, SecretStore } from './secret-store.ts';
import { CURRENT, findVersion, type SecretValue, withVersion } from './versions.ts';

const DAY_MS = 86_400_000;
const DEFAULT_RECOVERY_DAYS = 30;
const LARGEST_SECRET_BYTES = 65_536;

const value = {
  ClientRequestToken: z.string().min(32).max(64).optional(),
  SecretString: z.string().optional(),
  /** Base64. */
  SecretBinary: z.string().optional(),
};
const described = { Description: z.string().max(2_048).optional(), KmsKeyId: z.string().optional() };
const secretId = z.object({ SecretId: z.string().min(1).max(2_048) });
const createShape = z.object({
  Name: z.string().regex(/^[\w/+=.@-]{1,512}$/),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
  ...described,
  ...value,
});
const putShape = secretId.extend({ ...value, VersionStages: z.array(z.string()).min(1).default([CURRENT]) });
const updateShape = secretId.extend({ ...described, ...value });
const getShape = secretId.extend({ VersionId: z.string().optional(), VersionStage: z.string().optional() });
const deleteShape = secretId.extend({
  RecoveryWindowInDays: z.number().int().min(7).max(30).optional(),
  ForceDeleteWithoutRecovery: z.boolean().default(false),
});
const listShape = z.object({
  IncludePlannedDeletion: z.boolean().default(false),
  SortOrder: z.enum(['asc', 'desc']).default('desc'),
  Filters: z
    .array(
      z.object({
        Key: z.enum(['name', 'description', 'tag-key', 'tag-value', 'all']),
        Values: z.array(z.string()).min(1),
      }),
    )
    .default([]),
});

const read = <T>(shape: z.ZodType<T>, input: unknown): T =>
  validateInput(shape, input, 'InvalidParameterException');

/** @throws AwsError `InvalidParameterException` for both kinds at once, or more than 64 KiB */
function contentOf(input: { SecretString?: string; SecretBinary?: string }): SecretValue | undefined {
  const { SecretString: text, SecretBinary: binary } = input;
  if (text === undefined && binary === undefined) return undefined;
  if (text !== undefined && binary !== undefined) {
    throw new AwsError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
  }
  const bytes = binary === undefined ? Buffer.byteLength(text ?? '') : Buffer.byteLength(binary, 'base64');
  if (bytes > LARGEST_SECRET_BYTES) {
    throw new AwsError('InvalidParameterException', `A secret holds at most ${LARGEST_SECRET_BYTES} bytes.`);
  }
  return text === undefined ? { binary } : { text };
}

const seconds = (milliseconds: number | undefined): number | undefined =>
  milliseconds === undefined ? undefined : milliseconds / 1_000;

function description(secret: Secret): object {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    Tags: secret.tags,
    CreatedDate: seconds(secret.createdAt),
    LastChangedDate: seconds(secret.changedAt),
    LastAccessedDate: seconds(secret.accessedAt),
    DeletedDate: seconds(secret.deletedAt),
  };
}

function stagesByVersion(secret: Secret): Record<string, readonly string[]> {
  const labelled = secret.versions.filter(({ stages }) => stages.length > 0);
  return Object.fromEntries(labelled.map(({ id, stages }) => [id, stages]));
}

/** As Secrets Manager: prefixes, of which one must fit (and none after `!`); names in their case, the rest in either. */
function passes(secret: Secret, filter: z.infer<typeof listShape>['Filters'][number]): boolean {
  const texts = {
    name: [secret.name],
    description: [secret.description ?? ''],
    'tag-key': secret.tags.map(({ Key }) => Key),
    'tag-value': secret.tags.map(({ Value }) => Value),
  };
  const searched = filter.Key === 'all' ? Object.values(texts).flat() : texts[filter.Key];
  const fold = (text: string): string => (filter.Key === 'name' ? text : text.toLowerCase());
  const begins = (prefix: string): boolean => searched.some((text) => fold(text).startsWith(fold(prefix)));
  const excluded = filter.Values.filter((text) => text.startsWith('!'));
  const included = filter.Values.filter((text) => !text.startsWith('!'));
  return !excluded.some((text) => begins(text.slice(1))) && (included.length === 0 || included.some(begins));
}

function create(store: SecretStore, input: z.infer<typeof createShape>, now: number): object {
  const content = contentOf(input);
  const id = input.ClientRequestToken ?? randomUUID();
  const known = store.find(input.Name, now);
  if (known?.deletedAt !== undefined) {
    throw new AwsError(
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  if (known !== undefined) {
    const sameRequest = known.versions.some(
      (version) => version.id === id && version.text === content?.text && version.binary === content?.binary,
    );
    if (sameRequest) return { ARN: known.arn, Name: known.name, VersionId: id };
    throw new AwsError(
      'ResourceExistsException',
      `The operation failed because the secret ${input.Name} already exists.`,
    );
  }
  const empty: Secret = {
    name: input.Name,
    arn: store.newArn(input.Name),
    description: input.Description,
    kmsKeyId: input.KmsKeyId,
    tags: input.Tags,
    createdAt: now,
    changedAt: now,
    versions: [],
  };
  store.put(content === undefined ? empty : withVersion(empty, id, content, [CURRENT], now));
  return { ARN: empty.arn, Name: empty.name, VersionId: content === undefined ? undefined : id };
}

function valueOperations(store: SecretStore, now: () => number): JsonOperations {
  return {
    GetSecretValue(input) {
      const { SecretId, VersionId, VersionStage } = read(getShape, input);
      const secret = store.getLive(SecretId, now());
      const version = findVersion(secret, VersionId, VersionStage);
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        SecretString: version.text,
        SecretBinary: version.binary,
        VersionStages: version.stages,
        CreatedDate: seconds(version.createdAt),
      };
    },
    PutSecretValue(input) {
      const request = read(putShape, input);
      const content = contentOf(request);
      if (content === undefined) {
        throw new AwsError(
          'InvalidRequestException',
          'You must provide either SecretString or SecretBinary.',
        );
      }
      const secret = store.getLive(request.SecretId, now());
      const id = request.ClientRequestToken ?? randomUUID();
      const next = withVersion(secret, id, content, request.VersionStages, now());
      if (next !== secret) store.put(next);
      const { stages } = findVersion(next, id, undefined);
      return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: stages };
    },
    GetRandomPassword: (input) => ({ RandomPassword: generatePassword(read(passwordShape, input)) }),
  };
}

function secretOperations(store: SecretStore, now: () => number): JsonOperations {
  return {
    CreateSecret: (input) => create(store, read(createShape, input), now()),
    UpdateSecret(input) {
      const request = read(updateShape, input);
      const content = contentOf(request);
      const secret = store.getLive(request.SecretId, now());
      const id = request.ClientRequestToken ?? randomUUID();
      const valued = content === undefined ? secret : withVersion(secret, id, content, [CURRENT], now());
      store.put({
        ...valued,
        description: request.Description ?? secret.description,
        kmsKeyId: request.KmsKeyId ?? secret.kmsKeyId,
        changedAt: now(),
      });
      return { ARN: secret.arn, Name: secret.name, VersionId: content === undefined ? undefined : id };
    },
    DescribeSecret(input) {
      const secret = store.get(read(secretId, input).SecretId, now());
      return { ...description(secret), VersionIdsToStages: stagesByVersion(secret) };
    },
    ListSecrets(input) {
      const { Filters, IncludePlannedDeletion, SortOrder } = read(listShape, input);
      const found = store
        .list(now())
        .filter((secret) => IncludePlannedDeletion || secret.deletedAt === undefined)
        .filter((secret) => Filters.every((filter) => passes(secret, filter)))
        .toSorted((left, right) => left.createdAt - right.createdAt);
      const ordered = SortOrder === 'asc' ? found : found.toReversed();
      return {
        SecretList: ordered.map((secret) => ({
          ...description(secret),
          SecretVersionsToStages: stagesByVersion(secret),
        })),
      };
    },
    DeleteSecret(input) {
      const { SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery } = read(deleteShape, input);
      if (ForceDeleteWithoutRecovery && RecoveryWindowInDays !== undefined) {
        throw new AwsError(
          'InvalidParameterException',
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
        );
      }
      const secret = store.get(SecretId, now());
      const purgeAt = now() + (RecoveryWindowInDays ?? DEFAULT_RECOVERY_DAYS) * DAY_MS;
      if (ForceDeleteWithoutRecovery) store.remove(secret.name);
      else store.put({ ...secret, deletedAt: now(), purgeAt });
      const deletionDate = ForceDeleteWithoutRecovery ? now() : purgeAt;
      return { ARN: secret.arn, Name: secret.name, DeletionDate: seconds(deletionDate) };
    },
    RestoreSecret(input) {
      const {
        deletedAt: _deleted,
        purgeAt: _purge,
        ...secret
      } = store.get(read(secretId, input).SecretId, now());
      store.put(secret);
      return { ARN: secret.arn, Name: secret.name };
    },
  };
}

/** The operations of Secrets Manager that are answered here. Lists are whole: no page tokens. */
export function secretsOperations(store: SecretStore, now: () => number): JsonOperations {
  return { ...valueOperations(store, now), ...secretOperations(store, now) };
}
