import { describe, expect, it } from 'vitest';
import { asRecord, asText, ofType, plainId, synthesise } from './synthesised.ts';

const synthesis = synthesise();
const only = (type: string, id?: string) => {
  const found = ofType(synthesis, type).filter((one) => id === undefined || plainId(one.id) === id);
  expect(found.length, `${type} ${id}`).toBe(1);
  return asRecord(found[0]?.properties);
};
const distribution = asRecord(only('AWS::CloudFront::Distribution').DistributionConfig);
const origins = new Map(
  (distribution.Origins as Record<string, unknown>[]).map((origin) => [origin.Id, origin]),
);
const behaviours = new Map(
  (distribution.CacheBehaviors as Record<string, unknown>[]).map((one) => [String(one.PathPattern), one]),
);
const originOf = (behaviour: unknown) => asRecord(origins.get(asRecord(behaviour).TargetOriginId));
const headersOf = (id: string) => {
  const config = asRecord(only('AWS::CloudFront::ResponseHeadersPolicy', id).ResponseHeadersPolicyConfig);
  return asRecord(config.SecurityHeadersConfig);
};
const policyOf = (id: string) =>
  asText(asRecord(headersOf(id).ContentSecurityPolicy).ContentSecurityPolicy).split('; ');

/** CloudFront's own policies, by their published ids. */
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const allViewerExceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

describe('the console’s distribution', () => {
  it('opens the page from its own bucket, which nobody else reads', () => {
    expect(distribution.DefaultRootObject).toBe('index.html');
    const origin = originOf(distribution.DefaultCacheBehavior);
    expect(asText(origin.DomainName)).toBe('<ConsoleFiles.RegionalDomainName>');
    expect(origin.OriginAccessControlId).toBeDefined();
    const control = asRecord(only('AWS::CloudFront::OriginAccessControl').OriginAccessControlConfig);
    expect(control).toMatchObject({ SigningBehavior: 'always', SigningProtocol: 'sigv4' });
  });

  it('sends every call of the API on, with its token, and keeps no answer', () => {
    const api = asRecord(behaviours.get('/api/*'));
    expect(api).toMatchObject({
      CachePolicyId: cachingDisabled,
      OriginRequestPolicyId: allViewerExceptHost,
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    });
    expect(JSON.stringify(originOf(api).DomainName)).toContain('ApiEndpoint');
  });

  it.each([
    ['/files/*', '<Media.RegionalDomainName>'],
    ['/uploads/*', '<Inbox.RegionalDomainName>'],
  ])('asks the bucket of %s with the link’s own signature and nothing else', (pattern, domain) => {
    const behaviour = asRecord(behaviours.get(pattern));
    expect(behaviour).toMatchObject({ CachePolicyId: cachingDisabled, AllowedMethods: ['GET', 'HEAD'] });
    const origin = originOf(behaviour);
    expect(asText(origin.DomainName)).toBe(domain);
    // A signature of CloudFront’s own would let anybody in.
    expect(origin.OriginAccessControlId).toBeUndefined();
    expect(asRecord(only('AWS::CloudFront::OriginRequestPolicy').OriginRequestPolicyConfig)).toMatchObject({
      QueryStringsConfig: { QueryStringBehavior: 'all' },
      HeadersConfig: { HeaderBehavior: 'none' },
      CookiesConfig: { CookieBehavior: 'none' },
    });
  });

  it('takes the prefix off a link, so that the bucket sees the key that was signed', () => {
    const code = String(only('AWS::CloudFront::Function').FunctionCode);
    const handler = new Function('event', `${code}; return handler(event);`);
    const uriOf = (uri: string) => handler({ request: { uri } }).uri;
    expect(uriOf('/files/shop/A-1/main%20view.jpg')).toBe('/shop/A-1/main%20view.jpg');
    expect(uriOf('/uploads/shop/files/A-1.jpg')).toBe('/shop/files/A-1.jpg');
    for (const [, { FunctionAssociations }] of [...behaviours].filter(([pattern]) => pattern !== '/api/*')) {
      expect(FunctionAssociations).toMatchObject([{ EventType: 'viewer-request' }]);
    }
  });

  it('is reached over TLS only', () => {
    const all = [asRecord(distribution.DefaultCacheBehavior), ...behaviours.values()];
    for (const { ViewerProtocolPolicy } of all) expect(ViewerProtocolPolicy).toBe('redirect-to-https');
    for (const { CustomOriginConfig } of origins.values()) {
      if (CustomOriginConfig === undefined) continue;
      expect(CustomOriginConfig).toMatchObject({ OriginProtocolPolicy: 'https-only' });
    }
  });
});

