import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer, type Server } from 'node:net';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type OutsideRequest,
  type Resolve,
  requestOutside,
} from '../../../functions/platform/outbound/request-outside.ts';
import { selfSigned } from './self-signed.ts';

const here: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];
const limits: OutsideRequest = {
  maxBytes: 1000,
  timeoutMs: 5000,
  resolve: here,
  allowLoopbackForTests: true,
};

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

describe('a request to a server outside', () => {
  let answer: Answer = () => undefined;
  let connections = 0;
  const server = createServer((request, response) => answer(request, response));
  server.on('connection', () => {
    connections += 1;
  });
  let port = 0;
  const send = (options: Partial<OutsideRequest> = {}) =>
    requestOutside(`http://shop.example:${port}/a?b=c`, { ...limits, ...options });

  beforeAll(async () => {
    port = await listen(server);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each(['POST', 'PUT', 'DELETE', 'PROPFIND'] as const)(
    'carries the body of a %s and its length',
    async (method) => {
      let seen: unknown;
      answer = (request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const {
            host,
            connection,
            'content-length': length,
            'transfer-encoding': encoding,
          } = request.headers;
          seen = {
            line: `${request.method} ${request.url}`,
            head: { host, connection, length, encoding },
            body: Buffer.concat(chunks).toString(),
          };
          response.end();
        });
      };
      await send({ method, body: '图片', headers: { 'User-Agent': 'other', 'content-type': 'text/plain' } });
      expect(seen).toEqual({
        line: `${method} /a?b=c`,
        head: { host: `shop.example:${port}`, connection: 'close', length: '6', encoding: undefined },
        body: '图片',
      });
    },
  );

  it('has a header of the caller in place of its own, whatever its letters', async () => {
    answer = (request, response) => response.end(request.rawHeaders.join('\n'));
    const { body } = await send({ headers: { 'User-Agent': 'other' } });
    expect(body.toString().match(/user-agent\n.*/gi)).toEqual(['User-Agent\nother']);
  });

  it('tells of a repeated header the first', async () => {
    answer = (_, response) =>
      response.writeHead(200, ['X-A', 'one', 'x-a', 'two', 'Set-Cookie', 'c', 'Set-Cookie', 'd']).end();
    expect((await send()).headers).toMatchObject({ 'x-a': 'one', 'set-cookie': 'c' });
  });

  it('takes the length that a HEAD tells for no body', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-length': '5000' }).end();
    expect(await send({ method: 'HEAD' })).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });

  it('leaves a compressed body as it came', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not unpacked');
    expect((await send()).body.toString()).toBe('not unpacked');
  });

  it('opens a connection of its own each time', async () => {
    answer = (_, response) => response.end('ok');
    const before = connections;
    await send();
    await send();
    expect(connections - before).toBe(2);
  });

  const faults: readonly (readonly [string, Answer])[] = [
    ['breaks off before the head', (request) => void request.socket.destroy()],
    [
      'breaks off within the body',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('x', () => request.socket.destroy());
      },
    ],
    ['holds the head back', () => undefined],
    ['holds the body back', (_, response) => void response.write('x')],
  ];
  it.each(faults)('is one that may be tried again when the server %s', async (_, does) => {
    answer = does;
    await expect(send({ timeoutMs: 300 })).rejects.toMatchObject({
      name: 'TransientError',
      code: 'OutsideUnreachable',
    });
  });

  it('says that its time was over, whether the head or the body was waited for', async () => {
    for (const does of [
      () => undefined,
      (_: unknown, response: ServerResponse) => void response.write('x'),
    ]) {
      answer = does;
      await expect(send({ timeoutMs: 100 })).rejects.toMatchObject({ cause: { name: 'TimeoutError' } });
    }
  });

  it('closes the connection of a body that is too large', async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (request, response) => {
        request.socket.on('close', () => resolve());
        response.writeHead(200, { 'content-length': '1001' });
        response.write('x');
      };
    });
    await expect(send()).rejects.toMatchObject({ code: 'DownloadTooLarge' });
    await closed;
  });

  it('has no proxy that the environment names', async () => {
    answer = (request, response) => response.end(`asked ${request.url}`);
    const source = join(import.meta.dirname, '../../../functions/platform/outbound/request-outside.ts');
    const program = `
      const { requestOutside } = await import(${JSON.stringify(source)});
      const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
      const options = { maxBytes: 100, timeoutMs: 20000, resolve, allowLoopbackForTests: true };
      console.log((await requestOutside('http://shop.example:${port}/a', options)).body.toString());`;
    const nowhere = 'http://127.0.0.1:9';
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      env: { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: nowhere, http_proxy: nowhere, HTTPS_PROXY: nowhere },
    });
    expect(stdout.trim()).toBe('asked /a');
  });
});

describe('a server that does not speak HTTP as it should', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });

  it.each([
    ['speaks something else', 'SSH-2.0-x\r\n'],
    ['tells two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
    ['wants to change the protocol', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nxx'],
    ['sends a head of 64 KB', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(65_536)}\r\n\r\n`],
  ])('and %s counts as not reached', async (_, bytes) => {
    server = createRawServer((socket) => socket.on('error', () => undefined).end(bytes));
    const port = await listen(server);
    await expect(requestOutside(`http://shop.example:${port}/`, limits)).rejects.toMatchObject({
      name: 'TransientError',
      code: 'OutsideUnreachable',
    });
  });
});

describe('the certificate of a server outside', () => {
  const good = selfSigned('shop.example');
  const past = selfSigned('past.example', '20210101');
  const usual = getCACertificates('default');
  const servers: TlsServer[] = [];
  const names: unknown[] = [];

  async function serve({ key, cert }: typeof good): Promise<number> {
    const server = createTlsServer({ key, cert }, (_, response) => response.end('ok'));
    server.on('secureConnection', ({ servername }) => names.push(servername));
    servers.push(server);
    return await listen(server);
  }
  const ask = async (host: string, port: number) =>
    (await requestOutside(`https://${host}:${port}/`, limits)).body.toString();
  const refused = { name: 'InvalidInputError', code: 'CertificateRefused' };

  beforeAll(() => setDefaultCACertificates([good.cert, past.cert]));
  afterAll(() => {
    setDefaultCACertificates(usual);
    for (const server of servers) server.close();
  });

  it('is taken when it is for the name in the address, which the server is told', async () => {
    expect(await ask('shop.example', await serve(good))).toBe('ok');
    expect(names.at(-1)).toBe('shop.example');
  });

  it('is refused when it is for another name, though the address is the same', async () => {
    const port = await serve(good);
    await expect(ask('other.example', port)).rejects.toMatchObject(refused);
    await expect(ask('127.0.0.1', port)).rejects.toMatchObject(refused);
    const asking = requestOutside(`https://other.example:${port}/`, {
      ...limits,
      headers: { host: 'shop.example' },
    });
    await expect(asking).rejects.toMatchObject(refused);
  });

  it('is refused when it has run out', async () => {
    await expect(ask('past.example', await serve(past))).rejects.toMatchObject(refused);
  });

  it('is refused when nobody vouches for it', async () => {
    const port = await serve(selfSigned('shop.example'));
    await expect(ask('shop.example', port)).rejects.toMatchObject(refused);
  });

  it('is asked for even where the environment says not to', async () => {
    const port = await serve(selfSigned('shop.example'));
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    await expect(
      ask('shop.example', port).finally(() => {
        delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      }),
    ).rejects.toMatchObject(refused);
  });
});
