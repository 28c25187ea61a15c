import { z } from 'zod';

/** CloudFormation writes booleans and numbers as texts in places. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const withOverride = { Override: flag };

const headersPolicySchema = z.object({
  ResponseHeadersPolicyConfig: z.object({
    SecurityHeadersConfig: z
      .object({
        ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.string(), ...withOverride }).optional(),
        ContentTypeOptions: z.object(withOverride).optional(),
        FrameOptions: z.object({ FrameOption: z.string(), ...withOverride }).optional(),
        ReferrerPolicy: z.object({ ReferrerPolicy: z.string(), ...withOverride }).optional(),
        StrictTransportSecurity: z
          .object({
            AccessControlMaxAgeSec: z.coerce.number().int(),
            IncludeSubdomains: flag.default(false),
            Preload: flag.default(false),
            ...withOverride,
          })
          .optional(),
      })
      .default({}),
    CustomHeadersConfig: z
      .object({ Items: z.array(z.object({ Header: z.string(), Value: z.string(), ...withOverride })) })
      .default({ Items: [] }),
  }),
});

const distributionSchema = z.object({
  DistributionConfig: z.object({
    DefaultRootObject: z.string().default(''),
    DefaultCacheBehavior: z.object({
      TargetOriginId: z.string(),
      ResponseHeadersPolicyId: z.string().optional(),
    }),
    Origins: z.array(
      z.object({ Id: z.string(), DomainName: z.string(), OriginPath: z.string().default('') }),
    ),
  }),
});

/** A distribution as far as this machine serves it. */
export interface Site {
  readonly domainName: string;
  /** Undefined where the default origin is no bucket. */
  readonly bucket: string | undefined;
  readonly rootObject: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The headers that a response headers policy adds, under lower-case names. @throws ZodError */
export function readHeadersPolicy(properties: unknown): Readonly<Record<string, string>> {
  const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } =
    headersPolicySchema.parse(properties).ResponseHeadersPolicyConfig;
  const headers: Record<string, string> = {};
  const policy = security.ContentSecurityPolicy?.ContentSecurityPolicy;
  if (policy !== undefined) headers['content-security-policy'] = policy;
  if (security.ContentTypeOptions !== undefined) headers['x-content-type-options'] = 'nosniff';
  if (security.FrameOptions !== undefined) headers['x-frame-options'] = security.FrameOptions.FrameOption;
  if (security.ReferrerPolicy !== undefined) {
    headers['referrer-policy'] = security.ReferrerPolicy.ReferrerPolicy;
  }
  const transport = security.StrictTransportSecurity;
  if (transport !== undefined) {
    const words = [
      `max-age=${transport.AccessControlMaxAgeSec}`,
      ...(transport.IncludeSubdomains ? ['includeSubDomains'] : []),
      ...(transport.Preload ? ['preload'] : []),
    ];
    headers['strict-transport-security'] = words.join('; ');
  }
  for (const { Header, Value } of custom.Items) headers[Header.toLowerCase()] = Value;
  return headers;
}

/** @param policies headers by the policy's id. @throws ZodError */
export function readDistribution(
  properties: unknown,
  domainName: string,
  policies: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Site {
  const { DefaultCacheBehavior, DefaultRootObject, Origins } =
    distributionSchema.parse(properties).DistributionConfig;
  const origin = Origins.find(({ Id }) => Id === DefaultCacheBehavior.TargetOriginId);
  return {
    domainName,
    bucket: /^([a-z0-9.-]+)\.s3[.-]/.exec(origin?.DomainName ?? '')?.[1],
    rootObject: DefaultRootObject,
    headers: policies.get(DefaultCacheBehavior.ResponseHeadersPolicyId ?? '') ?? {},
  };
}
