import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v2 as webdav } from 'webdav-server';
import { damIn, damPath } from '../../../functions/connectors/dam/dam.ts';
import { folderPlace } from '../../../functions/connectors/dam/folder-place.ts';
import { s3Place } from '../../../functions/connectors/dam/s3-place.ts';
import { s3Removal } from '../../../functions/connectors/dam/s3-removal.ts';
import { type WebdavAddress, webdavPlace } from '../../../functions/connectors/dam/webdav-place.ts';
import { requestOutside } from '../../../functions/platform/outbound/request-outside.ts';
import { MemoryObjects } from '../../platform/memory/memory-objects.ts';
import { damAsset, describeDam } from './dam-contract.ts';
import { ScriptedWebdav } from './scripted-webdav.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dam-'));
  folders.push(folder);
  return folder;
}

async function filesBelow(folder: string): Promise<Record<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      files.map(
        async (file) => [relative(folder, file).split(sep).join('/'), await readFile(file, 'utf8')] as const,
      ),
    ),
  );
}

describeDam('a prefix of the media bucket', async () => {
  const objects = new MemoryObjects();
  // Another prefix and another store's files beside it.
  await objects.put({ bucket: 'media', key: 'shop/damage/x.jpg' }, 'x', { contentType: 'image/jpeg' });
  return {
    place: s3Place(objects, 'shop', 'dam'),
    removal: s3Removal(objects, 'shop', 'dam'),
    files: async () => {
      const listed = await objects.list('media', 'shop/dam/');
      return Object.fromEntries(
        await Promise.all(
          listed.map(async ({ key }) => [
            key.replace('shop/dam/', ''),
            (await objects.get({ bucket: 'media', key })).toString('utf8'),
          ]),
        ),
      );
    },
  };
});

describeDam('a folder', async () => {
  const folder = join(await newFolder(), 'made', 'on first use');
  const place = folderPlace(folder);
  return { place, removal: place, files: () => filesBelow(folder).catch(() => ({})) };
});

describe('a folder', () => {
  it('follows no link that leads out of it', async () => {
    const [folder, elsewhere] = [await newFolder(), await newFolder()];
    await symlink(elsewhere, join(folder, 'MUG-1'));
    const refused = { name: 'ConfigurationError', code: 'DamFolderLinked' };
    await expect(damIn(folderPlace(folder)).put(damAsset('a'))).rejects.toMatchObject(refused);
    const asset = damAsset('b', { sku: 'MUG-2' });
    const dam = damIn(folderPlace(folder));
    await dam.put(asset);
    const file = join(folder, damPath(asset.sidecar));
    await rm(file);
    await writeFile(join(elsewhere, 'secret.txt'), 'secret');
    await symlink(join(elsewhere, 'secret.txt'), file);
    await expect(dam.read(damPath(asset.sidecar))).rejects.toMatchObject(refused);
    expect(await readdir(elsewhere)).toEqual(['secret.txt']);
  });
});

const address = (url: string): WebdavAddress => ({ url, username: 'storehand', password: 'schön' });
const send: typeof requestOutside = (url, request) =>
  requestOutside(url, { ...request, allowLoopbackForTests: true });
const placeAt = (at: WebdavAddress) => webdavPlace({ send, address: at, allowPrivateNetwork: false });

const scripted = new ScriptedWebdav();
let scriptedUrl = '';
beforeAll(async () => {
  scriptedUrl = await scripted.listen();
});
afterAll(() => scripted.close());

describeDam('WebDAV', async () => {
  scripted.empty();
  const place = placeAt(address(scriptedUrl));
  return {
    place,
    removal: place,
    files: async () =>
      Object.fromEntries(
        [...scripted.files].map(([path, body]) => [path.replace('/dav/', ''), body.toString('utf8')]),
      ),
  };
});

