import type { SignInConfig } from './config.ts';
import type { Page } from './page.ts';

/** The person signs in again, at the latest; the refresh token's own lifetime on AWS. */
const SESSION_MILLISECONDS = 12 * 60 * 60 * 1000;

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** By this browser's clock, in milliseconds. */
  readonly expiresAt: number;
  readonly sessionEndsAt: number;
  readonly email: string;
  readonly nonce: string | undefined;
}

/** The issuer refused to sign the person in; `code` is its OAuth error, e.g. `access_denied`, `invalid_grant`. */
export class SignInFailedError extends Error {
  override readonly name = 'SignInFailedError';
  readonly code: string;

  constructor(code: string, description: string) {
    super(description === '' ? code : `${code}: ${description}`);
    this.code = code;
  }
}

/**
 * Asks the token endpoint.
 *
 * The tokens' signatures are not verified: they come over TLS from the issuer itself, and the API verifies them.
 * @throws SignInFailedError with the OAuth error; a `TypeError` of fetch; an `Error` for a fault of the issuer
 */
export async function requestTokens(
  signIn: SignInConfig,
  page: Page,
  form: Readonly<Record<string, string>>,
  known?: Tokens,
): Promise<Tokens> {
  const response = await page.fetch(signIn.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ ...form, client_id: signIn.clientId }),
    credentials: 'omit',
  });
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.status >= 400 && response.status < 500) {
    throw new SignInFailedError(
      String(answer.error ?? response.status),
      String(answer.error_description ?? ''),
    );
  }
  if (!response.ok) throw new Error(`The issuer answered ${response.status}`);
  return readTokens(signIn, answer, page.now(), known);
}

function readTokens(
  signIn: SignInConfig,
  answer: Record<string, unknown>,
  now: number,
  known: Tokens | undefined,
): Tokens {
  const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken } = answer;
  if (typeof accessToken !== 'string' || typeof idToken !== 'string') {
    throw new SignInFailedError('invalid_response', 'the issuer sent no tokens');
  }
  const claims = claimsOf(idToken);
  if (claims.aud !== signIn.clientId) {
    throw new SignInFailedError('invalid_response', 'the tokens are for another client');
  }
  // Ages by the issuer's clock only: a browser's clock may be hours off.
  const sessionAge = (Number(claims.iat) - Number(claims.auth_time)) * 1000;
  return {
    accessToken,
    refreshToken: typeof refreshToken === 'string' ? refreshToken : known?.refreshToken,
    expiresAt: now + Number(answer.expires_in) * 1000,
    sessionEndsAt: known?.sessionEndsAt ?? now + SESSION_MILLISECONDS - sessionAge,
    email: String(claims.email ?? ''),
    nonce: typeof claims.nonce === 'string' ? claims.nonce : undefined,
  };
}

function claimsOf(token: string): Record<string, unknown> {
  const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}
