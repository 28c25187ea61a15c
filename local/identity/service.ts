import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';
import { type JsonOperations, sendJson, serveJsonOperations } from '../protocol/json.ts';
import type {
  LocalClock,
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  ResolvedResource,
  ResourceProvider,
} from '../service.ts';
import { adminOperations } from './admin-operations.ts';
import { Pools } from './pools.ts';
import { signInOperations } from './sign-in-operations.ts';
import { loadSigningKey, type SigningKey } from './signing-key.ts';
import { type IssuedTokens, SELF_SERVICE_SCOPE, TokenIssuer } from './tokens.ts';
import { requireEnabled, UserDirectory } from './user-directory.ts';
import { UserStore } from './user-store.ts';

export interface IdentityServiceOptions {
  readonly identity: LocalIdentity;
  /** Holds the users and the signing key; nobody else should be able to read it. */
  readonly folder: string;
  readonly clock?: LocalClock;
}

export interface TokenRequest {
  readonly poolId: string;
  readonly clientId: string;
  /** User name, `sub`, or an attribute that the pool lets stand for the name. */
  readonly username: string;
  /** Default: the client's OAuth scopes, as its sign-in page would ask for, else the self-service scope. */
  readonly scopes?: readonly string[];
  readonly withRefreshToken?: boolean;
}

/**
 * Cognito user pools on one machine: users and their passwords, groups, sign-in by password, RS256 tokens whose
 * issuer is the template's (`https://cognito-idp.<region>.amazonaws.com/<pool>`), while the keys come from here.
 *
 * Users, groups' members and open sessions survive restarts and kills; pools, clients and groups come from the
 * templates at every start, under ids that depend only on stack and logical id.
 *
 * Not guaranteed, not there: SRP, the hosted sign-in page and OAuth endpoints, second factors, e-mails and text
 * messages (a user made without a temporary password can only sign in once one is set), self sign-up, triggers, client
 * secrets, locking after failed attempts, attribute schemas. All pools share one signing key, access and id tokens too.
 */
export class IdentityService implements LocalService, ResourceProvider {
  readonly signingNames = ['cognito-idp'];
  readonly types = [
    'AWS::Cognito::ManagedLoginBranding',
    'AWS::Cognito::UserPool',
    'AWS::Cognito::UserPoolClient',
    'AWS::Cognito::UserPoolDomain',
    'AWS::Cognito::UserPoolGroup',
    'AWS::Cognito::UserPoolResourceServer',
    'AWS::Cognito::UserPoolUser',
    'AWS::Cognito::UserPoolUserToGroupAttachment',
  ];

  readonly #pools: Pools;
  readonly #users: UserStore;
  readonly #directory: UserDirectory;
  readonly #tokens: TokenIssuer;
  readonly #jwks: SigningKey['jwks'];
  readonly #operations: JsonOperations;

  private constructor(key: SigningKey, { identity, folder, clock = Date }: IdentityServiceOptions) {
    this.#jwks = key.jwks;
    this.#pools = new Pools(identity);
    this.#users = new UserStore(join(folder, 'users.sqlite'));
    this.#directory = new UserDirectory(this.#users, clock);
    this.#tokens = new TokenIssuer(key, this.#users, clock);
    this.#operations = {
      ...adminOperations(this.#pools, this.#directory, this.#users),
      ...signInOperations({
        pools: this.#pools,
        directory: this.#directory,
        users: this.#users,
        tokens: this.#tokens,
        clock,
      }),
    };
  }

