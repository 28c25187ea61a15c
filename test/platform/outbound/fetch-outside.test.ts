import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchOutside } from '../../../functions/platform/outbound/fetch-outside.ts';
import { isPublicAddress } from '../../../functions/platform/outbound/public-address.ts';
import type { Resolve } from '../../../functions/platform/outbound/request-outside.ts';
import { retryAfterSeconds } from '../../../functions/platform/outbound/retry-after.ts';

const limits = { maxBytes: 1000, timeoutMs: 5000 };
const resolvingTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('a public address', () => {
  const refused = [
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '169.254.170.2',
    '100.64.0.1',
    '100.127.255.254',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.250',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::2',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::10.0.0.1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '100::1',
    '4000::1',
    'no address',
  ];
  for (const address of refused) {
    it(`is not ${address}`, () => expect(isPublicAddress(address)).toBe(false));
  }
  for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '192.169.0.1', '2606:4700::1111']) {
    it(`is ${address}`, () => expect(isPublicAddress(address)).toBe(true));
  }
});

describe('fetching from outside', () => {
  const urls: [string, string][] = [
    ['http://example.com/a.jpg', 'UrlRefused'],
    ['ftp://example.com/a.jpg', 'UrlRefused'],
    ['file:///etc/passwd', 'UrlRefused'],
    ['https://user:secret@example.com/a.jpg', 'UrlRefused'],
    ['https://user@example.com/a.jpg', 'UrlRefused'],
    ['not an address', 'UrlRefused'],
    ['https://127.0.0.1/a.jpg', 'AddressRefused'],
    ['https://2130706433/a.jpg', 'AddressRefused'],
    ['https://0x7f.1/a.jpg', 'AddressRefused'],
    ['https://0177.0.0.1/a.jpg', 'AddressRefused'],
    ['https://[::1]/a.jpg', 'AddressRefused'],
    ['https://[::ffff:169.254.169.254]/latest/meta-data', 'AddressRefused'],
    ['https://169.254.169.254/latest/meta-data', 'AddressRefused'],
  ];
  for (const [url, code] of urls) {
    it(`refuses ${url} without asking anybody`, async () => {
      const resolve: Resolve = () => Promise.reject(new Error('must not be asked'));
      await expect(fetchOutside(url, { ...limits, resolve })).rejects.toMatchObject({
        name: 'InvalidInputError',
        code,
        text: { en: expect.not.stringContaining('secret') },
      });
    });
  }

  const hosts: [string, string[]][] = [
    ['localhost', ['127.0.0.1']],
    ['a private host', ['10.1.2.3']],
    ['a host with a public and a private address', ['8.8.8.8', '192.168.0.1']],
    ['the metadata service by a name', ['169.254.169.254']],
    ['a private host by IPv6', ['fd12::1']],
    ['a host without addresses', []],
  ];
  for (const [name, addresses] of hosts) {
    it(`refuses ${name}`, async () => {
      await expect(
        fetchOutside('https://inside.example/a', { ...limits, resolve: resolvingTo(...addresses) }),
      ).rejects.toMatchObject({ name: 'InvalidInputError', code: 'AddressRefused' });
    });
  }

  it('tells a host that does not exist from one that cannot be looked up just now', async () => {
    const failing =
      (code: string): Resolve =>
      () =>
        Promise.reject(Object.assign(new Error(code), { code }));
    const fetching = (code: string) =>
      fetchOutside('https://nowhere.example/', { ...limits, resolve: failing(code) });
    await expect(fetching('ENOTFOUND')).rejects.toMatchObject({
      name: 'InvalidInputError',
      code: 'HostUnresolved',
    });
    await expect(fetching('EAI_AGAIN')).rejects.toMatchObject({ name: 'TransientError' });
  });
});

