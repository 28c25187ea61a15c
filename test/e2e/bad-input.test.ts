import { availableParallelism } from 'node:os';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QuarantineRecord } from '../../functions/platform/quarantine/quarantine.ts';
import type { Run } from '../../functions/platform/runs/run.ts';
import { badFiles, hostileNames, oddPhotos } from './bad-photos.ts';
import { JournalWatch } from './journal-watch.ts';
import { commandOf, processTree, residentBytes } from './process-tree.ts';
import { Workshop } from './running-system.ts';
import { ShopUnderTest } from './shop-under-test.ts';
import { easyPhoto } from './test-photos.ts';

const patience = 150_000;
const mebibyte = 1024 * 1024;
/** The picture functions have 1,769 MB; half a GiB below it is room for what a larger photo needs. */
const mostResidentBytes = 1536 * mebibyte;
const sampleMilliseconds = 100;

const sku = (name: string, index: number) => `${/^[a-z]+/i.exec(name)?.[0] ?? 'ODD'}-${index}`.toUpperCase();

describe('A shop that is given bad input', () => {
  const workshop = new Workshop();
  const highest = { bytes: 0, command: '' };
  let shop: ShopUnderTest;
  let sampling: NodeJS.Timeout;

  beforeAll(async () => {
    const system = await workshop.start();
    sampling = setInterval(() => {
      for (const pid of processTree(system.pid)) {
        const bytes = residentBytes(pid);
        if (bytes > highest.bytes) Object.assign(highest, { bytes, command: commandOf(pid) });
      }
    }, sampleMilliseconds);
    shop = new ShopUnderTest(system);
    await shop.open({
      channels: { selected: ['web-thumbnail'] },
      'approval-policy': {
        working: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', holidays: [] },
        workflows: { 'image-assets': { when: 'never' } },
      },
    });
    for (const [index, file] of badFiles.entries()) {
      await shop.put(`images/${sku(file.name, index)}/${file.name}`, await file.make());
    }
    for (const [index, name] of hostileNames.entries()) {
      await shop.put(`images/HOSTILE-${index}/${name}`, 'not a photo');
    }
    for (const [index, photo] of oddPhotos.entries()) {
      await shop.put(`images/${sku(photo.name, index)}/${photo.name}`, await photo.make());
    }
    await shop.put('images/no sku here/1.jpg', await easyPhoto('#104050', 480));
    await shop.put('unassigned/图片 1.jpg', await easyPhoto('#504010', 480));
    await shop.system.untilIdle();
    refused = await shop.quarantine();
    runs = await shop.runs();
  }, patience);
  afterAll(async () => {
    clearInterval(sampling);
    await workshop.close();
  });
  let refused: QuarantineRecord[] = [];
  let runs: Run[] = [];

  it.each(badFiles.map((file, index) => [file.name, file.code, sku(file.name, index)]))(
    'keeps %s in quarantine as %s, in words that its people understand',
    async (name, code, id) => {
      const record = refused.find((one) => one.subject.id === id);
      expect(record).toMatchObject({ code, kind: 'refused', status: 'open' });
      expect(record?.says.en).toMatch(/[A-Z].*\.$/);
      expect(record?.says.zh).toMatch(/\p{Script=Han}.*。$/u);
      expect(record?.original).toMatchObject({ bucket: 'inbox', key: `shop/images/${id}/${name}` });
      expect(runs.find((run) => run.id === record?.run)?.status).toBe('quarantined');
    },
  );

  it.each(hostileNames.map((name, index) => [JSON.stringify(name), index]))(
    'keeps a file of the name %s under just that name',
    async (_, index) => {
      const name = hostileNames[Number(index)];
      const record = refused.find((one) => one.subject.id === `HOSTILE-${index}`);
      expect(record).toMatchObject({ code: 'NotAnImage' });
      const key = `shop/images/HOSTILE-${index}/${name}`;
      expect(record?.original?.key).toBe(key);
      const head = await shop.s3.send(new HeadObjectCommand({ Bucket: shop.inbox, Key: key }));
      expect(head.ContentLength).toBe('not a photo'.length);
    },
  );

  it.each(oddPhotos.map((photo, index) => [photo.name, sku(photo.name, index), photo.facts] as const))(
    'makes the right files of %s',
    async (_, id, facts) => {
      const run = runs.find((one) => one.subject.id === id);
      expect(run?.status, run?.why?.en).toBe('published');
      const folder = `${shop.store}/${id}/${run?.result?.asset}`;
      const inspection = JSON.parse((await read(`${folder}/inspection.json`)).toString('utf8'));
      expect(inspection).toMatchObject(facts);
      const thumbnail = await sharp(await read(`${folder}/web-thumbnail-400x400.webp`)).metadata();
      expect(thumbnail).toMatchObject({
        format: 'webp',
        width: 400,
        height: 400,
        space: 'srgb',
        depth: 'uchar',
      });
    },
  );

  it(
    'asks which product a photo belongs to whose name does not say, and takes the answer',
    async () => {
      const unassigned = refused.filter((one) => one.kind === 'unassigned');
      expect(unassigned.map((one) => one.original?.key).sort()).toEqual([
        'shop/images/no sku here/1.jpg',
        'shop/unassigned/图片 1.jpg',
      ]);
      const [first] = unassigned;
      const missing = await shop.call('operator', 'POST', `quarantine/${first?.id}/retry`);
      expect(missing).toMatchObject({ status: 400, body: { code: 'SkuMissing' } });
      const assigned = await shop.call('operator', 'POST', `quarantine/${first?.id}/retry`, {
        sku: 'ASSIGNED',
      });
      expect(assigned.status).toBe(202);
      await shop.system.untilIdle();
      expect((await shop.runOf('ASSIGNED')).status).toBe('published');
      expect((await shop.quarantine()).map((one) => one.id)).not.toContain(first?.id);
    },
    patience,
  );

  it(
    'looks at a refused photo again when somebody says so',
    async () => {
      const record = refused.find((one) => one.code === 'Truncated');
      const retried = await shop.call('operator', 'POST', `quarantine/${record?.id}/retry`);
      expect(retried.status).toBe(202);
      await shop.system.untilIdle();
      const again = (await shop.runs()).find((run) => run.id === record?.run);
      expect(again).toMatchObject({ attempt: 2, status: 'quarantined' });
      const open = (await shop.quarantine()).filter((one) => one.id === record?.id);
      expect(open).toHaveLength(1);
    },
    patience,
  );

  it('calls no more tasks at a time than have their turn within their time-outs', () => {
    const journal = new JournalWatch(shop.system.data);
    expect(journal.mostTasksAtOnce()).toBeLessThanOrEqual(4 * availableParallelism());
    journal.close();
  });

  it(
    'works on the largest photo that it takes (62.4 of 64 MP) within bounds of memory',
    async () => {
      await shop.put('images/LARGEST/LARGEST.jpg', await easyPhoto('#502080', 7_900));
      await shop.system.untilIdle();
      const run = await shop.runOf('LARGEST');
      expect(run.status, run.why?.en).toBe('published');
      expect(highest.bytes, highest.command).toBeLessThan(mostResidentBytes);
      console.log(
        `highest resident memory: ${Math.round(highest.bytes / mebibyte)} MiB (${highest.command})`,
      );
    },
    patience,
  );

  it(
    'works on the next photo as if nothing had happened, and leaves nothing behind',
    async () => {
      await shop.put('images/NEXT/NEXT.jpg', await easyPhoto('#206080', 480));
      await shop.system.untilIdle();
      expect((await shop.runOf('NEXT')).status).toBe('published');
      expect((await shop.runs()).filter((run) => run.status === 'failed')).toEqual([]);
      expect(await shop.messagesLeft()).toEqual({});
    },
    patience,
  );

  async function read(key: string): Promise<Buffer> {
    const object = await shop.s3.send(new GetObjectCommand({ Bucket: shop.media, Key: key }));
    return Buffer.from((await object.Body?.transformToByteArray()) ?? []);
  }
});
