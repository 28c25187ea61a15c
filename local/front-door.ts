import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from './protocol/aws-error.ts';
import { sendJsonError } from './protocol/json.ts';
import { sendQueryError, speaksQuery } from './protocol/query.ts';
import type { LocalService } from './service.ts';

export interface FrontDoorOptions {
  /** 0 lets the operating system choose. */
  readonly port: number;
  readonly services: readonly LocalService[];
  /** Whether an unsigned path that begins with this name is one of S3 (a form upload, a public object). */
  readonly hasBucket: (name: string) => boolean | Promise<boolean>;
  /** Serves what CloudFront would send on to the HTTP API: `/api` and everything below it. */
  readonly api: {
    serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
  };
  /** Serves the user pools' own pages and OAuth endpoints. */
  readonly signIn?: {
    servesSignIn(path: string): boolean;
    serveSignIn(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
  };
  /** Serves everything else: the console. */
  readonly web: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Told of what a handler threw; the client gets a 500. */
  readonly onError?: (error: unknown, request: IncomingMessage) => void;
}

export interface FrontDoor {
  /** e.g. `http://127.0.0.1:4566` */
  readonly url: string;
  readonly port: number;
  /** Stops listening and waits for open requests for `graceMs` at most, then cuts them. Safe to call twice. */
  close(graceMs?: number): Promise<void>;
}

/**
 * `localhost` may resolve to ::1 or, on a shared machine, to what the hosts file says; and the SDK would put a
 * bucket's name before it.
 */
const LOOPBACK = '127.0.0.1';

/**
 * Longer than any client of ours leaves a connection idle, so that the server is never the one to close it: an SDK
 * that sends its next request into a closing connection sees ECONNRESET.
 */
const KEEP_ALIVE_MS = 75_000;

/**
 * In AWS a bucket's files are of another origin than the console; here they share one. A page among them runs without an
 * origin and reaches nobody: as one of this origin, its script could sign itself in as whoever opens it.
 */
const STORED_FILE_POLICY = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "media-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const CLOSE_GRACE_MS = 2_000;

/** Operations that SDKs send unsigned (Cognito's sign-in) name their service in this header only. */
const SERVICE_BY_TARGET: Readonly<Record<string, string>> = {
  AWSCognitoIdentityProviderService: 'cognito-idp',
  AWSEvents: 'events',
  AWSStepFunctions: 'states',
  AmazonSQS: 'sqs',
  DynamoDBStreams_20120810: 'dynamodb',
  DynamoDB_20120810: 'dynamodb',
  GraniteServiceVersion20100801: 'monitoring',
  Logs_20140328: 'logs',
  secretsmanager: 'secretsmanager',
};

/** Another program listens on the port. The user stops that one, or chooses another port. */
export class PortTakenError extends Error {
  readonly port: number;

  constructor(port: number, cause: unknown) {
    super(`Port ${port} of ${LOOPBACK} is taken by another program; stop it or choose another port`, {
      cause,
    });
    this.name = 'PortTakenError';
    this.port = port;
  }
}

/**
 * Opens the one endpoint of the local system, on loopback only.
 *
 * A request goes to the service named in its SigV4 credential scope (header or query string), else to the one in its
 * `X-Amz-Target`, else to the sign-in's own pages, else `/api` to the API, a path under a known bucket to S3, anything else to the console.
 *
 * Not guaranteed: signatures are not verified here, so any process of this machine can call any service. What keeps
 * web pages out are two checks: the Host header (a name rebound to 127.0.0.1 is refused with 421), and the
 * browser's own word on where a request comes from (another site's call of a service is refused with 403).
 *
 * @throws PortTakenError when another program listens there
 */
export async function startFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const server = createServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const dispatcher = new Dispatcher(options, port);
  server.on('request', (request, response) => void dispatcher.answer(request, response));
  return {
    url: `http://${LOOPBACK}:${port}`,
    port,
    close: (graceMs = CLOSE_GRACE_MS) => close(server, graceMs),
  };
}

class Dispatcher {
  readonly #options: FrontDoorOptions;
  readonly #services = new Map<string, LocalService>();
  readonly #hosts: ReadonlySet<string>;

