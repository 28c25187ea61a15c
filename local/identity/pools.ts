import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';
import { partitionOf, urlSuffixOf } from '../provision/partition.ts';
import type { LocalIdentity, ProvisionedResource, ResolvedResource } from '../service.ts';
import { DEFAULT_PASSWORD_POLICY, type PasswordPolicy } from './passwords.ts';

/** CloudFormation writes booleans and numbers as texts in places. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const count = z.coerce.number().int();

const poolProperties = z.object({
  UserPoolName: z.string().optional(),
  UsernameAttributes: z.array(z.string()).default([]),
  AliasAttributes: z.array(z.string()).default([]),
  MfaConfiguration: z.enum(['OFF', 'OPTIONAL', 'ON']).default('OFF'),
  LambdaConfig: z.record(z.string(), z.unknown()).default({}),
  Policies: z
    .object({
      PasswordPolicy: z
        .object({
          MinimumLength: count.optional(),
          RequireLowercase: flag.optional(),
          RequireUppercase: flag.optional(),
          RequireNumbers: flag.optional(),
          RequireSymbols: flag.optional(),
        })
        .optional(),
    })
    .optional(),
});

const clientProperties = z.object({
  UserPoolId: z.string(),
  ClientName: z.string().optional(),
  GenerateSecret: flag.default(false),
  ExplicitAuthFlows: z.array(z.string()).default([]),
  AllowedOAuthScopes: z.array(z.string()).default([]),
  AllowedOAuthFlows: z.array(z.string()).default([]),
  AllowedOAuthFlowsUserPoolClient: flag.default(false),
  CallbackURLs: z.array(z.string()).default([]),
  LogoutURLs: z.array(z.string()).default([]),
  RefreshTokenRotation: z
    .object({ Feature: z.string(), RetryGracePeriodSeconds: count.default(0) })
    .optional(),
  AccessTokenValidity: count.optional(),
  IdTokenValidity: count.optional(),
  RefreshTokenValidity: count.optional(),
  TokenValidityUnits: z
    .object({
      AccessToken: z.string().optional(),
      IdToken: z.string().optional(),
      RefreshToken: z.string().optional(),
    })
    .default({}),
  PreventUserExistenceErrors: z.string().optional(),
});

export interface Client {
  readonly id: string;
  readonly name: string;
  readonly poolId: string;
  readonly authFlows: ReadonlySet<string>;
  readonly oauthScopes: readonly string[];
  /** Empty where the client may not use the sign-in page. */
  readonly oauthFlows: ReadonlySet<string>;
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  /** Set where each refresh answers another refresh token: how long the one before stays good. */
  readonly rotationGraceSeconds?: number;
  /** In seconds. */
  readonly accessTokenSeconds: number;
  readonly idTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  /** Whether a wrong name and a wrong password are answered alike. */
  readonly hidesUnknownUsers: boolean;
}

export interface Group {
  readonly name: string;
  readonly description?: string;
  readonly precedence?: number;
}

export interface Pool {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** `iss` in its tokens. */
  readonly issuer: string;
  /** A user is made with a value of these, and gets a name of Cognito's. */
  readonly usernameAttributes: readonly string[];
  /** A user may also sign in with a value of these. */
  readonly aliasAttributes: readonly string[];
  readonly passwordPolicy: PasswordPolicy;
  readonly groups: Map<string, Group>;
  readonly clients: Map<string, Client>;
}

const SECONDS_BY_UNIT: Readonly<Record<string, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
};

/** The pools, clients and groups of the templates. They are given at every start, so nothing of them is stored. */
export class Pools {
  readonly #pools = new Map<string, Pool>();
  readonly #identity: LocalIdentity;

  constructor(identity: LocalIdentity) {
    this.#identity = identity;
  }

