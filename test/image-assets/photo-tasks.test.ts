import { beforeAll, describe, expect, it, vi } from 'vitest';
import { builtInMedia } from '../../functions/connectors/store/built-in-media.ts';
import { task as askReview } from '../../functions/image-assets/ask-review.handler.ts';
import { task as fetchPicture } from '../../functions/image-assets/fetch-picture.handler.ts';
import { task as inspect } from '../../functions/image-assets/inspect-photo.handler.ts';
import type { PictureList } from '../../functions/image-assets/picture-list.ts';
import { decisionSchema } from '../../functions/image-assets/schemas.ts';
import { decideApproval } from '../../functions/platform/approvals/decide-approval.ts';
import { listApprovals, showApproval } from '../../functions/platform/approvals/list-approvals.ts';
import { verifyAudit } from '../../functions/platform/audit/verify-audit.ts';
import { metrics } from '../../functions/platform/handlers/observability.ts';
import { crashEverywhere } from '../platform/memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { runNow, set } from '../platform/runs/run-fixtures.ts';
import {
  CHANNELS,
  hopelessPhoto,
  makePictures,
  mediaFiles,
  type PhotoJob,
  perform,
  publishPictures,
  recordEnd,
  selectChannels,
  startPhoto,
  studioPhoto,
} from './photo-job.ts';

// Lambda's middleware clears the metrics after each invocation; here one process runs many tasks.
vi.spyOn(metrics, 'addDimension').mockReturnValue(metrics);

let good: Buffer;
let hopeless: Buffer;
beforeAll(async () => {
  [good, hopeless] = await Promise.all([studioPhoto(), hopelessPhoto()]);
});

async function shopWith(bytes: Buffer): Promise<{ platform: MemoryPlatform; job: PhotoJob }> {
  const platform = createMemoryPlatform();
  await selectChannels(platform);
  return { platform, job: await startPhoto(platform, bytes) };
}

const shown = async (platform: MemoryPlatform, position = 1) =>
  (await builtInMedia(platform.inspection.records).read('shop', 'MUG-1', position))?.entry;

