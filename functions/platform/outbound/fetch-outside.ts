import { InvalidInputError, RateLimitedError, TransientError } from '../errors.ts';
import { type OutsideAnswer, type Resolve, requestOutside } from './request-outside.ts';
import { retryAfterSeconds } from './retry-after.ts';

export interface FetchOutsideOptions {
  readonly maxBytes: number;
  /** For everything together, redirects included. */
  readonly timeoutMs: number;
  /** Begins of media types that are taken, e.g. `image/`; left out: any. */
  readonly contentTypes?: readonly string[];
  readonly resolve?: Resolve;
  /** Takes http and loopback addresses, so that a test can be its own outside. */
  readonly allowLoopbackForTests?: boolean;
}

export interface FetchedFile {
  readonly body: Buffer;
  /** Without parameters, in small letters; empty when the server says none. What the bytes are is for others to find out. */
  readonly contentType: string;
  /** Where it came from in the end. */
  readonly url: string;
}

const REDIRECTS_AT_MOST = 3;
/** For a 429 without `Retry-After`. */
const USUAL_WAIT_SECONDS = 60;

/**
 * Gets a file from an address that somebody outside gave us, checking each hop (see `requestOutside`).
 *
 * @throws InvalidInputError for what can never work: a refused address, too many redirects, 4xx, wrong type, too large
 * @throws RateLimitedError for 429; TransientError for 5xx, 408, 425 and what breaks off
 */
export async function fetchOutside(address: string, options: FetchOutsideOptions): Promise<FetchedFile> {
  const { contentTypes, timeoutMs, ...limits } = options;
  // Each hop may take what is left: performance.now() measures a duration, it tells no time of day.
  const start = performance.now();
  let url = address;
  for (let hop = 0; hop <= REDIRECTS_AT_MOST; hop++) {
    const left = Math.max(1, Math.floor(timeoutMs - (performance.now() - start)));
    const answer = await requestOutside(url, { ...limits, timeoutMs: left });
    const next = redirectOf(url, answer);
    if (next === undefined) return accept(url, answer, contentTypes);
    url = next;
  }
  throw new InvalidInputError('TooManyRedirects', {
    en: `${hostOf(address)} sends us on more than ${REDIRECTS_AT_MOST} times. Give the address of the file itself.`,
    zh: `${hostOf(address)} 的跳转超过 ${REDIRECTS_AT_MOST} 次，请提供文件的直接地址。`,
  });
}

function redirectOf(url: string, { status, headers }: OutsideAnswer): string | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  const { location = '' } = headers;
  if (URL.canParse(location, url)) return new URL(location, url).href;
  throw new InvalidInputError('RedirectInvalid', {
    en: `${hostOf(url)} sends us on without saying where to. Give the address of the file itself.`,
    zh: `${hostOf(url)} 的跳转没有有效目标，请提供文件的直接地址。`,
  });
}

function accept(
  url: string,
  answer: OutsideAnswer,
  contentTypes: readonly string[] | undefined,
): FetchedFile {
  const { status, headers, body } = answer;
  if (status < 200 || status > 299) throw refusal(url, answer);
  const contentType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (contentTypes !== undefined && !contentTypes.some((begin) => contentType.startsWith(begin))) {
    throw new InvalidInputError('ContentTypeRefused', {
      en: `${hostOf(url)} sends ${contentType || 'something without a type'} where ${contentTypes.join(' or ')} was expected.`,
      zh: `${hostOf(url)} 返回的类型为 ${contentType || '未注明'}，应为 ${contentTypes.join(' 或 ')}。`,
    });
  }
  return { body, contentType, url };
}

function refusal(url: string, { status, headers }: OutsideAnswer): Error {
  const host = hostOf(url);
  if (status === 429) {
    const seconds = retryAfterSeconds(headers, USUAL_WAIT_SECONDS);
    const says = { en: `${host} asks us to wait ${seconds} s.`, zh: `${host} 要求等待 ${seconds} 秒。` };
    return new RateLimitedError('OutsideBusy', says, seconds);
  }
  if (status >= 500 || status === 408 || status === 425) {
    const says = {
      en: `${host} has a fault just now (HTTP ${status}); it is tried again.`,
      zh: `${host} 暂时出现故障（HTTP ${status}），将自动重试。`,
    };
    return new TransientError('OutsideFault', says);
  }
  return new InvalidInputError('DownloadRefused', {
    en: `${host} does not give out the file (HTTP ${status}). Check that anybody may open the address.`,
    zh: `${host} 拒绝提供该文件（HTTP ${status}）。请确认该地址可公开访问。`,
  });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the address';
}
