import { describe, expect, it } from 'vitest';
import { anApproval, aQuarantineRecord, aRun } from './shop-records.ts';
import { aLocalShop } from './typed-line.ts';

const route = 'GET /api/sample/quarantine';
const unassigned = aQuarantineRecord({
  id: 'q-2',
  kind: 'unassigned',
  subject: { kind: 'photo', id: 'IMG_1.jpg', label: 'IMG_1.jpg' },
});

describe('quarantine', () => {
  const local = aLocalShop('zh');

  it('lists everything with its reason and how to go on', async () => {
    local.shop.on(route, { items: [aQuarantineRecord(), unassigned] });
    const { out } = await local.run('quarantine list');
    expect(out).toMatch(/2026-11-21 08:30 +MUG-02 · notes\.txt +已拒绝 +q-1 +文件内容不是图片。/);
    expect(out).toContain('npx storehand quarantine retry <编号>');
    expect(out).toContain('npx storehand assign <编号> <SKU>');
  });

  it('says so when it is empty', async () => {
    local.shop.on(route, { items: [] });
    expect((await local.run('quarantine list')).out).toBe('隔离区为空。\n');
    expect(JSON.parse((await local.run('quarantine list --json')).out)).toEqual({ items: [] });
  });

  it('retries, with a product where one is given', async () => {
    local.shop.on('POST /api/sample/quarantine/q-1/retry', {}, 202);
    expect((await local.run('quarantine retry q-1')).exit).toBe(0);
    expect((await local.run('quarantine retry q-1 --sku MUG-09')).exit).toBe(0);
    const sent = local.shop.to('POST /api/sample/quarantine/q-1/retry').map((one) => one.body);
    expect(sent).toEqual([{}, { sku: 'MUG-09' }]);
  });

  it('ends with 1 when there is nothing of that id', async () => {
    const text = { en: 'There is nothing.', zh: '没有该记录。' };
    local.shop.on('POST /api/sample/quarantine/q-7/retry', { code: 'QuarantineUnknown', text }, 404);
    expect(await local.run('quarantine retry q-7')).toEqual({ exit: 1, out: '', err: '没有该记录。\n' });
  });
});

describe('assign', () => {
  const local = aLocalShop();

  it('lists only photos that wait for their product', async () => {
    local.shop.on(route, { items: [aQuarantineRecord(), unassigned] });
    const { out } = await local.run('assign list');
    expect(out).toContain('IMG_1.jpg');
    expect(out).not.toContain('notes.txt');
    expect(JSON.parse((await local.run('assign list --json')).out)).toEqual({ items: [unassigned] });
  });

  it('gives a photo to a product', async () => {
    local.shop.on('POST /api/sample/quarantine/q-2/retry', {}, 202);
    const { exit, out } = await local.run('assign q-2 MUG-03');
    expect(exit).toBe(0);
    expect(out).toContain('The photo now belongs to MUG-03.');
    expect(local.shop.to('POST /api/sample/quarantine/q-2/retry')[0]?.body).toEqual({ sku: 'MUG-03' });
  });

  it('wants both the photo and the product', async () => {
    const { exit, err } = await local.run('assign q-2');
    expect(exit).toBe(2);
    expect(err).toContain('<sku> is missing.');
  });
});

describe('status', () => {
  const local = aLocalShop();

  it("counts what runs, waits and failed, and today in the shop's zone", async () => {
    // 15:59 UTC is the evening of the 20th in Shanghai, 16:00 is the 21st.
    const yesterday = aRun({ id: 'r0', startedAt: '2026-11-20T15:59:59.000Z' });
    const today = aRun({ id: 'r1', startedAt: '2026-11-20T16:00:00.000Z' });
    const failed = aRun({ id: 'r2', status: 'failed' });
    local.shop.onCall('GET /api/sample/runs', ({ query }) => {
      const status = query.get('status');
      const all = [yesterday, today, failed];
      return { status: 200, body: { runs: all.filter((run) => status === null || run.status === status) } };
    });
    local.shop.on('GET /api/sample/approvals', { approvals: [anApproval()] });
    local.shop.on(route, { items: [aQuarantineRecord(), unassigned] });
    const document = JSON.parse((await local.run('status --json')).out);
    expect(document).toMatchObject({
      store: 'sample',
      running: 0,
      openApprovals: 1,
      unassigned: 1,
      quarantined: 1,
      failedLast7Days: 1,
      today: { day: '2026-11-21', runs: 2, byStatus: { published: 1, failed: 1 } },
    });
    const { out } = await local.run('status');
    expect(out).toContain('SAMPLE, made-up data');
    expect(out).toContain('published 1 · failed 1');
    expect(out).toContain('npx storehand approvals list');
  });

  it('says that nothing waits when nothing does', async () => {
    local.shop.on('GET /api/sample/runs', { runs: [] });
    local.shop.on('GET /api/sample/approvals', { approvals: [] });
    local.shop.on(route, { items: [] });
    const { out } = await local.run('status');
    expect(out).toContain('Nothing ran today.');
    expect(out).toContain('Nothing waits for a person.');
  });
});
