import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../console/src/session/config.ts';
import { SignInFailedError } from '../../console/src/session/tokens.ts';
import { signInTrouble } from '../../console/src/shell/sign-in-trouble.ts';
import { signInTexts as texts } from '../../console/src/texts/sign-in-texts.ts';

describe('a failure of signing in', () => {
  it.each([
    ['access_denied', texts.denied],
    ['invalid_grant', texts.outdated],
    ['invalid_state', texts.otherTab],
    ['something_new', texts.refused],
    ['constructor', texts.refused],
  ])('of the issuer, %s, is told in both languages', (code, says) => {
    expect(signInTrouble(new SignInFailedError(code, 'why'))).toEqual({ says, detail: `${code}: why` });
  });

  it('of the network, the deployment or the service is told apart', () => {
    expect(signInTrouble(new TypeError('Failed to fetch')).says).toBe(texts.unreachable);
    expect(signInTrouble(new ConfigurationError('/config.json answered 404')).says).toBe(texts.misconfigured);
    expect(signInTrouble(new Error('The issuer answered 502')).says).toBe(texts.faulty);
    expect(signInTrouble('odd')).toEqual({ says: texts.faulty, detail: 'odd' });
  });
});
