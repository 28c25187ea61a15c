import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type DeployedConnection,
  deployedConnectionFile,
  keepPeople,
  localConnectionFile,
  localMemberFor,
  readConnection,
  writeConnection,
} from '../../bin/connection.ts';
import { aLocalShop } from './typed-line.ts';

describe('a connection file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'storehand-connection-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const deployed: DeployedConnection = {
    kind: 'aws',
    stage: 'test',
    apiUrl: 'https://api.test',
    region: 'eu-central-1',
    userPoolId: 'pool',
    userPoolClientId: 'client',
    administerFunction: 'administer',
  };

  it('comes back as it was written, readable for its owner only, no draft left', () => {
    const file = join(folder, 'deep', 'test.json');
    writeConnection(file, deployed);
    writeConnection(file, { ...deployed, store: 'shop' });
    expect(readConnection(file)).toEqual({ ...deployed, store: 'shop' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['test.json']);
  });

  it('is undefined where there is none, and an error that names it where it is something else', () => {
    expect(readConnection(join(folder, 'none.json'))).toBeUndefined();
    const file = join(folder, 'odd.json');
    writeFileSync(file, '{"kind":"moon"}');
    expect(() => readConnection(file)).toThrow(file);
  });

  it('of a stage lies in the configuration of the user', () => {
    expect(deployedConnectionFile({ HOME: '/home/li' }, 'test')).toBe('/home/li/.config/storehand/test.json');
    expect(deployedConnectionFile({ HOME: '/home/li', XDG_CONFIG_HOME: '/etc/xdg' }, 'test')).toBe(
      '/etc/xdg/storehand/test.json',
    );
  });
});

describe('the member that a command acts as on this machine', () => {
  const local = aLocalShop();

  it('has a role that the command needs, and is one of the store', () => {
    const members = [
      ...local.connection.members,
      { email: 'mine@shop.test', password: 'x', roles: ['approver' as const], stores: ['mine'] },
    ];
    const connection = { ...local.connection, members };
    const chosen = (store: string, ...roles: string[]) => localMemberFor(connection, store, roles)?.email;
    expect(chosen('sample', 'operator', 'admin')).toBe('op@local.test');
    expect(chosen('sample', 'approver')).toBe('approver@local.test');
    expect(chosen('mine', 'approver')).toBe('mine@shop.test');
    expect(chosen('mine', 'operator')).toBe('mine@shop.test');
  });
});

describe('the people of this machine', () => {
  const local = aLocalShop();

  it('are those of the last start too: who init added stays, everybody keeps their stores', () => {
    const next = local.connection;
    const [operator, approver] = next.members;
    if (operator === undefined || approver === undefined) throw new Error('the fake shop has two members');
    const added = { email: 'li@shop.test', password: 'x', roles: ['admin' as const], stores: ['teashop'] };
    const before = { ...next, members: [{ ...operator, password: 'old', stores: ['sample'] }, added] };
    expect(keepPeople(before, next).members).toEqual([{ ...operator, stores: ['sample'] }, approver, added]);
    expect(keepPeople({ ...before, userPoolId: 'another' }, next)).toEqual(next);
    expect(keepPeople(undefined, next)).toEqual(next);
  });
});

describe('a system that cannot be reached', () => {
  const local = aLocalShop();

  it('ends with 3 and says how to start it, when nothing was ever started', async () => {
    const { exit, err } = await local.run(`status --data ${local.folder}/none`);
    expect(exit).toBe(3);
    expect(err).toContain('Start it with: npm start');
  });

  it('ends with 3 and says how to start it, when it does not run any more', async () => {
    await local.shop.close();
    const { exit, err } = await local.run('status --lang zh');
    expect(exit).toBe(3);
    expect(err).toContain('没有响应，未作任何更改。请先启动 Storehand：npm start');
  });

  it('ends with 3 when the connection is of another release', async () => {
    writeFileSync(localConnectionFile(local.folder), '{}');
    const { exit, out } = await local.run('status --json');
    expect(exit).toBe(3);
    expect(JSON.parse(out).error.code).toBe('ConnectionUnreadable');
  });

  it('ends with 3 and names the deploy command for a stage that is not there', async () => {
    const { exit, err } = await local.run('status --stage test');
    expect(exit).toBe(3);
    expect(err).toContain('npm run deploy -- --stage test');
  });

  it('ends with 1 when the password is not right', async () => {
    local.shop.addUser('op@local.test', { password: 'another' });
    const { exit, err } = await local.run('status');
    expect({ exit, err }).toEqual({
      exit: 1,
      err: 'The e-mail address or the password is wrong. Nothing was changed.\n',
    });
  });

  it('ends with 1 when the gateway refuses the token or answers no JSON', async () => {
    local.shop.on('GET /api/sample/me', { message: 'Unauthorized' }, 401);
    expect((await local.run('status')).err).toContain('The sign-in is not accepted any more.');
    local.shop.on('GET /api/sample/me', '<html>bad gateway</html>', 502);
    expect(await local.run('status')).toMatchObject({ exit: 1, err: expect.stringContaining('(502)') });
  });
});
