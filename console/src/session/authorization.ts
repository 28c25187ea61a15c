import type { SignInConfig } from './config.ts';
import type { Page } from './page.ts';
import { challengeOf, randomToken } from './pkce.ts';
import { requestTokens, SignInFailedError, type Tokens } from './tokens.ts';

const STORAGE_KEY = 'sign-in';

/** Ends the `state` of a second try, so that a browser without working storage is not sent round for ever. */
const SECOND_TRY = '.again';

/** One question to the issuer, kept in this tab until its answer comes. */
interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where the person was: path and fragment, without query. */
  readonly returnTo: string;
}

/** Sends the browser to the issuer. A person whose session there is open comes back without seeing anything. */
export async function startSignIn(signIn: SignInConfig, page: Page, secondTry = false): Promise<void> {
  const { pathname, hash } = new URL(page.address());
  const pending: Pending = {
    state: randomToken() + (secondTry ? SECOND_TRY : ''),
    nonce: randomToken(),
    verifier: randomToken(),
    returnTo: pathname + hash,
  };
  page.storage.setItem(STORAGE_KEY, JSON.stringify(pending));
  const address = new URL(signIn.authorizeUrl);
  address.search = new URLSearchParams({
    response_type: 'code',
    client_id: signIn.clientId,
    redirect_uri: signIn.redirectUri,
    scope: signIn.scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await challengeOf(pending.verifier),
    code_challenge_method: 'S256',
    // The issuer's own pages know both of ours by these names.
    lang: page.language().startsWith('zh') ? 'zh-CN' : 'en',
  }).toString();
  page.leaveTo(address.href);
}

/**
 * The tokens where the page's address holds the issuer's answer to this tab's question; undefined where there is none.
 * The answer is taken out of the address either way.
 * @throws SignInFailedError
 */
export async function finishSignIn(signIn: SignInConfig, page: Page): Promise<Tokens | undefined> {
  const address = new URL(page.address());
  const state = address.searchParams.get('state');
  if (state === null) return undefined;
  const pending = takePending(page);
  page.replaceAddress(pending?.returnTo ?? address.pathname);
  // Without a question of this tab, the answer may be one that another site planted here (login CSRF).
  if (pending?.state !== state) {
    if (state.endsWith(SECOND_TRY))
      throw new SignInFailedError('invalid_state', 'the answer is not to our question');
    return await askAgain(signIn, page);
  }
  const error = address.searchParams.get('error');
  if (error !== null) {
    throw new SignInFailedError(error, address.searchParams.get('error_description') ?? '');
  }
  const tokens = await requestTokens(signIn, page, {
    grant_type: 'authorization_code',
    code: address.searchParams.get('code') ?? '',
    redirect_uri: signIn.redirectUri,
    code_verifier: pending.verifier,
  });
  if (tokens.nonce !== pending.nonce) {
    throw new SignInFailedError('invalid_response', 'the tokens are the answer to another question');
  }
  return tokens;
}

async function askAgain(signIn: SignInConfig, page: Page): Promise<never> {
  await startSignIn(signIn, page, true);
  return await new Promise<never>(() => {});
}

function takePending(page: Page): Pending | undefined {
  const stored = page.storage.getItem(STORAGE_KEY);
  page.storage.removeItem(STORAGE_KEY);
  return stored === null ? undefined : (JSON.parse(stored) as Pending);
}
