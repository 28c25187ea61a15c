import { describe, expect, it } from 'vitest';
import {
  type DeployedConnection,
  deployedConnectionFile,
  localConnectionFile,
  readConnection,
  writeConnection,
} from '../../bin/connection.ts';
import { aRun } from './shop-records.ts';
import { aLocalShop, type Surroundings } from './typed-line.ts';

describe('a deployed stage', () => {
  const local = aLocalShop();
  const file = () => deployedConnectionFile({ XDG_CONFIG_HOME: local.folder }, 'test');

  function deploy(changes: Partial<DeployedConnection> = {}): void {
    const { url } = local.shop;
    writeConnection(file(), {
      kind: 'aws',
      stage: 'test',
      apiUrl: url,
      region: 'eu-central-1',
      userPoolId: 'pool',
      userPoolClientId: 'client',
      administerFunction: 'administer',
      store: 'sample',
      ...changes,
    });
  }

  const session = () => (readConnection(file()) as DeployedConnection).session;
  const run = (line: string, surroundings: Surroundings = {}) =>
    local.run(line, { ...surroundings, env: { AWS_ENDPOINT_URL: local.shop.url, ...surroundings.env } });

  it('signs in with address and password and keeps the tokens, not the password', async () => {
    deploy();
    const { exit, out } = await run('login --stage test', { answers: ['op@local.test', 'right'] });
    expect(exit).toBe(0);
    expect(out).toContain('Signed in to test as op@local.test');
    expect(session()).toMatchObject({
      email: 'op@local.test',
      refreshToken: 'refresh-op@local.test',
      accessTokenExpiresAt: '2026-11-21T05:00:00.000Z',
    });
    expect(JSON.stringify(readConnection(file()))).not.toContain('right');
  });

  it('sets a new password at the first sign-in, asked for twice until both are the same', async () => {
    deploy();
    local.shop.addUser('new@shop.test', { password: 'temporary', invited: true });
    const answers = ['temporary', 'Long-enough-1!', 'typo', 'Long-enough-1!', 'Long-enough-1!'];
    const { exit, err } = await run('login --stage test --email new@shop.test', { answers });
    expect(exit).toBe(0);
    expect(err).toContain('The two differ.');
    expect(local.shop.users.get('new@shop.test')).toMatchObject({
      password: 'Long-enough-1!',
      invited: false,
    });
  });

  it('takes the passwords from the environment where nobody can be asked', async () => {
    deploy();
    local.shop.addUser('new@shop.test', { password: 'temporary', invited: true });
    const line = 'login --stage test --email new@shop.test';
    expect(await run(line)).toMatchObject({ exit: 2, err: expect.stringContaining('STOREHAND_PASSWORD') });
    const env = { STOREHAND_PASSWORD: 'temporary', STOREHAND_NEW_PASSWORD: 'short' };
    expect(await run(line, { env })).toMatchObject({
      exit: 1,
      err: expect.stringContaining('InvalidPassword'),
    });
    const good = { ...env, STOREHAND_NEW_PASSWORD: 'Long-enough-1!' };
    expect((await run(line, { env: good })).exit).toBe(0);
  });

  it('refuses a wrong password and keeps what was there', async () => {
    deploy();
    const { exit, err } = await run('login --stage test', { answers: ['op@local.test', 'wrong'] });
    expect({ exit, wrong: err.includes('password is wrong') }).toEqual({ exit: 1, wrong: true });
    expect(session()).toBeUndefined();
  });

  it('wants a sign-in first', async () => {
    deploy();
    const { exit, err } = await run('runs list --stage test');
    expect(exit).toBe(1);
    expect(err).toContain('npx storehand login --stage test');
  });

  it('uses a fresh access token as it is, and renews one that runs out within the minute', async () => {
    local.shop.on('GET /api/sample/runs', { runs: [aRun()] });
    const kept = { email: 'op@local.test', refreshToken: 'refresh-op@local.test', accessToken: 'kept' };
    deploy({ session: { ...kept, accessTokenExpiresAt: '2026-11-21T04:02:00.000Z' } });
    const { out } = await run('runs list --stage test');
    expect(local.shop.to('GET /api/sample/runs')[0]?.token).toBe('kept');
    expect(out).toContain('npx storehand --stage test runs show <id>');
    deploy({ session: { ...kept, accessTokenExpiresAt: '2026-11-21T04:00:59.000Z' } });
    await run('runs list --stage test');
    expect(local.shop.to('GET /api/sample/runs')[1]?.token).toMatch(/^access-op@local\.test/);
    expect(session()?.accessTokenExpiresAt).toBe('2026-11-21T05:00:00.000Z');
    await run('runs list --stage test');
    expect(local.shop.to('GET /api/sample/runs')[2]?.token).toBe(session()?.accessToken);
  });

  it('says so when the sign-in has run out', async () => {
    const gone = { email: 'op@local.test', refreshToken: 'gone', accessToken: 'x' };
    deploy({ session: { ...gone, accessTokenExpiresAt: '2026-11-01T00:00:00.000Z' } });
    expect(await run('runs list --stage test')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('Your sign-in has run out.'),
    });
  });

  it('acts as nobody but who signed in', async () => {
    const fresh = { email: 'op@local.test', refreshToken: 'r', accessToken: 'kept' };
    deploy({ session: { ...fresh, accessTokenExpiresAt: '2026-11-21T09:00:00.000Z' } });
    const { exit, err } = await run('runs list --stage test --as approver@local.test');
    expect(exit).toBe(2);
    expect(err).toContain('You are signed in as op@local.test.');
  });

  it('wants to know the store where none was opened from here', async () => {
    const fresh = { email: 'op@local.test', refreshToken: 'r', accessToken: 'kept' };
    deploy({ store: undefined, session: { ...fresh, accessTokenExpiresAt: '2026-11-21T09:00:00.000Z' } });
    expect(await run('runs list --stage test')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('--store'),
    });
  });

  it('is what login is for: on this machine it is not needed', async () => {
    expect(await local.run('login')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('On this machine nobody'),
    });
  });
});

