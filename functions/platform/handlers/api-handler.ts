import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import * as z from 'zod';
import type { Says } from '../../commerce/says.ts';
import { awsPlatform } from '../adapters/aws/aws-platform.ts';
import {
  ConfigurationError,
  InvalidInputError,
  RateLimitedError,
  RejectedError,
  TransientError,
} from '../errors.ts';
import { type Member, readMember } from '../members/members.ts';
import { requireOneOf } from '../members/require-role.ts';
import { type Role, roleSchema } from '../members/role.ts';
import type { Platform } from '../platform.ts';
import { ConflictError } from '../ports/records.ts';
import { logger } from './observability.ts';
import { validate } from './validate.ts';

/** No request of ours carries more: files go to S3 by presigned form. API Gateway itself would let 10 MB through. */
export const largestBodyBytes = 256 * 1024;

export interface ApiRequest<Query, Body> {
  readonly store: string;
  readonly member: Member;
  /** Decoded path parameters; `store` is above. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface Described<Query, Body> {
  /** One English sentence for the OpenAPI document. */
  readonly summary: string;
  /**
   * By status: what the body is. Refusals are `Problem`s without being named here; a 4xx stands here where it carries more.
   * Tests hold every answer to it (`test/platform/handlers/api-call.ts`); nothing is checked in production.
   */
  readonly answers: Readonly<Record<number, z.ZodType>>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
}

export interface Route<Query = unknown, Body = unknown> extends Described<Query, Body> {
  /** A member needs one of these. */
  readonly roles: readonly Role[];
  run(platform: Platform, request: ApiRequest<Query, Body>): Promise<ApiAnswer>;
}

/** Whoever is signed in, as no shop's member: the path names none. */
export interface PersonRequest<Query, Body> {
  /** The user pool's id of the person. */
  readonly sub: string;
  readonly query: Query;
  readonly body: Body;
}

/** A route that no shop stands in. It must itself see to it that nothing of a shop is answered to somebody who is no member. */
export interface PersonRoute<Query = unknown, Body = unknown> extends Described<Query, Body> {
  readonly roles: 'signed-in';
  run(platform: Platform, request: PersonRequest<Query, Body>): Promise<ApiAnswer>;
}

/** Any member of the store. */
export const anyRole: readonly Role[] = roleSchema.options;

/** Keyed `METHOD /api/{store}/…`; of a `PersonRoute` without the store. */
export type Routes = Readonly<Record<string, Route | PersonRoute>>;

/** Ties a route's schemas to its function's types. */
export function route<Query, Body>(definition: Route<Query, Body>): Route {
  return definition as unknown as Route;
}

/** As {@link route}, for a path without a shop. */
export function personRoute<Query, Body>(definition: PersonRoute<Query, Body>): PersonRoute {
  return definition as unknown as PersonRoute;
}

const eventSchema = z.object({
  routeKey: z.string(),
  pathParameters: z.record(z.string(), z.string()).default({}),
  queryStringParameters: z.record(z.string(), z.string()).default({}),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    authorizer: z.object({ jwt: z.object({ claims: z.object({ sub: z.string().min(1) }) }) }),
  }),
});
export type ApiEvent = z.output<typeof eventSchema>;

/**
 * A Lambda handler for routes of the HTTP API. Its file exports the routes as well: tests call them through `answer`. The authorizer has checked the token; who may
 * do what is a matter of the member's record in the store that the path names. Somebody who is no member of that store is
 * told that it does not exist.
 */
export function apiHandler(routes: Routes) {
  return middy()
    .use(injectLambdaContext(logger, { clearState: true }))
    .handler(async (event: unknown) => {
      const { status, body } = await answer(awsPlatform(), routes, event);
      return {
        statusCode: status,
        headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
        body: JSON.stringify(body),
      };
    });
}

