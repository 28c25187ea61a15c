import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { type FrontDoor, startFrontDoor } from '../../../local/front-door.ts';
import { IdentityService } from '../../../local/identity/service.ts';
import { loadSigningKey } from '../../../local/identity/signing-key.ts';

const START = Date.parse('2026-11-21T12:00:00Z');
const PASSWORD = 'Correct-horse-1';
const VERIFIER = 'v'.repeat(43);
const challenge = createHash('sha256').update(VERIFIER).digest('base64url');

const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((part) => part.stop()));
});

/** Making a key takes half a second; all tests share one. */
let signingKey: string | undefined;

async function folderWithKey(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'oauth-'));
  const file = join(folder, 'signing-key.pem');
  if (signingKey === undefined) await loadSigningKey(folder);
  else writeFileSync(file, signingKey);
  signingKey ??= readFileSync(file, 'utf8');
  return folder;
}

/** A pool with the user ada and the page's client, behind a front door that stands for `https://site.invalid`. */
async function start(client: Record<string, unknown> = {}) {
  const clock = { time: START, now: () => clock.time };
  const running: { door?: FrontDoor } = {};
  const endpoint = () => running.door?.url ?? '';
  const service = await IdentityService.open({
    identity: { accountId: '000000000000', region: 'us-east-1' },
    folder: await folderWithKey(),
    clock,
    endpoint,
    publicAddress: (address) => address.replace('https://site.invalid', endpoint()),
    hint: { en: 'Type `office link <once>`.', zh: '请执行 `office link <once>`。' },
  });
  const make = async (type: string, logicalId: string, properties: Record<string, unknown>) => {
    const resource = {
      type: `AWS::Cognito::${type}`,
      logicalId,
      stackName: 'Data',
      properties,
      metadata: {},
    };
    return (await service.provision(resource)).ref;
  };
  const poolId = await make('UserPool', 'Users', { UsernameAttributes: ['email'] });
  const clientId = await make('UserPoolClient', 'Page', {
    UserPoolId: poolId,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email'],
    CallbackURLs: ['https://site.invalid/'],
    LogoutURLs: ['https://site.invalid/'],
    ...client,
  });
  await service.ensureUser(poolId, 'ada@test');
  await service.setPassword(poolId, 'ada@test', PASSWORD);
  const door = await startFrontDoor({
    port: 0,
    services: [service],
    hasBucket: () => false,
    api: { serve: async () => undefined },
    signIn: service,
    web: async (_, response) => void response.end('the page'),
  });
  running.door = door;
  opened.push({ stop: () => door.close(0).then(() => service.stop()) });
  return new Office(service, door, clock, { poolId, clientId });
}

/** What a browser and the page in it do. */
class Office {
  readonly service: IdentityService;
  readonly url: string;
  readonly clock: { time: number };
  readonly poolId: string;
  readonly clientId: string;
  cookie = '';

  constructor(
    service: IdentityService,
    door: FrontDoor,
    clock: { time: number },
    ids: { poolId: string; clientId: string },
  ) {
    this.service = service;
    this.url = door.url;
    this.clock = clock;
    this.poolId = ids.poolId;
    this.clientId = ids.clientId;
  }

  async send(path: string, init: RequestInit = {}) {
    const headers = { cookie: this.cookie, ...init.headers };
    const response = await fetch(new URL(path, this.url), { redirect: 'manual', ...init, headers });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(';', 1)[0] ?? '';
    return { status: response.status, location: response.headers.get('location') ?? '', response };
  }

  authorizeAddress(changes: Record<string, string> = {}): string {
    const query = {
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: `${this.url}/`,
      scope: 'openid email',
      state: 'the-state',
      nonce: 'the-nonce',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...changes,
    };
    return `/oauth2/authorize?${new URLSearchParams(query)}`;
  }

  async signInByLink(): Promise<void> {
    await this.send(this.link(), { method: 'POST' });
  }

  link(): string {
    return this.service.makeSignInLink({ poolId: this.poolId, username: 'ada@test' }).link;
  }

  /** The redirect's parameters. */
  async authorize(changes: Record<string, string> = {}): Promise<URLSearchParams> {
    const { location } = await this.send(this.authorizeAddress(changes));
    return new URL(location).searchParams;
  }

  async code(): Promise<string> {
    return (await this.authorize()).get('code') ?? '';
  }

