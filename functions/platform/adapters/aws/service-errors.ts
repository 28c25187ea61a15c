import { TransientError } from '../../errors.ts';

/** Codes that AWS services answer with a status of 4xx although the same request may succeed a moment later, and those of a connection. */
const passing = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ExecutionLimitExceeded',
  'TransactionInProgressException',
  // S3: another write to the key was under way (409), or the body came too slowly (400).
  'ConditionalRequestConflict',
  'RequestTimeout',
  'InternalError',
  'InternalFailure',
  'InternalServerError',
  'ServiceUnavailable',
  'SlowDown',
  'TimeoutError',
  'NetworkingError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

interface ServiceAnswer {
  readonly name?: string;
  readonly code?: string;
  readonly $retryable?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Runs an AWS call; a fault that may pass becomes `TransientError`, everything else is thrown as it is. */
export async function calling<T>(service: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw mayPass(error) ? serviceBusy(service, error) : error;
  }
}

function mayPass(error: unknown): boolean {
  const { name = '', code = '', $retryable, $metadata } = (error ?? {}) as ServiceAnswer;
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    $retryable !== undefined || status >= 500 || status === 429 || passing.has(name) || passing.has(code)
  );
}

/** A service that may answer a moment later. */
export function serviceBusy(service: string, cause: unknown): TransientError {
  const { name } = cause as { name?: string };
  return new TransientError(
    'ServiceBusy',
    {
      en: `${service} did not answer just now (${name}); it is tried again.`,
      zh: `${service} 暂时没有响应（${name}），将自动重试。`,
    },
    cause,
  );
}
