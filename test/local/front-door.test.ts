import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { type FrontDoor, type FrontDoorOptions, startFrontDoor } from '../../local/front-door.ts';
import type { LocalService } from '../../local/service.ts';

const open: FrontDoor[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((door) => door.close(0)));
});

function answering(name: string) {
  return async (_: IncomingMessage, response: ServerResponse) => {
    response.end(name);
  };
}

function service(...signingNames: string[]): LocalService {
  return { signingNames, handle: answering(signingNames.join('+')) };
}

async function start(options: Partial<FrontDoorOptions> = {}): Promise<FrontDoor> {
  const door = await startFrontDoor({
    port: 0,
    services: [service('s3'), service('states'), service('cognito-idp')],
    hasBucket: (name) => name === 'inbox',
    api: { serve: async (_, response, path) => void response.end(`api ${path}`) },
    web: answering('web'),
    ...options,
  });
  open.push(door);
  return door;
}

/** `fetch` would not let a test set the Host header. */
async function ask(door: FrontDoor, path: string, headers: Record<string, string> = {}, method = 'GET') {
  const request = httpRequest({ host: '127.0.0.1', port: door.port, path, headers, method });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, text: Buffer.concat(chunks).toString() };
}

const signedFor = (name: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=local/20261121/us-east-1/${name}/aws4_request, SignedHeaders=host, Signature=00`,
});

describe('the front door', () => {
  it.each([
    ['the credential scope of a signed request', '/', signedFor('states'), 'states'],
    [
      'the credential in a presigned query',
      '/inbox/a?X-Amz-Credential=local%2F20261121%2Fus-east-1%2Fs3%2Faws4_request',
      {},
      's3',
    ],
    [
      'the target of an unsigned request',
      '/',
      { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      'cognito-idp',
    ],
    ['a bucket’s name, for an unsigned form', '/inbox', {}, 's3'],
    ['a bucket’s name, percent-encoded', '/%69nbox/key', {}, 's3'],
    ['/api', '/api/runs?x=1', { authorization: 'Bearer token' }, 'api /api/runs'],
    ['nothing else', '/runs', {}, 'web'],
    ['a path that only begins like /api', '/apiary', {}, 'web'],
    ['a path that cannot be decoded', '/%E0%A4%A', {}, 'web'],
  ])('chooses by %s', async (_, path, headers, expected) => {
    expect(await ask(await start(), path, headers)).toEqual({ status: 200, text: expected });
  });

  it('names the services it has when asked for another', async () => {
    const { status, text } = await ask(await start(), '/', signedFor('kms'));
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      __type: 'ServiceNotAvailableLocally',
      message: 'There is no local service "kms"; this endpoint serves cognito-idp, s3, states',
    });
  });

  it('answers for its own host only, so that a rebound name gets nothing', async () => {
    const door = await start();
    expect(await ask(door, '/', { host: `localhost:${door.port}` })).toMatchObject({ status: 200 });
    for (const host of [`evil.example:${door.port}`, '127.0.0.1', `inbox.localhost:${door.port}`]) {
      expect(await ask(door, '/', { host }), host).toMatchObject({ status: 421 });
    }
  });

  it('refuses another site’s page the services, but not its own console', async () => {
    const door = await start();
    const signed = signedFor('states');
    expect(await ask(door, '/', { ...signed, origin: 'https://evil.example' })).toMatchObject({
      status: 403,
    });
    expect(await ask(door, '/', { ...signed, origin: 'null' })).toMatchObject({ status: 403 });
    expect(await ask(door, '/', { ...signed, 'sec-fetch-site': 'cross-site' })).toMatchObject({
      status: 403,
    });
    expect(await ask(door, '/', { ...signed, origin: door.url })).toMatchObject({ status: 200 });
  });

  it('lets another site use a presigned URL of S3, which verifies its signature, and of no other service', async () => {
    const door = await start();
    const path = (name: string) => `/inbox/a?X-Amz-Credential=l/1/r/${name}/aws4_request&X-Amz-Signature=00`;
    const crossSite = { 'sec-fetch-site': 'cross-site' };
    expect(await ask(door, path('s3'), crossSite)).toMatchObject({ status: 200 });
    expect(await ask(door, path('states'), crossSite)).toMatchObject({ status: 403 });
  });

  it('stays up when a handler throws, before or in the middle of its answer', async () => {
    const errors: unknown[] = [];
    const door = await start({
      onError: (error) => errors.push(error),
      web: async (request, response) => {
        if (request.url === '/half') response.write('half');
        throw new Error('broken');
      },
    });
    expect(await ask(door, '/x')).toMatchObject({ status: 500 });
    await expect(ask(door, '/half')).rejects.toThrow();
    expect(await ask(door, '/api')).toMatchObject({ status: 200 });
    expect(errors).toHaveLength(2);
  });

  it('names the port that is taken', async () => {
    const door = await start();
    await expect(start({ port: door.port })).rejects.toThrow(`Port ${door.port} of 127.0.0.1 is taken`);
  });

  it('listens on 127.0.0.1 and on no other address', async () => {
    const door = await start();
    expect(door.url).toBe(`http://127.0.0.1:${door.port}`);
    // Another server can take the same port on every other address exactly when the door is not on it.
    const others = [
      '::1',
      ...Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((entry) => entry.address)),
    ].filter((address) => address !== '127.0.0.1' && !address.startsWith('fe80'));
    for (const host of new Set(others)) {
      const server = createServer();
      server.listen(door.port, host);
      const outcome = await Promise.race([
        once(server, 'listening').then(() => (server.address() as AddressInfo).port),
        once(server, 'error').then(([error]) => (error as NodeJS.ErrnoException).code),
      ]);
      server.close();
      expect([door.port, 'EADDRNOTAVAIL'], host).toContain(outcome);
    }
  });

  it('cuts a request that does not end when it closes', async () => {
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    const door = await start({
      web: async () => {
        resolve();
        await new Promise(() => undefined);
      },
    });
    const asked = expect(ask(door, '/poll')).rejects.toThrow();
    await arrived;
    await door.close(0);
    await asked;
  });
});
