import {
  ConfigurationError,
  InvalidInputError,
  RateLimitedError,
  TransientError,
} from '../../platform/errors.ts';
import { retryAfterSeconds } from '../../platform/outbound/retry-after.ts';

/** What a service answered instead of what it was asked for. */
export interface Refusal {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** The service's own code, where it gives one. */
  readonly code?: string | undefined;
  /** The service's own words, where it gives any. */
  readonly text?: string | undefined;
}

/** For a 429 without `Retry-After`. */
const USUAL_WAIT_SECONDS = 60;

/** How services say that the account is empty, whatever the status: 402 mostly, OpenAI 429, some 400 or 403. */
const noCreditCodes = /insufficient_(quota|credits?|balance)|billing|quota_exceeded|payment_required/i;

/** Sorts a service's refusal into the error classes that the port names. */
export function refusalError(service: string, refusal: Refusal): Error {
  const { status, code = '' } = refusal;
  const what = `HTTP ${status}${code === '' ? '' : ` ${code}`}`;
  if (status === 402 || noCreditCodes.test(code)) return noCredit(service, what);
  if (status === 401 || status === 403) return keyRefused(service, what);
  if (status === 429) {
    return rateLimited(service, retryAfterSeconds(refusal.headers, USUAL_WAIT_SECONDS));
  }
  if (status >= 500 || status === 408 || status === 425) return serviceFault(service, what);
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) return notThere(service, what);
  return inputRefused(service, `${what} ${(refusal.text ?? '').slice(0, 200)}`.trim());
}

function rateLimited(service: string, seconds: number): RateLimitedError {
  const says = { en: `${service} asks us to wait ${seconds} s.`, zh: `${service} 要求等待 ${seconds} 秒。` };
  return new RateLimitedError('ModelServiceBusy', says, seconds);
}

function noCredit(service: string, what: string): ConfigurationError {
  return new ConfigurationError('ModelServiceNoCredit', {
    en: `The account at ${service} has no credit left (${what}). Top it up, or take the provider out of the setting ai.`,
    zh: `${service} 账户余额不足（${what}）。请充值，或在设置 ai 中移除该服务商。`,
  });
}

function keyRefused(service: string, what: string): ConfigurationError {
  return new ConfigurationError('ModelServiceKeyRefused', {
    en: `${service} does not accept our key (${what}). Save a valid one in Secrets Manager.`,
    zh: `${service} 不接受当前密钥（${what}）。请在 Secrets Manager 中保存有效的密钥。`,
  });
}

function notThere(service: string, what: string): ConfigurationError {
  return new ConfigurationError('ModelServiceNotThere', {
    en: `There is no such service or model at the address of ${service} (${what}). Correct it in the setting ai.`,
    zh: `${service} 的地址上没有该服务或模型（${what}）。请在设置 ai 中更正。`,
  });
}

export function addressRefused(service: string, why: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(
    'ModelServiceAddressRefused',
    {
      en: `${service} is not asked: ${why} For a server of your own network set allowPrivateNetwork in the setting ai.`,
      zh: `未调用 ${service}：${why} 如为自有网络内的服务器，请在设置 ai 中开启 allowPrivateNetwork。`,
    },
    cause,
  );
}

export function serviceFault(service: string, what: string, cause?: unknown): TransientError {
  return new TransientError(
    'ModelServiceFault',
    { en: `${service} has a fault just now (${what}).`, zh: `${service} 暂时出现故障（${what}）。` },
    cause,
  );
}

/** `isTimeout` knows it by its code. */
export function timedOut(service: string, timeoutMs: number, cause?: unknown): TransientError {
  const seconds = Math.round(timeoutMs / 1000);
  return new TransientError(
    'ModelServiceTimedOut',
    {
      en: `${service} did not answer within ${seconds} s. It may charge for the call all the same.`,
      zh: `${service} 在 ${seconds} 秒内未返回结果；该次调用仍可能产生费用。`,
    },
    cause,
  );
}

export function inputRefused(service: string, what: string): InvalidInputError {
  return new InvalidInputError('ModelServiceRefusedInput', {
    en: `${service} does not take what it was sent (${what}).`,
    zh: `${service} 不接受所发送的内容（${what}）。`,
  });
}