  constructor(options: FrontDoorOptions, port: number) {
    this.#options = options;
    this.#hosts = new Set([`${LOOPBACK}:${port}`, `localhost:${port}`]);
    for (const service of options.services) {
      for (const name of service.signingNames) this.#services.set(name, service);
    }
  }

  /** Never rejects: what a handler throws is answered, or ends the connection when half an answer is out. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.#checkHost(request);
      await this.#dispatch(request, response);
    } catch (error) {
      if (!(error instanceof AwsError)) this.#options.onError?.(error, request);
      if (response.headersSent) response.destroy();
      else if (speaksQuery(request)) sendQueryError(response, error);
      else sendJsonError(response, error);
    }
  }

  async #dispatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const name = serviceNamed(request, query);
    if (name !== undefined) {
      // A presigned URL is made to be used by other sites, and S3 (no other service here) verifies its signature.
      const isPresigned = name === 's3' && query.includes('X-Amz-Signature=');
      if (isPresigned) response.setHeader('content-security-policy', STORED_FILE_POLICY);
      else this.#checkOrigin(request);
      await this.#service(name).handle(request, response);
    } else if (this.#options.signIn?.servesSignIn(path) === true) {
      // Another site's form must not sign anybody in, out, or as somebody else.
      if (request.method === 'POST') this.#checkOrigin(request);
      await this.#options.signIn.serveSignIn(request, response, path);
    } else if (path === '/api' || path.startsWith('/api/')) {
      await this.#options.api.serve(request, response, path);
    } else if (await this.#isBucket(path)) {
      response.setHeader('content-security-policy', STORED_FILE_POLICY);
      await this.#service('s3').handle(request, response);
    } else {
      await this.#options.web(request, response);
    }
  }

  #service(name: string): LocalService {
    const service = this.#services.get(name);
    if (service !== undefined) return service;
    const known = [...this.#services.keys()].sort().join(', ');
    throw new AwsError(
      'ServiceNotAvailableLocally',
      `There is no local service "${name}"; this endpoint serves ${known || 'none'}`,
    );
  }

  async #isBucket(path: string): Promise<boolean> {
    const segment = path.split('/', 2)[1] ?? '';
    if (segment === '') return false;
    try {
      return await this.#options.hasBucket(decodeURIComponent(segment));
    } catch (error) {
      if (error instanceof URIError) return false;
      throw error;
    }
  }

  #checkHost(request: IncomingMessage): void {
    const host = request.headers.host?.toLowerCase();
    if (host !== undefined && this.#hosts.has(host)) return;
    throw new AwsError(
      'MisdirectedRequest',
      `This endpoint does not answer for the host ${host ?? '(none)'}`,
      421,
    );
  }

  /** A form on any web page can POST here without asking first; only the browser says that it was another site's. */
  #checkOrigin(request: IncomingMessage): void {
    const { origin } = request.headers;
    const isForeign =
      origin !== undefined && !this.#hosts.has(origin.replace(/^http:\/\//, '').toLowerCase());
    if (isForeign || request.headers['sec-fetch-site'] === 'cross-site') {
      throw new AwsError(
        'AccessDenied',
        'Another site’s page may not call the services of this machine',
        403,
      );
    }
  }
}

function serviceNamed(request: IncomingMessage, query: string): string | undefined {
  const scope = /^AWS4-\S+ .*?Credential=[^,\s]*\/([^/,\s]+)\/aws4_request/.exec(
    request.headers.authorization ?? '',
  );
  if (scope?.[1] !== undefined) return scope[1];
  const credential = new URLSearchParams(query).get('X-Amz-Credential');
  if (credential !== null) return credential.split('/').at(-2) ?? '';
  const target = request.headers['x-amz-target'];
  if (typeof target !== 'string') return undefined;
  const prefix = target.slice(0, target.lastIndexOf('.'));
  return SERVICE_BY_TARGET[prefix] ?? prefix;
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    const message = `Cannot listen on port ${port} of ${LOOPBACK}: ${error.message}`;
    const isTaken = error.code === 'EADDRINUSE';
    reject(isTaken ? new PortTakenError(port, error) : new Error(message, { cause: error }));
  });
  server.listen(port, LOOPBACK, resolve);
  await promise;
}

async function close(server: Server, graceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await promise;
  clearTimeout(cut);
}
