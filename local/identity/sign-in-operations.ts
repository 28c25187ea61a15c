import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';
import type { JsonOperations } from '../protocol/json.ts';
import type { LocalClock } from '../service.ts';
import { describeAttributes, parseInput } from './admin-operations.ts';
import type { Client, Pool, Pools } from './pools.ts';
import { type IssuedTokens, SELF_SERVICE_SCOPE, type TokenIssuer } from './tokens.ts';
import { requireEnabled, type UserDirectory } from './user-directory.ts';
import type { User, UserStore } from './user-store.ts';

const initiateAuth = z.object({
  ClientId: z.string(),
  UserPoolId: z.string().optional(),
  AuthFlow: z.string(),
  AuthParameters: z.record(z.string(), z.string()).default({}),
});
const respond = z.object({
  ClientId: z.string(),
  ChallengeName: z.string(),
  Session: z.string(),
  ChallengeResponses: z.record(z.string(), z.string()).default({}),
});
const withAccessToken = z.object({ AccessToken: z.string() });
const revoke = z.object({ Token: z.string(), ClientId: z.string() });

/** Cognito's own default for how long a challenge may be answered. */
const CHALLENGE_MS = 3 * 60 * 1000;

/** The flow's name in a request, and what a client's template must list for it. */
const PASSWORD_FLOWS: Readonly<Record<string, string>> = {
  USER_PASSWORD_AUTH: 'ALLOW_USER_PASSWORD_AUTH',
  ADMIN_USER_PASSWORD_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  ADMIN_NO_SRP_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
};

export interface SignInParts {
  readonly pools: Pools;
  readonly directory: UserDirectory;
  readonly users: UserStore;
  readonly tokens: TokenIssuer;
  readonly clock: LocalClock;
}

/** What a user, or an app for a user, does: signing in and out. */
export function signInOperations(parts: SignInParts): JsonOperations {
  const signIn = new PasswordSignIn(parts);
  const { pools, users, tokens } = parts;
  const claimsOf = (token: string) => tokens.verifyAccessToken(token, (issuer) => pools.byIssuer(issuer));
  const userOf = async (input: unknown): Promise<User> => {
    const claims = await claimsOf(parseInput(withAccessToken, input).AccessToken);
    const pool = pools.byIssuer(String(claims.iss));
    const user = pool === undefined ? undefined : users.find(pool.id, String(claims.username));
    if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
    return user;
  };
  return {
    InitiateAuth: (input) => signIn.initiate(parseInput(initiateAuth, input), false),
    AdminInitiateAuth: (input) => signIn.initiate(parseInput(initiateAuth, input), true),
    RespondToAuthChallenge: (input) => signIn.respond(parseInput(respond, input)),
    AdminRespondToAuthChallenge: (input) => signIn.respond(parseInput(respond, input)),
    GetUser: async (input) => {
      const user = await userOf(input);
      return { Username: user.username, UserAttributes: describeAttributes(user) };
    },
    GlobalSignOut: async (input) => {
      const user = await userOf(input);
      users.closeSessionsOf(user.poolId, user.username);
    },
    RevokeToken: (input) => {
      const { Token, ClientId } = parseInput(revoke, input);
      users.closeSession(tokens.sessionOf(Token, pools.client(ClientId)).originJti);
    },
  };
}

