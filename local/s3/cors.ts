import type { ServerResponse } from 'node:http';
import type { CorsRule } from './model.ts';
import type { S3Context } from './s3-context.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';
import { sendEmpty } from './s3-response.ts';

/** S3's patterns have at most one `*`, which stands for any characters. */
function matchesPattern(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}

interface CrossOriginRequest {
  readonly origin: string;
  readonly method: string;
  readonly headers: readonly string[];
}

function allows(rule: CorsRule, asked: CrossOriginRequest): boolean {
  return (
    rule.allowedOrigins.some((pattern) => matchesPattern(pattern, asked.origin)) &&
    rule.allowedMethods.includes(asked.method) &&
    asked.headers.every((header) =>
      rule.allowedHeaders.some((pattern) => matchesPattern(pattern.toLowerCase(), header)),
    )
  );
}

function grant(rule: CorsRule, asked: CrossOriginRequest): Record<string, string> {
  const isForAll = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': isForAll ? '*' : asked.origin,
    ...(!isForAll && { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(rule.exposeHeaders.length > 0 && {
      'access-control-expose-headers': rule.exposeHeaders.join(', '),
    }),
    ...(rule.maxAgeSeconds !== undefined && { 'access-control-max-age': rule.maxAgeSeconds.toString() }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

function ruleFor(context: S3Context, bucket: string, asked: CrossOriginRequest): CorsRule | undefined {
  return context.store.buckets.find(bucket)?.configuration.cors.find((candidate) => allows(candidate, asked));
}

/** Answers a browser's question whether it may send a request. @throws S3Error `AccessForbidden` when it may not */
export function preflight(context: S3Context, request: S3Request, response: ServerResponse): void {
  const asked: CrossOriginRequest = {
    origin: request.headers.origin ?? '',
    method: request.headers['access-control-request-method'] ?? '',
    headers: (request.headers['access-control-request-headers'] ?? '')
      .split(',')
      .map((header) => header.trim().toLowerCase())
      .filter((header) => header !== ''),
  };
  const rule = ruleFor(context, request.bucket, asked);
  if (rule === undefined) {
    throw new S3Error(
      'AccessForbidden',
      "CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      403,
      { Method: asked.method, ResourceType: request.key === '' ? 'BUCKET' : 'OBJECT' },
    );
  }
  sendEmpty(response, 200, {
    ...grant(rule, asked),
    ...(asked.headers.length > 0 && { 'access-control-allow-headers': asked.headers.join(', ') }),
  });
}

/** Lets a browser read the answer to a request from another origin, where a rule allows that. Call it before the answer. */
export function allowOrigin(context: S3Context, request: S3Request, response: ServerResponse): void {
  const origin = request.headers.origin;
  if (origin === undefined) return;
  const asked = { origin, method: request.method, headers: [] };
  const rule = ruleFor(context, request.bucket, asked);
  if (rule === undefined) return;
  for (const [name, value] of Object.entries(grant(rule, asked))) response.setHeader(name, value);
}