describe('a clear photo', () => {
  it('goes from the inbox to the catalogue through all its stages, with evidence beside each file', async () => {
    const { platform, job } = await shopWith(good);
    const made = await makePictures(platform, job);
    expect(made.asset).toMatchObject({ sku: 'MUG-1', position: 1 });
    expect(made.cutout).toMatchObject({ made: true, accepted: true });
    expect(made.formatted).toEqual({ made: 2, withheld: 0 });
    expect(made.checked).toMatchObject({ needsReview: false, channels: { fail: 0, withheld: 0 } });

    const published = await publishPictures(platform, job, made);
    expect(published).toEqual({ outcome: 'published', publication: 'run-1-1', files: 2, derived: 1 });
    await recordEnd(platform, job, { ...made, published });

    const folder = `shop/MUG-1/${made.asset.asset}`;
    expect(
      Object.keys(await mediaFiles(platform))
        .map((key) => key.slice(folder.length + 1))
        .sort(),
    ).toEqual([
      'cutout.png',
      'derived.json',
      'derived/plain-f3f0ea-800x800.jpg',
      'evidence.json',
      'inspection.json',
      'pictures.json',
      'retouch.json',
      'tmall-white-800x800.jpg',
      'validation.json',
      'web-thumbnail-400x400.webp',
    ]);
    expect((await shown(platform))?.files).toMatchObject([
      { channel: 'tmall-white', key: `${folder}/tmall-white-800x800.jpg`, width: 800, format: 'jpeg' },
      { channel: 'web-thumbnail', key: `${folder}/web-thumbnail-400x400.webp` },
    ]);
    const run = await runNow(platform);
    expect(run).toMatchObject({ status: 'published', result: { publication: 'run-1-1', files: 2 } });
    expect(run.stages.map(({ state, outcome }) => `${state} ${outcome}`)).toEqual([
      // 800 px are enough for these channels, and few all the same.
      'Inspect warned',
      'Retouch done',
      'RemoveBackground done',
      'Derive done',
      'Format done',
      'Validate done',
      'Publish done',
    ]);
    expect(platform.inspection.events).toMatchObject([
      { name: 'AssetsPublished', eventId: 'assets-published/run-1/1', sku: 'MUG-1', files: 2 },
    ]);
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true });
  });

  it('makes the same keys and bytes when every task runs again, and one publication', async () => {
    const { platform, job } = await shopWith(good);
    const first = await makePictures(platform, job);
    const files = await mediaFiles(platform);
    platform.inspection.advance(60_000);
    expect(await makePictures(platform, job)).toEqual(first);
    expect(await mediaFiles(platform)).toEqual(files);
    const published = await publishPictures(platform, job, first);
    expect(await publishPictures(platform, job, first)).toEqual(published);
    for (let repeat = 0; repeat < 2; repeat++) await recordEnd(platform, job, { ...first, published });
    expect(new Set(platform.inspection.events.map(({ eventId }) => eventId)).size).toBe(1);
  });

  it('that comes a second time is a duplicate, and leaves the first one’s files alone', async () => {
    const { platform, job } = await shopWith(good);
    await perform(platform, inspect, job);
    const files = await mediaFiles(platform);
    const again = await startPhoto(platform, good, { run: 'run-2', fileName: 'MUG-1_2.jpg', position: 2 });
    expect(await perform(platform, inspect, again)).toMatchObject({ duplicateOf: 'run-1', position: 1 });
    expect(await mediaFiles(platform)).toEqual(files);
    expect(await recordEnd(platform, again, { outcome: 'duplicate' })).toEqual({ outcome: 'duplicate' });
  });

  it('is inspected to the same end when the process dies at any call', async () => {
    const platforms = new Map<MemoryPlatform, PhotoJob>();
    await crashEverywhere(
      async () => {
        const { platform, job } = await shopWith(good);
        platforms.set(platform, job);
        return platform;
      },
      (platform) => perform(platform, inspect, platforms.get(platform) ?? {}),
      async (platform, crashed) => {
        const asset = await perform(platform, inspect, platforms.get(platform) ?? {});
        expect(asset, crashed).toMatchObject({ position: 1 });
        expect(Object.keys(await mediaFiles(platform)), crashed).toHaveLength(1);
        expect((await runNow(platform)).stages, crashed).toHaveLength(1);
      },
    );
  });

  it('keeps to the channels of a pilot', async () => {
    const { platform, job } = await shopWith(good);
    const made = await makePictures(platform, job);
    await set(platform, 'pilot', { 'image-assets': { channels: ['web-thumbnail'] } });
    expect(await publishPictures(platform, job, made)).toMatchObject({ files: 1 });
    expect((await shown(platform))?.files.map(({ channel }) => channel)).toEqual(['web-thumbnail']);
  });

  it('leaves out a channel that the shop dropped while it waited', async () => {
    const { platform, job } = await shopWith(good);
    const made = await makePictures(platform, job);
    await set(platform, 'channels', { selected: ['web-thumbnail'] });
    expect(await publishPictures(platform, job, made)).toMatchObject({ files: 1 });
    expect((await shown(platform))?.files.map(({ channel }) => channel)).toEqual(['web-thumbnail']);
  });

  it('stops at a picture that somebody else put there', async () => {
    const { platform, job } = await shopWith(good);
    const made = await makePictures(platform, job);
    const theirs = { asset: '0123456789abcdef', files: [] };
    await builtInMedia(platform.inspection.records).write('shop', 'MUG-1', 1, theirs, 'nothing');
    const published = await publishPictures(platform, job, made);
    expect(published).toMatchObject({
      outcome: 'conflict',
      why: { en: expect.stringContaining('somebody else') },
    });
    await recordEnd(platform, job, { ...made, outcome: 'conflict', published });
    expect(await runNow(platform)).toMatchObject({ status: 'conflict', why: published.why });
    expect(await shown(platform)).toEqual(theirs);
  });

  it('that waited does not take the place of one that came later, until somebody runs it again', async () => {
    const { platform } = await shopWith(good);
    const old = await startPhoto(platform, good, {
      run: 'old',
      position: 1,
      order: '2026-11-20T08:00:00.000Z/1',
    });
    const other = await studioPhoto('#205080');
    const made = await makePictures(platform, old);
    const newer = await startPhoto(platform, other, {
      run: 'newer',
      position: 1,
      order: '2026-11-20T09:00:00.000Z/1',
    });
    const madeNewer = await makePictures(platform, newer);
    expect(await publishPictures(platform, newer, madeNewer)).toMatchObject({ outcome: 'published' });
    const published = await publishPictures(platform, old, made);
    expect(published).toMatchObject({
      outcome: 'conflict',
      why: { en: expect.stringContaining('A newer photo of this product stands there') },
    });
    expect((await shown(platform))?.asset).toBe(madeNewer.asset.asset);
    const again = { ...old, attempt: 2 };
    expect(await publishPictures(platform, again, made)).toMatchObject({ outcome: 'published' });
    expect((await shown(platform))?.asset).toBe(made.asset.asset);
  });
});

