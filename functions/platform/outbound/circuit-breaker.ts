import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleType,
} from 'cockatiel';
import { RateLimitedError, TransientError } from '../errors.ts';
import { hostPausedCode } from './outward-calls.ts';
import type { OutsideAnswer, OutsideRequest } from './request-outside.ts';

export type SendOutside = (url: string, request: OutsideRequest) => Promise<OutsideAnswer>;

/** A fault that passes by itself seldom hits five requests in a row; an outage does. */
const FAULTS_IN_A_ROW = 5;
/** Then one request is let through to see; a thousand photos must not all find out for themselves. */
const PAUSE_SECONDS = 30;

/**
 * Stops asking a host that does not answer: after five faults in a row (no answer, HTTP 5xx) its callers are told to wait
 * instead, and the machine waits without a function that is paid for. One memory for each process, not for the deployment: a
 * function's process is used again and again in a run of photos, and a shared one would be a read and a write for each request.
 *
 * @throws RateLimitedError `HostPaused`; what `send` throws
 */
export function withCircuitBreaker(send: SendOutside): SendOutside {
  const circuits = new Map<string, CircuitBreakerPolicy>();
  return async (url, request) => {
    const host = URL.canParse(url) ? new URL(url).host : '';
    const circuit = circuits.get(host) ?? newCircuit();
    circuits.set(host, circuit);
    try {
      return await circuit.execute(() => send(url, request));
    } catch (error) {
      throw error instanceof BrokenCircuitError ? paused(host, error) : error;
    }
  };
}

function newCircuit(): CircuitBreakerPolicy {
  const isFault = handleType(TransientError).orWhenResult(
    (answer) => (answer as OutsideAnswer).status >= 500,
  );
  return circuitBreaker(isFault, {
    halfOpenAfter: PAUSE_SECONDS * 1000,
    breaker: new ConsecutiveBreaker(FAULTS_IN_A_ROW),
  });
}

function paused(host: string, cause: unknown): RateLimitedError {
  return new RateLimitedError(
    hostPausedCode,
    {
      en: `${host} failed ${FAULTS_IN_A_ROW} times in a row; it is left alone for ${PAUSE_SECONDS} s.`,
      zh: `${host} 连续 ${FAULTS_IN_A_ROW} 次故障，暂停 ${PAUSE_SECONDS} 秒后再试。`,
    },
    PAUSE_SECONDS,
    cause,
  );
}
