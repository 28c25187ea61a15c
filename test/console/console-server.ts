import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import { consolePolicy } from '../../lib/content-policy.ts';
import { type Person, people, type ShopUnderTest } from '../e2e/shop-under-test.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The cookie that says whom the issuer signs in in a browser, without asking. */
export const personCookie = 'person';

/**
 * What CloudFront and the user pool's own domain are for the console: one origin for its files under the real policy, the API
 * and the shop's files, and an issuer that signs the cookie's person in. The API behind it is the real one with real tokens.
 */
export class ConsoleServer {
  readonly url: string;
  readonly #server: Server;
  readonly #shop: ShopUnderTest;
  readonly #files: string;
  /** What a code was given for. */
  readonly #codes = new Map<string, { person: Person; nonce: string }>();

  private constructor(server: Server, shop: ShopUnderTest, files: string) {
    this.#server = server;
    this.#shop = shop;
    this.#files = files;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (incoming, response) => {
      this.#answer(incoming, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
  }

  /** @param files the built console */
  static async start(shop: ShopUnderTest, files: string): Promise<ConsoleServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ConsoleServer(server, shop, files);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', this.url);
    if (url.pathname.startsWith('/api/')) return this.#pass(incoming, response, url.pathname + url.search);
    if (url.pathname.startsWith('/files/'))
      return this.#pass(incoming, response, url.pathname.slice('/files'.length) + url.search);
    if (url.pathname === '/config.json') return sendJson(response, this.#config());
    if (url.pathname === '/oauth2/authorize') return this.#authorise(incoming, response, url.searchParams);
    if (url.pathname === '/oauth2/token') return await this.#sendTokens(incoming, response);
    await this.#sendFile(response, url.pathname);
  }

  #config() {
    return {
      stage: 'local',
      files: [{ from: `${this.#shop.system.url}/`, to: '/files/' }],
      signIn: {
        authorizeUrl: `${this.url}/oauth2/authorize`,
        tokenUrl: `${this.url}/oauth2/token`,
        revokeUrl: `${this.url}/oauth2/revoke`,
        logoutUrl: `${this.url}/signed-out.html`,
        clientId: 'console',
        redirectUri: `${this.url}/`,
        scope: 'openid email',
      },
    };
  }

  #authorise(incoming: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    const named = new RegExp(`${personCookie}=(\\w+)`).exec(incoming.headers.cookie ?? '')?.[1] ?? '';
    if (!isPerson(named)) throw new Error('no person to sign in');
    const code = randomUUID();
    this.#codes.set(code, { person: named, nonce: query.get('nonce') ?? '' });
    const back = new URL(query.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ code, state: query.get('state') ?? '' }).toString();
    response.writeHead(302, { location: back.href }).end();
  }

  async #sendTokens(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(incoming));
    const granted = this.#codes.get(form.get('code') ?? '');
    if (granted === undefined) return sendJson(response, { error: 'invalid_grant' }, 400);
    const { person, nonce } = granted;
    const now = Math.floor(Date.now() / 1000);
    const claims = { aud: 'console', iat: now, auth_time: now, email: `${person}@shop.test`, nonce };
    sendJson(response, {
      access_token: await this.#shop.token(person),
      id_token: `.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`,
      expires_in: 3600,
    });
  }

  #pass(incoming: IncomingMessage, response: ServerResponse, path: string): void {
    const { host, port } = new URL(this.#shop.system.url);
    const headers = { ...incoming.headers, host };
    const passed = request({ host: '127.0.0.1', port, method: incoming.method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.writeHead(502).end());
    incoming.pipe(passed);
  }

  async #sendFile(response: ServerResponse, path: string): Promise<void> {
    const file = join(this.#files, normalize(path === '/' ? '/index.html' : path));
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes === undefined) {
      response.writeHead(404).end();
      return;
    }
    const policy = consolePolicy({ signIn: this.url, inbox: this.#shop.system.url });
    const headers = { 'content-type': types[extname(file)] ?? '', 'content-security-policy': policy };
    response.writeHead(200, headers).end(bytes);
  }
}

function isPerson(name: string): name is Person {
  return Object.hasOwn(people, name);
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