describeDam('a WebDAV server that is not ours (webdav-server 2.6.3)', async () => {
  const folder = await newFolder();
  const users = new webdav.SimpleUserManager();
  const rights = new webdav.SimplePathPrivilegeManager();
  rights.setRights(users.addUser('storehand', 'secret', false), '/', ['all']);
  const server = new webdav.WebDAVServer({
    requireAuthentification: true,
    httpAuthentication: new webdav.HTTPBasicAuthentication(users, 'test'),
    privilegeManager: rights,
  });
  await server.setFileSystemAsync('/dav', new webdav.PhysicalFileSystem(folder));
  const http = createServer((request, response) => void server.executeRequest(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  http.unref();
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/dav/`;
  const place = placeAt({ url, username: 'storehand', password: 'secret' });
  return { place, removal: place, files: () => filesBelow(folder) };
});

describe('WebDAV', () => {
  const put = async (mark = 'a', at: WebdavAddress = address(scriptedUrl)) =>
    damIn(placeAt(at)).put(damAsset(mark));

  it('is told who we are by name and password, or by a token', async () => {
    scripted.empty();
    await put();
    const basic = `Basic ${Buffer.from('storehand:schön').toString('base64')}`;
    expect(new Set(scripted.requests.map(({ authorization }) => authorization))).toEqual(new Set([basic]));
    scripted.empty();
    await put('a', { url: scriptedUrl, token: 'abc' });
    expect(scripted.requests[0]?.authorization).toBe('Bearer abc');
  });

  it('is written to only where nothing stands, or what was read', async () => {
    scripted.empty();
    const dam = damIn(placeAt(address(scriptedUrl)));
    await dam.put(damAsset('a'));
    await dam.put(damAsset('a', { run: 'r2', publication: 'r2-1' }));
    const conditions = scripted.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ headers }) => headers['if-none-match'] ?? headers['if-match']);
    expect(conditions).toEqual(['*', '*', expect.stringMatching(/^"[0-9a-f]{32}"$/)]);
  });

  it.each([
    [
      '429 with a time',
      { status: 429, headers: { 'retry-after': '12' } },
      'RateLimitedError',
      { retryAfterSeconds: 12 },
    ],
    [
      '503 with a time',
      { status: 503, headers: { 'retry-after': '5' } },
      'RateLimitedError',
      { retryAfterSeconds: 5 },
    ],
    ['423, locked', { status: 423 }, 'RateLimitedError', { code: 'DamBusy' }],
    ['500', { status: 500 }, 'TransientError', { code: 'DamFault' }],
    ['503', { status: 503 }, 'TransientError', { code: 'DamFault' }],
    ['507, full', { status: 507 }, 'ConfigurationError', { code: 'DamFull' }],
    ['401', { status: 401 }, 'ConfigurationError', { code: 'DamRefused' }],
    ['403', { status: 403 }, 'ConfigurationError', { code: 'DamRefused' }],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://elsewhere.example/' } },
      'ConfigurationError',
      { code: 'DamRefused' },
    ],
  ] as const)('%s to any request is what it means, and a repeat goes on', async (_, fault, name, facts) => {
    for (const method of ['GET', 'PROPFIND', 'MKCOL', 'PUT']) {
      scripted.empty();
      scripted.fault = (asked) => (asked === method ? fault : undefined);
      await expect(put(), method).rejects.toMatchObject({ name, ...facts });
      scripted.fault = () => undefined;
      expect(await put(), method).toBe('stored');
    }
  });

  it('with answers that are no WebDAV at all has a fault', async () => {
    scripted.empty();
    scripted.fault = (method) =>
      method === 'PROPFIND' ? { status: 207, body: '<html>hello</html>' } : undefined;
    await expect(put()).rejects.toMatchObject({ name: 'TransientError' });
  });

  it('that loses its answers, or half of a file, has it whole and once after a repeat', async () => {
    for (const [method, fault] of [
      ['PUT', 'lost'],
      ['PUT', 'half'],
      ['MKCOL', 'lost'],
    ] as const) {
      scripted.empty();
      let isOver = false;
      scripted.fault = (asked) => {
        if (isOver || asked !== method) return undefined;
        isOver = true;
        return fault;
      };
      await expect(put(), fault).rejects.toMatchObject({ name: 'TransientError' });
      expect(await put(), fault).toBe('stored');
      const asset = damAsset('a');
      expect(await damIn(placeAt(address(scriptedUrl))).read(damPath(asset.sidecar)), fault).toEqual(asset);
      expect(scripted.files.size).toBe(2);
    }
  });

  it('whose folder is not there is a matter of its setting', async () => {
    scripted.empty();
    const elsewhere = address(`${scriptedUrl}/none`);
    await expect(put('a', elsewhere)).rejects.toMatchObject({
      name: 'ConfigurationError',
      code: 'DamRefused',
    });
  });

  it('in the private network is asked only where the setting says that it is the shop’s own', async () => {
    const guarded = (url: string, allowPrivateNetwork: boolean) =>
      damIn(
        webdavPlace({
          // Nobody listens on port 9: whoever is asked there does not answer.
          send: (asked, request) => requestOutside(asked, { ...request, timeoutMs: 200 }),
          address: address(url),
          allowPrivateNetwork,
        }),
      ).put(damAsset('a'));
    const refused = { name: 'ConfigurationError', code: 'DamRefused' };
    await expect(guarded('https://127.0.0.1:9/dav', false)).rejects.toMatchObject(refused);
    await expect(guarded('https://127.0.0.1:9/dav', true)).rejects.toMatchObject({
      code: 'OutsideUnreachable',
    });
    // The cloud's metadata service is no shop's own.
    await expect(guarded('https://169.254.169.254/dav', true)).rejects.toMatchObject(refused);
  });
});
