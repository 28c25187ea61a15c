import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../protocol/aws-error.ts';
import { sendJson } from '../protocol/json.ts';
import type { LocalClock } from '../service.ts';
import { AuthorizationCodes } from './authorization-codes.ts';
import {
  type AuthorizationRequest,
  RefusedRequestError,
  readAuthorizationRequest,
  UntrustedRequestError,
} from './authorization-request.ts';
import { type BrowserSignIn, readForm } from './browser-sign-in.ts';
import type { BrowserSession } from './browser-store.ts';
import type { Pools } from './pools.ts';
import { type PageHint, pageLanguage, refusalPage, sendPage, signInPage } from './sign-in-page.ts';
import type { IssuedTokens, TokenIssuer } from './tokens.ts';
import { requireEnabled, type UserDirectory } from './user-directory.ts';
import type { User, UserStore } from './user-store.ts';

export interface OAuthParts {
  readonly pools: Pools;
  readonly directory: UserDirectory;
  readonly users: UserStore;
  readonly tokens: TokenIssuer;
  readonly browser: BrowserSignIn;
  readonly clock: LocalClock;
  readonly hint: PageHint | undefined;
  /** How an address of the templates is reached on this machine. */
  readonly publicAddress: (address: string) => string;
}

/** OAuth's error answer (RFC 6749, section 5.2). */
class TokenError extends Error {
  readonly code: string;

  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

/** The user pool domain's endpoints: authorization code with PKCE, refresh, revocation, logout. One for all pools. */
export class OAuthEndpoints {
  readonly #parts: OAuthParts;
  readonly #codes: AuthorizationCodes;

  constructor(parts: OAuthParts) {
    this.#parts = parts;
    this.#codes = new AuthorizationCodes(parts.clock);
  }

  /** `/oauth2/authorize`: a code for whoever is signed in in this browser, else the sign-in page. */
  async authorize(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
    try {
      const asked = readAuthorizationRequest(query, this.#parts.pools, this.#parts.publicAddress);
      if (request.method === 'POST') await this.#signIn(request, response, query, asked);
      else this.#answer(request, response, query, asked);
    } catch (error) {
      if (error instanceof UntrustedRequestError) {
        sendPage(response, 400, refusalPage(pageLanguage(request, query), error.message));
      } else if (error instanceof RefusedRequestError) {
        const { code, message, state } = error;
        redirect(response, error.redirectUri, { error: code, error_description: message, state });
      } else {
        throw error;
      }
    }
  }

  /** `/oauth2/token`: grants `authorization_code` and `refresh_token`, for clients without a secret. */
  async token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.#answerToken(response, async () => {
      const form = await readForm(request);
      const grant = form.get('grant_type');
      if (grant === 'authorization_code') return toAnswer(await this.#redeem(form));
      if (grant === 'refresh_token') return toAnswer(await this.#refresh(form));
      throw new TokenError('unsupported_grant_type', 'authorization_code or refresh_token');
    });
  }

