import { ConfigurationError, InvalidInputError, RateLimitedError, TransientError } from '../errors.ts';
import { logger } from '../handlers/observability.ts';
import { noteAnswered, noteFailed } from '../outbound/outward-calls.ts';
import type { Platform } from '../platform.ts';
import { noteAnswer, noteTrouble, type ProviderOfShop, type TroubleFacts } from './provider-health.ts';

/** Sorts what a model's adapter threw: why there is no answer, and what people are told of it. */
export function troubleOf(provider: string, error: unknown): TroubleFacts {
  if (error instanceof RateLimitedError) {
    const { code, text: says, retryAfterSeconds } = error;
    return { trouble: 'rate-limited', code, says, retryAfterSeconds };
  }
  if (error instanceof ConfigurationError) {
    const trouble = error.code === 'ModelServiceNoCredit' ? 'no-credit' : 'not-connected';
    return { trouble, code: error.code, says: error.text };
  }
  if (error instanceof InvalidInputError) return { trouble: 'refused', code: error.code, says: error.text };
  if (error instanceof TransientError) {
    return { trouble: isTimeout(error) ? 'timed-out' : 'failed', code: error.code, says: error.text };
  }
  // A fault of an adapter: the work goes on without it, and the log has the trace.
  logger.error('A model failed unexpectedly', { provider, error: error as Error });
  const says = { en: `${provider} failed unexpectedly.`, zh: `${provider} 发生意外故障。` };
  return { trouble: 'failed', code: 'Unexpected', says };
}

/** Whether a call ended because its time was over, and not because the service said so. */
export function isTimeout(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'TimeoutError' || ('code' in cause && cause.code === 'ModelServiceTimedOut'))
      return true;
  }
  return false;
}

/**
 * Notes what became of a call, for the provider's health and for the figures of its connector. Last of all, when money and
 * answer are safe. A service that refuses this one input has answered.
 *
 * @param facts left out: it answered
 */
export async function noteOutcome(
  platform: Platform,
  of: ProviderOfShop,
  connector: string,
  facts?: TroubleFacts,
): Promise<void> {
  if (facts === undefined) await noteAnswer(platform, of);
  else await noteTrouble(platform, of, facts);
  const called = { store: of.store, connector };
  if (facts === undefined || facts.trouble === 'refused') await noteAnswered(platform, called);
  else await noteFailed(platform, called, facts);
}
