import { beforeEach, describe, expect, it } from 'vitest';
import { readUploaders, uploadedBy } from '../../../functions/platform/uploads/uploads.ts';
import { routes } from '../../../functions/platform/uploads/uploads-api.handler.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { auditOf } from '../runs/run-fixtures.ts';

describe('the API of uploads', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
  });
  const upload = (body: unknown, sub = 'otto') =>
    call(platform, routes, 'POST /api/{store}/uploads', { body, sub });
  const media = (key: string, sub = 'anna') =>
    call(platform, routes, 'GET /api/{store}/media', { query: { key }, sub });

  it.each([
    [{ sku: 'TEE-1', fileName: 'TEE-1_2.jpg' }, 'shop/images/TEE-1/TEE-1_2.jpg'],
    [{ fileName: '红 T恤 (1).JPG' }, 'shop/unassigned/红 T恤 (1).JPG'],
    [{ sku: '款-1', fileName: '正面.jpg' }, 'shop/images/款-1/正面.jpg'],
    [{ kind: 'catalog', fileName: '商品.xlsx' }, 'shop/catalog/商品.xlsx'],
    [{ kind: 'catalog', source: 'acme', fileName: 'all.csv' }, 'shop/catalog/acme/all.csv'],
  ])('gives a form for %j that is signed over who asked', async (body, key) => {
    const answered = await upload(body);
    expect(answered).toMatchObject({
      status: 201,
      body: { key, form: { fields: { key, most: '104857600' } } },
    });
    expect(answered).toMatchObject({ body: { form: { fields: { 'x-amz-meta-started-by': 'otto' } } } });
  });

  it.each([
    [{}, 'InputInvalid'],
    [{ fileName: '' }, 'InputInvalid'],
    [{ fileName: 'a/b.jpg' }, 'InputInvalid'],
    [{ sku: '../other/images/X', fileName: 'a.jpg' }, 'InputInvalid'],
    [{ fileName: 'a\u0000.jpg' }, 'InputInvalid'],
    [{ fileName: 'a\r\nb.jpg' }, 'InputInvalid'],
    [{ fileName: 'x'.repeat(256) }, 'InputInvalid'],
    // What the workflow would not take for a SKU gets no form either.
    [{ sku: 'a b', fileName: 'a.jpg' }, 'InputInvalid'],
    [{ sku: 'A'.repeat(65), fileName: 'a.jpg' }, 'InputInvalid'],
    // 64 and 255 characters, but 1,034 bytes of key where S3 takes 1,024.
    [{ sku: '𠀀'.repeat(64), fileName: '图'.repeat(255) }, 'NameTooLong'],
  ])('refuses %j', async (body, code) => {
    expect(await upload(body)).toMatchObject({ status: 400, body: { code } });
  });

  it('notes who asked for which place, each time, and nothing where it gave no form', async () => {
    await Promise.all([upload({ sku: 'TEE-1', fileName: 'a.jpg' }), upload({ fileName: 'b.jpg' })]);
    await upload({ sku: 'TEE-1', fileName: 'a.jpg' }, 'max');
    await upload({ fileName: 'c.jpg' }, 'anna');
    const actor = { kind: 'person', id: 'otto' };
    const action = 'upload.asked';
    expect(auditOf(platform, 'upload/images/TEE-1/a.jpg')).toMatchObject([
      { actor, action, subject: 'product/TEE-1', after: { key: 'shop/images/TEE-1/a.jpg' } },
      { actor: { kind: 'person', id: 'max' }, action },
    ]);
    expect(auditOf(platform, 'upload/unassigned/b.jpg')).toMatchObject([
      { actor, action, subject: 'upload/unassigned/b.jpg', after: { key: 'shop/unassigned/b.jpg' } },
    ]);
    expect(auditOf(platform, 'upload/unassigned/c.jpg')).toEqual([]);
  });

  it('gives no form to an approver', async () => {
    expect((await upload({ fileName: 'a.jpg' }, 'anna')).status).toBe(403);
  });

  it('links to files of the own store only', async () => {
    expect(await media('shop/TEE-1/aa/shopify-2048x2048.jpg')).toMatchObject({
      status: 200,
      body: { url: 'memory://media/shop/TEE-1/aa/shopify-2048x2048.jpg?seconds=900', validForSeconds: 900 },
    });
    for (const key of ['other/TEE-1/a.jpg', 'shop', 'shop-2/a.jpg', '/shop/a.jpg', 'shop/../other/a.jpg']) {
      expect((await media(key)).status, key).toBe(404);
    }
    expect((await media('')).status).toBe(400);
  });
});

describe('who uploaded a file', () => {
  const file = { bucket: 'inbox', key: 'shop/images/A/a.jpg' } as const;

  it.each([[['otto']], [['otto', 'a, b', '红']], [[]]])('%j stands in its metadata', async (members) => {
    const platform = createMemoryPlatform();
    const metadata = uploadedBy(members);
    expect(Object.values(metadata).join('')).toMatch(/^[\x20-\x7e]*$/);
    await platform.objects.put(file, 'x', { contentType: 'image/jpeg', metadata });
    expect(await readUploaders(platform, file)).toEqual(members);
  });

  it('is nobody where it is gone, came another way, or what stands there cannot be read', async () => {
    const platform = createMemoryPlatform();
    expect(await readUploaders(platform, file)).toEqual([]);
    await platform.objects.put(file, 'x', { contentType: 'image/jpeg' });
    expect(await readUploaders(platform, file)).toEqual([]);
    const metadata = { 'started-by': '%' };
    await platform.objects.put(file, 'x', { contentType: 'image/jpeg', metadata });
    expect(await readUploaders(platform, file)).toEqual(['%']);
  });
});
