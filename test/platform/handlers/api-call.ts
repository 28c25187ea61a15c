import * as z from 'zod';
import { type ApiAnswer, answer, type Routes } from '../../../functions/platform/handlers/api-handler.ts';
import { logger } from '../../../functions/platform/handlers/observability.ts';
import { problemSchema } from '../../../functions/platform/handlers/problem-answer.ts';
import type { Member } from '../../../functions/platform/members/member.ts';
import { putMember } from '../../../functions/platform/members/members.ts';
import type { Role } from '../../../functions/platform/members/role.ts';
import type { Platform } from '../../../functions/platform/platform.ts';

// Refused requests are logged, and these tests make many.
logger.setLogLevel('SILENT');

export interface ApiCall {
  /** Whose token it is. Default `ada`, who has all roles after `addMembers`. */
  readonly sub?: string;
  /** Default `shop`. */
  readonly store?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** An object goes as JSON, a text as it is. */
  readonly body?: unknown;
  readonly base64?: boolean;
}

/** What API Gateway hands to the function, with the authorizer's claims in it. */
function apiEvent(routeKey: string, call: ApiCall = {}): Record<string, unknown> {
  const { sub = 'ada', store = 'shop', params = {}, query, body, base64 = false } = call;
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  return {
    version: '2.0',
    routeKey,
    pathParameters: { store, ...params },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    ...(text === undefined ? {} : { body: base64 ? Buffer.from(text).toString('base64') : text }),
    isBase64Encoded: base64,
    requestContext: { authorizer: { jwt: { claims: { sub, 'cognito:groups': 'none' }, scopes: null } } },
  };
}

/** Calls a route as API Gateway would. The body is what a client reads: through JSON, and held to what the route declares. */
export async function call(
  platform: Platform,
  routes: Routes,
  routeKey: string,
  request: ApiCall = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const { status, body }: ApiAnswer = await answer(platform, routes, apiEvent(routeKey, request));
  const read = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
  holdToDeclared(routes, routeKey, status, read);
  return { status, body: read };
}

/** Documentation that lies fails whichever test meets it. */
function holdToDeclared(routes: Routes, routeKey: string, status: number, body: unknown): void {
  const answers = Object.hasOwn(routes, routeKey) ? routes[routeKey]?.answers : undefined;
  const declared = answers?.[status] ?? (status >= 400 ? problemSchema : undefined);
  if (declared === undefined) throw new Error(`${routeKey} answers ${status} without declaring it`);
  const parsed = declared.safeParse(body);
  if (!parsed.success) {
    throw new Error(`${routeKey} answers ${status} other than declared: ${z.prettifyError(parsed.error)}`);
  }
}

const member = (sub: string, roles: Role[]): Member => ({
  sub,
  name: sub,
  email: `${sub}@example.com`,
  language: 'en',
  roles,
});

/** `ada` with all roles, `otto` the operator, `anna` the approver, `max` the admin; and `eve`, of another shop. */
export async function addMembers(platform: Platform, store = 'shop'): Promise<void> {
  const actor = { kind: 'system', id: 'init' } as const;
  await putMember(platform, store, member('ada', ['operator', 'approver', 'admin']), actor);
  await putMember(platform, store, member('otto', ['operator']), actor);
  await putMember(platform, store, member('anna', ['approver']), actor);
  await putMember(platform, store, member('max', ['admin']), actor);
  await putMember(platform, 'other', member('eve', ['operator', 'approver', 'admin']), actor);
}
