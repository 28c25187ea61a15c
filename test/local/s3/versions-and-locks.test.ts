import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  provisionBucket,
  type RunningS3,
  rawRequest,
  SIGNED_HEADERS,
  startS3,
  VERSIONED,
} from './s3-harness.ts';

const DAY_MS = 86_400_000;
const clock = { time: Date.UTC(2026, 0, 1), now: () => clock.time };
let s3: RunningS3;

beforeAll(async () => {
  s3 = await startS3({ clock });
  await provisionBucket(s3, 'versioned', VERSIONED);
  await provisionBucket(s3, 'locked', {
    ObjectLockEnabled: true,
    ObjectLockConfiguration: {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } },
    },
  });
});
afterAll(() => s3.stop());

async function put(Bucket: string, Key: string, Body: string, more: object = {}): Promise<string> {
  const { VersionId } = await s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  return VersionId ?? '';
}

async function read(Bucket: string, Key: string, VersionId?: string): Promise<string | undefined> {
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return Body?.transformToString();
}

function remove(
  Bucket: string,
  Key: string,
  more: object = {},
): Promise<{ VersionId?: string; DeleteMarker?: boolean }> {
  return s3.client.send(new DeleteObjectCommand({ Bucket, Key, ...more }));
}

describe('A versioned bucket', () => {
  const Bucket = 'versioned';

  it('keeps what is overwritten, and hides what is deleted behind a marker', async () => {
    const first = await put(Bucket, 'kept', 'one');
    const second = await put(Bucket, 'kept', 'two');
    expect(await read(Bucket, 'kept')).toBe('two');
    expect(await read(Bucket, 'kept', first)).toBe('one');

    const marker = await remove(Bucket, 'kept');
    expect(marker.DeleteMarker).toBe(true);
    await expect(read(Bucket, 'kept')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await read(Bucket, 'kept', second)).toBe('two');
    await expect(read(Bucket, 'kept', marker.VersionId)).rejects.toMatchObject({ name: 'MethodNotAllowed' });
    const answer = await rawRequest(`${s3.endpoint}/${Bucket}/kept`, { headers: SIGNED_HEADERS });
    expect([answer.status, answer.headers['x-amz-delete-marker']]).toEqual([404, 'true']);

    await remove(Bucket, 'kept', { VersionId: marker.VersionId });
    expect(await read(Bucket, 'kept')).toBe('two');
    await remove(Bucket, 'kept', { VersionId: second });
    expect(await read(Bucket, 'kept')).toBe('one');
  });

  it('counts a deleted object as absent for conditional writes', async () => {
    await put(Bucket, 'again', 'one');
    await expect(put(Bucket, 'again', 'x', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await remove(Bucket, 'again');
    await put(Bucket, 'again', 'two', { IfNoneMatch: '*' });
    expect(await read(Bucket, 'again')).toBe('two');
  });

  it('lists versions and markers newest first, in pages that break within a key', async () => {
    await provisionBucket(s3, 'paged', VERSIONED);
    const expected: (string | undefined)[] = [];
    for (const Key of ['a', 'b']) {
      const ids = [await put('paged', Key, '1'), await put('paged', Key, '2')];
      ids.push((await remove('paged', Key)).VersionId ?? '', await put('paged', Key, '3'));
      expected.push(...ids.reverse());
    }
    const seen: (string | undefined)[] = [];
    let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (;;) {
      const page = await s3.client.send(
        new ListObjectVersionsCommand({ Bucket: 'paged', MaxKeys: 3, ...markers }),
      );
      const entries = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      seen.push(...entries.map((entry) => entry.VersionId));
      for (const { Key, VersionId, IsLatest } of entries) {
        expect(IsLatest).toBe(VersionId === expected[Key === 'a' ? 0 : 4]);
      }
      if (page.IsTruncated !== true) break;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    expect([...seen].sort()).toEqual([...expected].sort());
    const current = await s3.client.send(new ListObjectsV2Command({ Bucket: 'paged' }));
    expect(current.Contents?.map(({ Key }) => Key)).toEqual(['a', 'b']);
  });

  it('when suspended overwrites its null version and leaves the others', async () => {
    await provisionBucket(s3, 'suspended', VERSIONED);
    const first = await put('suspended', 'k', 'one');
    await s3.client.send(
      new PutBucketVersioningCommand({
        Bucket: 'suspended',
        VersioningConfiguration: { Status: 'Suspended' },
      }),
    );
    expect(await put('suspended', 'k', 'two')).toBe('null');
    expect(await put('suspended', 'k', 'three')).toBe('null');
    expect(await read('suspended', 'k', 'null')).toBe('three');
    expect(await read('suspended', 'k', first)).toBe('one');
    const { Versions } = await s3.client.send(new ListObjectVersionsCommand({ Bucket: 'suspended' }));
    expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(['null', first]);
  });
});

describe('Object lock', () => {
  const Bucket = 'locked';

  it('refuses to delete a version in retention, unless governance is bypassed or the time is over', async () => {
    const locked = await put(Bucket, 'anchor', 'chain head');
    const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'anchor' }));
    expect(head.ObjectLockMode).toBe('GOVERNANCE');
    expect(head.ObjectLockRetainUntilDate?.getTime()).toBe(clock.time + 30 * DAY_MS);

    await expect(remove(Bucket, 'anchor', { VersionId: locked })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    // Hiding and overwriting are allowed: the version stays.
    await remove(Bucket, 'anchor');
    await put(Bucket, 'anchor', 'forged');
    expect(await read(Bucket, 'anchor', locked)).toBe('chain head');

    await remove(Bucket, 'anchor', { VersionId: locked, BypassGovernanceRetention: true });
    await expect(read(Bucket, 'anchor', locked)).rejects.toMatchObject({ name: 'NoSuchVersion' });

    const expiring = await put(Bucket, 'expiring', 'x');
    clock.time += 31 * DAY_MS;
    await remove(Bucket, 'expiring', { VersionId: expiring });
    await expect(read(Bucket, 'expiring', expiring)).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  it('opens compliance and legal hold to nobody', async () => {
    const until = new Date(clock.time + DAY_MS);
    const strict = await put(Bucket, 'strict', 'x', {
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: until,
    });
    const bypass = { BypassGovernanceRetention: true };
    await expect(remove(Bucket, 'strict', { VersionId: strict, ...bypass })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    const held = await put(Bucket, 'held', 'x', { ObjectLockLegalHoldStatus: 'ON' });
    clock.time += 60 * DAY_MS;
    await expect(remove(Bucket, 'held', { VersionId: held, ...bypass })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await s3.client.send(
      new PutObjectLegalHoldCommand({ Bucket, Key: 'held', LegalHold: { Status: 'OFF' } }),
    );
    await remove(Bucket, 'held', { VersionId: held });
  });

  it('lets retention grow, and shrink only by bypass', async () => {
    await put(Bucket, 'retained', 'x');
    const retain = (days: number, more: object = {}): Promise<unknown> =>
      s3.client.send(
        new PutObjectRetentionCommand({
          Bucket,
          Key: 'retained',
          Retention: { Mode: 'GOVERNANCE', RetainUntilDate: new Date(clock.time + days * DAY_MS) },
          ...more,
        }),
      );
    await retain(40);
    await expect(retain(10)).rejects.toMatchObject({ name: 'AccessDenied' });
    await retain(10, { BypassGovernanceRetention: true });
    const { Retention } = await s3.client.send(new GetObjectRetentionCommand({ Bucket, Key: 'retained' }));
    expect(Retention?.RetainUntilDate?.getTime()).toBe(clock.time + 10 * DAY_MS);
  });

  it('is told by the bucket, and refused where the bucket has none', async () => {
    const { ObjectLockConfiguration } = await s3.client.send(
      new GetObjectLockConfigurationCommand({ Bucket }),
    );
    expect(ObjectLockConfiguration?.Rule?.DefaultRetention).toEqual({ Mode: 'GOVERNANCE', Days: 30 });
    await expect(
      put('versioned', 'x', 'x', {
        ObjectLockMode: 'GOVERNANCE',
        ObjectLockRetainUntilDate: new Date(clock.time + DAY_MS),
      }),
    ).rejects.toMatchObject({ name: 'InvalidRequest' });
  });
});
