import { createHash, randomBytes } from 'node:crypto';
import type { LocalClock } from '../service.ts';

/** What a code stands for, from the authorize endpoint to the token endpoint. */
export interface Grant {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly poolId: string;
  readonly username: string;
  /** In seconds. */
  readonly authTime: number;
  /** The id of the session that the code opens, so that a second use of the code can close it. */
  readonly originJti: string;
}

/** A browser follows a redirect and its page asks at once; a minute is long. */
const CODE_MS = 60_000;

/**
 * The codes of the authorize endpoint, each good once and for a minute. In memory: a restart within it means signing in
 * again, which the browser's session makes a redirect.
 */
export class AuthorizationCodes {
  readonly #codes = new Map<string, { grant: Grant; expiresAt: number; used: boolean }>();
  readonly #clock: LocalClock;

  constructor(clock: LocalClock) {
    this.#clock = clock;
  }

  issue(grant: Grant): string {
    const now = this.#clock.now();
    for (const [code, { expiresAt }] of this.#codes) if (expiresAt <= now) this.#codes.delete(code);
    const code = randomBytes(32).toString('base64url');
    this.#codes.set(code, { grant, expiresAt: now + CODE_MS, used: false });
    return code;
  }

  /**
   * Uses the code up, whatever comes of it: who guesses a verifier has one try.
   *
   * @returns `reused` with the first use's session, which is to be closed: one of the two has stolen the code (RFC 6749, 4.1.2)
   */
  redeem(
    code: string,
    proof: { clientId: string; redirectUri: string; verifier: string },
  ): { grant: Grant } | { reused: string } | undefined {
    const entry = this.#codes.get(code);
    if (entry === undefined || entry.expiresAt <= this.#clock.now()) return undefined;
    const { grant } = entry;
    if (entry.used) return { reused: grant.originJti };
    entry.used = true;
    const matches =
      grant.clientId === proof.clientId &&
      grant.redirectUri === proof.redirectUri &&
      grant.challenge === createHash('sha256').update(proof.verifier).digest('base64url');
    return matches ? { grant } : undefined;
  }
}
