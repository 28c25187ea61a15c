import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3Objects } from '../../functions/platform/adapters/aws/s3-objects.ts';
import type { ObjectReference, Objects } from '../../functions/platform/ports/objects.ts';
import { provisionBucket, type RunningS3, startS3, VERSIONED, WITH_EVENTS } from '../local/s3/s3-harness.ts';
import { MemoryObjects } from './memory/memory-objects.ts';

const text = { contentType: 'text/plain' };
const at = (key: string): ObjectReference => ({ bucket: 'inbox', key });

/** What every adapter of `Objects` must do. */
function describeObjects(name: string, make: () => Objects): void {
  describe(`objects in ${name}`, () => {
    it('gives back what was put, byte for byte, under any Unicode key', async () => {
      const objects = make();
      const reference = at('店/images/杯 子+1/正面 %20.jpg');
      await objects.put(reference, Buffer.from([0, 255, 10]), text);
      expect(await objects.get(reference)).toEqual(Buffer.from([0, 255, 10]));
    });

    it('answers a missing object as bad input that names it', async () => {
      await expect(make().get(at('s/nothing'))).rejects.toMatchObject({ code: 'ObjectMissing' });
      expect(await make().head(at('s/nothing'))).toBeUndefined();
    });

    it('refuses to read more than it was told to', async () => {
      const objects = make();
      await objects.put(at('s/large'), 'x'.repeat(100), text);
      await expect(objects.get(at('s/large'), { maxBytes: 99 })).rejects.toMatchObject({
        code: 'ObjectTooLarge',
      });
      expect(await objects.get(at('s/large'), { maxBytes: 100 })).toHaveLength(100);
    });

    it('puts only what is absent when asked to', async () => {
      const objects = make();
      expect(await objects.put(at('s/once'), 'a', { ...text, ifAbsent: true })).toBe(true);
      expect(await objects.put(at('s/once'), 'b', { ...text, ifAbsent: true })).toBe(false);
      expect((await objects.get(at('s/once'))).toString()).toBe('a');
    });

    it('copies, lists below a prefix, and removes', async () => {
      const objects = make();
      await objects.put(at('p/店 1'), 'a', text);
      await objects.copy(at('p/店 1'), at('p/2'));
      await objects.put(at('q/3'), 'c', text);
      expect((await objects.list('inbox', 'p/')).map(({ key }) => key)).toEqual(['p/2', 'p/店 1']);
      expect((await objects.head(at('p/2')))?.contentType).toBe('text/plain');
      await objects.remove(at('p/2'));
      await objects.remove(at('p/2'));
      expect(await objects.list('inbox', 'p/')).toEqual([{ key: 'p/店 1', bytes: 1 }]);
      await expect(objects.copy(at('p/none'), at('p/4'))).rejects.toMatchObject({ code: 'ObjectMissing' });
    });
  });
}

let s3: RunningS3;
beforeAll(async () => {
  s3 = await startS3();
  await provisionBucket(s3, 'inbox', { ...VERSIONED, ...WITH_EVENTS });
});
afterAll(async () => s3.stop());

describeObjects('memory', () => new MemoryObjects());
describeObjects('S3', () => new S3Objects(s3.client, (name) => name));

describe('copying under other metadata', () => {
  it.each([
    ['memory', () => new MemoryObjects()],
    ['S3', () => new S3Objects(s3.client, (name) => name)],
  ] as const)('keeps the content type in %s', async (_, make) => {
    const objects: Objects = make();
    await objects.put(at('m/1'), 'a', { ...text, metadata: { 'started-by': 'otto', other: 'x' } });
    await objects.copy(at('m/1'), at('m/2'));
    await objects.copy(at('m/1'), at('m/3'), { 'started-by': 'otto,anna' });
    expect((await objects.head(at('m/2')))?.metadata).toEqual({ 'started-by': 'otto', other: 'x' });
    expect(await objects.head(at('m/3'))).toMatchObject({
      contentType: 'text/plain',
      metadata: { 'started-by': 'otto,anna' },
    });
    await expect(objects.copy(at('m/none'), at('m/4'), {})).rejects.toMatchObject({ code: 'ObjectMissing' });
  });
});

describe('a form to upload with', () => {
  const post = async (change: (fields: Map<string, string>) => void) => {
    const objects = new S3Objects(s3.client, (name) => name);
    const limits = { maxBytes: 10, seconds: 60 };
    const { url, fields } = await objects.formToUpload(at('s/form'), limits, { 'started-by': 'otto' });
    const sent = new Map(Object.entries(fields));
    change(sent);
    const body = new FormData();
    for (const [name, value] of sent) body.append(name, value);
    body.append('file', new Blob(['x']), 'x.jpg');
    return (await fetch(url, { method: 'POST', body })).status;
  };

  it('puts its metadata on the file, and lets nobody change it or leave it out', async () => {
    const objects = new S3Objects(s3.client, (name) => name);
    expect(await post((fields) => fields.set('x-amz-meta-started-by', 'anna'))).toBe(403);
    expect(await post((fields) => fields.delete('x-amz-meta-started-by'))).toBe(403);
    expect(await objects.head(at('s/form'))).toBeUndefined();
    expect(await post(() => undefined)).toBe(204);
    expect((await objects.head(at('s/form')))?.metadata).toEqual({ 'started-by': 'otto' });
  });
});

describe('an upload that is replaced while it is worked on', () => {
  it('is still read as it was, by its version', async () => {
    const objects = new S3Objects(s3.client, (name) => name);
    await objects.put(at('s/images/A/A.jpg'), 'first', text);
    const created = (await s3.bus.reached(s3.bus.events.length)).map((event) => event.detail);
    const { object } = created.at(-1) as { object: { 'version-id': string } };
    await objects.put(at('s/images/A/A.jpg'), 'second', text);
    const first = { ...at('s/images/A/A.jpg'), version: object['version-id'] };
    expect((await objects.get(first)).toString()).toBe('first');
    expect((await objects.head(first))?.bytes).toBe(5);
    expect((await objects.get(at('s/images/A/A.jpg'))).toString()).toBe('second');
    await objects.copy(first, at('s/copied'));
    expect((await objects.get(at('s/copied'))).toString()).toBe('first');
    await expect(objects.get({ ...first, version: 'nonsense' })).rejects.toThrow();
  });

  it('can be looked at through a link, and through nothing else', async () => {
    const objects = new S3Objects(s3.client, (name) => name);
    await objects.put(at('s/linked'), 'seen', text);
    const link = await objects.linkToRead(at('s/linked'), 60);
    expect(await (await fetch(link)).text()).toBe('seen');
    expect((await fetch(`${link}0`)).status).toBe(403);
  });
});