/** The handler without Lambda around it. Never throws: every error is an answer. */
export async function answer(platform: Platform, routes: Routes, rawEvent: unknown): Promise<ApiAnswer> {
  try {
    const event = validate(eventSchema, rawEvent, { en: 'the request', zh: '请求' });
    const found = Object.hasOwn(routes, event.routeKey) ? routes[event.routeKey] : undefined;
    if (found === undefined) return problem(404, 'NotFound', notFound);
    const { sub } = event.requestContext.authorizer.jwt.claims;
    const { store = '', ...params } = event.pathParameters;
    logger.appendKeys({ store, route: event.routeKey, member: sub });
    if (found.roles === 'signed-in') {
      return await found.run(platform, { sub, ...readRequest(found, event) });
    }
    const member = await readMember(platform, store, sub);
    if (member === undefined) return problem(404, 'NotFound', notFound);
    requireOneOf(member, found.roles);
    return await found.run(platform, { store, member, params, ...readRequest(found, event) });
  } catch (error) {
    return problemOf(error);
  }
}

/** @throws InvalidInputError for a query or a body that the route does not take; `BodyTooLarge` */
function readRequest(found: Described<unknown, unknown>, event: ApiEvent) {
  const text = bodyText(event);
  if (Buffer.byteLength(text) > largestBodyBytes) throw new InvalidInputError('BodyTooLarge', bodyTooLarge);
  const query = found.query === undefined ? {} : validate(found.query, event.queryStringParameters, theQuery);
  const body = found.body === undefined ? undefined : validate(found.body, readJson(text), theBody);
  return { query, body };
}

/** The value of a path parameter that the route key promises. */
export function param(request: Pick<ApiRequest<unknown, unknown>, 'params'>, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`the route has no path parameter ${name}`);
  return value;
}

export function problem(
  status: number,
  code: string,
  text: Says,
  more: Record<string, unknown> = {},
): ApiAnswer {
  return { status, body: { code, text, ...more } };
}

const theQuery: Says = { en: 'the query', zh: '查询参数' };
const theBody: Says = { en: 'the body', zh: '请求内容' };
const notFound: Says = { en: 'There is no such thing here.', zh: '没有找到。' };
const bodyTooLarge: Says = {
  en: `The request is larger than ${largestBodyBytes / 1024} KB. Upload files through an upload form.`,
  zh: `请求超过 ${largestBodyBytes / 1024} KB。文件请通过上传表单提交。`,
};

/** What a client is told of an error: nothing of the inside. */
export function problemOf(error: unknown): ApiAnswer {
  if (error instanceof InvalidInputError) return problem(statusOf(error), error.code, error.text);
  if (error instanceof RejectedError) return problem(403, error.code, error.text);
  if (error instanceof RateLimitedError) return problem(429, error.code, error.text);
  if (error instanceof ConflictError) {
    return problem(409, 'Conflict', {
      en: 'It was changed by somebody else meanwhile. Load it again, then decide.',
      zh: '内容已被他人修改，请重新加载后再操作。',
    });
  }
  if (error instanceof TransientError) return problem(503, error.code, error.text);
  logger.error('An API request failed', { error: error as Error });
  // Logged as a fault of ours all the same; but its text says what to mend, and often the shop's admin can.
  if (error instanceof ConfigurationError) return problem(409, error.code, error.text);
  return problem(500, 'Unexpected', {
    en: 'Something went wrong on our side. It may or may not have been done: look first, then try again. Tell the administrator if it stays.',
    zh: '系统内部出错，操作可能已完成，也可能未完成。请先查看结果再重试；若仍失败，请联系管理员。',
  });
}

function statusOf({ code }: InvalidInputError): number {
  if (code === 'BodyTooLarge') return 413;
  return code.endsWith('Unknown') ? 404 : 400;
}

function bodyText(event: ApiEvent): string {
  if (event.body === undefined) return '';
  return event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
}

function readJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new InvalidInputError('BodyInvalid', {
      en: 'The body is not JSON.',
      zh: '请求内容不是有效的 JSON。',
    });
  }
}
