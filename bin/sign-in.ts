import { z } from 'zod';
import type { Connection, Session } from './connection.ts';
import { CommandFailure, refused } from './failures.ts';
import { saysOf } from './messages/catalogue.ts';
import { reach } from './reach.ts';
import type { Shell } from './shell.ts';

const answerSchema = z.object({
  AuthenticationResult: z
    .object({ AccessToken: z.string(), RefreshToken: z.string().optional(), ExpiresIn: z.number() })
    .optional(),
  ChallengeName: z.string().optional(),
  Session: z.string().optional(),
  ChallengeParameters: z.record(z.string(), z.string()).optional(),
});
type Answer = z.infer<typeof answerSchema>;

const errorSchema = z.object({ __type: z.string(), message: z.string().optional() });

/** A token is taken for run out this much earlier, so that it does not run out on its way. */
const earlySeconds = 60;

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Asked for when the pool wants a new password, e.g. after an invitation. */
  readonly newPassword: () => Promise<string>;
}

/**
 * Signs in with e-mail and password.
 *
 * @throws CommandFailure `SignInRefused`, `Unreachable`
 */
export async function signIn(
  shell: Shell,
  connection: Connection,
  credentials: Credentials,
): Promise<Session> {
  const { email, password } = credentials;
  const first = await call(shell, connection, 'InitiateAuth', {
    ClientId: connection.userPoolClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
  const answer =
    first.ChallengeName === 'NEW_PASSWORD_REQUIRED'
      ? await call(shell, connection, 'RespondToAuthChallenge', {
          ClientId: connection.userPoolClientId,
          ChallengeName: first.ChallengeName,
          Session: first.Session,
          ChallengeResponses: {
            // The pool's own name for the person, where it is not the address.
            USERNAME: first.ChallengeParameters?.USER_ID_FOR_SRP ?? email,
            NEW_PASSWORD: await credentials.newPassword(),
          },
        })
      : first;
  return sessionOf(shell, email, answer, undefined);
}

/** @throws CommandFailure `SignInRanOut`, `Unreachable` */
export async function refreshSession(
  shell: Shell,
  connection: Connection,
  session: Session,
): Promise<Session> {
  const answer = await call(
    shell,
    connection,
    'InitiateAuth',
    {
      ClientId: connection.userPoolClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: session.refreshToken },
    },
    refused('SignInRanOut', 'signIn.ranOut'),
  );
  return sessionOf(shell, session.email, answer, session.refreshToken);
}

export function isFresh(session: Session, now: Date): boolean {
  return Date.parse(session.accessTokenExpiresAt) - earlySeconds * 1000 > now.getTime();
}

function sessionOf(
  shell: Shell,
  email: string,
  answer: Answer,
  knownRefreshToken: string | undefined,
): Session {
  const result = answer.AuthenticationResult;
  const refreshToken = result?.RefreshToken ?? knownRefreshToken;
  if (result === undefined || refreshToken === undefined) {
    throw refused('SignInRefused', 'signIn.refused', { message: answer.ChallengeName ?? 'no token' });
  }
  const expiresAt = shell.now().getTime() + result.ExpiresIn * 1000;
  return {
    email,
    refreshToken,
    accessToken: result.AccessToken,
    accessTokenExpiresAt: new Date(expiresAt).toISOString(),
  };
}

/** These operations are unsigned by design, so no AWS credentials and no SDK are needed to sign in. */
async function call(
  shell: Shell,
  connection: Connection,
  operation: string,
  input: unknown,
  ifNotAuthorised: CommandFailure = refused('SignInRefused', 'signIn.wrong'),
): Promise<Answer> {
  const response = await reach(connection, identityEndpoint(shell.env, connection), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (response.ok) return answerSchema.parse(JSON.parse(text));
  const error = errorSchema.safeParse(parseJson(text));
  // Some gateways write the type with its namespace before a `#`.
  const type = error.success ? error.data.__type.split('#').at(-1) : undefined;
  if (type === 'NotAuthorizedException' || type === 'UserNotFoundException') throw ifNotAuthorised;
  const message = error.success ? `${error.data.message ?? ''} (${type})` : `HTTP ${response.status}`;
  throw new CommandFailure('refused', 'SignInRefused', saysOf('signIn.refused', { message }), {
    status: response.status,
  });
}

/** The variables are the SDK's own for a private endpoint. */
function identityEndpoint(env: NodeJS.ProcessEnv, connection: Connection): string {
  if (connection.kind === 'local') return connection.endpoint;
  const { region } = connection;
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return (
    env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER ??
    env.AWS_ENDPOINT_URL ??
    `https://cognito-idp.${region}.${suffix}/`
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
