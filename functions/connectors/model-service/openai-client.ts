import OpenAI, { APIConnectionTimeoutError, APIError } from 'openai';
import { encodeForm, postToService, type ServiceAddress } from './request-service.ts';
import { refusalError, serviceFault, timedOut } from './service-errors.ts';

/** A service that speaks one of OpenAI's APIs. */
export interface OpenAiAddress extends ServiceAddress {
  /** Undefined: a server that asks for none. */
  readonly key: string | undefined;
}

/**
 * Makes one call with OpenAI's own client, which sends it under the guard of {@link postToService}.
 *
 * @throws what `postToService` and `refusalError` throw, and `ModelServiceFault` for an answer that cannot be read
 */
export async function callOpenAi<T>(
  address: OpenAiAddress,
  limits: { readonly timeoutMs: number; readonly maxBytes: number },
  call: (client: OpenAI) => Promise<T>,
): Promise<T> {
  try {
    return await call(clientOf(address, limits));
  } catch (error) {
    throw sorted(address.service, limits.timeoutMs, error);
  }
}

function clientOf(address: OpenAiAddress, limits: { timeoutMs: number; maxBytes: number }): OpenAI {
  return new OpenAI({
    baseURL: address.baseUrl.replace(/\/+$/, ''),
    apiKey: address.key ?? 'none',
    // Not the variables of whatever environment this runs in.
    organization: null,
    project: null,
    adminAPIKey: null,
    // A repeated call is a second bill; who is asked next is not for the client to decide.
    maxRetries: 0,
    timeout: limits.timeoutMs,
    logLevel: 'off',
    fetch: async (input, init) => {
      const { body, headers } = await encoded(init?.body);
      const sent = Object.fromEntries(new Headers(init?.headers));
      const request = { body, headers: { ...sent, ...headers }, ...limits };
      const answer = await postToService(address, String(input), request);
      return new Response(new Uint8Array(answer.body), { status: answer.status, headers: answer.headers });
    },
  });
}

async function encoded(body: unknown): Promise<{ body: Buffer; headers: Readonly<Record<string, string>> }> {
  return body instanceof FormData
    ? await encodeForm(body)
    : { body: Buffer.from(String(body ?? '')), headers: {} };
}

/** The client wraps what our `fetch` threw, and sorts answers by classes of its own. */
function sorted(service: string, timeoutMs: number, error: unknown): unknown {
  if (error instanceof APIConnectionTimeoutError) return timedOut(service, timeoutMs, error);
  if (!(error instanceof APIError)) return serviceFault(service, 'an answer that cannot be read', error);
  const { status, headers, code, message } = error;
  if (status === undefined) return error.cause ?? serviceFault(service, 'no answer', error);
  return refusalError(service, {
    status,
    headers: Object.fromEntries(headers ?? []),
    code: code ?? undefined,
    text: message,
  });
}
