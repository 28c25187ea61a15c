import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ResolvedResource } from '../../../local/service.ts';
import { type StoredFile, WebService } from '../../../local/web/service.ts';

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

const script = `export const words = ${JSON.stringify('so '.repeat(500))};`;
const files: Record<string, StoredFile> = {
  'index.html': {
    body: Buffer.from('<title>Office</title>'),
    headers: { 'content-type': 'text/html' },
    etag: 'e1',
  },
  'assets/app-1.js': {
    body: Buffer.from(script),
    headers: { 'content-type': 'text/javascript', 'cache-control': 'public, max-age=60' },
    etag: 'e2',
  },
  'a b.png': { body: Buffer.from([1, 2, 3]), headers: { 'content-type': 'image/png' }, etag: 'e3' },
};

async function start() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const web = new WebService({
    identity: { accountId: '000000000000', region: 'us-east-1' },
    endpoint: () => url,
    readFile: async (bucket, key) => (bucket === 'office-pages' ? files[key] : undefined),
  });
  server.on('request', (request, response) => void web.serve(request, response));
  const make = (type: string, properties: ResolvedResource['properties'], logicalId = type) =>
    web.provision({
      type: `AWS::CloudFront::${type}`,
      logicalId,
      stackName: 'Office',
      properties,
      metadata: {},
    });
  return { web, make, url };
}

async function served() {
  const parts = await start();
  const { ref } = await parts.make('ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'self'", Override: true },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Override: true },
      },
      CustomHeadersConfig: { Items: [{ Header: 'X-Office', Value: 'open', Override: 'true' }] },
    },
  });
  const made = await parts.make('Distribution', {
    DistributionConfig: {
      DefaultRootObject: 'index.html',
      DefaultCacheBehavior: { TargetOriginId: 'pages', ResponseHeadersPolicyId: ref },
      Origins: [
        { Id: 'api', DomainName: '127.0.0.1:1' },
        { Id: 'pages', DomainName: 'office-pages.s3.us-east-1.amazonaws.com' },
      ],
    },
  });
  return { ...parts, domain: made.attributes.DomainName };
}

describe('a distribution on this machine', () => {
  it('serves the root object with the template’s headers', async () => {
    const { url } = await served();
    const response = await fetch(`${url}/?code=x`);
    expect([response.status, await response.text()]).toEqual([200, '<title>Office</title>']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-cache',
      'content-security-policy': "default-src 'self'",
      'content-type': 'text/html',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=60; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'x-office': 'open',
    });
  });

  it.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ])('compresses text for %s, each with an ETag of its own', async (accepted, encoding) => {
    const { url } = await served();
    const ask = (more: Record<string, string> = {}) =>
      fetch(`${url}/assets/app-1.js`, { headers: { 'accept-encoding': accepted, ...more } });
    const response = await ask();
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    expect(await response.text()).toBe(script);
    const etag = response.headers.get('etag') ?? '';
    expect((await ask({ 'if-none-match': etag })).status).toBe(304);
    expect((await ask({ 'if-none-match': '"older"' })).status).toBe(200);
  });

  it('serves a picture as it is, and its head without a body', async () => {
    const { url } = await served();
    const response = await fetch(`${url}/a%20b.png`);
    expect([...(await response.bytes())]).toEqual([1, 2, 3]);
    expect(response.headers.get('content-encoding')).toBeNull();
    const head = await fetch(`${url}/a%20b.png`, { method: 'HEAD' });
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['3', '']);
  });

  it.each(['/missing', '/%E0%A4%A', '/../index.html%00', '/assets/'])('has nothing at %s', async (path) => {
    const { url } = await served();
    const response = await fetch(url + path);
    expect([response.status, response.headers.get('content-security-policy')]).toEqual([
      404,
      "default-src 'self'",
    ]);
  });

  it('is only read', async () => {
    const { url } = await served();
    expect((await fetch(`${url}/index.html`, { method: 'PUT', body: 'x' })).status).toBe(405);
  });

  it('is known by its own name in templates, and by this machine’s address in browsers', async () => {
    const { web, url, domain } = await served();
    expect(domain).toMatch(/^elocal\w+\.cloudfront\.invalid$/);
    expect(web.publicAddress(`https://${domain}/x?y`)).toBe(`${url}/x?y`);
    expect(web.publicAddress(`https://${domain}`)).toBe(url);
    expect(web.publicAddress(`https://${domain}.evil.test/`)).toBe(`https://${domain}.evil.test/`);
    expect(web.publicAddress('https://other.test/')).toBe('https://other.test/');
  });

  it('without one, nothing is served and addresses stay as they are', async () => {
    const { web, url } = await start();
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect(web.publicAddress('https://other.test/')).toBe('https://other.test/');
  });
});
