import { randomBytes } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { asking, clientOptions } from './cloud.ts';
import type { Connection, LocalConnection } from './connection.ts';

export interface SignedUp {
  /** The user pool's id of the person, the same in every shop. */
  readonly sub: string;
  /** On this machine only: made here, or known from before. */
  readonly password?: string;
}

/**
 * Puts a person into the user pool, or finds them there. Deployed, Cognito sends a first password by e-mail; on this machine
 * a password is made, since nobody would get the mail.
 *
 * @throws CommandFailure when AWS refuses it
 */
export async function signUp(connection: Connection, email: string): Promise<SignedUp> {
  const client = new CognitoIdentityProviderClient(clientOptions(connection));
  const user = { UserPoolId: connection.userPoolId, Username: email };
  const { sub, isNew } = await asking(connection, () => createOrFind(client, user, connection.kind));
  if (connection.kind === 'aws') return { sub };
  const known = knownPassword(connection, email);
  if (known !== undefined && !isNew) return { sub, password: known };
  const password = newPassword();
  const change = new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true });
  await asking(connection, () => client.send(change));
  return { sub, password };
}

async function createOrFind(
  client: CognitoIdentityProviderClient,
  user: { UserPoolId: string; Username: string },
  kind: Connection['kind'],
): Promise<{ sub: string; isNew: boolean }> {
  try {
    const made = await client.send(
      new AdminCreateUserCommand({
        ...user,
        UserAttributes: [
          { Name: 'email', Value: user.Username },
          { Name: 'email_verified', Value: 'true' },
        ],
        ...(kind === 'local' ? { MessageAction: 'SUPPRESS' } : { DesiredDeliveryMediums: ['EMAIL'] }),
      }),
    );
    return { sub: subOf(made.User?.Attributes), isNew: true };
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
    const found = await client.send(new AdminGetUserCommand(user));
    return { sub: subOf(found.UserAttributes), isNew: false };
  }
}

function subOf(attributes: readonly AttributeType[] | undefined): string {
  const sub = attributes?.find((attribute) => attribute.Name === 'sub')?.Value;
  if (sub === undefined) throw new Error('the user pool answered a user without "sub"');
  return sub;
}

function knownPassword(connection: LocalConnection, email: string): string | undefined {
  return connection.members.find((member) => member.email === email)?.password;
}

/** 144 random bits, and one of each kind of character that the pool's policy asks for. */
function newPassword(): string {
  return `${randomBytes(18).toString('base64url')}aA1!`;
}
