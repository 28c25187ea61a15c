import { browserPage } from './browser-page.ts';
import type { ConsoleConfig } from './config.ts';
import { openSessionIn, type Session } from './live-session.ts';

/**
 * The session of whoever is signed in. Where nobody is, this sends the browser to the issuer and never settles.
 * Call it before the router reads the address: it takes the issuer's answer out of it.
 * @throws SignInFailedError when the issuer refused, or answered something that is not the answer to our question
 */
export async function openSession(config: ConsoleConfig): Promise<Session> {
  return await openSessionIn(browserPage(), config.signIn);
}
