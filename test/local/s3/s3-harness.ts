import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { S3Service } from '../../../local/s3/service.ts';
import type { BusEvent, EventPublisher, LocalClock } from '../../../local/service.ts';

export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
export const IDENTITY = { accountId: '123456789012', region: 'eu-central-1' };

/** A bus that remembers what it was given. */
export class RecordingBus implements EventPublisher {
  readonly events: BusEvent[] = [];
  private readonly waiting: (() => void)[] = [];

  async publish(_bus: string, event: BusEvent): Promise<void> {
    this.events.push(event);
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** Resolves when so many events have come in all. */
  async reached(count: number): Promise<readonly BusEvent[]> {
    while (this.events.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.events;
  }
}

export interface RunningS3 {
  readonly service: S3Service;
  readonly bus: RecordingBus;
  readonly client: S3Client;
  readonly endpoint: string;
  readonly directory: string;
  stop(): Promise<void>;
}

export function clientFor(endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region: IDENTITY.region,
    credentials: CREDENTIALS,
    forcePathStyle: true,
    maxAttempts: 1,
  });
}

export function listen(service: S3Service): Promise<Server> {
  const server = createServer((request, response) => void service.handle(request, response));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Starts an S3 with a bus of its own, in a folder of its own unless it is told one. */
export async function startS3(
  options: { directory?: string; clock?: LocalClock; bus?: RecordingBus; publisher?: EventPublisher } = {},
): Promise<RunningS3> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'storehand-s3-')));
  const bus = options.bus ?? new RecordingBus();
  const service = new S3Service({
    directory,
    identity: IDENTITY,
    events: options.publisher ?? bus,
    credentials: CREDENTIALS,
    ...(options.clock && { clock: options.clock }),
  });
  await service.start();
  const server = await listen(service);
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = clientFor(endpoint);
  return {
    service,
    bus,
    client,
    endpoint,
    directory,
    async stop() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await service.stop();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Makes a bucket as a template would. */
export async function provisionBucket(
  s3: RunningS3,
  name: string,
  properties: Record<string, unknown> = {},
): Promise<void> {
  await s3.service.provision({
    type: 'AWS::S3::Bucket',
    logicalId: 'Bucket',
    stackName: 'Test',
    properties: { BucketName: name, ...properties },
    metadata: {},
  });
}

export const WITH_EVENTS = {
  NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
};
export const VERSIONED = { VersioningConfiguration: { Status: 'Enabled' } };

export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

/** Sends a request as it stands: no URL parser resolves `..` in its path, no client adds headers or checks. */
export function rawRequest(
  address: string,
  options: { method?: string; headers?: Record<string, string>; body?: Uint8Array | string } = {},
): Promise<RawAnswer> {
  const [, host, port, path] = /^http:\/\/([^:/]+):(\d+)(\/.*)$/s.exec(address) ?? [];
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host, port, path, method: options.method ?? 'GET', headers: options.headers ?? {}, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

/** The `Authorization` header that the service wants to see and does not verify. */
export const SIGNED_HEADERS = {
  authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/s3/aws4_request',
};

/** The code in an S3 error document. */
export function errorCode(answer: RawAnswer): string {
  return /<Code>([^<]*)<\/Code>/.exec(answer.body.toString('utf8'))?.[1] ?? '';
}

/** Bytes that differ at every place and are the same in every run. */
export function patternBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed >>> 0 || 1;
  for (let index = 0; index < length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = state & 0xff;
  }
  return bytes;
}
