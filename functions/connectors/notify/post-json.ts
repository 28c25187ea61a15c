import * as z from 'zod';
import {
  ConfigurationError,
  InvalidInputError,
  RateLimitedError,
  TransientError,
} from '../../platform/errors.ts';
import type { OutboundFetch } from '../../platform/outbound/guarded-fetch.ts';
import { retryAfterSeconds } from '../../platform/outbound/retry-after.ts';
import type { Clock } from '../../platform/ports/clock.ts';

/** What the adapters of the chat services and webhooks are made with. */
export interface NotifyConnection {
  /** One that checks addresses, see `createGuardedFetch`. */
  readonly fetch: OutboundFetch;
  /** The text of a secret by its name. @throws ConfigurationError when there is none */
  readonly readSecret: (name: string) => Promise<string>;
  readonly clock: Clock;
  /** Default 10,000: a chat service that takes longer has a fault. */
  readonly timeoutMs?: number;
}

const addressSchema = z.object({
  /** The service's address for us; it contains the key to the chat, so it is a secret. */
  url: z.url(),
  /** For the signature, where the service has one. */
  secret: z.string().min(1).optional(),
});
export type NotifyAddress = z.infer<typeof addressSchema>;

/** Asked to wait without being told how long. */
const USUAL_WAIT_SECONDS = 60;

/** @throws ConfigurationError `NotifySecretInvalid` */
export async function readAddress(connection: NotifyConnection, secretName: string): Promise<NotifyAddress> {
  const text = await connection.readSecret(secretName);
  try {
    return addressSchema.parse(JSON.parse(text));
  } catch {
    // Without the cause: it would carry the secret into a log.
    throw new ConfigurationError('NotifySecretInvalid', {
      en: `The secret ${secretName} must be JSON with "url" and, where the service signs, "secret". Save it again.`,
      zh: `密钥 ${secretName} 须为 JSON，包含 "url"，需要签名的服务还须包含 "secret"。请重新保存。`,
    });
  }
}

/**
 * Posts JSON text and sorts the answer.
 *
 * @returns the answer's text, of a status 200 to 299
 * @throws what `NotifyChannel.send` throws
 */
export async function postJson(
  connection: NotifyConnection,
  service: string,
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await exchange(connection, service, url, body, headers);
  const { status, text } = answer;
  if (status >= 200 && status <= 299) return text;
  if (status === 429) throw rateLimited(service, answer.waitSeconds);
  if (status >= 500 || status === 408) throw serviceFault(service, `HTTP ${status}`);
  throw refused(service, `HTTP ${status} ${text.slice(0, 200)}`.trim());
}

async function exchange(
  connection: NotifyConnection,
  service: string,
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string; waitSeconds: number }> {
  try {
    const answer = await connection.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(connection.timeoutMs ?? 10_000),
    });
    const told = {
      'retry-after': answer.headers.get('retry-after') ?? '',
      date: answer.headers.get('date') ?? '',
    };
    return {
      status: answer.status,
      text: await answer.text(),
      waitSeconds: retryAfterSeconds(told, USUAL_WAIT_SECONDS),
    };
  } catch (error) {
    // The guard's refusal of an address: no retry mends it.
    if (error instanceof InvalidInputError) throw refused(service, error.text.en);
    throw serviceFault(service, 'no answer', error);
  }
}

/** Reads `{<code>: 0}` of the services that answer 200 to everything. @throws TransientError when it is no such JSON */
export function readCode(
  service: string,
  text: string,
  field: 'code' | 'errcode',
): { code: number; text: string } {
  try {
    const code = z.record(z.string(), z.unknown()).parse(JSON.parse(text))[field];
    return { code: z.number().parse(code), text };
  } catch (error) {
    throw serviceFault(service, `an answer that cannot be read: ${text.slice(0, 200)}`, error);
  }
}

export function rateLimited(service: string, seconds = USUAL_WAIT_SECONDS): RateLimitedError {
  const says = { en: `${service} asks us to wait ${seconds} s.`, zh: `${service} 要求等待 ${seconds} 秒。` };
  return new RateLimitedError('NotifyRateLimited', says, seconds);
}

export function serviceFault(service: string, what: string, cause?: unknown): TransientError {
  return new TransientError(
    'NotifyFault',
    {
      en: `${service} has a fault just now (${what}); the notice is sent again.`,
      zh: `${service} 暂时出现故障（${what}），通知将自动重发。`,
    },
    cause,
  );
}

export function refused(service: string, what: string): ConfigurationError {
  return new ConfigurationError('NotifyRefused', {
    en: `${service} did not take the notice (${what}). Check the notification targets and their secrets.`,
    zh: `${service} 拒绝了通知（${what}）。请检查通知目标及其密钥。`,
  });
}
