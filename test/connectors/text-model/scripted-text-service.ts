import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the service does with one request. */
export type TextBehaviour =
  /** Says what `answers` makes of the request. */
  | 'honest'
  /** The same in a fence of Markdown, as many models put it. */
  | 'fenced'
  /** Half a JSON object. */
  | 'invalid-json'
  /** JSON of another form. */
  | 'wrong-schema'
  /** As a model of OpenAI's refuses. */
  | 'refusal'
  /** As a filter before the model refuses. */
  | 'filtered'
  /** Ends at the limit of tokens. */
  | 'cut-off'
  /** Says what was asked for without a count of tokens. */
  | 'uncounted'
  /** A page under the status of success: a proxy, a login. */
  | 'html'
  /** JSON under the status of success that is no chat completion. */
  | 'no-completion'
  /** Says nothing. */
  | 'silent'
  /** Closes the connection without an answer. */
  | 'break'
  /** Closes it in the middle of an answer. */
  | 'half'
  /** This value as the answer: an ungrounded claim, what a hidden instruction asked for, … */
  | { readonly says: unknown }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly code?: string };

export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

export interface ReceivedChat {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly messages: readonly ChatMessage[];
    readonly response_format: { readonly type: string; readonly json_schema?: { readonly schema: unknown } };
    readonly [parameter: string]: unknown;
  };
}

/** Tokens that every answer is charged with. */
export const TEXT_USAGE = {
  prompt_tokens: 1200,
  completion_tokens: 400,
  total_tokens: 1600,
  prompt_tokens_details: { cached_tokens: 200 },
};

/**
 * A text service on a free port of this machine that speaks OpenAI's Chat Completions API under `/v1/chat/completions`. It does
 * what it was scripted to, request by request, then what stands last.
 */
export class ScriptedTextService {
  readonly received: ReceivedChat[] = [];
  readonly #server: Server;
  #script: TextBehaviour[] = ['honest'];
  #answers: (request: ReceivedChat) => unknown;

  /** @param answers the value that an honest model gives, made into JSON */
  constructor(answers: (request: ReceivedChat) => unknown) {
    this.#answers = answers;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url = '/', headers, method } = request;
        if (method !== 'POST' || !url.endsWith('/chat/completions')) {
          response.writeHead(404).end();
          return;
        }
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ReceivedChat['body'];
        this.#serve({ path: url, headers, body }, response);
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** From now on; the last one stays. */
  does(...script: TextBehaviour[]): void {
    this.#script = script;
    this.received.length = 0;
  }

  answersWith(answers: (request: ReceivedChat) => unknown): void {
    this.#answers = answers;
  }

  #serve(request: ReceivedChat, response: ServerResponse): void {
    this.received.push(request);
    const behaviour = (this.#script.length > 1 ? this.#script.shift() : this.#script[0]) ?? 'honest';
    if (behaviour === 'silent') return;
    if (behaviour === 'break') response.destroy();
    else if (behaviour === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Please log in</body></html>');
    } else if (typeof behaviour === 'object' && 'status' in behaviour) refuse(behaviour, response);
    else this.#answer(behaviour, request, response);
  }

  #answer(
    behaviour: Exclude<TextBehaviour, { status: number }>,
    request: ReceivedChat,
    response: ServerResponse,
  ): void {
    const value = typeof behaviour === 'object' ? behaviour.says : this.#answers(request);
    const json = JSON.stringify(value);
    const content = {
      fenced: `\`\`\`json\n${json}\n\`\`\``,
      'invalid-json': json.slice(0, Math.floor(json.length / 2)),
      'wrong-schema': JSON.stringify({ listing: value, price: '0.01' }),
    }[behaviour as 'fenced'];
    const message =
      behaviour === 'refusal'
        ? { role: 'assistant', content: null, refusal: 'I cannot help with that.' }
        : { role: 'assistant', content: content ?? json, refusal: null };
    const ends = { 'cut-off': 'length', filtered: 'content_filter' }[behaviour as 'filtered'] ?? 'stop';
    const completion =
      behaviour === 'no-completion'
        ? { ok: true }
        : {
            id: 'chatcmpl-1',
            object: 'chat.completion',
            created: 1,
            model: `${request.body.model}-2026-09-22`,
            choices: [{ index: 0, message, finish_reason: ends, logprobs: null }],
            ...(behaviour === 'uncounted' ? {} : { usage: TEXT_USAGE }),
          };
    const bytes = Buffer.from(JSON.stringify(completion));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
    if (behaviour !== 'half') response.end(bytes);
    else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  }
}

/** In the words of the vendor's published reference. */
function refuse(
  { status, headers = {}, code }: Extract<TextBehaviour, { status: number }>,
  response: ServerResponse,
): void {
  const error = { message: 'the service’s own words', type: 'an_error', param: null, code: code ?? null };
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(status >= 300 && status < 400 ? '' : JSON.stringify({ error }));
}
