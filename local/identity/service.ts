import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
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
import { BrowserSignIn, type MadeLink } from './browser-sign-in.ts';
import { BrowserStore } from './browser-store.ts';
import { openIdentityDatabase } from './identity-database.ts';
import { OAuthEndpoints } from './oauth-endpoints.ts';
import { Pools } from './pools.ts';
import { signInOperations } from './sign-in-operations.ts';
import type { PageHint } from './sign-in-page.ts';
import { loadSigningKey, type SigningKey } from './signing-key.ts';
import { type IssuedTokens, SELF_SERVICE_SCOPE, TokenIssuer } from './tokens.ts';
import { requireEnabled, UserDirectory } from './user-directory.ts';
import { UserStore } from './user-store.ts';

export interface IdentityServiceOptions {
  readonly identity: LocalIdentity;
  /** Holds the users and the signing key; nobody else should be able to read it. */
  readonly folder: string;
  readonly clock?: LocalClock;
  /** The front door's address, e.g. `http://127.0.0.1:4566`; its port is known late. */
  readonly endpoint?: () => string;
  /** How an address of the templates (a callback of a client) is reached on this machine; left out: as it is. */
  readonly publicAddress?: (address: string) => string;
  /** Shown to somebody who is not signed in: how to get a sign-in link. Commands stand between backticks. */
  readonly hint?: PageHint;
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
 * The pools' domain is the front door itself: `/oauth2/authorize`, `/oauth2/token`, `/oauth2/revoke` and `/logout` for
 * all pools, with a plain sign-in page, and one-time sign-in links below `/sign-in`, which Cognito has not.
 *
 * Not guaranteed, not there: SRP, the implicit and client credentials flows, `/oauth2/userInfo`, second factors, e-mails and text
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
  readonly #database: DatabaseSync;
  readonly #browser: BrowserSignIn;
  readonly #oauth: OAuthEndpoints;
  readonly #endpoint: () => string;

  private constructor(key: SigningKey, options: IdentityServiceOptions) {
    const {
      identity,
      folder,
      clock = Date,
      endpoint = () => '',
      publicAddress = (url) => url,
      hint,
    } = options;
    this.#jwks = key.jwks;
    this.#endpoint = endpoint;
    this.#pools = new Pools(identity);
    this.#database = openIdentityDatabase(join(folder, 'users.sqlite'));
    this.#users = new UserStore(this.#database);
    this.#directory = new UserDirectory(this.#users, clock);
    this.#tokens = new TokenIssuer(key, this.#users, clock);
    const shared = {
      pools: this.#pools,
      directory: this.#directory,
      users: this.#users,
      tokens: this.#tokens,
      clock,
      hint,
      publicAddress,
    };
    const store = new BrowserStore(this.#database);
    const cookieSuffix = key.kid.slice(0, 8);
    this.#browser = new BrowserSignIn({ ...shared, store, endpoint, cookieSuffix });
    this.#oauth = new OAuthEndpoints({ ...shared, browser: this.#browser });
    this.#operations = {
      ...adminOperations(this.#pools, this.#directory, this.#users),
      ...signInOperations(shared),
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
    if (this.#database.isOpen) this.#database.close();
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

  /** Whether a path is one of the sign-in's: `serveSignIn` answers these and no others. */
  servesSignIn(path: string): boolean {
    return (
      /^\/(oauth2\/(authorize|token|revoke|logout)|logout|sign-in\/[\w-]+)$/.test(path) ||
      this.#wellKnown(path) !== undefined
    );
  }

  /** Pages and endpoints for browsers. Whoever calls it has refused posts from other sites' pages. */
  async serveSignIn(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const [, rawQuery = ''] = (request.url ?? '').split(/\?(.*)/s);
    const query = new URLSearchParams(rawQuery);
    const isPost = request.method === 'POST';
    const wellKnown = this.#wellKnown(path);
    if (wellKnown !== undefined) {
      sendJson(response, 200, wellKnown, { 'content-type': 'application/json' });
    } else if (path === '/oauth2/authorize') {
      await this.#oauth.authorize(request, response, query);
    } else if (path === '/oauth2/token' && isPost) {
      await this.#oauth.token(request, response);
    } else if (path === '/oauth2/revoke' && isPost) {
      await this.#oauth.revoke(request, response);
    } else if (path === '/oauth2/logout') {
      this.#oauth.logout(request, response, query);
    } else if (path === '/logout') {
      // Cognito's address. The cookie is sent below /oauth2 only.
      response.writeHead(302, { location: `/oauth2/logout?${rawQuery}` }).end();
    } else if (path === '/sign-in/links' && isPost) {
      await this.#browser.serveNewLink(request, response);
    } else if (path.startsWith('/sign-in/')) {
      this.#browser.serveLink(request, response, path.slice('/sign-in/'.length));
    } else {
      response.writeHead(405, { allow: 'POST' }).end();
    }
  }

  /**
   * A one-time sign-in link for a user without a password. For the machine's own operator only, as `issueToken`.
   *
   * @throws AwsError `ResourceNotFoundException`, `UserNotFoundException`, `NotAuthorizedException` (disabled),
   *   `InvalidParameterException` where no client of the pool has a callback address
   */
  makeSignInLink(request: { poolId: string; username: string; clientId?: string }): MadeLink {
    const pool = this.#pools.pool(request.poolId);
    return this.#browser.makeLink(pool, this.#directory.get(pool, request.username), request.clientId);
  }

  /** `/<poolId>/.well-known/jwks.json` and `…/openid-configuration`. */
  #wellKnown(path: string): unknown {
    const [, poolId, document] =
      /^\/([\w-]+)\/\.well-known\/(jwks\.json|openid-configuration)$/.exec(path) ?? [];
    const pool = this.#pools.all().find(({ id }) => id === poolId);
    if (pool === undefined) return undefined;
    if (document === 'jwks.json') return this.#jwks;
    const endpoint = this.#endpoint();
    return {
      issuer: pool.issuer,
      jwks_uri: `${pool.issuer}/.well-known/jwks.json`,
      authorization_endpoint: `${endpoint}/oauth2/authorize`,
      token_endpoint: `${endpoint}/oauth2/token`,
      revocation_endpoint: `${endpoint}/oauth2/revoke`,
      end_session_endpoint: `${endpoint}/logout`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
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
