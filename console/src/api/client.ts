import { SessionEndedError } from '../session/live-session.ts';
import { problemFrom, unreachable } from './problem.ts';
import { isWorthAnother, waitMs } from './retry.ts';

/** What the client needs of the sign-in. */
export interface Access {
  /** @throws SessionEndedError where nobody is signed in any more */
  accessToken(): Promise<string>;
  /** The API has refused the token that `accessToken` gave. */
  refused(): void;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface CallOptions {
  /** Ends the call, e.g. when the page that asked is left. */
  readonly signal?: AbortSignal | undefined;
}

/** What is outside the client; replaced in tests. */
export interface Surroundings {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Puts values into a path, each encoded: ids, SKUs and file names are people's own. `` path`runs/${id}` `` */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.map((part, index) => part + encodeURIComponent(values[index] ?? '')).join('');
}

/**
 * One shop's HTTP API, by path below `/api/<store>/`. Every refusal is a `Problem` with the API's own text. What is throttled is
 * sent again after a while (five tries at most); an abort rejects with the signal's reason, an `AbortError`.
 */
export class Api {
  readonly store: string;
  readonly #access: Access;
  readonly #around: Surroundings;

  /** @param store empty for what belongs to no shop, e.g. `stores` */
  constructor(store: string, access: Access, around: Surroundings = browserSurroundings) {
    this.store = store;
    this.#access = access;
    this.#around = around;
  }

  /** The same person's calls of what belongs to no shop, e.g. `stores`. */
  everywhere(): Api {
    return new Api('', this.#access, this.#around);
  }

  async get<Answer>(path: string, query: Query = {}, options: CallOptions = {}): Promise<Answer> {
    const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    );
    const search = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
    return await this.#call('GET', `${path}${search}`, undefined, options.signal);
  }

  async post<Answer>(path: string, body: unknown = {}, options: CallOptions = {}): Promise<Answer> {
    return await this.#call('POST', path, body, options.signal);
  }

  async put<Answer>(path: string, body: unknown, options: CallOptions = {}): Promise<Answer> {
    return await this.#call('PUT', path, body, options.signal);
  }

  async delete<Answer>(path: string, options: CallOptions = {}): Promise<Answer> {
    return await this.#call('DELETE', path, undefined, options.signal);
  }

  async #call<Answer>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.#send(method, path, body, signal);
      if (response?.ok) return (await response.json()) as Answer;
      const failure = { method, status: response?.status, attempt };
      if (isWorthAnother(failure)) {
        const pause = waitMs(attempt, response?.headers.get('retry-after') ?? null, this.#around.random());
        await this.#around.sleep(pause, signal);
        continue;
      }
      if (response === undefined) throw unreachable();
      if (response.status === 401) this.#access.refused();
      throw problemFrom(response.status, await response.json().catch(() => undefined));
    }
  }

  /** Undefined where no answer came. */
  async #send(
    method: string,
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<Response | undefined> {
    try {
      const token = await this.#access.accessToken();
      const below = this.store === '' ? '' : `${encodeURIComponent(this.store)}/`;
      return await this.#around.fetch(`/api/${below}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof SessionEndedError) throw problemFrom(401, undefined);
      return undefined;
    }
  }
}

const browserSurroundings: Surroundings = {
  fetch: (url, init) => fetch(url, init),
  random: () => Math.random(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};
