import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Approval } from '../../functions/platform/approvals/approval.ts';
import { listeningAddresses, processTree } from './process-tree.ts';
import { type RunningSystem, Workshop } from './running-system.ts';
import { type Answer, type Item, type Person, ShopUnderTest } from './shop-under-test.ts';
import { doubtfulPhoto, easyPhoto } from './test-photos.ts';

const patience = 120_000;
const channels = ['tmall-white', 'web-thumbnail', 'open-graph'];

describe('Access to a shop', () => {
  const workshop = new Workshop();
  let system: RunningSystem;
  let shop: ShopUnderTest;
  /** Nobody but its own people is a member there. */
  let otherShop: ShopUnderTest;
  /** Photos that are all alike would be duplicates of each other only within one SKU. */
  let stripes: Buffer;
  let easy: Buffer;

  beforeAll(async () => {
    [stripes, easy] = await Promise.all([doubtfulPhoto(), easyPhoto()]);
    system = await workshop.start();
    shop = new ShopUnderTest(system);
    await shop.open({ channels: { selected: channels } });
    otherShop = new ShopUnderTest(system, 'other');
    await otherShop.openFor('stranger');
    for (const sku of ['HASH', 'CHOICE', 'EXPIRED']) await shop.put(`images/${sku}/${sku}.jpg`, stripes);
    await shop.put('images/MEDIA/MEDIA.jpg', easy);
    await upload('everybody', 'EYES');
    await system.untilIdle();
  }, patience);
  afterAll(() => workshop.close());

  describe('is refused', () => {
    it.each([
      ['no token', undefined],
      ['no valid token', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'],
      ['something else than a token', 'Basic b3BlcmF0b3I6cGFzcw=='],
    ])('with 401 to whom has %s', async (_, authorization) => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      for (const path of ['me', 'runs', 'approvals', 'settings', 'quarantine', 'audit/verification']) {
        const response = await fetch(`${system.url}/api/shop/${path}`, { headers });
        expect(response.status, path).toBe(401);
      }
    });

    it('with 401 when a signed token was tampered with', async () => {
      const [head, claims = '', signature] = (await shop.token('operator')).split('.');
      const changed = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
      changed.sub = 'somebody-else';
      const forged = [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
      const response = await fetch(`${system.url}/api/shop/me`, {
        headers: { authorization: `Bearer ${forged}` },
      });
      expect(response.status).toBe(401);
    });

    it.each<[Person, 'POST' | 'PUT', string, unknown]>([
      ['approver', 'POST', 'uploads', { sku: 'X', fileName: 'x.jpg' }],
      ['approver', 'POST', 'runs/any/replay', undefined],
      ['approver', 'POST', 'quarantine/any/retry', {}],
      ['approver', 'POST', 'products/X/pictures', { pictures: [{ url: 'https://example.com/x.jpg' }] }],
      ['operator', 'POST', 'publications/any/revert', undefined],
      ['operator', 'PUT', 'settings/pilot', { value: {} }],
      ['operator', 'PUT', 'settings/approval-policy', { value: {} }],
    ])('with 403 when the role %s asks for %s %s', async (person, method, path, body) => {
      expect(await shop.call(person, method, path, body)).toMatchObject({
        status: 403,
        body: { code: 'Forbidden' },
      });
    });

    it('with 403 when an operator decides', async () => {
      expect(await decide('operator', await approvalOf('HASH'))).toMatchObject({ status: 403 });
      expect((await approvalOf('HASH')).status).toBe('open');
    });

    it('with 404 to members of another shop, as if this one did not exist', async () => {
      const approval = await approvalOf('HASH');
      for (const path of ['me', 'runs', 'approvals', `approvals/${approval.id}`, 'settings/shop']) {
        const asked = await fetch(`${system.url}/api/shop/${path}`, {
          headers: { authorization: `Bearer ${await otherShop.token('stranger')}` },
        });
        expect(asked.status, path).toBe(404);
      }
      const elsewhere = await otherShop.call('stranger', 'GET', `approvals/${approval.id}`);
      expect(elsewhere.status, 'the other shop does not know this one’s approvals').toBe(404);
      const media = await otherShop.call('stranger', 'GET', 'media?key=shop/HASH/x/cutout.png');
      expect(media.status, 'nor does it link to its files').toBe(404);
    });

    it('with 413 for a body over 256 KB, whoever sends it', async () => {
      const approval = await approvalOf('HASH');
      const body = { payloadHash: approval.payloadHash, decision: 'approve', edits: 'x'.repeat(256 * 1024) };
      expect(await shop.call('approver', 'POST', `approvals/${approval.id}/decision`, body)).toMatchObject({
        status: 413,
        body: { code: 'BodyTooLarge' },
      });
      expect((await approvalOf('HASH')).status).toBe('open');
    });

    it('with 413 for a body of more than the gateway takes, before a function reads it', async () => {
      const eleven = 'x'.repeat(11 * 1024 * 1024);
      const response = await fetch(`${system.url}/api/shop/uploads`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await shop.token('operator')}` },
        body: eleven,
      });
      expect(response.status).toBe(413);
    });

    it('beyond this machine: everything that it runs listens on 127.0.0.1 only', () => {
      const addresses = listeningAddresses(processTree(system.pid));
      // The endpoint and DynamoDB's process, at least.
      expect(addresses.length).toBeGreaterThanOrEqual(2);
      // Little-endian hex, as /proc/net/tcp writes it.
      expect(addresses.filter((address) => !address.startsWith('0100007F:'))).toEqual([]);
    });
  });

  describe('to a decision', () => {
    it('takes no decision on another payload than the one that waits (409), and the task token never leaves', async () => {
      const approval = await approvalOf('HASH');
      const shown = await shop.call('approver', 'GET', `approvals/${approval.id}`);
      expect(JSON.stringify(shown.body)).not.toMatch(/token/i);
      const other = await decide('approver', { ...approval, payloadHash: 'f'.repeat(64) });
      expect(other).toMatchObject({ status: 409, body: { code: 'PayloadChanged' } });
      expect((await approvalOf('HASH')).status).toBe('open');
    });

    it(
      'takes one decision; the same again changes nothing, another one is 409',
      async () => {
        const approval = await approvalOf('HASH');
        const reject = { decision: 'reject', comment: 'The shop has better ones.' };
        const first = await decide('approver', approval, reject);
        expect(first).toMatchObject({ status: 200, body: { outcome: 'decided', told: true } });
        const again = await decide('approver', approval, reject);
        expect(again).toMatchObject({ status: 200, body: { outcome: 'already-decided' } });
        expect(await decide('approver', approval)).toMatchObject({
          status: 409,
          body: { code: 'DecidedOtherwise' },
        });
        await system.untilIdle();
        const run = await shop.runOf('HASH');
        expect(run.status).toBe('rejected');
        expect(run.why?.en).toContain('The shop has better ones.');
      },
      patience,
    );

    it(
      'publishes all but the channels that were rejected one by one',
      async () => {
        const approval = await approvalOf('CHOICE');
        const [item] = approval.items;
        expect(item?.choices).toContain('open-graph');
        const unknown = { decision: 'approve', rejectedChoices: { [item?.run ?? '']: ['no-such-channel'] } };
        expect(await decide('approver', approval, unknown)).toMatchObject({ status: 400 });
        const rejectedChoices = { [item?.run ?? '']: ['open-graph'] };
        const decided = await decide('approver', approval, { decision: 'approve', rejectedChoices });
        expect(decided.status).toBe(200);
        await system.untilIdle();
        expect((await shop.runOf('CHOICE')).status).toBe('published');
        const published = await publishedChannels('CHOICE');
        expect(published).not.toContain('open-graph');
        expect(published).toContain('web-thumbnail');
      },
      patience,
    );

    it(
      'does not let the uploader approve, but another approver',
      async () => {
        const approval = await approvalOf('EYES');
        expect(await decide('everybody', approval)).toMatchObject({
          status: 403,
          body: { code: 'FourEyes' },
        });
        expect((await decide('approver', approval)).status).toBe(200);
        await system.untilIdle();
        expect((await shop.runOf('EYES')).status).toBe('published');
      },
      patience,
    );

    it(
      'answers 410 after its time, publishes nothing, and asks again when it is reopened',
      async () => {
        const approval = await approvalOf('EXPIRED');
        await change(`shop#APPROVAL#${approval.id}`, 'APPROVAL', { expiresAt: '2020-01-01T00:00:00.000Z' });
        expect(await decide('approver', approval)).toMatchObject({
          status: 410,
          body: { code: 'ApprovalExpired' },
        });
        await system.untilIdle();
        expect((await shop.runOf('EXPIRED')).status).toBe('expired');
        expect(await publishedChannels('EXPIRED')).toEqual([]);

        const reopened = await shop.call('operator', 'POST', `approvals/${approval.id}/reopen`);
        expect(reopened.status).toBe(202);
        await system.untilIdle();
        expect(await shop.runOf('EXPIRED')).toMatchObject({ status: 'waiting', attempt: 2 });
        const anew = await approvalOf('EXPIRED');
        expect(anew.id).not.toBe(approval.id);
        expect((await shop.call('operator', 'POST', `approvals/${approval.id}/reopen`)).status).toBe(202);
        await system.untilIdle();
        expect((await shop.runOf('EXPIRED')).attempt, 'reopening twice is one replay').toBe(2);
        expect((await decide('approver', anew)).status).toBe(200);
        await system.untilIdle();
        expect((await shop.runOf('EXPIRED')).status).toBe('published');
      },
      patience,
    );

    it(
      'is taken from people by the sweep when nobody came in time',
      async () => {
        await shop.put('images/SWEPT/SWEPT.jpg', stripes);
        await system.untilIdle();
        const approval = await approvalOf('SWEPT');
        await change(`shop#APPROVAL#${approval.id}`, 'APPROVAL', { expiresAt: '2020-01-01T00:00:00.000Z' });
        await shop.invoke('SweepApprovals');
        await system.untilIdle();
        expect((await shop.runOf('SWEPT')).status).toBe('expired');
        expect((await decide('approver', approval)).status).toBe(410);
      },
      patience,
    );
  });

  describe('to what is published', () => {
    it(
      'stops at a picture that somebody else changed, and shows both',
      async () => {
        await change('shop#SKU#MEDIA', 'MEDIA#01', { asset: 'by-somebody-else' });
        const run = await shop.runOf('MEDIA');
        expect(run.status).toBe('published');
        expect((await shop.call('operator', 'POST', `runs/${run.id}/replay`)).status).toBe(202);
        await system.untilIdle();
        expect(await shop.runOf('MEDIA')).toMatchObject({ status: 'conflict', attempt: 2 });
        expect((await mediaOf('MEDIA')).d.asset).toBe('by-somebody-else');
        const reverted = await shop.call('approver', 'POST', `publications/${run.id}-1/revert`);
        expect(reverted).toMatchObject({
          status: 409,
          body: { code: 'MediaChanged', theirs: { asset: 'by-somebody-else' } },
        });
      },
      patience,
    );

    it('takes a publication back once', async () => {
      const run = await shop.runOf('CHOICE');
      const revert = () => shop.call('approver', 'POST', `publications/${run.id}-1/revert`);
      expect(await revert()).toMatchObject({ status: 200, body: { status: 'reverted' } });
      expect(await publishedChannels('CHOICE')).toEqual([]);
      const { v } = await mediaOf('CHOICE');
      expect((await revert()).status).toBe(200);
      expect((await mediaOf('CHOICE')).v, 'reverting twice writes once').toBe(v);
      expect((await shop.call('approver', 'POST', 'publications/unknown/revert')).status).toBe(404);
    });

    it(
      'holds new runs while the kill switch is on, and publishes them when they are replayed after it',
      async () => {
        await set('operator', 'kill-switches', { 'image-assets': true });
        await shop.put('images/HELD/HELD.jpg', easy);
        await system.untilIdle();
        const held = await shop.runOf('HELD');
        expect(held).toMatchObject({ status: 'held', stages: [] });
        expect(await shop.messagesLeft(), 'a held run is no dead letter').toEqual({});
        await set('operator', 'kill-switches', { 'image-assets': false });
        expect((await shop.call('operator', 'POST', `runs/${held.id}/replay`)).status).toBe(202);
        await system.untilIdle();
        expect(await shop.runOf('HELD')).toMatchObject({ status: 'published', attempt: 2 });
      },
      patience,
    );

    it(
      'makes and checks everything, but publishes nothing, outside the pilot and in a dry run',
      async () => {
        await set('admin', 'pilot', { 'image-assets': { skus: ['PILOT'] } });
        await shop.put('images/PILOT/PILOT.jpg', easy);
        await shop.put('images/OUTSIDE/OUTSIDE.jpg', easy);
        await system.untilIdle();
        await set('admin', 'pilot', {});
        await set('admin', 'dry-run', { 'image-assets': true });
        await shop.put('images/DRY/DRY.jpg', stripes);
        await system.untilIdle();
        await set('admin', 'dry-run', {});
        const status = async (sku: string) => (await shop.runOf(sku)).status;
        expect([await status('PILOT'), await status('OUTSIDE'), await status('DRY')]).toEqual([
          'published',
          'dry-run',
          'dry-run',
        ]);
        expect(await publishedChannels('OUTSIDE')).toEqual([]);
        expect(await shop.keys(shop.media, 'OUTSIDE/')).not.toEqual([]);
      },
      patience,
    );

    it('keeps the audit chain intact through all of this', async () => {
      const verdict = await shop.call('admin', 'GET', 'audit/verification');
      expect(verdict.body).toMatchObject({ ok: true });
      expect(await shop.messagesLeft()).toEqual({});
    });
  });

  async function approvalOf(sku: string): Promise<Approval> {
    const { body } = await shop.call<{ approvals: Approval[] }>('approver', 'GET', 'approvals');
    const approval = body.approvals.find((one) => one.subject.id === sku);
    if (approval === undefined) throw new Error(`nothing waits for ${sku}`);
    return approval;
  }

  async function decide(
    person: Person,
    approval: Approval,
    more: Record<string, unknown> = { decision: 'approve' },
  ): Promise<Answer<Record<string, unknown>>> {
    const body = { payloadHash: approval.payloadHash, ...more };
    return await shop.call(person, 'POST', `approvals/${approval.id}/decision`, body);
  }

  /** Through the form that the uploads API gives, as the console does it. */
  async function upload(person: Person, sku: string): Promise<void> {
    const { status, body } = await shop.call<{ form: { url: string; fields: Record<string, string> } }>(
      person,
      'POST',
      'uploads',
      { sku, fileName: `${sku}.jpg` },
    );
    expect(status).toBe(201);
    const form = new FormData();
    for (const [name, value] of Object.entries(body.form.fields)) form.append(name, value);
    form.append('file', new Blob([new Uint8Array(stripes)]), 'x.jpg');
    const posted = await fetch(body.form.url, { method: 'POST', body: form });
    expect(posted.status).toBe(204);
  }

  async function set(person: Person, name: string, value: unknown): Promise<void> {
    const saved = await shop.call(person, 'PUT', `settings/${name}`, { value, reason: 'a test' });
    expect(saved, name).toMatchObject({ status: 200 });
  }

  /** What somebody with access to the table does behind the system's back. */
  async function change(pk: string, sk: string, data: Record<string, unknown>): Promise<void> {
    const item = (await shop.records('State')).find((one) => one.pk === pk && one.sk === sk);
    if (item === undefined) throw new Error(`there is no record ${pk} ${sk}`);
    const Item = { ...item, v: item.v + 1, d: { ...item.d, ...data } };
    await shop.documents.send(
      new PutCommand({ TableName: system.resource('AWS::DynamoDB::GlobalTable', 'State'), Item }),
    );
  }

  async function mediaOf(sku: string): Promise<Item> {
    const found = (await shop.records('State')).filter(
      (item) => item.pk === `shop#SKU#${sku}` && item.sk.startsWith('MEDIA#'),
    );
    const [item] = found;
    if (item === undefined || found.length !== 1) throw new Error(`${sku} has ${found.length} pictures`);
    return item;
  }

  /** Of the pictures that stand on a product in the catalogue. */
  async function publishedChannels(sku: string): Promise<string[]> {
    const found = (await shop.records('State')).filter(
      (item) => item.pk === `shop#SKU#${sku}` && item.sk.startsWith('MEDIA#'),
    );
    return found.flatMap(({ d }) => ((d.files ?? []) as { channel: string }[]).map((file) => file.channel));
  }
});
