import type { Says } from '../../../functions/commerce/says.ts';

/** What the API answers instead of what was asked for: `{code, text}` and, for some codes, more. */
export class Problem extends Error {
  readonly status: number;
  /** PascalCase and stable, e.g. `Conflict`; `Unreachable` where no answer came at all. */
  readonly code: string;
  readonly text: Says;
  /** The whole answer: some problems carry more, e.g. the hash that an approval has now. */
  readonly body: unknown;

  constructor(status: number, code: string, text: Says, body?: unknown) {
    super(`${code}: ${text.en}`);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.text = text;
    this.body = body;
  }
}

/** @param thrown whatever a call ended with; what is no problem of the API becomes one with code `Unexpected` */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(0, 'Unexpected', {
    en: 'Something on this page went wrong. Nothing was changed by it. Load the page again.',
    zh: '页面出错，未因此更改任何数据，请重新加载页面。',
  });
}

/** @param body of an answer that is not 2xx; a gateway in between may answer in its own words */
export function problemFrom(status: number, body: unknown): Problem {
  if (isProblemBody(body)) return new Problem(status, body.code, body.text, body);
  if (status === 401) return new Problem(status, 'SignedOut', signedOut, body);
  if (status === 429 || status === 503) return new Problem(status, 'Busy', busy, body);
  const detail = `HTTP ${status}`;
  return new Problem(
    status,
    'Unexpected',
    {
      en: `The system gave an answer that this page does not understand (${detail}). Look whether it was done before you try again.`,
      zh: `系统返回了无法识别的结果（${detail}）。请先确认操作是否已完成，再重试。`,
    },
    body,
  );
}

export function unreachable(): Problem {
  return new Problem(0, 'Unreachable', {
    en: 'The system cannot be reached. Check the connection; if you were saving something, look whether it was done before you try again.',
    zh: '无法连接系统，请检查网络。如果正在保存，请先确认是否已完成，再重试。',
  });
}

const signedOut: Says = {
  en: 'Your sign-in has run out. Sign in again.',
  zh: '登录已过期，请重新登录。',
};
const busy: Says = {
  en: 'The system is busy. Nothing was lost. Try again in a minute.',
  zh: '系统繁忙，数据未丢失，请一分钟后重试。',
};

function isProblemBody(body: unknown): body is { code: string; text: Says } {
  if (typeof body !== 'object' || body === null || !('code' in body) || !('text' in body)) return false;
  const { code, text } = body;
  if (typeof code !== 'string' || typeof text !== 'object' || text === null) return false;
  return 'en' in text && 'zh' in text && typeof text.en === 'string' && typeof text.zh === 'string';
}
