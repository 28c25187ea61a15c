import { beforeEach, describe, expect, it } from 'vitest';
import { readImageIntake } from '../../functions/image-assets/read-intake.ts';
import { routes } from '../../functions/image-assets/request-pictures.handler.ts';
import { photoSchema } from '../../functions/image-assets/schemas.ts';
import { imageAssets } from '../../functions/image-assets/workflow.ts';
import { startFromMessage } from '../../functions/platform/handlers/starter-handler.ts';
import { listQuarantine } from '../../functions/platform/quarantine/quarantine.ts';
import { registerStore } from '../../functions/platform/stores/list-stores.ts';
import { uploadedBy } from '../../functions/platform/uploads/uploads.ts';
import { addMembers, call } from '../platform/handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';

const UPLOADED_AT = '2026-11-20T08:00:00Z';

const created = (key: string, sequencer = '001', version?: string) => ({
  time: UPLOADED_AT,
  'detail-type': 'Object Created',
  source: 'aws.s3',
  detail: { object: { key, sequencer, ...(version === undefined ? {} : { 'version-id': version }) } },
});

const productCreated = (detail: object) => ({
  'detail-type': 'ProductCreated',
  source: 'storehand',
  detail: { store: 'shop', eventId: 'e-1', sku: 'TEE-1', schemaVersion: 1, ...detail },
});

const fetchPictures = (over: object = {}) => ({
  kind: 'fetch-pictures',
  store: 'shop',
  requestId: 'q-1',
  sku: 'TEE-1',
  pictures: [{ url: 'https://pictures.example/a.jpg' }],
  ...over,
});

let platform: MemoryPlatform;
beforeEach(async () => {
  platform = createMemoryPlatform();
  await registerStore(platform, 'shop');
});

async function requests(message: unknown) {
  const intake = await readImageIntake(platform, message);
  return intake.kind === 'start' ? intake.requests : [];
}

