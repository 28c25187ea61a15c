import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WebdavAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** What goes wrong with one request. `lost`: it is carried out, and its answer never comes. `half`: half of the body is kept. */
export type WebdavFault = 'lost' | 'half' | WebdavAnswer;

/**
 * A WebDAV server as RFC 4918 has it (https://www.rfc-editor.org/rfc/rfc4918, read 2026-11-21): a PUT needs its collection
 * (9.7.1: 409), a MKCOL of what is there answers 405 (9.3.1), PROPFIND 207 (9.1); conditions as in RFC 9110. Never run
 * against a vendor's server; the tests beside it run against one of a package.
 */
export class ScriptedWebdav {
  readonly files = new Map<string, Buffer>();
  readonly folders = new Set<string>(['/dav/']);
  readonly requests: {
    method: string;
    path: string;
    authorization: string;
    headers: IncomingMessage['headers'];
  }[] = [];
  fault: (method: string, path: string) => WebdavFault | undefined = () => undefined;
  #server: Server | undefined;

  /** @returns the address of its folder */
  async listen(): Promise<string> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = decodeURIComponent(request.url ?? '');
        const method = request.method ?? '';
        const { headers } = request;
        this.requests.push({ method, path, authorization: headers.authorization ?? '', headers });
        const fault = this.fault(method, path);
        const body = Buffer.concat(chunks);
        const answer =
          typeof fault === 'object'
            ? { ...fault, body: Buffer.from(fault.body ?? '') }
            : this.#answer(
                method,
                path,
                headers,
                fault === 'half' ? body.subarray(0, body.length / 2) : body,
              );
        if (fault === 'lost' || fault === 'half') request.socket.destroy();
        else response.writeHead(answer.status, answer.headers).end(answer.body);
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/dav`;
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  empty(): void {
    this.files.clear();
    this.folders.clear();
    this.folders.add('/dav/');
    this.requests.length = 0;
    this.fault = () => undefined;
  }

  #answer(
    method: string,
    path: string,
    headers: IncomingMessage['headers'],
    body: Buffer,
  ): { status: number; headers?: Record<string, string>; body?: Buffer } {
    const present = this.files.get(path);
    const etag = present && `"${createHash('md5').update(present).digest('hex')}"`;
    const folder = path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);
    switch (method) {
      case 'MKCOL':
        if (this.folders.has(path)) return { status: 405 };
        if (!this.folders.has(folder)) return { status: 409 };
        this.folders.add(path);
        return { status: 201 };
      case 'PUT':
        if (!this.folders.has(folder)) return { status: 409 };
        if (headers['if-none-match'] === '*' && present !== undefined) return { status: 412 };
        if (headers['if-match'] !== undefined && headers['if-match'] !== etag) return { status: 412 };
        this.files.set(path, body);
        return { status: present === undefined ? 201 : 204 };
      case 'DELETE':
        return { status: this.files.delete(path) ? 204 : 404 };
      case 'GET':
        return present === undefined
          ? { status: 404 }
          : { status: 200, headers: { etag: etag ?? '' }, body: present };
      case 'PROPFIND':
        if (present === undefined) return { status: 404 };
        return {
          status: 207,
          headers: { 'content-type': 'application/xml; charset=utf-8' },
          body: Buffer.from(
            `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>${encodeURI(path)}</d:href><d:propstat><d:prop><d:getcontentlength>${present.length}</d:getcontentlength><d:resourcetype/></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>`,
          ),
        };
      default:
        return { status: 405 };
    }
  }
}
