import { chmodSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { type FrontDoor, startFrontDoor } from '../../../local/front-door.ts';
import { IdentityService } from '../../../local/identity/service.ts';

const identity = { accountId: '000000000000', region: 'us-east-1' };
const NOW = Date.parse('2026-11-21T12:00:00Z');
const PASSWORD = 'Correct-horse-1';

const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((part) => part.stop()));
});

interface PoolOptions {
  readonly folder?: string;
  readonly clock?: { now(): number };
  readonly pool?: Record<string, unknown>;
  readonly client?: Record<string, unknown>;
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'identity-'));

/** A service with one pool, one client and the group `staff`, behind a front door, as a program would meet it. */
async function start(options: PoolOptions = {}) {
  const service = await IdentityService.open({
    identity,
    folder: options.folder ?? newFolder(),
    clock: options.clock ?? { now: () => NOW },
  });
  const make = (type: string, logicalId: string, properties: Record<string, unknown>) =>
    service.provision({
      type: `AWS::Cognito::${type}`,
      logicalId,
      stackName: 'Data',
      properties,
      metadata: {},
    });
  const { ref: poolId, attributes } = await make('UserPool', 'Users', options.pool ?? {});
  const { ref: clientId } = await make('UserPoolClient', 'Console', {
    UserPoolId: poolId,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
    ...options.client,
  });
  await make('UserPoolGroup', 'Staff', { UserPoolId: poolId, GroupName: 'staff', Precedence: 1 });
  const door = await startFrontDoor({
    port: 0,
    services: [service],
    hasBucket: () => false,
    api: { serve: async () => undefined },
    signIn: service,
    web: async (_, response) => void response.writeHead(404).end(),
  });
  const stop = async () => {
    await door.close(0);
    await service.stop();
  };
  opened.push({ stop });
  return { service, make, door, poolId, clientId, attributes, call: caller(door), stop };
}

/** The fields of Cognito's answers that these tests read; an operation answers some of them. */
interface Answer {
  readonly __type: string;
  readonly message: string;
  readonly Groups: unknown[];
  readonly Users: unknown[];
  readonly PaginationToken?: string;
  readonly Username: string;
  readonly UserAttributes: unknown[];
  readonly Session: string;
  readonly AuthenticationResult: {
    readonly AccessToken: string;
    readonly IdToken: string;
    readonly RefreshToken: string;
    readonly ExpiresIn: number;
  };
}

/** Calls an operation unsigned, as SDKs send Cognito's sign-in. Answers its JSON; throws its error's code. */
function caller(door: FrontDoor) {
  return async (operation: string, input: Record<string, unknown>) => {
    const response = await fetch(door.url, {
      method: 'POST',
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: JSON.stringify(input),
    });
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new Error(`${answer.__type}: ${answer.message}`);
    return answer;
  };
}

type Started = Awaited<ReturnType<typeof start>>;

async function addUser({ call, poolId }: Started, Username = 'mei', Password = PASSWORD) {
  await call('AdminCreateUser', {
    UserPoolId: poolId,
    Username,
    UserAttributes: [
      { Name: 'email', Value: 'mei@shop.example' },
      { Name: 'email_verified', Value: 'true' },
    ],
  });
  await call('AdminSetUserPassword', { UserPoolId: poolId, Username, Password, Permanent: true });
}

const signIn = ({ call, clientId }: Started, USERNAME = 'mei', PASSWORD_ = PASSWORD) =>
  call('InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD: PASSWORD_ },
  });