describe('an upload', () => {
  it.each([
    ['shop/images/TEE-1/TEE-1.jpg', { sku: 'TEE-1', fileName: 'TEE-1.jpg', position: 1 }],
    ['shop/images/TEE-1/3.jpg', { sku: 'TEE-1', fileName: '3.jpg', position: 3 }],
    ['shop/images/红-1/正面 图.jpg', { sku: '红-1', fileName: '正面 图.jpg' }],
  ])('at %s starts a run with what its key says', async (key, photo) => {
    const [request, ...others] = await requests(created(key));
    expect(others).toEqual([]);
    const order = '2026-11-20T08:00:00.000Z/001';
    expect(request?.input).toEqual({ ...photo, original: { bucket: 'inbox', key }, order });
    expect(photoSchema.parse(request?.input)).toEqual(request?.input);
    expect(request).toMatchObject({
      store: 'shop',
      trigger: { kind: 'upload' },
      subject: { id: photo.sku },
      pilot: { sku: photo.sku },
    });
  });

  it('is the same run when its event comes twice, and another one when the key is uploaded again', async () => {
    const key = 'shop/images/TEE-1/TEE-1.jpg';
    const ids = [];
    for (const message of [created(key, '1', 'v1'), created(key, '1', 'v1'), created(key, '2', 'v2')]) {
      const [request] = await requests(message);
      ids.push(request?.runId);
      expect(request?.input.original).toMatchObject({ version: message.detail.object['version-id'] });
    }
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('is ordered by when it was uploaded, whenever and however often its event comes', async () => {
    const key = 'shop/images/TEE-1/TEE-1.jpg';
    const orderOf = async (message: object) => (await requests(message))[0]?.input.order as string;
    const first = await orderOf(created(key, '00A0'));
    platform.inspection.advance(60_000);
    expect(await orderOf(created(key, '00A0'))).toBe(first);
    expect((await orderOf(created(key, '00A1'))) > first).toBe(true);
    const later = { ...created(key, '0000'), time: '2026-11-20T08:00:01Z' };
    expect((await orderOf(later)) > first).toBe(true);
  });

  it('counts for four-eyes as started by the member whose form it came with, whoever asked for another since', async () => {
    const original = { bucket: 'inbox', key: 'shop/images/TEE-1/1.jpg' } as const;
    const metadata = uploadedBy(['otto']);
    await platform.objects.put(original, 'x', { contentType: 'image/jpeg', metadata });
    await platform.objects.formToUpload(original, { maxBytes: 9, seconds: 9 }, uploadedBy(['anna']));
    expect(await requests(created(original.key))).toMatchObject([
      { trigger: { kind: 'upload', startedBy: ['otto'] } },
    ]);
  });

  it.each([
    'shop/unassigned/IMG_1.jpg',
    'shop/images/a b/1.jpg',
    'shop/images/A/B/1.jpg',
    'shop/images/1.jpg',
  ])('at %s waits for its product, once, and starts nothing', async (key) => {
    for (let delivery = 0; delivery < 2; delivery++) expect(await requests(created(key))).toEqual([]);
    expect((await listQuarantine(platform, 'shop')).items).toMatchObject([
      { kind: 'unassigned', code: 'SkuMissing', original: { bucket: 'inbox', key } },
    ]);
  });

  it.each([
    'shop/fetched/TEE-1/abc/a.jpg',
    'shop/mail/1.eml',
    'shop',
    'shop/images/TEE-1/',
    '/images/A/1.jpg',
    '',
  ])('at %j is none of this workflow’s', async (key) => {
    const before = platform.inspection.records.all();
    expect(await readImageIntake(platform, created(key))).toEqual({ kind: 'ignore' });
    expect(platform.inspection.records.all()).toEqual(before);
  });
});

describe('a product that was created with pictures', () => {
  it('starts a run for each picture, in their order', async () => {
    const pictures = [{ url: 'https://p.example/a.jpg' }, { url: 'https://p.example/b.jpg', position: 5 }];
    expect(await requests(productCreated({ pictures }))).toMatchObject([
      {
        trigger: { kind: 'event' },
        input: { sku: 'TEE-1', fileName: 'a.jpg', url: 'https://p.example/a.jpg', position: 1 },
      },
      { input: { fileName: 'b.jpg', position: 5 } },
    ]);
    expect(await requests(productCreated({}))).toEqual([]);
  });

  it.each([
    ['https://p.example/%E5%9B%BE%201.jpg?size=9', '图 1.jpg'],
    ['https://p.example/', 'picture'],
    ['https://p.example/100%.jpg', '100%.jpg'],
    ['https://p.example/a%ZZ.jpg', 'a%ZZ.jpg'],
    ['https://p.example/..%2F..%2Fother%2Fx.jpg', '.._.._other_x.jpg'],
    ['https://p.example/a%00%0D%0Ab.jpg', 'a___b.jpg'],
    ['https://p.example/%2E%2E%2F..', '.._..'],
    ['https://p.example/a/.%2e', 'picture'],
    [`https://p.example/${'x'.repeat(2000)}.jpg`, `${'x'.repeat(146)}.jpg`],
  ])('gives the picture at %s a name that fits into a key', async (url, fileName) => {
    const [request] = await requests(productCreated({ pictures: [{ url }] }));
    expect(request?.input).toMatchObject({ fileName });
  });
});

describe('pictures that the API was asked to fetch', () => {
  it('start a run each, once per request', async () => {
    const [first] = await requests(fetchPictures({ startedBy: 'otto' }));
    expect(first).toMatchObject({ trigger: { kind: 'api', startedBy: ['otto'] }, input: { position: 1 } });
    const [again] = await requests(fetchPictures());
    const [other] = await requests(fetchPictures({ requestId: 'q-2' }));
    expect(again?.runId).toBe(first?.runId);
    expect(other?.runId).not.toBe(first?.runId);
  });

  it('are put into the queue by a route, under the id that a client repeats', async () => {
    await addMembers(platform);
    const ask = (body: unknown, sku = 'TEE-1', sub = 'otto') =>
      call(platform, routes, 'POST /api/{store}/products/{sku}/pictures', { params: { sku }, body, sub });
    const pictures = [{ url: 'https://p.example/a.jpg' }];
    expect(await ask({ pictures, requestId: 'q-7' })).toEqual({ status: 202, body: { requestId: 'q-7' } });
    const [sent] = platform.inspection.messages;
    expect(sent?.queue).toBe('image-assets');
    expect(await requests(sent?.message)).toMatchObject([{ trigger: { kind: 'api', startedBy: ['otto'] } }]);
    expect(await ask({ pictures })).toMatchObject({
      status: 202,
      body: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });

    for (const [body, sku] of [
      [{ pictures: [] }, 'TEE-1'],
      [{ pictures: [{ url: 'no address' }] }, 'TEE-1'],
      [{ pictures: [{ url: 'https://p.example/a', position: 100 }] }, 'TEE-1'],
      [{ pictures: Array.from({ length: 21 }, () => pictures[0]) }, 'TEE-1'],
      [{ pictures }, 'a b'],
    ] as const) {
      expect((await ask(body, sku)).status, JSON.stringify(body)).toBe(400);
    }
    expect((await ask({ pictures }, 'TEE-1', 'anna')).status).toBe(403);
    expect(platform.inspection.messages).toHaveLength(2);
  });
});

describe('a message for a shop that was never opened', () => {
  it.each([
    ['an upload', created('shpo/images/TEE-1/1.jpg')],
    ['an upload without a product', created('shpo/unassigned/1.jpg')],
    ['an upload to what cannot be a shop', created('SHOP#MEMBER#eve/images/TEE-1/1.jpg')],
    ['a product', productCreated({ store: 'shpo', pictures: [{ url: 'https://p.example/a.jpg' }] })],
    ['a product that cannot be read', productCreated({ store: 'shpo', sku: '#' })],
    ['addresses', fetchPictures({ store: 'shpo' })],
  ])('starts nothing and goes back, towards the dead-letter queue: %s', async (_, message) => {
    const before = platform.inspection.records.all();
    const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:image-assets:1';
    const started = startFromMessage(platform, imageAssets, arn, readImageIntake, message, 'm-1');
    await expect(started).rejects.toMatchObject({ name: 'InvalidInputError' });
    expect(platform.inspection.records.all()).toEqual(before);
    expect(platform.inspection.executions.size).toBe(0);
  });

  it('is named in the log', async () => {
    await expect(readImageIntake(platform, fetchPictures({ store: 'shpo' }))).rejects.toMatchObject({
      code: 'StoreUnknown',
      message: expect.stringContaining('There is no shop \\"shpo\\" here.'),
    });
  });
});

describe('a message that can never be worked on', () => {
  it.each([
    ['a wrong SKU', productCreated({ sku: 'a/b' }), 'detail.sku'],
    ['a picture without an address', productCreated({ pictures: [{ url: 'x' }] }), 'detail.pictures.0.url'],
    [
      'an address without end',
      fetchPictures({ pictures: [{ url: `https://p.example/${'x'.repeat(2048)}` }] }),
      'pictures.0.url',
    ],
    ['a SKU that is none', fetchPictures({ sku: '#' }), 'sku'],
    [
      'too many pictures',
      fetchPictures({ pictures: Array(21).fill({ url: 'https://p.example' }) }),
      'pictures',
    ],
    [
      'a position of its own making',
      fetchPictures({ pictures: [{ url: 'https://p.example', position: 0 }] }),
      'pictures.0.position',
    ],
  ])('says which field is wrong: %s', async (_, message, field) => {
    const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:image-assets:1';
    await startFromMessage(platform, imageAssets, arn, readImageIntake, message, 'm-1');
    const [record] = (await listQuarantine(platform, 'shop')).items;
    expect(record).toMatchObject({ kind: 'refused', code: 'InputInvalid', subject: { id: 'm-1' } });
    expect(record?.says.en).toContain(`the field ${field} is wrong`);
    expect(platform.inspection.executions.size).toBe(0);
  });

  it.each([
    productCreated({ store: 'other#MEMBER#eve' }),
    fetchPictures({ store: '../shop' }),
    { 'detail-type': 'OrderCreated', detail: {} },
    [],
    'text',
  ])('is refused: %j', async (message) => {
    await expect(readImageIntake(platform, message)).rejects.toMatchObject({ name: 'InvalidInputError' });
  });
});
