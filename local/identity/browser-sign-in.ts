import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../protocol/aws-error.ts';
import { readBody, sendJson, sendJsonError } from '../protocol/json.ts';
import type { LocalClock } from '../service.ts';
import type { BrowserSession, BrowserStore } from './browser-store.ts';
import type { Client, Pool, Pools } from './pools.ts';
import { goneLinkPage, linkPage, type PageHint, pageLanguage, sendPage } from './sign-in-page.ts';
import type { TokenIssuer } from './tokens.ts';
import { requireEnabled, type UserDirectory } from './user-directory.ts';
import type { User } from './user-store.ts';

/** A working day: whoever goes home signed in comes back signed out. Cognito's own is an hour. */
const SESSION_SECONDS = 12 * 60 * 60;

/** Long enough to come back to a terminal after a walk, short enough for one that was left in a chat. */
const LINK_MS = 60 * 60 * 1000;

/** Fields of a sign-in form, or of a token request with its verifier: far below. */
const LARGEST_FORM_BYTES = 16 * 1024;

/** A link that signs a browser in once. */
export interface MadeLink {
  readonly link: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface BrowserSignInParts {
  readonly pools: Pools;
  readonly directory: UserDirectory;
  readonly store: BrowserStore;
  readonly tokens: TokenIssuer;
  readonly clock: LocalClock;
  readonly hint: PageHint | undefined;
  /** e.g. `http://127.0.0.1:4566` */
  readonly endpoint: () => string;
  readonly publicAddress: (address: string) => string;
  /** Tells this folder's cookie from another's: browsers send a cookie to every port of 127.0.0.1. */
  readonly cookieSuffix: string;
}

/**
 * Who is signed in in a browser: a cookie, opened by password or by a one-time link. The cookie goes to the OAuth endpoints
 * only, never to the API or to a script.
 */
export class BrowserSignIn {
  readonly #parts: BrowserSignInParts;
  readonly #cookieName: string;

  constructor(parts: BrowserSignInParts) {
    this.#parts = parts;
    this.#cookieName = `sign-in-${parts.cookieSuffix}`;
  }

  /** Whoever has the request's cookie; undefined as well where the user is gone or disabled by now. */
  current(request: IncomingMessage): BrowserSession | undefined {
    const session = this.#parts.store.findSession(this.#tokenOf(request), this.#parts.clock.now());
    if (session === undefined) return undefined;
    const user = this.#parts.directory.lookUp(this.#parts.pools.pool(session.poolId), session.username);
    return user?.enabled === true ? session : undefined;
  }

  /** @returns the session, and the header that gives its cookie to the browser */
  begin(user: User): { session: BrowserSession; cookie: string } {
    const now = this.#parts.clock.now();
    const session = { poolId: user.poolId, username: user.username, authTime: Math.floor(now / 1000) };
    const token = this.#parts.store.openSession(session, now, now + SESSION_SECONDS * 1000);
    return { session, cookie: this.#cookie(token, SESSION_SECONDS) };
  }

  /** @returns the header that takes the cookie away */
  end(request: IncomingMessage): string {
    this.#parts.store.closeSession(this.#tokenOf(request));
    return this.#cookie('', 0);
  }

  /**
   * A link good once and for an hour, that goes on to the client's first callback address.
   *
   * @param clientId left out: the pool's first client with a callback address
   * @throws AwsError `NotAuthorizedException` (disabled), `InvalidParameterException` without such a client
   */
  makeLink(pool: Pool, user: User, clientId?: string): MadeLink {
    requireEnabled(user);
    const clients = [...pool.clients.values()].filter(({ id }) => clientId === undefined || id === clientId);
    const [continueTo] = clients.flatMap((client: Client) => client.callbackUrls);
    if (continueTo === undefined) {
      throw new AwsError('InvalidParameterException', 'No client of the pool has a page to sign in to');
    }
    const now = this.#parts.clock.now();
    const expiresAt = now + LINK_MS;
    const link = { poolId: pool.id, username: user.username, continueTo };
    const token = this.#parts.store.addLink(link, now, expiresAt);
    return { link: `${this.#parts.endpoint()}/sign-in/${token}`, expiresAt };
  }

  /** `POST /sign-in/links`: a link for the user whose access token asks, who is signed in already. */
  async serveNewLink(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pools, directory, tokens } = this.#parts;
    try {
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const claims = await tokens.verifyAccessToken(token, (issuer) => pools.byIssuer(issuer));
      const pool = pools.byIssuer(String(claims.iss));
      if (pool === undefined) throw new AwsError('NotAuthorizedException', 'Invalid Access Token');
      const { link, expiresAt } = this.makeLink(pool, directory.get(pool, String(claims.username)));
      const body = { link, expiresAt: new Date(expiresAt).toISOString() };
      sendJson(response, 201, body, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    } catch (error) {
      sendJsonError(response, error);
    }
  }

  /** `/sign-in/<token>`: GET shows whom it signs in and leaves the link as it is; POST, the page's button, uses it. */
  serveLink(request: IncomingMessage, response: ServerResponse, token: string): void {
    const { store, clock, pools, directory, hint, publicAddress } = this.#parts;
    const language = pageLanguage(request, new URLSearchParams());
    const isPost = request.method === 'POST';
    const link = isPost ? store.takeLink(token, clock.now()) : store.findLink(token, clock.now());
    const user = link && directory.lookUp(pools.pool(link.poolId), link.username);
    if (link === undefined || user?.enabled !== true) {
      sendPage(response, 410, goneLinkPage(language, hint));
    } else if (isPost) {
      const { cookie } = this.begin(user);
      response
        .writeHead(303, {
          location: publicAddress(link.continueTo),
          'set-cookie': cookie,
          'cache-control': 'no-store',
        })
        .end();
    } else {
      sendPage(response, 200, linkPage(language, user.attributes.email ?? user.username));
    }
  }

  #tokenOf(request: IncomingMessage): string {
    for (const part of (request.headers.cookie ?? '').split(';')) {
      const [name = '', value = ''] = part.trim().split('=', 2);
      if (name === this.#cookieName) return value;
    }
    return '';
  }

  /** Not `Secure`: the loopback address has no TLS, and browsers differ in whether they take such a cookie there. */
  #cookie(token: string, seconds: number): string {
    return `${this.#cookieName}=${token}; Path=/oauth2; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
  }
}

/** @throws AwsError over 16 kB */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(request, LARGEST_FORM_BYTES)).toString('utf8'));
}