describe('user pools', () => {
  it('answers Ref and attributes in Cognito’s form, the same at every start', async () => {
    const [first, second] = [await start(), await start()];
    expect(first.poolId).toMatch(/^us-east-1_[0-9A-Za-z]{9}$/);
    expect(first.clientId).toMatch(/^[0-9a-z]{26}$/);
    expect(first.attributes).toEqual({
      Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${first.poolId}`,
      ProviderName: `cognito-idp.us-east-1.amazonaws.com/${first.poolId}`,
      ProviderURL: `https://cognito-idp.us-east-1.amazonaws.com/${first.poolId}`,
      UserPoolId: first.poolId,
    });
    expect([second.poolId, second.clientId]).toEqual([first.poolId, first.clientId]);
  });

  it('refuses what would silently not work: triggers, a required second factor, a client secret', async () => {
    const { make, poolId } = await start();
    await expect(make('UserPool', 'P', { LambdaConfig: { PreSignUp: 'arn' } })).rejects.toThrow(
      /PreSignUp.*not called/,
    );
    await expect(make('UserPool', 'P', { MfaConfiguration: 'ON' })).rejects.toThrow(/second factor/);
    await expect(make('UserPoolClient', 'C', { UserPoolId: poolId, GenerateSecret: true })).rejects.toThrow(
      /secret/,
    );
  });
});

describe('users', () => {
  it('are made, listed, found by filter, grouped and deleted', async () => {
    const started = await start();
    const { call, poolId } = started;
    await addUser(started);
    await call('AdminCreateUser', { UserPoolId: poolId, Username: 'an' });
    await call('AdminAddUserToGroup', { UserPoolId: poolId, Username: 'mei', GroupName: 'staff' });

    const { Groups } = await call('AdminListGroupsForUser', { UserPoolId: poolId, Username: 'mei' });
    expect(Groups).toEqual([{ GroupName: 'staff', UserPoolId: poolId, Precedence: 1 }]);
    const page = await call('ListUsers', { UserPoolId: poolId, Limit: 1 });
    expect(page).toMatchObject({ Users: [{ Username: 'an', UserStatus: 'FORCE_CHANGE_PASSWORD' }] });
    const next = await call('ListUsers', {
      UserPoolId: poolId,
      Limit: 1,
      PaginationToken: page.PaginationToken,
    });
    expect(next.Users).toMatchObject([{ Username: 'mei', UserStatus: 'CONFIRMED', Enabled: true }]);
    expect(next.PaginationToken).toBeUndefined();
    const found = await call('ListUsers', { UserPoolId: poolId, Filter: 'email ^= "mei@"' });
    expect(found.Users).toHaveLength(1);

    await call('AdminDeleteUser', { UserPoolId: poolId, Username: 'mei' });
    await expect(call('AdminGetUser', { UserPoolId: poolId, Username: 'mei' })).rejects.toThrow(
      'UserNotFoundException',
    );
  });

  it('have a name only once, whatever its case', async () => {
    const started = await start();
    await addUser(started);
    await expect(addUser(started, 'MEI')).rejects.toThrow('UsernameExistsException');
  });

  it('are named by their sub where the pool’s user names are e-mail addresses, and found by the address', async () => {
    const started = await start({ pool: { UsernameAttributes: ['email'] } });
    const { call, poolId } = started;
    await addUser(started, 'Mei@shop.example');
    const user = await call('AdminGetUser', { UserPoolId: poolId, Username: 'mei@shop.example' });
    expect(user.UserAttributes).toContainEqual({ Name: 'sub', Value: user.Username });
    expect(await signIn(started, 'mei@shop.example')).toHaveProperty('AuthenticationResult');
    await expect(call('AdminCreateUser', { UserPoolId: poolId, Username: 'mei' })).rejects.toThrow(
      /should be a email/,
    );
  });

  it.each([
    ['Sh0rt!', 'not long enough'],
    ['CORRECT-HORSE-1', 'lowercase'],
    ['correct-horse-1', 'uppercase'],
    ['Correct-horse-x', 'numeric'],
    ['Correcthorse1', 'symbol'],
  ])('cannot have the password %s', async (password, reason) => {
    await expect(addUser(await start(), 'mei', password)).rejects.toThrow(reason);
  });

  it('may have a password that keeps the pool’s own policy', async () => {
    const pool = {
      Policies: { PasswordPolicy: { MinimumLength: 6, RequireSymbols: false, RequireUppercase: 'false' } },
    };
    await expect(addUser(await start({ pool }), 'mei', 'horse1')).resolves.toBeUndefined();
  });
});

