import { type OutsideRequest, requestOutside } from './request-outside.ts';

/** As much of `fetch` as connectors use; the global one fits, too. */
export type OutboundFetch = (
  url: string,
  init: {
    readonly method: 'POST';
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}>;

/** Answers of webhooks are a line or two. */
const LARGEST_ANSWER_BYTES = 64 * 1024;

/**
 * `fetch` for addresses that a shop's settings name: the address is checked as `requestOutside` says, redirects are not followed.
 * The time limit is `timeoutMs`; the caller's signal is not listened to.
 */
export function createGuardedFetch(
  options: Pick<OutsideRequest, 'timeoutMs' | 'resolve' | 'allowLoopbackForTests'>,
): OutboundFetch {
  return async (url, { method, headers, body }) => {
    const answer = await requestOutside(url, {
      ...options,
      method,
      headers,
      body,
      maxBytes: LARGEST_ANSWER_BYTES,
    });
    return {
      status: answer.status,
      headers: { get: (name) => answer.headers[name.toLowerCase()] ?? null },
      text: async () => answer.body.toString('utf8'),
    };
  };
}