  async token(form: Record<string, string>) {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: this.clientId,
      redirect_uri: `${this.url}/`,
      code_verifier: VERIFIER,
      ...form,
    });
    const { response } = await this.send('/oauth2/token', { method: 'POST', body });
    return (await response.json()) as Record<string, string>;
  }
}

describe('the authorization code', () => {
  it('is answered to whoever is signed in, with the state, and becomes tokens with the nonce', async () => {
    const office = await start();
    await office.signInByLink();
    office.clock.time += 60_000;
    const answer = await office.authorize();
    expect(answer.get('state')).toBe('the-state');
    const tokens = await office.token({ code: answer.get('code') ?? '' });
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    const idClaims = decodeJwt(tokens.id_token ?? '');
    expect(idClaims).toMatchObject({ aud: office.clientId, email: 'ada@test', nonce: 'the-nonce' });
    // When the person proved who they are, which was before the page asked.
    expect(idClaims.auth_time).toBe(START / 1000);
    expect(decodeJwt(tokens.access_token ?? '')).toMatchObject({
      client_id: office.clientId,
      scope: 'openid email',
      token_use: 'access',
    });
  });

  it('is good once: a second use ends what the first one opened', async () => {
    const office = await start();
    await office.signInByLink();
    const code = await office.code();
    const { refresh_token = '' } = await office.token({ code });
    expect(await office.token({ code })).toMatchObject({ error: 'invalid_grant' });
    expect(await office.token({ grant_type: 'refresh_token', refresh_token })).toMatchObject({
      error: 'invalid_grant',
    });
  });

  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(43) }],
    ['no verifier', { code_verifier: '' }],
    ['another client', { client_id: 'another' }],
    ['another address', { redirect_uri: 'http://127.0.0.1/elsewhere' }],
  ])('is refused, and used up, with %s', async (_, wrong) => {
    const office = await start();
    await office.signInByLink();
    const code = await office.code();
    expect(await office.token({ code, ...wrong })).toMatchObject({ error: 'invalid_grant' });
    expect(await office.token({ code })).toMatchObject({ error: 'invalid_grant' });
  });

  it('ends after a minute', async () => {
    const office = await start();
    await office.signInByLink();
    const [early, late] = [await office.code(), await office.code()];
    office.clock.time += 59_999;
    expect(await office.token({ code: early })).toHaveProperty('access_token');
    office.clock.time += 1;
    expect(await office.token({ code: late })).toMatchObject({ error: 'invalid_grant' });
  });

  it('is worth nothing once the user is disabled', async () => {
    const office = await start();
    await office.signInByLink();
    const code = await office.code();
    const body = JSON.stringify({ UserPoolId: office.poolId, Username: 'ada@test' });
    const target = { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminDisableUser' };
    await office.send('/', { method: 'POST', body, headers: target });
    expect(await office.token({ code })).toMatchObject({ error: 'invalid_grant' });
    expect((await office.send(office.authorizeAddress())).status).toBe(200);
  });
});