describe('fetching from a server', () => {
  type Answer = (request: IncomingMessage, response: ServerResponse) => void;
  let answer: Answer = () => undefined;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  let port = 0;
  const local = { ...limits, allowLoopbackForTests: true };
  const fetchHere = (path = '/', options = {}) =>
    fetchOutside(`http://shop.example:${port}${path}`, {
      ...local,
      resolve: resolvingTo('127.0.0.1'),
      ...options,
    });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked.length = 0;
  });

  it('answers the bytes, the type and where they came from', async () => {
    answer = (request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      response.writeHead(200, { 'content-type': 'image/PNG; charset=x' }).end('bytes');
    };
    expect(await fetchHere('/a.png', { contentTypes: ['image/'] })).toEqual({
      body: Buffer.from('bytes'),
      contentType: 'image/png',
      url: `http://shop.example:${port}/a.png`,
    });
  });

  it('connects to the address that was checked, however the name resolves afterwards', async () => {
    answer = (_, response) => response.end('ok');
    const answers = ['127.0.0.1', '10.0.0.1', '169.254.169.254'];
    let lookups = 0;
    const rebinding: Resolve = async () => [{ address: answers[lookups++] ?? '', family: 4 }];
    const { body } = await fetchHere('/', { resolve: rebinding });
    expect(body.toString()).toBe('ok');
    expect(lookups).toBe(1);
    expect(asked).toEqual([`shop.example:${port} /`]);
  });

  it('checks every hop again: a redirect into the private network is refused', async () => {
    answer = (_, response) => response.writeHead(302, { location: 'https://inside.example/' }).end();
    const resolve: Resolve = async (host) =>
      host === 'shop.example' ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '10.0.0.1', family: 4 }];
    await expect(fetchHere('/', { resolve })).rejects.toMatchObject({ code: 'AddressRefused' });
    answer = (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    await expect(fetchHere('/', { resolve })).rejects.toMatchObject({ code: 'AddressRefused' });
    answer = (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    await expect(fetchHere('/', { resolve })).rejects.toMatchObject({ code: 'UrlRefused' });
    expect(asked).toHaveLength(3);
  });

  it('follows three redirects and no more', async () => {
    answer = ({ url = '' }, response) => {
      const left = Number(url.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(301, { location: `/${left - 1}` }).end();
    };
    expect((await fetchHere('/3')).url).toBe(`http://shop.example:${port}/0`);
    await expect(fetchHere('/4')).rejects.toMatchObject({ code: 'TooManyRedirects' });
  });

  it('refuses more bytes than allowed, announced or not', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-length': '1001' }).end('x'.repeat(1001));
    await expect(fetchHere()).rejects.toMatchObject({ name: 'InvalidInputError', code: 'DownloadTooLarge' });
    answer = (_, response) => {
      const pour = () => {
        if (!response.destroyed && response.write('x'.repeat(500))) setImmediate(pour);
      };
      pour();
    };
    await expect(fetchHere()).rejects.toMatchObject({ code: 'DownloadTooLarge' });
    answer = (_, response) => response.end('x'.repeat(1000));
    expect((await fetchHere()).body).toHaveLength(1000);
  });

  it('gives up on a server that never finishes', async () => {
    answer = (_, response) => void response.write('x');
    await expect(fetchHere('/', { timeoutMs: 50 })).rejects.toMatchObject({
      name: 'TransientError',
      code: 'OutsideUnreachable',
    });
  });

  it('refuses another type than asked for', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    await expect(fetchHere('/', { contentTypes: ['image/'] })).rejects.toMatchObject({
      code: 'ContentTypeRefused',
    });
  });

  const statuses: [number, string, string][] = [
    [404, 'InvalidInputError', 'DownloadRefused'],
    [403, 'InvalidInputError', 'DownloadRefused'],
    [304, 'InvalidInputError', 'DownloadRefused'],
    [408, 'TransientError', 'OutsideFault'],
    [500, 'TransientError', 'OutsideFault'],
    [503, 'TransientError', 'OutsideFault'],
    [429, 'RateLimitedError', 'OutsideBusy'],
  ];
  for (const [status, name, code] of statuses) {
    it(`turns HTTP ${status} into ${name}`, async () => {
      answer = (_, response) => response.writeHead(status, { 'retry-after': '17' }).end();
      await expect(fetchHere()).rejects.toMatchObject({ name, code });
    });
  }

  it('waits as long as it is told to', async () => {
    answer = (_, response) => response.writeHead(429, { 'retry-after': '17' }).end();
    await expect(fetchHere()).rejects.toMatchObject({ retryAfterSeconds: 17 });
    const date = 'Mon, 02 Mar 2026 09:00:00 GMT';
    expect(retryAfterSeconds({ 'retry-after': 'Mon, 02 Mar 2026 09:01:30 GMT', date }, 60)).toBe(90);
    expect(retryAfterSeconds({ 'retry-after': 'soon', date }, 60)).toBe(60);
    expect(retryAfterSeconds({}, 60)).toBe(60);
    expect(retryAfterSeconds({ 'retry-after': '0' }, 60)).toBe(1);
  });

  it('counts a broken connection as passing', async () => {
    answer = (request) => void request.socket.destroy();
    await expect(fetchHere()).rejects.toMatchObject({ name: 'TransientError' });
  });
});
