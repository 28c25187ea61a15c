import { describe, expect, it } from 'vitest';
import { anApproval } from './shop-records.ts';
import { aLocalShop } from './typed-line.ts';

const list = 'GET /api/sample/approvals';
const one = 'GET /api/sample/approvals/approval-1';
const decision = 'POST /api/sample/approvals/approval-1/decision';

describe('approvals list', () => {
  const local = aLocalShop();

  it('shows what waits, until when and why, once for the same reason', async () => {
    local.shop.on(list, { approvals: [anApproval()] });
    const { out } = await local.run('approvals list');
    expect(out).toMatch(/2026-11-24 18:00 +MUG-01 +2 +The cut-out is doubtful\. +approval-1/);
    expect(out).toContain('npx storehand approvals show <id>');
    expect(local.shop.to(list)[0]?.query.get('status')).toBe('open');
  });

  it('reads page after page up to the limit, and says when there are more', async () => {
    local.shop.onCall(list, ({ query }) => {
      const page = Number(query.get('cursor') ?? 0);
      return { status: 200, body: { approvals: [anApproval({ id: `a${page}` })], cursor: String(page + 1) } };
    });
    const { out } = await local.run('approvals list --status expired --limit 3');
    expect(local.shop.to(list)).toHaveLength(3);
    expect(out).toContain('a2');
    expect(out).toContain('Only the newest 3 are shown.');
    expect(out).toContain('npx storehand approvals reopen <id>');
  });

  it('says so when nothing waits', async () => {
    local.shop.on(list, { approvals: [] });
    expect((await local.run('approvals list')).out).toBe('Nothing waits for a decision.\n');
    expect((await local.run('approvals list --lang zh')).out).toBe('没有待审批的事项。\n');
  });
});

describe('approvals show', () => {
  const local = aLocalShop();

  it('shows every question with its evidence: confidence, channels, checks, files', async () => {
    local.shop.on(one, anApproval());
    const { out } = await local.run('approvals show approval-1');
    expect(out).toContain('approver, not the person who started it');
    expect(out).toContain('confidence 62 %, rules/matting@1');
    expect(out).toMatch(/amazon-main +2000 × 2000 +pass +sample\/MUG-01\/asset\/amazon-main-2000x2000\.jpg/);
    expect(out).toMatch(/shopify +2000 × 2000 +withheld/);
    expect(out).toContain('hash-of-all');
  });

  it('shows derived pictures among the channels’, and leaves one of them out', async () => {
    const items = anApproval().items.map((item) => {
      const derived = {
        choice: 'scene-stone',
        kind: 'scene',
        file: { bucket: 'media', key: 'sample/MUG-01/asset/derived/scene-stone-1600x1600.jpg' },
        sha256: 'y',
        width: 1600,
        height: 1600,
        answer: 'pass',
        withheld: true,
      };
      return {
        ...item,
        payload: { ...(item.payload as object), derived: [derived] },
        choices: [...item.choices, 'scene-stone'],
      };
    });
    local.shop.on(one, anApproval({ items }));
    local.shop.on(decision, { outcome: 'decided', told: true, approval: anApproval({ status: 'approved' }) });
    expect((await local.run('approvals show approval-1')).out).toMatch(/scene-stone +1600 × 1600 +withheld/);
    await local.run('approvals approve approval-1 --reject-channel scene-stone');
    expect(local.shop.to(decision)[0]?.body).toMatchObject({
      rejectedChoices: { 'run-1': ['scene-stone'], 'run-2': ['scene-stone'] },
    });
  });

  it('tells for each file all failed rules and warnings: measured, expected, whose rule', async () => {
    const [item] = anApproval().items;
    const payload = item?.payload as { pictures: object[] };
    const halo = {
      rule: 'no-halo',
      answer: 'fail',
      measured: 0.51,
      demanded: { max: 0.38 },
      unit: 'ratio',
      publisher: 'house',
      confirmed: true,
      says: { en: 'A rim of the old background is left. Measured: 0.51', zh: '有残边。实测：0.51' },
    };
    const heavy = {
      ...halo,
      rule: 'largest-file',
      answer: 'warn',
      measured: 5_400_000,
      demanded: { max: 5_000_000 },
      unit: 'bytes',
      publisher: 'platform',
      says: { en: 'The file has at most 5 MB', zh: '文件不超过 5 MB' },
    };
    const pictures = payload.pictures.map((picture, index) => ({
      ...picture,
      findings: index === 0 ? [0, 1] : [0],
    }));
    const evidence = { file: { key: 'sample/MUG-01/asset/validation.json' }, sha256: 'z' };
    const items =
      item === undefined
        ? []
        : [
            {
              ...item,
              payload: { ...payload, pictures, findings: [halo, heavy], findingsLeftOut: 3, evidence },
            },
          ];
    local.shop.on(one, anApproval({ items }));
    const { out } = await local.run('approvals show approval-1');
    expect(out).toContain('FAIL  A rim of the old background is left. Measured: 0.51');
    expect(out).toContain(
      "rule no-halo (Storehand's own); measured 0.51, expected at most 0.38; in amazon-main, shopify\n",
    );
    expect(out).toContain(
      "rule largest-file (the channel's own); measured 5,400,000 B, expected at most 5,000,000 B; in amazon-main\n",
    );
    expect(out).toContain(
      '3 further findings are not shown; they stand in sample/MUG-01/asset/validation.json.',
    );
    expect((await local.run('approvals show approval-1 --lang zh')).out).toContain('不大于 0.38');
  });

  it('adds links to look at the pictures when asked to', async () => {
    local.shop.on(one, anApproval());
    local.shop.onCall('GET /api/sample/media', ({ query }) => ({
      status: 200,
      body: { url: `https://media.test/${query.get('key')}?signed`, validForSeconds: 900 },
    }));
    const { out } = await local.run('approvals show approval-1 --links');
    expect(out).toContain('https://media.test/sample/MUG-01/asset/amazon-main-2000x2000.jpg?signed');
  });

  it("shows another workflow's evidence as it is", async () => {
    const [item] = anApproval().items;
    const items = item === undefined ? [] : [{ ...item, payload: { total: 99 } }];
    local.shop.on(one, anApproval({ items }));
    expect((await local.run('approvals show approval-1')).out).toContain('{"total":99}');
  });
});

