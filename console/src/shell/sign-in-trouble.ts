import { ConfigurationError } from '../session/config.ts';
import { SignInFailedError } from '../session/tokens.ts';
import { signInTexts as texts } from '../texts/sign-in-texts.ts';
import type { Says } from '../texts/text.ts';

export interface SignInTrouble {
  readonly says: Says;
  /** For whoever runs the system: the error's own words, in English. */
  readonly detail: string;
}

const byCode: ReadonlyMap<string, Says> = new Map(
  Object.entries({
    access_denied: texts.denied,
    invalid_grant: texts.outdated,
    invalid_state: texts.otherTab,
    invalid_response: texts.strange,
    temporarily_unavailable: texts.faulty,
    server_error: texts.faulty,
  }),
);

/** Why somebody could not be signed in, and what to do, in words. @param thrown by `loadConfig` or `openSession` */
export function signInTrouble(thrown: unknown): SignInTrouble {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof SignInFailedError) return { says: byCode.get(thrown.code) ?? texts.refused, detail };
  if (thrown instanceof ConfigurationError) return { says: texts.misconfigured, detail };
  // What fetch rejects with where no answer came.
  if (thrown instanceof TypeError) return { says: texts.unreachable, detail };
  return { says: texts.faulty, detail };
}