describe('a photo that cannot be cut out', () => {
  async function asked() {
    const { platform, job } = await shopWith(hopeless);
    await selectChannels(platform, [...CHANNELS, 'instagram-square']);
    const made = await makePictures(platform, job);
    const ask = (token: string) => perform(platform, askReview, { ...job, asset: made.asset, token });
    await ask('token-1');
    const { approvals } = await listApprovals(platform, 'shop', { status: 'open' });
    const approval = await showApproval(platform, 'shop', approvals[0]?.id ?? '');
    return { platform, job, made, ask, approval };
  }

  it('waits for a person with all that there is to see', async () => {
    const { platform, made, approval, ask } = await asked();
    expect(made.cutout.accepted).toBe(false);
    expect(made.checked).toMatchObject({ needsReview: true, channels: { withheld: 1 } });
    expect(await runNow(platform)).toMatchObject({ status: 'waiting' });
    expect(approval).toMatchObject({
      subject: { kind: 'product', id: 'MUG-1' },
      group: 'image-assets/MUG-1',
    });
    const [item] = approval?.items ?? [];
    expect(item).toMatchObject({ run: 'run-1', startedBy: ['otto'] });
    expect(item?.reasons.length).toBeGreaterThan(0);
    expect(JSON.stringify(item)).toContain('web-thumbnail-400x400.webp');
    await ask('token-2');
    const again = await listApprovals(platform, 'shop', { status: 'open' });
    expect(again.approvals).toMatchObject([{ id: approval?.id, payloadHash: approval?.payloadHash }]);
  });

  it('publishes nothing doubtful where no person is asked', async () => {
    const { platform, job } = await shopWith(hopeless);
    await set(platform, 'approval-policy', {
      working: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', holidays: [] },
      workflows: { 'image-assets': { when: 'never' } },
    });
    const made = await makePictures(platform, job);
    expect(made.checked.needsReview).toBe(false);
    await publishPictures(platform, job, made);
    const files = (await shown(platform))?.files ?? [];
    expect(files.map(({ channel }) => channel)).not.toContain('tmall-white');
  });

  it.each([
    [{ decision: 'approve' }, { decision: 'approve', rejectedChoices: [], comment: null, decidedBy: 'anna' }],
    [
      {
        decision: 'approve',
        rejectedChoices: { 'run-1': ['web-thumbnail'] },
        comment: 'ok',
      },
      { decision: 'approve', rejectedChoices: ['web-thumbnail'], comment: 'ok', decidedBy: 'anna' },
    ],
    [{ decision: 'reject' }, { decision: 'reject', rejectedChoices: [], comment: null }],
    [undefined, { decision: 'expired', rejectedChoices: [], comment: null, decidedBy: null }],
  ] as const)('reads the answer %j of a review', async (decided, expected) => {
    const { platform, job, made, approval } = await asked();
    const { id = '', payloadHash = '' } = approval ?? {};
    const actor = { sub: 'anna', roles: ['approver' as const] };
    if (decided === undefined) platform.inspection.advance(14 * 86_400_000);
    const request = decided ?? ({ decision: 'approve' } as const);
    await decideApproval(platform, { ...request, store: 'shop', id, payloadHash, actor });
    const decision = decisionSchema.parse(
      JSON.parse(JSON.stringify(platform.inspection.told.get('token-1'))),
    );
    const decidedAt = platform.clock.now();
    expect(decision).toEqual({ approvalId: id, decidedBy: 'anna', decidedAt, ...expected });
    if (decision.decision !== 'approve') return;
    const rejected = decision.rejectedChoices.length > 0;
    const published = await publishPictures(platform, job, { ...made, decision });
    expect(published).toMatchObject({ outcome: 'published' });
    const channels = (await shown(platform))?.files.map(({ channel }) => channel);
    expect(channels?.includes('web-thumbnail')).toBe(!rejected);
    await recordEnd(platform, job, { ...made, decision, published });
    expect((await runNow(platform)).status).toBe('published');
  });

  it.each([
    [{ decision: 'approve' }, { outcome: 'done', engine: 'person' }],
    [
      { decision: 'approve', comment: 'good' },
      { outcome: 'done', engine: 'person', note: { en: '“good”', zh: '“good”' } },
    ],
    [
      { decision: 'reject', comment: '太暗' },
      { outcome: 'done', engine: 'person', note: { en: 'Rejected. “太暗”', zh: '已拒绝。“太暗”' } },
    ],
    [undefined, { outcome: 'warned', note: { en: 'Nobody decided in time.', zh: '超时未作决定。' } }],
  ] as const)('has its review among its stages, answered %j', async (decided, noted) => {
    const { platform, job, made, approval } = await asked();
    const { id = '', payloadHash = '' } = approval ?? {};
    platform.inspection.advance(decided === undefined ? 14 * 86_400_000 : 60_000);
    const request = decided ?? ({ decision: 'approve' } as const);
    const actor = { sub: 'anna', roles: ['approver' as const] };
    await decideApproval(platform, { ...request, store: 'shop', id, payloadHash, actor });
    const endedAt = platform.clock.now();
    platform.inspection.advance(1000);
    const decision = platform.inspection.told.get('token-1') as { decision: string };
    const approved = decision.decision === 'approve';
    const published = approved ? await publishPictures(platform, job, { ...made, decision }) : {};
    const outcome = decision.decision === 'expired' ? 'expired' : 'rejected';
    await recordEnd(platform, job, {
      ...made,
      decision,
      published,
      ...(approved ? {} : { outcome }),
    });
    const { stages } = await runNow(platform);
    const states = ['Inspect', 'Retouch', 'RemoveBackground', 'Derive', 'Format', 'Validate', 'Review'];
    expect(stages.map(({ state }) => state)).toEqual(approved ? [...states, 'Publish'] : states);
    expect(stages[6]).toEqual({
      state: 'Review',
      startedAt: approval?.requestedAt,
      endedAt,
      ...noted,
    });
  });

  it.each([
    ['made anew since', [], 'conflict'],
    ['made anew, but left out', ['web-thumbnail'], 'published'],
  ] as const)('is published only as it was approved: a file that was %s', async (_, rejected, outcome) => {
    const { platform, job, made, approval } = await asked();
    const { id = '', payloadHash = '' } = approval ?? {};
    const decision = { decision: 'approve' as const, rejectedChoices: { 'run-1': rejected } };
    const actor = { sub: 'anna', roles: ['approver' as const] };
    await decideApproval(platform, { ...decision, store: 'shop', id, payloadHash, actor });
    const list = { bucket: 'media' as const, key: `shop/MUG-1/${made.asset.asset}/pictures.json` };
    const { pictures, notMade } = JSON.parse((await platform.objects.get(list)).toString()) as PictureList;
    const changed = pictures.map((picture) =>
      picture.channel === 'web-thumbnail' ? { ...picture, sha256: 'f'.repeat(64) } : picture,
    );
    await platform.objects.put(list, JSON.stringify({ pictures: changed, notMade }), {
      contentType: 'application/json',
    });
    const answer = platform.inspection.told.get('token-1') as object;
    const published = await publishPictures(platform, job, { ...made, decision: answer });
    expect(published.outcome).toBe(outcome);
    if (outcome === 'published') return;
    expect(published.why?.en).toContain('not the ones that were approved');
    expect(await shown(platform)).toBeUndefined();
  });

  it('is not published by an approval that did not ask about it', async () => {
    const { platform, job, made } = await asked();
    const decision = { decision: 'approve', approvalId: 'another' };
    expect(await publishPictures(platform, job, { ...made, decision })).toMatchObject({
      outcome: 'conflict',
    });
  });

  it('goes nowhere when all its channels are rejected', async () => {
    const { platform, job, made } = await asked();
    const decision = {
      decision: 'approve',
      approvalId: 'a',
      rejectedChoices: [...CHANNELS, 'instagram-square'],
    };
    const published = await publishPictures(platform, job, { ...made, decision });
    expect(published).toMatchObject({ outcome: 'rejected' });
    await recordEnd(platform, job, { ...made, decision, outcome: 'rejected', published });
    expect(await runNow(platform)).toMatchObject({ status: 'rejected', why: published.why });
    expect(await shown(platform)).toBeUndefined();
  });
});

