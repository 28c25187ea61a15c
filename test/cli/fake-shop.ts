import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string | undefined;
  readonly raw: Buffer;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface IdentityInput {
  readonly AuthFlow?: string;
  readonly Session?: string;
  readonly Username?: string;
  readonly Password?: string;
  readonly AuthParameters?: Readonly<Record<string, string>>;
  readonly ChallengeResponses?: Readonly<Record<string, string>>;
}

type Handler = (request: SeenRequest) => Answer;

/** A user of the fake pool. */
export interface FakeUser {
  readonly sub: string;
  password: string;
  /** Wants a new password at the next sign-in, as after an invitation. */
  invited: boolean;
}

/**
 * A shop's HTTP API with its user pool, its upload form and its administer function, on a port of its own. Routes are
 * scripted by the tests; what nobody scripted answers 404 as the gateway does.
 */
export class FakeShop {
  readonly seen: SeenRequest[] = [];
  readonly users = new Map<string, FakeUser>();
  readonly administered: unknown[] = [];
  /** What the administer function answers. */
  administerAnswer: unknown = null;
  /** What the administer function throws, as Lambda hands it out. */
  administerError: unknown;
  readonly #server: Server;
  readonly #routes = new Map<string, Handler>();

  private constructor(server: Server) {
    this.#server = server;
    this.#server.on('request', async (request, response) => {
      const seen = await read(request);
      this.seen.push(seen);
      const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
      const answer =
        target === undefined ? this.#route(seen) : this.#identity(target, seen.body as IdentityInput);
      const isText = typeof answer.body === 'string';
      const headers: Record<string, string> = {
        'content-type': isText ? 'application/xml' : 'application/json',
      };
      if (answer.status === 299) headers['x-amz-function-error'] = 'Unhandled';
      response.writeHead(answer.status === 299 ? 200 : answer.status, headers);
      response.end(isText ? answer.body : JSON.stringify(answer.body));
    });
  }

  static async start(): Promise<FakeShop> {
    const server = createServer();
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await promise;
    return new FakeShop(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** @param route e.g. `GET /api/sample/runs` */
  on(route: string, answer: unknown, status = 200): void {
    this.#routes.set(route, () => ({ status, body: answer }));
  }

  onCall(route: string, handler: Handler): void {
    this.#routes.set(route, handler);
  }

  /** The requests to a route, in order. */
  to(route: string): SeenRequest[] {
    return this.seen.filter((one) => `${one.method} ${one.path}` === route);
  }

  addUser(email: string, user: Partial<FakeUser> = {}): FakeUser {
    const added = { sub: `sub-${email}`, password: 'right', invited: false, ...user };
    this.users.set(email, added);
    return added;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    await promise;
  }

  #route(seen: SeenRequest): Answer {
    if (seen.path.startsWith('/2015-03-31/functions/')) {
      this.administered.push(seen.body);
      if (this.administerError === undefined) return { status: 200, body: this.administerAnswer };
      return { status: 299, body: this.administerError };
    }
    const handler = this.#routes.get(`${seen.method} ${seen.path}`);
    return handler?.(seen) ?? { status: 404, body: { message: 'Not Found' } };
  }

  #identity(target: string, input: IdentityInput): Answer {
    const error = (type: string) => ({ status: 400, body: { __type: type, message: `${type}.` } });
    const tokens = (email: string) => ({
      status: 200,
      body: {
        AuthenticationResult: {
          AccessToken: `access-${email}-${this.seen.length}`,
          RefreshToken: `refresh-${email}`,
          ExpiresIn: 3600,
        },
      },
    });
    if (target === 'InitiateAuth' && input.AuthFlow === 'REFRESH_TOKEN_AUTH') {
      const email = /^refresh-(.+)$/.exec(input.AuthParameters?.REFRESH_TOKEN ?? '')?.[1];
      return email === undefined ? error('NotAuthorizedException') : tokens(email);
    }
    if (target === 'InitiateAuth') {
      const { USERNAME: email = '', PASSWORD: password } = input.AuthParameters ?? {};
      const user = this.users.get(email);
      if (user?.password !== password) return error('NotAuthorizedException');
      const challenge = { ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: email, ChallengeParameters: {} };
      return user?.invited === true ? { status: 200, body: challenge } : tokens(email);
    }
    if (target === 'RespondToAuthChallenge') {
      const user = this.users.get(String(input.Session));
      const password = input.ChallengeResponses?.NEW_PASSWORD ?? '';
      if (user === undefined || password.length < 12) return error('InvalidPasswordException');
      Object.assign(user, { password, invited: false });
      return tokens(String(input.Session));
    }
    return this.#administration(target, input, error);
  }

  #administration(target: string, input: IdentityInput, error: (type: string) => Answer): Answer {
    const email = String(input.Username);
    const known = this.users.get(email);
    if (target === 'AdminCreateUser') {
      if (known !== undefined) return error('UsernameExistsException');
      const { sub } = this.addUser(email, { password: '', invited: true });
      return { status: 200, body: { User: { Username: sub, Attributes: [{ Name: 'sub', Value: sub }] } } };
    }
    if (known === undefined) return error('UserNotFoundException');
    if (target === 'AdminGetUser') {
      return {
        status: 200,
        body: { Username: known.sub, UserAttributes: [{ Name: 'sub', Value: known.sub }] },
      };
    }
    if (target === 'AdminSetUserPassword') {
      Object.assign(known, { password: input.Password, invited: false });
      return { status: 200, body: {} };
    }
    return error('UnknownOperationException');
  }
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const url = new URL(request.url ?? '/', 'http://shop');
  return {
    method: request.method ?? '',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    token: request.headers.authorization?.replace(/^Bearer /, ''),
    raw,
    body: parse(raw.toString('utf8')),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