describe('signing in', () => {
  it('answers tokens that the published keys verify, with Cognito’s claims', async () => {
    const started = await start();
    const { call, poolId, clientId, attributes, door } = started;
    await addUser(started);
    await call('AdminAddUserToGroup', { UserPoolId: poolId, Username: 'mei', GroupName: 'staff' });

    const { AuthenticationResult: result } = await signIn(started);

    expect(result).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
    const published = await fetch(`${door.url}/${poolId}/.well-known/jwks.json`);
    const jwks = (await published.json()) as JSONWebKeySet;
    expect(jwks.keys[0]).not.toHaveProperty('d');
    const options = { issuer: attributes.ProviderURL ?? '', currentDate: new Date(NOW) };
    const access = await jwtVerify(result.AccessToken, createLocalJWKSet(jwks), options);
    const seconds = NOW / 1000;
    expect(access.protectedHeader).toEqual({ alg: 'RS256', kid: jwks.keys[0]?.kid });
    expect(access.payload).toMatchObject({
      token_use: 'access',
      client_id: clientId,
      username: 'mei',
      scope: 'aws.cognito.signin.user.admin',
      'cognito:groups': ['staff'],
      auth_time: seconds,
      iat: seconds,
      exp: seconds + 3600,
    });
    expect(access.payload).not.toHaveProperty('aud');
    const id = await jwtVerify(result.IdToken, createLocalJWKSet(jwks), { ...options, audience: clientId });
    expect(id.payload).toMatchObject({
      token_use: 'id',
      sub: access.payload.sub,
      'cognito:username': 'mei',
      email: 'mei@shop.example',
      email_verified: true,
    });
  });

  it('keeps the client’s lifetimes', async () => {
    const client = { AccessTokenValidity: 10, TokenValidityUnits: { AccessToken: 'minutes' } };
    const started = await start({ client });
    await addUser(started);
    const { AuthenticationResult: result } = await signIn(started);
    expect(result.ExpiresIn).toBe(600);
    expect(decodeJwt(result.AccessToken).exp).toBe(NOW / 1000 + 600);
  });

  it('refuses a wrong password, a disabled user and a flow that the client does not allow', async () => {
    const started = await start();
    const { call, poolId } = started;
    await addUser(started);
    await expect(signIn(started, 'mei', 'Wrong-horse-1')).rejects.toThrow(
      'NotAuthorizedException: Incorrect',
    );
    await expect(signIn(started, 'nobody')).rejects.toThrow('UserNotFoundException');
    await call('AdminDisableUser', { UserPoolId: poolId, Username: 'mei' });
    await expect(signIn(started)).rejects.toThrow('NotAuthorizedException: User is disabled.');
    const strict = await start({ client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } });
    await expect(signIn(strict)).rejects.toThrow('USER_PASSWORD_AUTH flow not enabled');
  });

  it('does not tell an unknown user from a wrong password where the client hides it', async () => {
    const started = await start({ client: { PreventUserExistenceErrors: 'ENABLED' } });
    await expect(signIn(started, 'nobody')).rejects.toThrow(
      'NotAuthorizedException: Incorrect username or password.',
    );
  });

  it('asks for a new password after a temporary one, once and for three minutes', async () => {
    let now = NOW;
    const started = await start({ clock: { now: () => now } });
    const { call, poolId, clientId } = started;
    await call('AdminCreateUser', { UserPoolId: poolId, Username: 'mei', TemporaryPassword: PASSWORD });
    const answer = (Session: string) =>
      call('RespondToAuthChallenge', {
        ClientId: clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'mei', NEW_PASSWORD: 'Another-horse-2' },
      });
    const late = await signIn(started);
    expect(late).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' });
    now += 3 * 60 * 1000;
    await expect(answer(late.Session)).rejects.toThrow('Invalid session');
    const { Session } = await signIn(started);
    expect(await answer(Session)).toHaveProperty('AuthenticationResult.AccessToken');
    await expect(answer(Session)).rejects.toThrow('Invalid session');
    expect(await signIn(started, 'mei', 'Another-horse-2')).toHaveProperty('AuthenticationResult');
  });
});