class PasswordSignIn {
  readonly #parts: SignInParts;
  /** Open "new password" challenges by session. In memory: a restart within three minutes asks to sign in again. */
  readonly #challenges = new Map<string, { clientId: string; username: string; expiresAt: number }>();

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  async initiate(request: z.output<typeof initiateAuth>, isAdmin: boolean) {
    const client = this.#parts.pools.client(request.ClientId);
    const pool = this.#parts.pools.pool(client.poolId);
    if (isAdmin && request.UserPoolId !== pool.id) {
      throw new AwsError('ResourceNotFoundException', `User pool client ${client.id} does not exist.`);
    }
    const { AuthFlow: flow, AuthParameters: parameters } = request;
    if (flow === 'REFRESH_TOKEN_AUTH' || flow === 'REFRESH_TOKEN') {
      return this.#refresh(pool, client, parameters.REFRESH_TOKEN ?? '');
    }
    requireFlow(client, flow, isAdmin);
    const user = await this.#parts.directory.authenticate(
      pool,
      client,
      required(parameters, 'USERNAME'),
      required(parameters, 'PASSWORD'),
    );
    return user.status === 'CONFIRMED' ? this.#tokens(pool, client, user) : this.#challenge(client, user);
  }

  async respond(request: z.output<typeof respond>) {
    if (request.ChallengeName !== 'NEW_PASSWORD_REQUIRED') {
      throw new AwsError('InvalidParameterException', `No challenge ${request.ChallengeName} on one machine`);
    }
    const challenge = this.#challenges.get(request.Session);
    const isOpen = challenge !== undefined && challenge.expiresAt > this.#parts.clock.now();
    if (!isOpen || challenge.clientId !== request.ClientId) {
      throw new AwsError('NotAuthorizedException', 'Invalid session for the user.');
    }
    const client = this.#parts.pools.client(challenge.clientId);
    const pool = this.#parts.pools.pool(client.poolId);
    const user = this.#parts.directory.get(pool, challenge.username);
    requireEnabled(user);
    const password = required(request.ChallengeResponses, 'NEW_PASSWORD');
    const changed = await this.#parts.directory.setPassword(pool, user, password, true);
    this.#challenges.delete(request.Session);
    return this.#tokens(pool, client, changed);
  }

  async #tokens(pool: Pool, client: Client, user: User) {
    const options = { scopes: [SELF_SERVICE_SCOPE], withRefreshToken: true };
    return authenticationResult(await this.#parts.tokens.signIn(pool, client, user, options));
  }

  async #refresh(pool: Pool, client: Client, refreshToken: string) {
    if (client.rotationGraceSeconds !== undefined) {
      const message = 'Refresh tokens of this client rotate: they are used at the token endpoint';
      throw new AwsError('InvalidParameterException', message);
    }
    const session = this.#parts.tokens.sessionOf(refreshToken, client);
    const user = this.#parts.directory.get(pool, session.username);
    requireEnabled(user);
    return authenticationResult(await this.#parts.tokens.refresh(pool, client, user, session));
  }

  #challenge(client: Client, user: User) {
    const now = this.#parts.clock.now();
    for (const [id, challenge] of this.#challenges) {
      if (challenge.expiresAt <= now) this.#challenges.delete(id);
    }
    const session = randomBytes(32).toString('base64url');
    this.#challenges.set(session, {
      clientId: client.id,
      username: user.username,
      expiresAt: now + CHALLENGE_MS,
    });
    return {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: session,
      ChallengeParameters: {
        USER_ID_FOR_SRP: user.username,
        requiredAttributes: '[]',
        userAttributes: JSON.stringify(user.attributes),
      },
    };
  }
}

function requireFlow(client: Client, flow: string, isAdmin: boolean): void {
  const permission = Object.hasOwn(PASSWORD_FLOWS, flow) ? PASSWORD_FLOWS[flow] : undefined;
  const isAdminFlow = flow.startsWith('ADMIN_');
  if (permission === undefined || (isAdminFlow && !isAdmin)) {
    throw new AwsError('InvalidParameterException', `The flow ${flow} is not supported on one machine`);
  }
  // Older templates name the flow itself instead of its permission.
  if (client.authFlows.has(permission) || client.authFlows.has(flow)) return;
  throw new AwsError('InvalidParameterException', `${flow} flow not enabled for this client`);
}

function required(parameters: Readonly<Record<string, string>>, name: string): string {
  const value = parameters[name];
  if (value !== undefined && value !== '') return value;
  throw new AwsError('InvalidParameterException', `Missing required parameter ${name}`);
}

function authenticationResult(tokens: IssuedTokens) {
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      AccessToken: tokens.accessToken,
      IdToken: tokens.idToken,
      ...(tokens.refreshToken === undefined ? {} : { RefreshToken: tokens.refreshToken }),
      ExpiresIn: tokens.expiresInSeconds,
      TokenType: 'Bearer',
    },
  };
}