describe('a sign-in link', () => {
  const local = aLocalShop();
  const link = 'http://127.0.0.1:4510/sign-in/abc';
  const scripted = () =>
    local.shop.on('POST /sign-in/links', { link, expiresAt: '2026-11-21T05:00:00.000Z' });

  it('is asked for with the member’s own token, and printed alone on its line', async () => {
    scripted();
    const { exit, out } = await local.run('login --link');
    expect(exit).toBe(0);
    expect(out.split('\n')).toContain(link);
    expect(out).toContain('op@local.test');
    expect(local.shop.to('POST /sign-in/links')[0]?.token).toMatch(/^access-op@local\.test/);
  });

  it('is for the member who was named, and is data for a program', async () => {
    scripted();
    const { exit, out } = await local.run('--json --as approver@local.test login --link');
    expect({ exit, ...JSON.parse(out) }).toMatchObject({ exit: 0, email: 'approver@local.test', link });
  });

  it('is made for a member whom an admin added in the console, and for nobody else', async () => {
    scripted();
    local.shop.addUser('mia@local.test', { password: '', invited: true });
    const mia = { sub: 'sub-mia', name: 'Mia', email: 'mia@local.test', language: 'zh', roles: ['approver'] };
    local.shop.administerAnswer = { done: 'list-members', members: [mia] };
    const { exit, out } = await local.run('login --link --as mia@local.test');
    expect({ exit, lines: out.split('\n') }).toMatchObject({
      exit: 0,
      lines: expect.arrayContaining([link]),
    });
    expect(local.shop.to('POST /sign-in/links')[0]?.token).toMatch(/^access-mia@local\.test/);
    expect(readConnection(localConnectionFile(local.folder))).toMatchObject({
      members: expect.arrayContaining([
        expect.objectContaining({ email: 'mia@local.test', roles: ['approver'], stores: ['sample'] }),
      ]),
    });
    expect(await local.run('login --link --as eve@local.test')).toMatchObject({ exit: 2 });
  });

  it('is of this machine only', async () => {
    expect(await local.run('login --link --stage test')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('Sign-in links are of this machine only'),
    });
  });

  it('says so when the system is of another release', async () => {
    expect(await local.run('login --link')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('No link could be made: HTTP 404'),
    });
  });
});