describe('approvals approve and reject', () => {
  const local = aLocalShop();
  const decided = { outcome: 'decided', told: true, approval: anApproval({ status: 'approved' }) };

  it('shows what is decided, and decides on exactly the hash that was read, as an approver', async () => {
    local.shop.on(one, anApproval());
    local.shop.on(decision, decided);
    const { exit, out } = await local.run(['approvals', 'approve', 'approval-1', '--comment', 'looks good']);
    expect(exit).toBe(0);
    expect(out).toContain('Publish the pictures of run-1?');
    expect(out).toContain('Approved.');
    const [sent] = local.shop.to(decision);
    expect(sent?.body).toEqual({ payloadHash: 'hash-of-all', decision: 'approve', comment: 'looks good' });
    expect(sent?.token).toContain('approver@local.test');
  });

  it('leaves a channel out of every run that offers it', async () => {
    local.shop.on(one, anApproval());
    local.shop.on(decision, decided);
    await local.run('approvals approve approval-1 --reject-channel shopify --reject-channel amazon-main');
    expect(local.shop.to(decision)[0]?.body).toMatchObject({
      rejectedChoices: { 'run-1': ['shopify', 'amazon-main'], 'run-2': ['shopify'] },
    });
  });

  it('says before it approves which withheld and failed files go out by it', async () => {
    const items = anApproval().items.map((item) => {
      const payload = item.payload as { pictures: object[] };
      const failed = { ...payload.pictures[0], channel: 'ebay', answer: 'fail' };
      const both = { ...failed, channel: 'douyin', withheld: true };
      const pictures = [...payload.pictures, failed, both];
      return { ...item, payload: { ...payload, pictures }, choices: [...item.choices, 'ebay', 'douyin'] };
    });
    local.shop.on(one, anApproval({ items }));
    local.shop.on(decision, decided);
    const { out } = await local.run('approvals approve approval-1');
    expect(out).toContain('by approving, these files go out too');
    expect(out.indexOf('Careful')).toBeLessThan(out.indexOf('Approved.'));
    expect(out).toMatch(/shopify +withheld +Publish the pictures of run-1\?/);
    expect(out).toMatch(/ebay +fail +Publish/);
    expect(out).toMatch(/douyin +withheld, fail +Publish/);
    expect(out).not.toMatch(/amazon-main +pass/);
    const zh = await local.run('approvals approve approval-1 --reject-channel ebay --lang zh');
    expect(zh.out).toContain('一旦通过也会一并发布');
    expect(zh.out).toMatch(/douyin +暂扣，未通过/);
    expect(zh.out).not.toMatch(/ebay +未通过/);
  });

  it('says nothing of that where all that is doubtful is left out, to a rejection, or in JSON', async () => {
    local.shop.on(one, anApproval());
    local.shop.on(decision, decided);
    for (const line of ['approve approval-1 --reject-channel shopify', 'reject approval-1']) {
      expect((await local.run(`approvals ${line}`)).out, line).not.toContain('Careful');
    }
    expect(JSON.parse((await local.run('approvals approve approval-1 --json')).out)).toEqual(decided);
  });

  it('refuses a channel that is not part of it, before anything is sent', async () => {
    local.shop.on(one, anApproval());
    const { exit, err } = await local.run('approvals approve approval-1 --reject-channel ebay');
    expect(exit).toBe(2);
    expect(err).toContain('There is no channel ebay in this approval. There are: amazon-main, shopify.');
    expect(local.shop.to(decision)).toHaveLength(0);
  });

  it('decides nothing when it is not what the person saw before', async () => {
    local.shop.on(one, anApproval());
    const { exit, err } = await local.run('approvals reject approval-1 --seen another-hash');
    expect(exit).toBe(1);
    expect(err).toContain('It is not what you saw any more; nothing was decided.');
    expect(local.shop.to(decision)).toHaveLength(0);
  });

  it('says when the workflow will only hear of it later, and when it was decided before', async () => {
    local.shop.on(one, anApproval());
    local.shop.on(decision, { ...decided, outcome: 'already-decided', told: false });
    const { out } = await local.run('approvals reject approval-1');
    expect(out).toContain('You had decided the same before.');
    expect(out).toContain('the workflow hears of it within five minutes');
  });

  it.each([
    [409, 'PayloadChanged'],
    [410, 'ApprovalExpired'],
    [403, 'FourEyes'],
    [404, 'ApprovalUnknown'],
  ])('ends with 1 on %i, with the text of the API', async (status, code) => {
    local.shop.on(one, anApproval());
    local.shop.on(decision, { code, text: { en: `No: ${code}.`, zh: `不行：${code}。` } }, status);
    const { exit, err } = await local.run('approvals approve approval-1');
    expect({ exit, err }).toEqual({ exit: 1, err: `No: ${code}.\n` });
    const { out } = await local.run('approvals approve approval-1 --json');
    expect(JSON.parse(out).error).toMatchObject({ code, status });
  });

  it('acts as the member that --as names', async () => {
    local.shop.on(one, anApproval());
    local.shop.on(decision, decided);
    await local.run('approvals approve approval-1 --as op@local.test');
    expect(local.shop.to(decision)[0]?.token).toContain('op@local.test');
    const { exit, err } = await local.run('approvals approve approval-1 --as nobody@local.test');
    expect(exit).toBe(2);
    expect(err).toContain('Members: op@local.test, approver@local.test.');
  });
});

describe('approvals reopen', () => {
  const local = aLocalShop();

  it('says how many runs start again', async () => {
    const runs = [{ run: 'run-1', attempt: 1 }];
    local.shop.on('POST /api/sample/approvals/approval-1/reopen', { runs }, 202);
    expect((await local.run('approvals reopen approval-1')).out).toContain('Reopened. 1 run(s) start again');
  });
});
