import { z } from 'zod';

export const corsProperties = z.object({
  AllowOrigins: z.array(z.string()).default([]),
  AllowMethods: z.array(z.string()).default([]),
  AllowHeaders: z.array(z.string()).default([]),
  ExposeHeaders: z.array(z.string()).default([]),
  AllowCredentials: z.boolean().default(false),
  MaxAge: z.coerce.number().int().optional(),
});

export type CorsConfiguration = z.output<typeof corsProperties>;

/** The headers of an answer to another origin's request; none when it did not say or may not read it. */
export function corsHeaders(cors: CorsConfiguration, origin: string | undefined): Record<string, string> {
  if (origin === undefined || !cors.AllowOrigins.some((allowed) => isAllowed(allowed, origin))) return {};
  const isAnyone = cors.AllowOrigins.includes('*') && !cors.AllowCredentials;
  return {
    'access-control-allow-origin': isAnyone ? '*' : origin,
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.ExposeHeaders.length > 0
      ? { 'access-control-expose-headers': cors.ExposeHeaders.join(',') }
      : {}),
    ...(isAnyone ? {} : { vary: 'origin' }),
  };
}

/** The headers of the answer to a preflight request. */
export function preflightHeaders(
  cors: CorsConfiguration,
  origin: string | undefined,
): Record<string, string> {
  const shared = corsHeaders(cors, origin);
  if (Object.keys(shared).length === 0) return {};
  return {
    ...shared,
    ...(cors.AllowMethods.length > 0 ? { 'access-control-allow-methods': cors.AllowMethods.join(',') } : {}),
    ...(cors.AllowHeaders.length > 0 ? { 'access-control-allow-headers': cors.AllowHeaders.join(',') } : {}),
    ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
  };
}

/** `*`, `https://*` or an origin. */
function isAllowed(allowed: string, origin: string): boolean {
  return allowed.endsWith('*') ? origin.startsWith(allowed.slice(0, -1)) : allowed === origin;
}