describe('a photo that can never work', () => {
  it('is refused with a reason that stands on its stage', async () => {
    const { platform, job } = await shopWith(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    await expect(perform(platform, inspect, job)).rejects.toMatchObject({ name: 'InvalidInputError' });
    expect((await runNow(platform)).stages).toMatchObject([{ state: 'Inspect', outcome: 'failed' }]);
    expect(await mediaFiles(platform)).toEqual({});
  });

  it('is refused when its file is gone', async () => {
    const { platform, job } = await shopWith(good);
    await platform.objects.remove({ bucket: 'inbox', key: 'shop/images/MUG-1/MUG-1.jpg' });
    await expect(perform(platform, inspect, job)).rejects.toMatchObject({ code: 'ObjectMissing' });
  });

  it.each([
    'http://127.0.0.1:9/a.jpg',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/a.jpg',
    'file:///etc/passwd',
  ])('is not fetched from %s', async (url) => {
    const { platform, job } = await shopWith(good);
    const photo = { sku: 'MUG-1', fileName: 'a.jpg', url };
    await expect(perform(platform, fetchPicture, { ...job, photo })).rejects.toMatchObject({
      name: 'InvalidInputError',
    });
    expect(await platform.inspection.objects.list('inbox', 'shop/fetched/')).toEqual([]);
  });
});
