import { z } from 'zod';
import { saysSchema } from '../functions/commerce/says.ts';
import type { Connection } from './connection.ts';
import { CommandFailure, refused } from './failures.ts';
import { saysOf } from './messages/catalogue.ts';
import { reach } from './reach.ts';

/** What every refusal of the API looks like; some carry more, e.g. the hash that an approval has now. */
const problemSchema = z.object({ code: z.string(), text: saysSchema });

/** What the gateway in front of the API answers. */
const gatewaySchema = z.object({ message: z.string() });

export type Query = Readonly<Record<string, string | number | undefined>>;

/**
 * Waits before a throttled request is sent again: the gateway admits 50 a second, and one person's many files come faster.
 * What it throttles never reached the shop, so that a write may be sent again as well.
 */
const throttledPausesMs = [500, 1000, 2000, 4000, 8000];

/**
 * The shop's HTTP API, by path below `/api/<store>/`. Every refusal is a CommandFailure with the API's own text; a
 * throttled request is repeated for a quarter of a minute before it is one.
 */
export class ApiClient {
  readonly #connection: Pick<Connection, 'kind' | 'apiUrl'>;
  readonly #store: string;
  readonly #accessToken: string;
  readonly #sleep: (milliseconds: number) => Promise<unknown>;

  constructor(
    connection: Pick<Connection, 'kind' | 'apiUrl'>,
    store: string,
    accessToken: string,
    sleep: (milliseconds: number) => Promise<unknown>,
  ) {
    this.#connection = connection;
    this.#store = store;
    this.#accessToken = accessToken;
    this.#sleep = sleep;
  }

  async get<Answer>(path: string, query: Query = {}): Promise<Answer> {
    const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    );
    const search = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
    return await this.#request('GET', `${path}${search}`);
  }

  async post<Answer>(path: string, body: unknown = {}): Promise<Answer> {
    return await this.#request('POST', path, body);
  }

  async put<Answer>(path: string, body: unknown): Promise<Answer> {
    return await this.#request('PUT', path, body);
  }

  async #request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const url = `${this.#connection.apiUrl.replace(/\/$/, '')}/api/${encodeURIComponent(this.#store)}/${path}`;
    const send = () =>
      reach(this.#connection, url, {
        method,
        headers: {
          authorization: `Bearer ${this.#accessToken}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    let response = await send();
    for (const pauseMs of throttledPausesMs) {
      if (response.status !== 429) break;
      await this.#sleep(pauseMs);
      response = await send();
    }
    const text = await response.text();
    const answer = parseJson(text);
    if (response.ok && answer !== undefined) return answer as Answer;
    throw failureOf(response.status, answer, text);
  }
}

/** One segment of a path: an id may hold anything. */
export function segment(id: string): string {
  return encodeURIComponent(id);
}

function failureOf(status: number, answer: unknown, text: string): CommandFailure {
  const problem = problemSchema.safeParse(answer);
  if (problem.success) {
    return new CommandFailure('refused', problem.data.code, problem.data.text, { status });
  }
  if (status === 401) return refused('Unauthorised', 'answer.unauthorised');
  const gateway = gatewaySchema.safeParse(answer);
  const message = gateway.success ? gateway.data.message : text.slice(0, 200);
  return new CommandFailure('refused', 'Unexpected', saysOf('answer.unknown', { status, message }), {
    status,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
