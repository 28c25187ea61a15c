import { describe, expect, it } from 'vitest';
import { aRun } from './shop-records.ts';
import { aLocalShop } from './typed-line.ts';

describe('runs list', () => {
  const local = aLocalShop();
  const route = 'GET /api/sample/runs';

  it("shows each run in aligned columns, times in the shop's zone", async () => {
    const runs = [aRun(), aRun({ id: 'run-2', subject: { kind: 'photo', id: 'A', label: 'A' }, stages: [] })];
    local.shop.on(route, { runs });
    const { exit, out } = await local.run('runs list');
    expect(exit).toBe(0);
    expect(out.split('\n').slice(0, 3)).toEqual([
      'Time (Asia/Shanghai)  What                 Status     Last stage  Id',
      '2026-11-21 09:02      MUG-01 · 马克杯.jpg  published  Publish     run-1',
      '2026-11-21 09:02      A                    published              run-2',
    ]);
    expect(out).toContain('npx storehand runs show <id>');
  });

  it('asks the API for what the options say', async () => {
    local.shop.on(route, { runs: [] });
    await local.run('runs list --status failed --days 3 --limit 5');
    expect(local.shop.to(route).map((one) => String(one.query))).toEqual(['status=failed&days=3&limit=5']);
  });

  it('says what to do with what waits and what failed', async () => {
    local.shop.on(route, { runs: [aRun({ status: 'waiting' }), aRun({ status: 'failed' })] });
    const { out } = await local.run('runs list');
    expect(out).toContain('Waiting for a decision: 1. Look: npx storehand approvals list');
    expect(out).toContain('Failed: 1. When the cause is mended: npx storehand runs replay <id>');
  });

  it('says how to begin where nothing ran', async () => {
    local.shop.on(route, { runs: [] });
    expect((await local.run('runs list')).out).toContain('npx storehand upload <folder>');
  });

  it('says so when there may be more than it shows', async () => {
    local.shop.on(route, { runs: [aRun()] });
    expect((await local.run('runs list --limit 1')).out).toContain('Only the newest 1 are shown.');
  });

  it('gives scripts what the API answered and nothing else', async () => {
    const answer = { runs: [aRun()] };
    local.shop.on(route, answer);
    const { out, err } = await local.run('runs list --json');
    expect(JSON.parse(out)).toEqual(answer);
    expect(err).toBe('');
  });
});

describe('runs show', () => {
  const local = aLocalShop('zh');

  it('shows stages, engines and notes in Chinese, and how to revert', async () => {
    local.shop.on('GET /api/sample/runs/run-1', aRun());
    const { out } = await local.run('runs show run-1');
    expect(out).toMatch(/状态 +已发布/);
    expect(out).toMatch(/警告 +1\.5 +rules\/inspect@1 +照片过暗。/);
    expect(out).toContain('恢复发布前的内容：npx storehand publications revert run-1-1');
  });

  it('gives scripts the whole run', async () => {
    local.shop.on('GET /api/sample/runs/run-1', aRun());
    expect(JSON.parse((await local.run('runs show run-1 --json')).out)).toEqual(aRun());
  });

  it('offers to run a failed one again', async () => {
    local.shop.on(
      'GET /api/sample/runs/run-1',
      aRun({ status: 'failed', why: { en: 'Broken.', zh: '出错。' } }),
    );
    const { out } = await local.run('runs show run-1');
    expect(out).toContain('出错。');
    expect(out).toContain('npx storehand runs replay run-1');
  });
});

describe('runs replay', () => {
  const local = aLocalShop();

  it('starts the run again and says which attempt it is', async () => {
    local.shop.on('POST /api/sample/runs/run-1/replay', { run: 'run-1', attempt: 2 }, 202);
    const { exit, out } = await local.run('runs replay run-1');
    expect(exit).toBe(0);
    expect(out).toContain('Run run-1 starts again as attempt 2.');
  });

  it("ends with 1 and the API's sentence when the run is still open", async () => {
    const text = { en: 'This run has not ended yet.', zh: '该运行尚未结束。' };
    local.shop.on('POST /api/sample/runs/run-1/replay', { code: 'RunOpen', text }, 409);
    expect(await local.run('runs replay run-1')).toEqual({ exit: 1, out: '', err: `${text.en}\n` });
    expect((await local.run('runs replay run-1 --lang zh')).err).toBe(`${text.zh}\n`);
    const { exit, out } = await local.run('runs replay run-1 --json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toEqual({ error: { kind: 'refused', code: 'RunOpen', status: 409, text } });
  });
});

describe('publications revert', () => {
  const local = aLocalShop();

  it('reverts by id', async () => {
    local.shop.on('POST /api/sample/publications/run-1-1/revert', { status: 'reverted' });
    const { exit, out } = await local.run('publications revert run-1-1');
    expect(exit).toBe(0);
    expect(out).toContain('Publication run-1-1 is reverted');
  });

  it('sends an id with strange characters as one segment of the path', async () => {
    local.shop.on('POST /api/sample/publications/a/b?c/revert', {});
    expect((await local.run('publications revert a/b?c')).exit).toBe(0);
  });
});

describe('audit verify', () => {
  const local = aLocalShop();
  const route = 'GET /api/sample/audit/verification';

  it('follows the cursors to the end and adds the pages up', async () => {
    local.shop.onCall(route, ({ query }) => ({
      status: 200,
      body: query.has('cursor')
        ? { ok: true, streams: 2, entries: 5 }
        : { ok: true, streams: 300, entries: 900, cursor: 'next' },
    }));
    const { exit, out } = await local.run('audit verify');
    expect(exit).toBe(0);
    expect(out).toContain('905 entries in 302 chains');
    expect(JSON.parse((await local.run('audit verify --json')).out)).toEqual({
      ok: true,
      streams: 302,
      entries: 905,
    });
  });

  it('ends with 1 and names the first bad entry', async () => {
    const says = { en: 'Entry 3 of run/x was changed.', zh: '第 3 条记录被改动。' };
    const bad = { kind: 'entry', code: 'EntryAltered', stream: 'run/x', seq: 3, says };
    local.shop.on(route, { ok: false, bad });
    expect(await local.run('audit verify')).toEqual({ exit: 1, out: '', err: `${says.en}\n` });
    const { exit, out } = await local.run('audit verify --json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toEqual({ ok: false, bad });
  });
});