  /** Opens the folder, and makes the signing key at the first start (about a tenth of a second). */
  static async open(options: IdentityServiceOptions): Promise<IdentityService> {
    return new IdentityService(await loadSigningKey(options.folder), options);
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return serveJsonOperations(this.#operations, request, response);
  }

  async stop(): Promise<void> {
    this.#users.close();
  }

  async provision(resource: ResolvedResource): Promise<ProvisionedResource> {
    switch (resource.type) {
      case 'AWS::Cognito::UserPool':
        return this.#pools.addPool(resource);
      case 'AWS::Cognito::UserPoolClient':
        return this.#pools.addClient(resource);
      case 'AWS::Cognito::UserPoolGroup':
        return this.#pools.addGroup(resource);
      case 'AWS::Cognito::UserPoolUser':
        return this.#provisionUser(resource);
      case 'AWS::Cognito::UserPoolUserToGroupAttachment':
        return this.#provisionMembership(resource);
      case 'AWS::Cognito::UserPoolDomain':
        return {
          ref: text(resource, 'Domain'),
          attributes: { CloudFrontDistribution: 'cloudfront.invalid' },
        };
      case 'AWS::Cognito::ManagedLoginBranding':
        return { ref: `${text(resource, 'UserPoolId')}|${resource.logicalId}`, attributes: {} };
      case 'AWS::Cognito::UserPoolResourceServer':
        return { ref: text(resource, 'Identifier'), attributes: {} };
      default:
        throw new AwsError('InvalidParameterException', `${resource.type} is not one of Cognito’s here`);
    }
  }

  /** The keys that verify an issuer's tokens; undefined for an issuer that is none of the pools here. */
  keysOf(issuer: string): JWTVerifyGetKey | undefined {
    return this.#pools.byIssuer(issuer) === undefined ? undefined : this.#tokens.verificationKeys;
  }

  /**
   * Answers `/<poolId>/.well-known/jwks.json` and `…/openid-configuration`.
   *
   * @returns false, with nothing answered, when the path is not one of these or the pool is unknown
   */
  serveWellKnown(response: ServerResponse, path: string): boolean {
    const [, poolId, document] =
      /^\/([\w-]+)\/\.well-known\/(jwks\.json|openid-configuration)$/.exec(path) ?? [];
    const pool = this.#pools.all().find(({ id }) => id === poolId);
    if (pool === undefined) return false;
    const configuration = {
      issuer: pool.issuer,
      jwks_uri: `${pool.issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
    };
    sendJson(response, 200, document === 'jwks.json' ? this.#jwks : configuration, {
      'content-type': 'application/json',
    });
    return true;
  }

  /**
   * Tokens for a user without a password. For the machine's own operator only, who can read the signing key anyway;
   * callers must not reach it from the network.
   *
   * @throws AwsError `ResourceNotFoundException`, `UserNotFoundException`, `NotAuthorizedException` (disabled)
   */
  async issueToken(request: TokenRequest): Promise<IssuedTokens> {
    const pool = this.#pools.pool(request.poolId);
    const client = this.#pools.client(request.clientId);
    if (client.poolId !== pool.id) {
      throw new AwsError('ResourceNotFoundException', `User pool client ${client.id} does not exist.`);
    }
    const user = this.#directory.get(pool, request.username);
    requireEnabled(user);
    const usual = client.oauthScopes.length > 0 ? client.oauthScopes : [SELF_SERVICE_SCOPE];
    return this.#tokens.signIn(pool, client, user, {
      scopes: request.scopes ?? usual,
      withRefreshToken: request.withRefreshToken ?? false,
    });
  }

  /**
   * Makes sure that a user exists and is in the groups, e.g. the operator of a fresh data folder.
   *
   * @returns the user's `sub`
   */
  async ensureUser(poolId: string, name: string, groups: readonly string[] = []): Promise<string> {
    const pool = this.#pools.pool(poolId);
    const user = this.#directory.lookUp(pool, name) ?? (await this.#directory.create(pool, name, {}));
    for (const group of groups) this.#users.addToGroup(pool.id, user.username, group);
    return user.sub;
  }

  /** Gives a user a password for good, as `AdminSetUserPassword` with `Permanent` does. */
  async setPassword(poolId: string, name: string, password: string): Promise<void> {
    const pool = this.#pools.pool(poolId);
    await this.#directory.setPassword(pool, this.#directory.get(pool, name), password, true);
  }

  async #provisionUser(resource: ResolvedResource): Promise<ProvisionedResource> {
    const pool = this.#pools.pool(text(resource, 'UserPoolId'));
    const name = text(resource, 'Username');
    const given = z
      .array(z.object({ Name: z.string(), Value: z.string() }))
      .default([])
      .parse(resource.properties.UserAttributes);
    const attributes = Object.fromEntries(given.map(({ Name, Value }) => [Name, Value]));
    const user = this.#directory.lookUp(pool, name) ?? (await this.#directory.create(pool, name, attributes));
    return { ref: user.username, attributes: {} };
  }

  #provisionMembership(resource: ResolvedResource): ProvisionedResource {
    const pool = this.#pools.pool(text(resource, 'UserPoolId'));
    const user = this.#directory.get(pool, text(resource, 'Username'));
    const group = text(resource, 'GroupName');
    this.#users.addToGroup(pool.id, user.username, group);
    return { ref: `${group}|${user.username}|${pool.id}`, attributes: {} };
  }
}

function text(resource: ResolvedResource, property: string): string {
  const value = resource.properties[property];
  if (typeof value === 'string') return value;
  throw new AwsError('InvalidParameterException', `${property} is missing`);
}