describe('sessions', () => {
  const refresh = ({ call, clientId }: Started, REFRESH_TOKEN: string) =>
    call('InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN },
    });

  it('give new tokens until the refresh token is revoked', async () => {
    const started = await start();
    const { call, clientId } = started;
    await addUser(started);
    const { RefreshToken, AccessToken } = (await signIn(started)).AuthenticationResult;
    const again = (await refresh(started, RefreshToken)).AuthenticationResult;
    expect(decodeJwt(again.AccessToken).origin_jti).toBe(decodeJwt(AccessToken).origin_jti);
    expect(again).not.toHaveProperty('RefreshToken');
    await call('RevokeToken', { ClientId: clientId, Token: RefreshToken });
    await expect(refresh(started, RefreshToken)).rejects.toThrow('Invalid Refresh Token');
    await expect(call('GetUser', { AccessToken })).rejects.toThrow('revoked');
  });

  it('all end with a global sign-out, and with the refresh token’s age', async () => {
    let now = NOW;
    const started = await start({ clock: { now: () => now }, client: { RefreshTokenValidity: 2 } });
    await addUser(started);
    const first = (await signIn(started)).AuthenticationResult;
    const second = (await signIn(started)).AuthenticationResult;
    expect(await started.call('GetUser', { AccessToken: first.AccessToken })).toMatchObject({
      Username: 'mei',
    });
    await started.call('GlobalSignOut', { AccessToken: second.AccessToken });
    await expect(refresh(started, first.RefreshToken)).rejects.toThrow('Invalid Refresh Token');
    const third = (await signIn(started)).AuthenticationResult;
    now += 2 * 86_400_000;
    await expect(refresh(started, third.RefreshToken)).rejects.toThrow('Invalid Refresh Token');
    await expect(started.call('GetUser', { AccessToken: third.AccessToken })).rejects.toThrow('expired');
  });
});

describe('the operator’s own token', () => {
  it('needs no password, but a user who exists and is enabled', async () => {
    const started = await start({ client: { AllowedOAuthScopes: ['openid', 'shop/admin'] } });
    const { service, poolId, clientId, call } = started;
    const request = { poolId, clientId, username: 'owner' };
    await expect(service.issueToken(request)).rejects.toThrow('User does not exist');
    const sub = await service.ensureUser(poolId, 'owner', ['staff']);
    expect(await service.ensureUser(poolId, 'owner', ['staff'])).toBe(sub);
    expect(decodeJwt((await service.issueToken(request)).accessToken)).toMatchObject({
      sub,
      scope: 'openid shop/admin',
      'cognito:groups': ['staff'],
    });
    await call('AdminDisableUser', { UserPoolId: poolId, Username: 'owner' });
    await expect(service.issueToken(request)).rejects.toThrow('disabled');
  });
});

describe('the data folder', () => {
  it('keeps users, sessions and the key over a restart, all for its owner only', async () => {
    const folder = newFolder();
    const before = await start({ folder });
    await addUser(before);
    const tokens = (await signIn(before)).AuthenticationResult;
    await before.stop();
    const key = join(folder, 'signing-key.pem');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    chmodSync(key, 0o644);

    const after = await start({ folder });

    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(await after.call('GetUser', { AccessToken: tokens.AccessToken })).toMatchObject({
      Username: 'mei',
    });
    expect(await signIn(after)).toHaveProperty('AuthenticationResult');
  });
});
