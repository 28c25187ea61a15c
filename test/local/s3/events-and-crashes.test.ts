import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  clientFor,
  IDENTITY,
  patternBytes,
  provisionBucket,
  RecordingBus,
  SIGNED_HEADERS,
  startS3,
  VERSIONED,
  WITH_EVENTS,
} from './s3-harness.ts';

const Bucket = 'inbox';
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'storehand-s3-crash-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(directory, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('Object events', () => {
  it('tell of every way in which an object comes and goes, as AWS tells it', async () => {
    const s3 = await startS3({ directory });
    await provisionBucket(s3, Bucket, WITH_EVENTS);
    const Key = 'shop/images/A-1/正面 1.jpg';
    const { ETag } = await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'photo' }));
    await s3.client.send(
      new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${encodeURIComponent(Key)}` }),
    );
    const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
    const part = { Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: 'x' };
    const sent = await s3.client.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: sent.ETag }] };
    await s3.client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId, MultipartUpload }),
    );
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'copy' }));
    const events = await s3.bus.reached(4);
    await s3.stop();

    expect(events.map((event) => [event['detail-type'], event.detail.reason])).toEqual([
      ['Object Created', 'PutObject'],
      ['Object Created', 'CopyObject'],
      ['Object Created', 'CompleteMultipartUpload'],
      ['Object Deleted', 'DeleteObject'],
    ]);
    expect(events[0]).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: IDENTITY.accountId,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: IDENTITY.region,
      resources: [`arn:aws:s3:::${Bucket}`],
      detail: {
        version: '0',
        bucket: { name: Bucket },
        object: {
          key: Key,
          size: 5,
          etag: ETag?.replaceAll('"', ''),
          sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
        },
        'request-id': expect.any(String),
        requester: IDENTITY.accountId,
        'source-ip-address': '127.0.0.1',
        reason: 'PutObject',
      },
    });
    expect(events[3]?.detail['deletion-type']).toBe('Permanently Deleted');
    const sequencers = events.map((event) => (event.detail.object as { sequencer: string }).sequencer);
    expect([...sequencers].sort()).toEqual(sequencers);
  });

  it('name versions, and delete markers, where there are some', async () => {
    const s3 = await startS3({ directory });
    await provisionBucket(s3, Bucket, { ...WITH_EVENTS, ...VERSIONED });
    const { VersionId } = await s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    const marker = await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    const [created, deleted] = await s3.bus.reached(2);
    await s3.stop();
    expect(created?.detail.object).toMatchObject({ 'version-id': VersionId });
    expect(deleted?.detail).toMatchObject({
      'deletion-type': 'Delete Marker Created',
      object: { 'version-id': marker.VersionId },
    });
  });

  it('are not sent for a bucket that does not ask for them, nor for a refused write', async () => {
    const s3 = await startS3({ directory });
    await provisionBucket(s3, 'silent');
    await provisionBucket(s3, Bucket, WITH_EVENTS);
    await s3.client.send(new PutObjectCommand({ Bucket: 'silent', Key: 'k', Body: 'x' }));
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    const again = new PutObjectCommand({ Bucket, Key: 'k', Body: 'y', IfNoneMatch: '*' });
    await expect(s3.client.send(again)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'end', Body: 'x' }));
    const events = await s3.bus.reached(2);
    await s3.stop();
    expect(events.map((event) => (event.detail.object as { key: string }).key)).toEqual(['k', 'end']);
  });

  it('that the bus did not take before a crash are published at the next start, under the same id', async () => {
    const ids: string[] = [];
    const dead = await startS3({
      directory,
      publisher: {
        // As if the process died while the bus was storing: the answer never comes.
        publish: (_bus, event) => {
          ids.push(event.id);
          return new Promise(() => undefined);
        },
      },
    });
    await provisionBucket(dead, Bucket, WITH_EVENTS);
    await dead.client.send(new PutObjectCommand({ Bucket, Key: 'first', Body: '1' }));
    await dead.client.send(new PutObjectCommand({ Bucket, Key: 'second', Body: '2' }));
    await dead.stop();

    const bus = new RecordingBus();
    const alive = await startS3({ directory, bus });
    const events = await bus.reached(2);
    await alive.stop();
    expect(events.map((event) => (event.detail.object as { key: string }).key)).toEqual(['first', 'second']);
    expect(events[0]?.id).toBe(ids[0]);

    const later = new RecordingBus();
    const third = await startS3({ directory, bus: later });
    await provisionBucket(third, Bucket, WITH_EVENTS);
    await third.client.send(new PutObjectCommand({ Bucket, Key: 'third', Body: '3' }));
    const [only] = await later.reached(1);
    await third.stop();
    expect(only?.detail.object).toMatchObject({ key: 'third' });
  });

  it('that the bus refuses are sent again until it takes them', async () => {
    let refusals = 2;
    const bus = new RecordingBus();
    const s3 = await startS3({
      directory,
      publisher: {
        publish: async (name, event) => {
          refusals -= 1;
          if (refusals >= 0) throw new Error('the bus is busy');
          await bus.publish(name, event);
        },
      },
    });
    await provisionBucket(s3, Bucket, WITH_EVENTS);
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    const events = await bus.reached(1);
    await s3.stop();
    expect(events).toHaveLength(1);
  });
});

describe('A killed process', () => {
  it('leaves no half-written file, and none that was written but not indexed', async () => {
    const before = await startS3({ directory });
    await provisionBucket(before, Bucket);
    await before.client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'old' }));
    await before.stop();
    // Killed while bytes came in; then after the file was moved, before the index knew it.
    await writeFile(join(directory, 'incoming', 'half'), 'ha');
    await mkdir(join(directory, 'objects', 'ab'), { recursive: true });
    await writeFile(join(directory, 'objects', 'ab', 'abandoned'), 'new');

    const after = await startS3({ directory });
    const got = await after.client.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
    expect(await got.Body?.transformToString()).toBe('old');
    await after.stop();
    expect(await filesBelow('incoming')).toEqual([]);
    expect(await filesBelow('objects')).toHaveLength(1);
  });

  it('leaves the old object when the client is cut off within the body', async () => {
    const s3 = await startS3({ directory });
    await provisionBucket(s3, Bucket);
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'old' }));
    const cut = request(`${s3.endpoint}/${Bucket}/k`, {
      method: 'PUT',
      headers: { ...SIGNED_HEADERS, 'content-length': '1000000' },
    });
    cut.on('error', () => undefined);
    const ended = new Promise<void>((resolve) => cut.on('close', () => resolve()));
    await new Promise<void>((resolve) => cut.write(patternBytes(200_000), () => resolve()));
    cut.destroy();
    await ended;
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    expect(await got.Body?.transformToString()).toBe('old');
    await s3.stop();
  });

  /** An S3 in a process of its own, which can be killed as no service in this one can. */
  async function spawnS3(): Promise<{ process: ChildProcess; endpoint: string }> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'killable-s3.ts'), directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      return { process: child, endpoint: line };
    }
    throw new Error('The S3 process ended before it listened');
  }

  it('at any moment of a storm of writes leaves whole objects only, each the old or a new one', async () => {
    const keys = ['a', 'b', 'c'];
    // The body tells its own digest, so that a torn or mixed object cannot pass.
    const bodyOf = (round: number, writer: number): Buffer => {
      const data = patternBytes(400_000 + writer * 1000, round * 100 + writer + 1);
      return Buffer.concat([createHash('sha256').update(data).digest(), data]);
    };
    const acknowledged = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      const { process: child, endpoint } = await spawnS3();
      const client = clientFor(endpoint);
      const ended = once(child, 'exit');
      const writes = Array.from({ length: 9 }, async (_, writer) => {
        const Key = keys[writer % keys.length] ?? '';
        await client.send(new PutObjectCommand({ Bucket, Key, Body: bodyOf(round, writer) }));
        acknowledged.add(Key);
        // Each round dies after another number of finished writes, with the rest in full flight.
        if (acknowledged.size > 0 && writer >= round) child.kill('SIGKILL');
      });
      await Promise.allSettled(writes);
      child.kill('SIGKILL');
      await ended;
      client.destroy();

      const survivor = await startS3({ directory });
      const { Contents = [] } = await survivor.client.send(new ListObjectsV2Command({ Bucket }));
      expect(Contents.map(({ Key }) => Key)).toEqual(expect.arrayContaining([...acknowledged]));
      for (const { Key } of Contents) {
        const got = await survivor.client.send(new GetObjectCommand({ Bucket, Key }));
        const body = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
        const digest = createHash('sha256').update(body.subarray(32)).digest();
        expect(digest.equals(body.subarray(0, 32))).toBe(true);
      }
      await survivor.stop();
      expect(await filesBelow('incoming')).toEqual([]);
      expect(await filesBelow('objects')).toHaveLength(Contents.length);
    }
    expect(acknowledged.size).toBeGreaterThan(0);
  });
});