  all(): Pool[] {
    return [...this.#pools.values()];
  }

  /** @throws AwsError `ResourceNotFoundException` */
  pool(poolId: string): Pool {
    const pool = this.#pools.get(poolId);
    if (pool !== undefined) return pool;
    throw new AwsError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
  }

  byIssuer(issuer: string): Pool | undefined {
    return this.all().find((pool) => pool.issuer === issuer);
  }

  /** @throws AwsError `ResourceNotFoundException` */
  client(clientId: string): Client {
    for (const pool of this.#pools.values()) {
      const client = pool.clients.get(clientId);
      if (client !== undefined) return client;
    }
    throw new AwsError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
  }

  addPool(resource: ResolvedResource): ProvisionedResource {
    const properties = poolProperties.parse(resource.properties);
    refuse(
      properties.MfaConfiguration === 'ON',
      'MfaConfiguration ON: there is no second factor on one machine',
    );
    const triggers = Object.keys(properties.LambdaConfig).join(', ');
    refuse(triggers !== '', `LambdaConfig (${triggers}): triggers are not called on one machine`);
    const { region, accountId } = this.#identity;
    const id = `${region}_${stableId(resource, ALPHANUMERIC, 9)}`;
    const providerName = `cognito-idp.${region}.${urlSuffixOf(region)}/${id}`;
    const arn = `arn:${partitionOf(region)}:cognito-idp:${region}:${accountId}:userpool/${id}`;
    this.#pools.set(id, {
      id,
      name: properties.UserPoolName ?? resource.logicalId,
      arn,
      issuer: `https://${providerName}`,
      usernameAttributes: properties.UsernameAttributes,
      aliasAttributes: properties.AliasAttributes,
      passwordPolicy: passwordPolicyOf(properties.Policies?.PasswordPolicy ?? {}),
      groups: new Map(),
      clients: new Map(),
    });
    return {
      ref: id,
      attributes: {
        Arn: arn,
        ProviderName: providerName,
        ProviderURL: `https://${providerName}`,
        UserPoolId: id,
      },
    };
  }

  addClient(resource: ResolvedResource): ProvisionedResource {
    const properties = clientProperties.parse(resource.properties);
    refuse(properties.GenerateSecret, 'GenerateSecret: a client has no secret on one machine');
    const units = properties.TokenValidityUnits;
    const id = stableId(resource, LOWERCASE_ALPHANUMERIC, 26);
    const client: Client = {
      id,
      name: properties.ClientName ?? resource.logicalId,
      poolId: properties.UserPoolId,
      authFlows: new Set(properties.ExplicitAuthFlows),
      oauthScopes: properties.AllowedOAuthScopes,
      // Cognito's defaults: an hour, an hour, thirty days; a bare number counts hours, hours, days.
      accessTokenSeconds: seconds(properties.AccessTokenValidity ?? 1, units.AccessToken ?? 'hours'),
      idTokenSeconds: seconds(properties.IdTokenValidity ?? 1, units.IdToken ?? 'hours'),
      refreshTokenSeconds: seconds(properties.RefreshTokenValidity ?? 30, units.RefreshToken ?? 'days'),
      hidesUnknownUsers: properties.PreventUserExistenceErrors === 'ENABLED',
      oauthFlows: new Set(properties.AllowedOAuthFlowsUserPoolClient ? properties.AllowedOAuthFlows : []),
      callbackUrls: properties.CallbackURLs,
      logoutUrls: properties.LogoutURLs,
      ...(properties.RefreshTokenRotation?.Feature === 'ENABLED'
        ? { rotationGraceSeconds: properties.RefreshTokenRotation.RetryGracePeriodSeconds }
        : {}),
    };
    this.pool(client.poolId).clients.set(id, client);
    return { ref: id, attributes: { ClientId: id, Name: client.name } };
  }

  addGroup(resource: ResolvedResource): ProvisionedResource {
    const schema = z.object({
      UserPoolId: z.string(),
      GroupName: z.string().default(resource.logicalId),
      Description: z.string().optional(),
      Precedence: count.optional(),
    });
    const { UserPoolId, GroupName, Description, Precedence } = schema.parse(resource.properties);
    this.pool(UserPoolId).groups.set(GroupName, {
      name: GroupName,
      ...(Description === undefined ? {} : { description: Description }),
      ...(Precedence === undefined ? {} : { precedence: Precedence }),
    });
    return { ref: GroupName, attributes: {} };
  }
}

function passwordPolicyOf(given: {
  MinimumLength?: number | undefined;
  RequireLowercase?: boolean | undefined;
  RequireUppercase?: boolean | undefined;
  RequireNumbers?: boolean | undefined;
  RequireSymbols?: boolean | undefined;
}): PasswordPolicy {
  const standard = DEFAULT_PASSWORD_POLICY;
  return {
    minimumLength: given.MinimumLength ?? standard.minimumLength,
    requireLowercase: given.RequireLowercase ?? standard.requireLowercase,
    requireUppercase: given.RequireUppercase ?? standard.requireUppercase,
    requireNumbers: given.RequireNumbers ?? standard.requireNumbers,
    requireSymbols: given.RequireSymbols ?? standard.requireSymbols,
  };
}

function seconds(value: number, unit: string): number {
  const factor = SECONDS_BY_UNIT[unit];
  if (factor === undefined) throw new AwsError('InvalidParameterException', `Invalid time unit ${unit}`);
  return value * factor;
}

function refuse(isUnsupported: boolean, what: string): void {
  if (isUnsupported) throw new AwsError('InvalidParameterException', what);
}

const LOWERCASE_ALPHANUMERIC = '0123456789abcdefghijklmnopqrstuvwxyz';
const ALPHANUMERIC = `${LOWERCASE_ALPHANUMERIC}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** An id in the service's form, the same at every start. One byte a character; its slight bias does not matter here. */
function stableId(resource: ResolvedResource, alphabet: string, length: number): string {
  const hash = createHash('sha256').update(`${resource.stackName}/${resource.logicalId}`).digest();
  return Array.from(hash.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('');
}
