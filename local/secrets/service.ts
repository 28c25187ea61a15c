import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { serveJsonOperations } from '../protocol/json.ts';
import { validateInput } from '../protocol/validate-input.ts';
import { physicalName } from '../provision/physical-name.ts';
import type {
  LocalClock,
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  ResolvedResource,
  ResourceProvider,
} from '../service.ts';
import { generatePassword, passwordShape } from './generate-password.ts';
import { secretsOperations } from './operations.ts';
import { type Secret, SecretStore } from './secret-store.ts';
import { CURRENT, withVersion } from './versions.ts';

export interface SecretsServiceOptions {
  /** Where `secrets.json` stands. */
  readonly directory: string;
  readonly identity: LocalIdentity;
  readonly clock?: LocalClock;
}

const resourceShape = z.object({
  Name: z.string().optional(),
  Description: z.string().optional(),
  SecretString: z.string().optional(),
  GenerateSecretString: passwordShape
    .extend({ SecretStringTemplate: z.string().optional(), GenerateStringKey: z.string().optional() })
    .optional(),
});
type SecretProperties = z.infer<typeof resourceShape>;

/** The value that a template asks for, if it asks for one. */
function templateValue({ SecretString, GenerateSecretString }: SecretProperties): string | undefined {
  if (GenerateSecretString === undefined) return SecretString;
  const { SecretStringTemplate, GenerateStringKey, ...rules } = GenerateSecretString;
  const password = generatePassword(rules);
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) return password;
  const template = JSON.parse(SecretStringTemplate) as Record<string, unknown>;
  return JSON.stringify({ ...template, [GenerateStringKey]: password });
}

/**
 * AWS Secrets Manager.
 *
 * Not guaranteed, or other than on AWS:
 * - Nothing is encrypted: the values stand in `secrets.json`, which only its owner can read (mode 0600). Backups of
 *   the data folder contain them.
 * - No rotation, replication or resource policies; no permissions. `LastAccessedDate` is not kept.
 * - Lists are whole: no page tokens.
 * - A template's value is written when the secret is made and when the template changes; what somebody put since stays.
 */
export class SecretsService implements LocalService, ResourceProvider {
  readonly signingNames = ['secretsmanager'];
  readonly types = ['AWS::SecretsManager::Secret'];
  readonly #store: SecretStore;
  readonly #now: () => number;

  constructor({ directory, identity, clock = Date }: SecretsServiceOptions) {
    this.#store = new SecretStore(join(directory, 'secrets.json'), identity);
    this.#now = () => clock.now();
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return serveJsonOperations(secretsOperations(this.#store, this.#now), request, response);
  }

  async provision({ properties, stackName, logicalId }: ResolvedResource): Promise<ProvisionedResource> {
    const wanted = validateInput(resourceShape, properties);
    const name = wanted.Name ?? physicalName(stackName, logicalId, 64);
    const templateHash = createHash('sha256').update(JSON.stringify(wanted)).digest('hex');
    const now = this.#now();
    const known = this.#store.find(name, now);
    if (known?.templateHash !== templateHash || known.deletedAt !== undefined) {
      const { deletedAt: _deleted, purgeAt: _purge, ...base } = known ?? this.#empty(name, now);
      const described: Secret = { ...base, description: wanted.Description, templateHash };
      const text = templateValue(wanted);
      // A generated value is made once: CloudFormation would replace it when the rules change, and lock out its users.
      const keeps = text === undefined || (wanted.GenerateSecretString && base.versions.length > 0);
      this.#store.put(keeps ? described : withVersion(described, randomUUID(), { text }, [CURRENT], now));
    }
    const { arn } = this.#store.get(name, now);
    return { ref: arn, attributes: { Id: arn } };
  }

  #empty(name: string, now: number): Secret {
    const arn = this.#store.newArn(name);
    return { name, arn, tags: [], createdAt: now, changedAt: now, versions: [] };
  }
}
