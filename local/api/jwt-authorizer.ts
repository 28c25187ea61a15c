import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import type { LocalClock } from '../service.ts';
import { flattenClaims, type JwtContext } from './proxy-event.ts';

export const authorizerProperties = z.object({
  ApiId: z.string(),
  Name: z.string(),
  AuthorizerType: z.literal('JWT', { error: 'only JWT authorizers are supported on one machine' }),
  IdentitySource: z.array(z.string()).min(1),
  JwtConfiguration: z.object({ Issuer: z.string(), Audience: z.array(z.string()).default([]) }),
});

export type JwtAuthorizer = z.output<typeof authorizerProperties>;

/** The keys of an issuer; undefined for one whose keys are not on this machine. */
export type IssuerKeys = (issuer: string) => JWTVerifyGetKey | undefined;

export type Authorization =
  | { readonly allowed: true; readonly jwt: JwtContext }
  | { readonly allowed: false; readonly status: 401 | 403; readonly challenge: string };

/** API Gateway supports RSA only. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/**
 * Checks a request's token as API Gateway documents it: signature, `iss`, `aud` (or `client_id` where there is no
 * `aud`), `exp`, `nbf`, `iat`, and one of the route's scopes.
 *
 * Not the same: AWS caches an issuer's keys for two hours; here they are read each time.
 *
 * @param source finds the value of an identity source such as `$request.header.Authorization`
 */
export async function authorize(
  authorizer: JwtAuthorizer,
  routeScopes: readonly string[],
  source: (selection: string) => string | undefined,
  keys: IssuerKeys,
  clock: LocalClock,
): Promise<Authorization> {
  const given = authorizer.IdentitySource.map(source).find((value) => value !== undefined && value !== '');
  if (given === undefined) return { allowed: false, status: 401, challenge: 'Bearer' };
  const scopeList = routeScopes.join(' ');
  let claims: JWTPayload;
  try {
    claims = await verify(given.replace(/^Bearer\s+/i, ''), authorizer, keys, clock);
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    const challenge = `Bearer scope="${scopeList}" error="invalid_token" error_description="${describe(error)}"`;
    return { allowed: false, status: 401, challenge };
  }
  const scopes = scopesOf(claims);
  if (routeScopes.length > 0 && !routeScopes.some((scope) => scopes.includes(scope))) {
    const challenge = `Bearer scope="${scopeList}" error="insufficient_scope" error_description="the token does not have a required scope"`;
    return { allowed: false, status: 403, challenge };
  }
  const granted = routeScopes.length === 0 ? null : routeScopes.filter((scope) => scopes.includes(scope));
  return { allowed: true, jwt: { claims: flattenClaims(claims), scopes: granted } };
}

async function verify(
  token: string,
  { JwtConfiguration: { Issuer, Audience } }: JwtAuthorizer,
  keys: IssuerKeys,
  clock: LocalClock,
): Promise<JWTPayload> {
  const issuerKeys = keys(Issuer);
  if (issuerKeys === undefined) throw new errors.JWKSNoMatchingKey(`no keys of ${Issuer} on this machine`);
  const now = clock.now();
  const { payload } = await jwtVerify(token, issuerKeys, {
    algorithms: ALGORITHMS,
    issuer: Issuer,
    requiredClaims: ['exp'],
    currentDate: new Date(now),
  });
  const audiences = [payload.aud ?? payload.client_id ?? []].flat();
  if (!audiences.some((audience) => Audience.includes(String(audience)))) {
    throw new errors.JWTClaimValidationFailed('no valid audience', payload, 'aud', 'check_failed');
  }
  // `iat` must lie in the past; jose checks it only against a maximal age.
  if (payload.iat !== undefined && payload.iat > Math.floor(now / 1000)) {
    throw new errors.JWTClaimValidationFailed('issued in the future', payload, 'iat', 'check_failed');
  }
  return payload;
}

/** Only the audience's text is published; the others say the same in the same manner. */
function describe(error: InstanceType<typeof errors.JOSEError>): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (!(error instanceof errors.JWTClaimValidationFailed)) return 'signing method or signature is invalid';
  if (error.claim === 'aud') return 'the token does not have a valid audience';
  if (error.claim === 'iss') return 'the token does not have a valid issuer';
  return `the token does not have a valid ${error.claim}`;
}

/** `scope` is a text with spaces (OAuth 2.0), `scp` a text or a list (other providers). */
function scopesOf({ scope, scp }: JWTPayload): string[] {
  return [scope ?? scp ?? []].flat().flatMap((item) => String(item).split(' '));
}
