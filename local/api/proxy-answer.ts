import { z } from 'zod';

/** What goes back to the client. */
export interface ProxyAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

const structured = z.object({
  statusCode: z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.int().min(100).max(599)),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** Node writes these itself, from what it really sends. */
const OWN_HEADERS = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/**
 * Reads a function's answer in payload format 2.0: an object with `statusCode`, or any other JSON, which becomes the
 * body of a 200.
 *
 * @returns undefined for what API Gateway answers with 500: not JSON, or an object with a `statusCode` and other
 *   fields that do not fit
 */
export function readProxyAnswer(payload: string): ProxyAnswer | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) return inferred(answer);
  const parsed = structured.safeParse(answer);
  if (!parsed.success) return undefined;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  return {
    status: statusCode,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...sendableHeaders(headers ?? {}) },
    cookies: cookies ?? [],
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function inferred(answer: unknown): ProxyAnswer {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    cookies: [],
    body: Buffer.from(text),
  };
}

function sendableHeaders(
  headers: Readonly<Record<string, string | number | boolean>>,
): Record<string, string> {
  const lowerCased = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return Object.fromEntries(lowerCased.filter(([name]) => !OWN_HEADERS.has(name)));
}
