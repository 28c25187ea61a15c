import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createLocalJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose';
import { AwsError } from '../protocol/aws-error.ts';
import type { LocalClock } from '../service.ts';
import type { Client, Pool } from './pools.ts';
import type { SigningKey } from './signing-key.ts';
import type { Session, User, UserStore } from './user-store.ts';

export interface IssuedTokens {
  readonly accessToken: string;
  readonly idToken: string;
  /** Absent where none was asked for, and on a refresh of a client without rotation. */
  readonly refreshToken?: string;
  /** Of the access token, in seconds from now. */
  readonly expiresInSeconds: number;
}

/** What Cognito's own user operations (GetUser, GlobalSignOut) ask of an access token. */
export const SELF_SERVICE_SCOPE = 'aws.cognito.signin.user.admin';

export interface SignInOptions {
  readonly scopes: readonly string[];
  readonly withRefreshToken: boolean;
  /** When the user proved who they are, in seconds since the epoch; left out: now. */
  readonly authTime?: number;
  /** Comes back in the id token. */
  readonly nonce?: string;
  /** The session's id; left out: a new one. */
  readonly originJti?: string;
}

/** Signs the tokens of all pools with one key and keeps account of their sessions. */
export class TokenIssuer {
  readonly verificationKeys: JWTVerifyGetKey;
  readonly #key: SigningKey;
  readonly #users: UserStore;
  readonly #clock: LocalClock;

  constructor(key: SigningKey, users: UserStore, clock: LocalClock) {
    this.#key = key;
    this.#users = users;
    this.#clock = clock;
    this.verificationKeys = createLocalJWKSet(key.jwks);
  }

  /** Signs a user in: opens a session and answers its first tokens. */
  async signIn(pool: Pool, client: Client, user: User, options: SignInOptions): Promise<IssuedTokens> {
    const now = this.#clock.now();
    const refreshToken = options.withRefreshToken ? newRefreshToken() : undefined;
    const lifetime = options.withRefreshToken ? client.refreshTokenSeconds : client.accessTokenSeconds;
    const session: Session = {
      originJti: options.originJti ?? randomUUID(),
      ...(refreshToken === undefined ? {} : { refreshTokenHash: hashToken(refreshToken) }),
      poolId: pool.id,
      clientId: client.id,
      username: user.username,
      scope: options.scopes.join(' '),
      authTime: options.authTime ?? Math.floor(now / 1000),
      expiresAt: now + lifetime * 1000,
    };
    this.#users.openSession(session, now);
    const tokens = await this.#sign(pool, client, user, session, options.nonce);
    return refreshToken === undefined ? tokens : { ...tokens, refreshToken };
  }

  /** New access and id tokens for a session that is still open. */
  async refresh(pool: Pool, client: Client, user: User, session: Session): Promise<IssuedTokens> {
    const tokens = await this.#sign(pool, client, user, session);
    if (client.rotationGraceSeconds === undefined) return tokens;
    const refreshToken = newRefreshToken();
    const usableUntil = this.#clock.now() + client.rotationGraceSeconds * 1000;
    this.#users.rotate(session, hashToken(refreshToken), usableUntil);
    return { ...tokens, refreshToken };
  }

  /** The open session of a refresh token. @throws AwsError `NotAuthorizedException` */
  sessionOf(refreshToken: string, client: Client): Session {
    const refreshTokenHash = hashToken(refreshToken);
    const now = this.#clock.now();
    const session =
      this.#users.findSession({ refreshTokenHash }, now) ?? this.#users.findRotated(refreshTokenHash, now);
    if (session === undefined || session.clientId !== client.id) {
      throw new AwsError('NotAuthorizedException', 'Invalid Refresh Token');
    }
    return session;
  }

  /**
   * The claims of an access token that may call Cognito's own operations.
   *
   * @throws AwsError `NotAuthorizedException` when it is not ours, has expired, or its session was ended
   */
  async verifyAccessToken(token: string, poolOf: (issuer: string) => Pool | undefined): Promise<JWTPayload> {
    const claims = await this.#verify(token);
    const isOurs = poolOf(String(claims.iss)) !== undefined && claims.token_use === 'access';
    if (!isOurs) throw new AwsError('NotAuthorizedException', 'Invalid Access Token');
    if (!String(claims.scope).split(' ').includes(SELF_SERVICE_SCOPE)) {
      throw new AwsError('NotAuthorizedException', 'Access Token does not have required scopes');
    }
    if (this.#users.findSession({ originJti: String(claims.origin_jti) }, this.#clock.now()) === undefined) {
      throw new AwsError('NotAuthorizedException', 'Access Token has been revoked');
    }
    return claims;
  }

  async #verify(token: string): Promise<JWTPayload> {
    try {
      const currentDate = new Date(this.#clock.now());
      const { payload } = await jwtVerify(token, this.verificationKeys, {
        algorithms: ['RS256'],
        currentDate,
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw new AwsError('NotAuthorizedException', 'Access Token has expired');
      }
      throw new AwsError('NotAuthorizedException', 'Invalid Access Token');
    }
  }

  async #sign(
    pool: Pool,
    client: Client,
    user: User,
    session: Session,
    nonce?: string,
  ): Promise<IssuedTokens> {
    const groups = this.#users.groupsOf(pool.id, user.username);
    const shared = {
      sub: user.sub,
      ...(groups.length === 0 ? {} : { 'cognito:groups': groups }),
      iss: pool.issuer,
      origin_jti: session.originJti,
      event_id: randomUUID(),
      auth_time: session.authTime,
    };
    const access = {
      ...shared,
      token_use: 'access',
      scope: session.scope,
      client_id: client.id,
      username: user.username,
    };
    const id = {
      ...identityAttributes(user),
      ...shared,
      token_use: 'id',
      aud: client.id,
      'cognito:username': user.username,
      ...(nonce === undefined ? {} : { nonce }),
    };
    return {
      accessToken: await this.#jwt(access, client.accessTokenSeconds),
      idToken: await this.#jwt(id, client.idTokenSeconds),
      expiresInSeconds: client.accessTokenSeconds,
    };
  }

  async #jwt(claims: JWTPayload, lifetimeSeconds: number): Promise<string> {
    const issuedAt = Math.floor(this.#clock.now() / 1000);
    return new SignJWT({ ...claims, jti: randomUUID(), iat: issuedAt, exp: issuedAt + lifetimeSeconds })
      .setProtectedHeader({ alg: 'RS256', kid: this.#key.kid })
      .sign(this.#key.privateKey);
  }
}

/** A user's attributes as an id token has them: the `…_verified` ones are booleans. */
function identityAttributes(user: User): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(user.attributes).map(([name, value]) => [
      name,
      name.endsWith('_verified') ? value === 'true' : value,
    ]),
  );
}

function newRefreshToken(): string {
  return randomBytes(48).toString('base64url');
}

/** A random token of 256 bits or more needs no salt. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