  /** `/oauth2/revoke`: ends the session of a refresh token. Answers the same for one that is not known (RFC 7009). */
  async revoke(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.#answerToken(response, async () => {
      const form = await readForm(request);
      try {
        const client = this.#parts.pools.client(form.get('client_id') ?? '');
        this.#parts.users.closeSession(
          this.#parts.tokens.sessionOf(form.get('token') ?? '', client).originJti,
        );
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
      }
      return {};
    });
  }

  /** `/oauth2/logout`: ends the browser's session and goes to one of the client's logout addresses. */
  logout(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    const target = query.get('logout_uri') ?? '';
    const clients = this.#parts.pools.all().flatMap(({ clients }) => [...clients.values()]);
    const client = clients.find(({ id }) => id === query.get('client_id'));
    if (client === undefined || !client.logoutUrls.map(this.#parts.publicAddress).includes(target)) {
      const detail = 'client_id or logout_uri is not known here';
      sendPage(response, 400, refusalPage(pageLanguage(request, query), detail));
      return;
    }
    const cookie = this.#parts.browser.end(request);
    response.writeHead(302, { location: target, 'set-cookie': cookie, 'cache-control': 'no-store' }).end();
  }

  #answer(
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
    asked: AuthorizationRequest,
  ): void {
    const session = asked.prompt === 'login' ? undefined : this.#parts.browser.current(request);
    // The session of another pool's user says nothing here.
    if (session?.poolId === asked.client.poolId) {
      this.#sendCode(response, asked, session);
    } else if (asked.prompt === 'none') {
      throw new RefusedRequestError('login_required', 'nobody is signed in', asked.redirectUri, asked.state);
    } else {
      sendPage(response, 200, signInPage(pageLanguage(request, query), this.#parts.hint));
    }
  }

  async #signIn(
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
    asked: AuthorizationRequest,
  ): Promise<void> {
    const form = await readForm(request);
    const email = form.get('username') ?? '';
    const language = pageLanguage(request, query);
    const again = (problem: string) =>
      sendPage(response, 200, signInPage(language, this.#parts.hint, { email, problem }));
    const user = await this.#checkPassword(asked, form).catch((error: unknown) => {
      if (error instanceof AwsError) return error;
      throw error;
    });
    if (user instanceof AwsError) {
      again(user.code === 'InvalidPasswordException' ? user.message : 'wrong');
    } else if (user === undefined) {
      again('choosePassword');
    } else {
      const { session, cookie } = this.#parts.browser.begin(user);
      this.#sendCode(response, asked, session, cookie);
    }
  }

  /** @returns undefined when the password was a first one and no other was chosen. @throws AwsError */
  async #checkPassword(asked: AuthorizationRequest, form: URLSearchParams): Promise<User | undefined> {
    const { pools, directory } = this.#parts;
    const pool = pools.pool(asked.client.poolId);
    const name = form.get('username') ?? '';
    const user = await directory.authenticate(pool, asked.client, name, form.get('password') ?? '');
    if (user.status === 'CONFIRMED') return user;
    const chosen = form.get('new_password');
    return chosen === null ? undefined : directory.setPassword(pool, user, chosen, true);
  }

  #sendCode(
    response: ServerResponse,
    { client, redirectUri, scopes, challenge, nonce, state }: AuthorizationRequest,
    { poolId, username, authTime }: BrowserSession,
    cookie?: string,
  ): void {
    const code = this.#codes.issue({
      clientId: client.id,
      redirectUri,
      challenge,
      scopes,
      nonce,
      poolId,
      username,
      authTime,
      originJti: randomUUID(),
    });
    redirect(response, redirectUri, { code, state }, cookie);
  }

  async #redeem(form: URLSearchParams): Promise<IssuedTokens> {
    const redeemed = this.#codes.redeem(form.get('code') ?? '', {
      clientId: form.get('client_id') ?? '',
      redirectUri: form.get('redirect_uri') ?? '',
      verifier: form.get('code_verifier') ?? '',
    });
    if (redeemed !== undefined && 'reused' in redeemed) this.#parts.users.closeSession(redeemed.reused);
    if (redeemed === undefined || 'reused' in redeemed) {
      throw new TokenError('invalid_grant', 'the code is wrong, used or too old');
    }
    const { scopes, nonce, authTime, originJti, ...grant } = redeemed.grant;
    const pool = this.#parts.pools.pool(grant.poolId);
    const user = this.#parts.directory.get(pool, grant.username);
    requireEnabled(user);
    const withRefreshToken = true;
    const options = {
      scopes,
      withRefreshToken,
      authTime,
      originJti,
      ...(nonce === undefined ? {} : { nonce }),
    };
    return this.#parts.tokens.signIn(pool, this.#parts.pools.client(grant.clientId), user, options);
  }

  async #refresh(form: URLSearchParams): Promise<IssuedTokens> {
    const { pools, directory, tokens } = this.#parts;
    const client = pools.client(form.get('client_id') ?? '');
    const pool = pools.pool(client.poolId);
    const session = tokens.sessionOf(form.get('refresh_token') ?? '', client);
    const user = directory.get(pool, session.username);
    requireEnabled(user);
    return tokens.refresh(pool, client, user, session);
  }

  async #answerToken(response: ServerResponse, work: () => Promise<Record<string, unknown>>): Promise<void> {
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
    try {
      sendJson(response, 200, await work(), headers);
    } catch (error) {
      if (error instanceof TokenError) {
        sendJson(response, 400, { error: error.code, error_description: error.message }, headers);
      } else if (error instanceof AwsError) {
        // An unknown client, a session that has ended, a user who is gone or disabled.
        const code = error.code === 'ResourceNotFoundException' ? 'invalid_client' : 'invalid_grant';
        sendJson(response, 400, { error: code, error_description: error.message }, headers);
      } else {
        throw error;
      }
    }
  }
}

function toAnswer(tokens: IssuedTokens): Record<string, unknown> {
  return {
    access_token: tokens.accessToken,
    id_token: tokens.idToken,
    ...(tokens.refreshToken === undefined ? {} : { refresh_token: tokens.refreshToken }),
    expires_in: tokens.expiresInSeconds,
    token_type: 'Bearer',
  };
}

function redirect(
  response: ServerResponse,
  address: string,
  parameters: Readonly<Record<string, string | undefined>>,
  cookie?: string,
): void {
  const target = new URL(address);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) target.searchParams.set(name, value);
  }
  response
    .writeHead(303, {
      location: target.href,
      'cache-control': 'no-store',
      ...(cookie === undefined ? {} : { 'set-cookie': cookie }),
    })
    .end();
}
