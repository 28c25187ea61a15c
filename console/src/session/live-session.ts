import { finishSignIn, startSignIn } from './authorization.ts';
import type { SignInConfig } from './config.ts';
import type { Page } from './page.ts';
import { requestTokens, SignInFailedError, type Tokens } from './tokens.ts';

/** A request that starts with the token still arrives with a valid one. */
const SPARE_MILLISECONDS = 30_000;

/** A signed-in person in this tab. Its tokens live in this object's memory and nowhere else. */
export interface Session {
  /** As the issuer verified it; for display. */
  readonly email: string;
  /**
   * A bearer token for the API that is valid for the next half minute at least; refreshed where needed, once for
   * callers at the same time.
   * @throws SessionEndedError once the session has ended; a `TypeError` of fetch while the issuer cannot be reached
   */
  accessToken(): Promise<string>;
  /** Ends the session here, in the other tabs of this browser and at the issuer, and leaves the page. */
  signOut(): void;
  /** Leaves the page to sign in, and comes back to where the person is now: what an expired session offers. */
  signInAgain(): void;
  /**
   * Tells once that the session has ended by itself (its 12 hours are over, it was revoked, or another tab signed
   * out), so that the page can say so before anything typed is lost. Returns what takes the listener away again.
   */
  onExpired(listener: () => void): () => void;
}

/** The session is over: its 12 hours have passed, it was revoked, or the person signed out. They sign in again. */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';
}

class LiveSession implements Session {
  readonly email: string;
  readonly #signIn: SignInConfig;
  readonly #page: Page;
  readonly #listeners = new Set<() => void>();
  readonly #cancelEnd: () => void;
  #tokens: Tokens | undefined;
  #refreshing: Promise<Tokens> | undefined;

  constructor(signIn: SignInConfig, page: Page, tokens: Tokens) {
    this.#signIn = signIn;
    this.#page = page;
    this.#tokens = tokens;
    this.email = tokens.email;
    this.#cancelEnd = page.at(tokens.sessionEndsAt, () => this.#end());
    page.onSignOutElsewhere(() => this.#end());
  }

  async accessToken(): Promise<string> {
    const tokens = this.#tokens;
    const now = this.#page.now();
    if (tokens === undefined) throw new SessionEndedError('The session has ended');
    if (now >= tokens.sessionEndsAt) {
      this.#end();
      throw new SessionEndedError('The session has ended');
    }
    if (now + SPARE_MILLISECONDS < tokens.expiresAt) return tokens.accessToken;
    this.#refreshing ??= this.#refresh(tokens).finally(() => {
      this.#refreshing = undefined;
    });
    return (await this.#refreshing).accessToken;
  }

  signOut(): void {
    const { refreshToken } = this.#tokens ?? {};
    this.#tokens = undefined;
    this.#cancelEnd();
    this.#listeners.clear();
    this.#page.announceSignOut();
    if (refreshToken !== undefined) this.#revoke(refreshToken);
    const address = new URL(this.#signIn.logoutUrl);
    address.search = new URLSearchParams({
      client_id: this.#signIn.clientId,
      logout_uri: this.#signIn.redirectUri,
    }).toString();
    this.#page.leaveTo(address.href);
  }

  signInAgain(): void {
    void startSignIn(this.#signIn, this.#page);
  }

  onExpired(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #refresh(tokens: Tokens): Promise<Tokens> {
    if (tokens.refreshToken === undefined) return this.#endAndThrow();
    try {
      const form = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken };
      const fresh = await requestTokens(this.#signIn, this.#page, form, tokens);
      // Signed out while we asked: the answer must not bring the session back.
      if (this.#tokens === undefined) throw new SessionEndedError('The session has ended');
      this.#tokens = fresh;
      return fresh;
    } catch (error) {
      if (error instanceof SignInFailedError) return this.#endAndThrow();
      throw error;
    }
  }

  /** Best effort: the page is left at once, and the issuer's own session is ended by the address it is left to. */
  #revoke(token: string): void {
    const body = new URLSearchParams({ token, client_id: this.#signIn.clientId });
    const sent = this.#page.fetch(this.#signIn.revokeUrl, {
      method: 'POST',
      body,
      credentials: 'omit',
      keepalive: true,
    });
    void sent.catch(() => {});
  }

  #endAndThrow(): never {
    this.#end();
    throw new SessionEndedError('The session has ended');
  }

  #end(): void {
    if (this.#tokens === undefined) return;
    this.#tokens = undefined;
    this.#cancelEnd();
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}

/** `openSession` with the browser given. */
export async function openSessionIn(page: Page, signIn: SignInConfig): Promise<Session> {
  const tokens = await finishSignIn(signIn, page);
  if (tokens !== undefined) return new LiveSession(signIn, page, tokens);
  await startSignIn(signIn, page);
  return await new Promise<never>(() => {});
}