describe('the authorize endpoint', () => {
  it.each([
    ['another address', { redirect_uri: 'https://evil.test/' }],
    ['an address that only begins alike', { redirect_uri: 'http://127.0.0.1:1/more' }],
    ['an unknown client', { client_id: 'unknown' }],
  ])('sends nobody anywhere for %s', async (_, wrong) => {
    const office = await start();
    await office.signInByLink();
    expect(await office.send(office.authorizeAddress(wrong))).toMatchObject({ status: 400, location: '' });
  });

  it.each([
    ['unsupported_response_type', { response_type: 'token' }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: '' }],
    ['invalid_scope', { scope: 'openid aws.cognito.signin.user.admin' }],
    ['login_required', { prompt: 'none' }],
  ])('tells the page %s', async (error, wrong) => {
    const office = await start();
    const answer = await office.authorize(wrong);
    expect([answer.get('error'), answer.get('state')]).toEqual([error, 'the-state']);
  });

  it('refuses a client whose template does not let it use the flow', async () => {
    const office = await start({ AllowedOAuthFlows: ['implicit'] });
    expect((await office.authorize()).get('error')).toBe('unauthorized_client');
  });

  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', '', '请执行 <code>office link &lt;once&gt;</code>'],
    ['de-DE,en;q=0.8', '', 'Type <code>office link &lt;once&gt;</code>'],
    ['en', 'zh-CN', '使用登录链接'],
  ])('shows a stranger (%s %s) how to get in', async (language, lang, text) => {
    const office = await start();
    const headers = { 'accept-language': language };
    const { status, response } = await office.send(office.authorizeAddress(lang === '' ? {} : { lang }), {
      headers,
    });
    expect([status, await response.text()]).toEqual([200, expect.stringContaining(text)]);
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('signs in by password, shows again what was typed after a wrong one, as text', async () => {
    const office = await start();
    const post = (username: string, password: string) =>
      office.send(office.authorizeAddress(), {
        method: 'POST',
        body: new URLSearchParams({ username, password }),
      });
    const wrong = await post('"><b>ada', PASSWORD);
    expect([wrong.status, office.cookie]).toEqual([200, '']);
    expect(await wrong.response.text()).toContain('value="&quot;&gt;&lt;b&gt;ada"');
    const right = await post('ada@test', PASSWORD);
    expect(new URL(right.location).searchParams.get('code')).toMatch(/^[\w-]{43}$/);
    expect(await office.code()).toMatch(/^[\w-]{43}$/);
  });

  it('takes a first password only together with one of the person’s own', async () => {
    const office = await start();
    const create = {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminCreateUser' },
      body: JSON.stringify({ UserPoolId: office.poolId, Username: 'eve@test', TemporaryPassword: PASSWORD }),
    };
    await office.send('/', create);
    const post = async (more: Record<string, string>) => {
      const body = new URLSearchParams({ username: 'eve@test', password: PASSWORD, ...more });
      return await office.send(office.authorizeAddress(), { method: 'POST', body });
    };
    const asked = await post({});
    expect(await asked.response.text()).toContain('name="new_password"');
    const weak = await post({ new_password: 'weak' });
    expect([weak.status, await weak.response.text()]).toEqual([200, expect.stringContaining('role="alert"')]);
    expect((await post({ new_password: 'Another-horse-2' })).status).toBe(303);
    expect(office.cookie).not.toBe('');
  });

  it('refuses forms of other sites, which could sign somebody in as somebody else', async () => {
    const office = await start();
    const link = office.link();
    const body = new URLSearchParams({ username: 'ada@test', password: PASSWORD });
    const foreign = { method: 'POST', headers: { origin: 'https://evil.test' } };
    expect((await office.send(office.authorizeAddress(), { ...foreign, body })).status).toBe(403);
    expect((await office.send(link, foreign)).status).toBe(403);
    expect(office.cookie).toBe('');
    // The link is still good.
    expect((await office.send(link, { method: 'POST' })).status).toBe(303);
  });
});

describe('a sign-in link', () => {
  it('shows whom it signs in, signs in at the press of its button, and goes on to the page', async () => {
    const office = await start();
    const link = office.link();
    for (const _ of ['opened', 'looked at by a chat program']) {
      const { status, response } = await office.send(link);
      expect([status, await response.text()]).toEqual([200, expect.stringContaining('ada@test')]);
    }
    expect(office.cookie).toBe('');
    expect(await office.send(link, { method: 'POST' })).toMatchObject({
      status: 303,
      location: `${office.url}/`,
    });
    expect(await office.code()).toMatch(/^[\w-]{43}$/);
  });

  it('is good once, also for two who press at the same time', async () => {
    const office = await start();
    const link = office.link();
    const both = await Promise.all([1, 2].map(() => office.send(link, { method: 'POST' })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 410]);
    expect((await office.send(link)).status).toBe(410);
  });

  it('ends after an hour, and with a sign-out everywhere', async () => {
    const office = await start();
    const [first, second] = [office.link(), office.link()];
    office.clock.time += 3_600_000 - 1;
    expect((await office.send(first)).status).toBe(200);
    office.clock.time += 1;
    expect((await office.send(second, { method: 'POST' })).status).toBe(410);
    const third = office.link();
    const target = { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminUserGlobalSignOut' };
    const body = JSON.stringify({ UserPoolId: office.poolId, Username: 'ada@test' });
    await office.send('/', { method: 'POST', body, headers: target });
    expect((await office.send(third, { method: 'POST' })).status).toBe(410);
  });

  it('is made for whoever holds an access token that may speak for its user, and for nobody else', async () => {
    const office = await start();
    const issue = (scopes?: string[]) =>
      office.service.issueToken({
        poolId: office.poolId,
        clientId: office.clientId,
        username: 'ada@test',
        ...(scopes === undefined ? {} : { scopes }),
      });
    const ask = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      const { status, response } = await office.send('/sign-in/links', { method: 'POST', headers });
      return { status, body: (await response.json()) as Record<string, string> };
    };
    // A page's token has not that scope: a stolen one cannot outlive itself by a link.
    expect((await ask((await issue()).accessToken)).status).toBe(400);
    expect((await ask('x')).status).toBe(400);
    const { status, body } = await ask((await issue(['aws.cognito.signin.user.admin'])).accessToken);
    expect([status, body.expiresAt]).toEqual([201, new Date(START + 3_600_000).toISOString()]);
    expect((await office.send(body.link ?? '', { method: 'POST' })).status).toBe(303);
  });
});

