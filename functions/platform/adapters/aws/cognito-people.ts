import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { readEnvironment } from '../../environment.ts';
import { ConfigurationError, RateLimitedError } from '../../errors.ts';
import type { KnownPerson, People } from '../../ports/people.ts';
import { calling } from './service-errors.ts';

const SERVICE = 'Cognito';

/** The deployment's user pool. Neither sets passwords nor changes or removes anybody. */
export function cognitoPeople(
  client: CognitoIdentityProviderClient = new CognitoIdentityProviderClient({}),
): People {
  return {
    async findOrInvite(email) {
      const pool = readEnvironment('userPoolId');
      // Found first: an invitation counts against the day's quota of mails, also one that is refused.
      return (await find(client, pool, email)) ?? (await invite(client, pool, email));
    },
  };
}

async function find(
  client: CognitoIdentityProviderClient,
  pool: string,
  email: string,
): Promise<KnownPerson | undefined> {
  try {
    const command = new AdminGetUserCommand({ UserPoolId: pool, Username: email });
    const answer = await calling(SERVICE, () => client.send(command));
    return { sub: subOf(answer.UserAttributes, email), isInvited: false };
  } catch (error) {
    if ((error as { name?: string }).name === 'UserNotFoundException') return undefined;
    throw error;
  }
}

async function invite(
  client: CognitoIdentityProviderClient,
  pool: string,
  email: string,
): Promise<KnownPerson> {
  const command = new AdminCreateUserCommand({
    UserPoolId: pool,
    Username: email,
    // The person proves it by signing in with the password that is mailed there.
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
    DesiredDeliveryMediums: ['EMAIL'],
  });
  try {
    const answer = await calling(SERVICE, () => client.send(command));
    return { sub: subOf(answer.User?.Attributes, email), isInvited: true };
  } catch (error) {
    // Somebody else invited the same person at the same moment.
    const isThere = (error as { name?: string }).name === 'UsernameExistsException';
    const found = isThere ? await find(client, pool, email) : undefined;
    if (found !== undefined) return found;
    throw sorted(error, email);
  }
}

function sorted(error: unknown, email: string): unknown {
  const { name } = error as { name?: string };
  if (name === 'LimitExceededException' || name === 'CodeDeliveryFailureException') {
    return new RateLimitedError(
      'InvitationsLimited',
      {
        en: 'No more invitations can be mailed for the moment. Nobody was added; try again later.',
        zh: '暂时无法发送更多邀请邮件。未添加成员，请稍后重试。',
      },
      900,
      error,
    );
  }
  if (name === 'InvalidParameterException' || name === 'UserLambdaValidationException') {
    return new ConfigurationError('InvitationRefused', {
      en: `The user pool does not take ${email}. Check the address. Nobody was added.`,
      zh: `用户池不接受 ${email}，请检查邮箱地址。未添加成员。`,
    });
  }
  return error;
}

function subOf(attributes: readonly AttributeType[] | undefined, email: string): string {
  const sub = attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (sub === undefined) throw new Error(`the user pool names no sub for ${email}`);
  return sub;
}
