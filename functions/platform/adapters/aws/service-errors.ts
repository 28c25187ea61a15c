import { TransientError } from '../../errors.ts';

/** Codes that AWS services answer when the same request may succeed a moment later. */
const passing = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
  'InternalFailure',
  'ServiceUnavailable',
  'SlowDown',
  'TransactionInProgressException',
  'TimeoutError',
  'NetworkingError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
]);

/** Runs an AWS call; a fault that may pass becomes `TransientError`, everything else is thrown as it is. */
export async function calling<T>(service: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { name, code, $retryable } = error as { name?: string; code?: string; $retryable?: unknown };
    if ($retryable !== undefined || passing.has(name ?? '') || passing.has(code ?? '')) {
      throw serviceBusy(service, error);
    }
    throw error;
  }
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