describe('the policy of the page', () => {
  const signIn = 'https://<SignIn>.auth.<Region>.amazoncognito.com';

  it('lets nothing in but its own files, and talks to the user pool and the inbox besides', () => {
    expect(policyOf('ConsolePage')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self' blob: data:",
      "media-src 'self' blob:",
      `connect-src 'self' ${signIn} https://<Inbox.RegionalDomainName>`,
      `form-action 'self' ${signIn}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]);
  });

  it('lets nothing run of what people brought and of what the API answers', () => {
    const policy = policyOf('ConsoleBrought');
    expect(policy.slice(0, 2)).toEqual(['sandbox', "default-src 'none'"]);
    expect(policy.join()).not.toContain('script-src');
    const [api, uploads] = ['/api/*', '/uploads/*'].map((pattern) => behaviours.get(pattern));
    expect(api?.ResponseHeadersPolicyId).toEqual(uploads?.ResponseHeadersPolicyId);
  });

  it('lets pages that we made run without an origin, and reach nobody', () => {
    const policy = policyOf('ConsoleMade');
    expect(policy.slice(0, 2)).toEqual(['sandbox allow-scripts', "default-src 'none'"]);
    expect(policy.join()).not.toMatch(/allow-same-origin|connect-src|frame-src/);
    expect(policy).toContain("form-action 'none'");
  });

  it.each(['ConsolePage', 'ConsoleBrought', 'ConsoleMade'])('comes with the other headers in %s', (id) => {
    expect(headersOf(id)).toMatchObject({
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY' },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
    });
  });
});

describe('the sign-in', () => {
  const client = only('AWS::Cognito::UserPoolClient', 'ConsoleClient');
  const address = 'https://<ConsoleDistribution.DomainName>/';

  it('is by authorization code, back to the console’s own address only', () => {
    expect(client).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      SupportedIdentityProviders: ['COGNITO'],
    });
    expect((client.CallbackURLs as unknown[]).map(asText)).toEqual([address]);
    expect((client.LogoutURLs as unknown[]).map(asText)).toEqual([address]);
  });

  it('lasts an hour a token and twelve in all, each refresh token good once', () => {
    expect(client).toMatchObject({
      AccessTokenValidity: 60,
      RefreshTokenValidity: 720,
      TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    });
    // Cognito refuses rotation beside it.
    expect(client.ExplicitAuthFlows).not.toContain('ALLOW_REFRESH_TOKEN_AUTH');
  });

  it('leaves the command line its own client, whose tokens the API takes as well', () => {
    expect(only('AWS::Cognito::UserPoolClient', 'Client')).toMatchObject({
      AllowedOAuthFlowsUserPoolClient: false,
      ExplicitAuthFlows: expect.arrayContaining(['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']),
    });
    const { Audience } = asRecord(only('AWS::ApiGatewayV2::Authorizer').JwtConfiguration);
    expect((Audience as unknown[]).map(asText)).toEqual(['<Client>', '<ConsoleClient>']);
  });

  it('is told to the page in a configuration that names no secret and no name that was not made', () => {
    const outputs = asRecord(synthesis.templates.get('Storehand-test-api')?.Outputs);
    const config = JSON.parse(asText(asRecord(outputs.ConsoleConfig).Value));
    expect(config).toEqual({
      stage: 'test',
      signIn: {
        authorizeUrl: 'https://<SignIn>.auth.<Region>.amazoncognito.com/oauth2/authorize',
        tokenUrl: 'https://<SignIn>.auth.<Region>.amazoncognito.com/oauth2/token',
        revokeUrl: 'https://<SignIn>.auth.<Region>.amazoncognito.com/oauth2/revoke',
        logoutUrl: 'https://<SignIn>.auth.<Region>.amazoncognito.com/logout',
        clientId: '<ConsoleClient>',
        redirectUri: address,
        scope: 'openid email',
      },
      files: [
        { from: 'https://<Media.RegionalDomainName>/', to: '/files/' },
        { from: 'https://<Inbox.RegionalDomainName>/', to: '/uploads/' },
      ],
    });
  });
});

it('the inbox takes signed forms from a page of another origin, and nothing else', () => {
  const { CorsRules } = asRecord(only('AWS::S3::Bucket', 'Inbox').CorsConfiguration);
  expect(CorsRules).toEqual([
    {
      AllowedMethods: ['POST'],
      AllowedOrigins: ['*'],
      AllowedHeaders: ['*'],
      // Which version it became: nothing that the sender did not just write.
      ExposedHeaders: ['x-amz-version-id'],
      MaxAge: 3600,
    },
  ]);
  for (const id of ['Media', 'Lake', 'Anchors', 'ConsoleFiles']) {
    expect(only('AWS::S3::Bucket', id).CorsConfiguration).toBeUndefined();
  }
});