describe('a browser’s session', () => {
  it('has a cookie that scripts and other sites’ forms do not get, and ends after 12 hours', async () => {
    const office = await start();
    const { response } = await office.send(office.link(), { method: 'POST' });
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^sign-in-[\w-]{8}=[\w-]{43}; Path=\/oauth2; Max-Age=43200; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    office.clock.time += 12 * 3_600_000 - 1;
    expect(await office.code()).not.toBe('');
    office.clock.time += 1;
    expect((await office.send(office.authorizeAddress())).status).toBe(200);
  });

  it('ends with a logout, which goes to the client’s own address only', async () => {
    const office = await start();
    await office.signInByLink();
    const { cookie } = office;
    const query = (logout: string) => new URLSearchParams({ client_id: office.clientId, logout_uri: logout });
    expect((await office.send(`/oauth2/logout?${query('https://evil.test/')}`)).status).toBe(400);
    const shortcut = await office.send(`/logout?${query(`${office.url}/`)}`);
    expect(await office.send(shortcut.location)).toMatchObject({ status: 302, location: `${office.url}/` });
    office.cookie = cookie;
    expect((await office.send(office.authorizeAddress())).status).toBe(200);
  });

  it('says nothing to the client of another pool', async () => {
    const office = await start();
    await office.signInByLink();
    const make = (type: string, properties: Record<string, unknown>) =>
      office.service.provision({
        type: `AWS::Cognito::${type}`,
        logicalId: 'Other',
        stackName: 'Data',
        properties,
        metadata: {},
      });
    const { ref: UserPoolId } = await make('UserPool', {});
    const { ref } = await make('UserPoolClient', {
      UserPoolId,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['https://site.invalid/'],
    });
    expect((await office.send(office.authorizeAddress({ client_id: ref }))).status).toBe(200);
  });
});

describe('a refresh token', () => {
  const rotating = { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 } };
  const refresh = (office: Office, refresh_token = '') =>
    office.token({ grant_type: 'refresh_token', refresh_token });

  it('stays the same where the client’s tokens do not rotate', async () => {
    const office = await start();
    await office.signInByLink();
    const { refresh_token } = await office.token({ code: await office.code() });
    const fresh = await refresh(office, refresh_token);
    expect(fresh).toHaveProperty('access_token');
    expect(fresh).not.toHaveProperty('refresh_token');
    expect(await refresh(office, refresh_token)).toHaveProperty('access_token');
  });

  it('is replaced at each use where they rotate; the one before is good for seconds more', async () => {
    const office = await start(rotating);
    await office.signInByLink();
    const first = (await office.token({ code: await office.code() })).refresh_token;
    const second = (await refresh(office, first)).refresh_token;
    expect(second).not.toBe(first);
    office.clock.time += 9_999;
    const third = (await refresh(office, first)).refresh_token;
    office.clock.time += 1;
    expect(await refresh(office, first)).toMatchObject({ error: 'invalid_grant' });
    expect(await refresh(office, third)).toHaveProperty('access_token');
  });

  it('ends when it is revoked', async () => {
    const office = await start(rotating);
    await office.signInByLink();
    const { refresh_token = '' } = await office.token({ code: await office.code() });
    const body = new URLSearchParams({ client_id: office.clientId, token: refresh_token });
    for (const _ of ['known', 'gone']) {
      expect((await office.send('/oauth2/revoke', { method: 'POST', body })).status).toBe(200);
    }
    expect(await refresh(office, refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });
});

it('describes its endpoints', async () => {
  const office = await start();
  const { response } = await office.send(`/${office.poolId}/.well-known/openid-configuration`);
  expect(await response.json()).toMatchObject({
    authorization_endpoint: `${office.url}/oauth2/authorize`,
    token_endpoint: `${office.url}/oauth2/token`,
    code_challenge_methods_supported: ['S256'],
  });
});
