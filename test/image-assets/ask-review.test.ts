import canonicalize from 'canonicalize';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../functions/commerce/channels/channel-rules.ts';
import { pictureName } from '../../functions/commerce/channels/house-rules.ts';
import { task as askReview } from '../../functions/image-assets/ask-review.handler.ts';
import { assetFile, assetFileNames } from '../../functions/image-assets/asset-files.ts';
import type { FormatResult } from '../../functions/image-assets/format-pictures.ts';
import { writePictureList } from '../../functions/image-assets/picture-list.ts';
import { imageAssets } from '../../functions/image-assets/workflow.ts';
import { ITEMS_AT_MOST, LARGEST_PAYLOAD_BYTES } from '../../functions/platform/approvals/approval.ts';
import { listApprovals, showApproval } from '../../functions/platform/approvals/list-approvals.ts';
import { decide } from '../platform/approvals/approval-fixtures.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { perform, startPhoto } from './photo-job.ts';

/** As long as they may be: three bytes a character in the SKU, and a key of S3's full 1,024 bytes. */
const sku = '款'.repeat(64);
const prefix = `shop/images/${sku}/`;
const fileName = `${'x'.repeat(1024 - Buffer.byteLength(prefix) - 4)}.jpg`;

const says = { en: 'The cut-out is not certain enough. '.repeat(4), zh: '抠图结果不够可靠。'.repeat(8) };
const digest = 'f'.repeat(64);

/** What Format hands over for all channels that there are, everything withheld. */
const result: FormatResult = {
  pictures: CHANNELS.map((channel) => ({
    channel: channel.id,
    name: pictureName(channel),
    bytes: Buffer.alloc(10),
    sha256: digest,
    width: channel.output.width,
    height: channel.output.height,
    format: channel.output.format,
    withheld: { code: 'cutout-not-accepted', says },
    facts: {
      source: 'photo',
      background: '#ffffff',
      productBox: { left: 0, top: 0, width: 1, height: 1 },
      productFill: 0.123456789,
      digitalSource: 'digitalCapture',
      upscale: 1.23456789,
      sourceClipped: ['left', 'top', 'right', 'bottom'],
      cutAway: 0.123456789,
      cutoutAccepted: false,
      quality: 90,
    },
  })),
  notMade: [],
};

const validation = {
  cutout: { accepted: false, confidence: 0.123456789, engine: 'rules/border-model@2' },
  // As many as there are at most: the cut-out's, ten failures, and how many more.
  reasons: Array.from({ length: 12 }, () => says),
  evidence: CHANNELS.map((channel) => ({
    channel: channel.id,
    title: channel.title,
    name: pictureName(channel),
    answer: 'fail',
    // Each with a measure of its own, so that no two files share a finding.
    rules: channel.rules.map(({ id, unit, demand, source, confirmed }, index) => ({
      rule: id,
      measure: 'bytes',
      unit,
      measured: `${channel.id} ${index}`,
      demanded: demand,
      source,
      confirmed,
      says,
      answer: index % 2 ? 'warn' : 'fail',
    })),
    informs: [],
  })),
};

/** @returns asks again, with another token, as a repeated step does */
async function ask(platform: MemoryPlatform, photo: number, token: string) {
  const job = await startPhoto(platform, Buffer.from('x'), { run: `run-${photo}`, sku, fileName });
  const asset = { sku, asset: String(photo).padStart(16, '0'), position: photo };
  await writePictureList(platform, 'shop', asset, result);
  await platform.objects.put(
    assetFile('shop', asset, assetFileNames.validation),
    JSON.stringify(validation),
    { contentType: 'application/json' },
  );
  const asking = (withToken: string) => perform(platform, askReview, { ...job, asset, token: withToken });
  await asking(token);
  return asking;
}

describe('the question of a review', () => {
  it(`stays within an approval’s 16 KB for all ${CHANNELS.length} channels and the longest names, also twenty of them in one record`, async () => {
    const platform = createMemoryPlatform();
    for (let photo = 1; photo <= ITEMS_AT_MOST; photo++) await ask(platform, photo, `token-${photo}`);
    const { approvals } = await listApprovals(platform, 'shop', { status: 'open' });
    expect(approvals).toHaveLength(1);
    const whole = await showApproval(platform, 'shop', approvals[0]?.id ?? '');
    const items = whole?.items ?? [];
    expect(items).toHaveLength(ITEMS_AT_MOST);
    for (const item of items) {
      expect(item.choices).toEqual(CHANNELS.map(({ id }) => id));
      expect(Buffer.byteLength(canonicalize(item.payload) ?? '')).toBeLessThan(LARGEST_PAYLOAD_BYTES);
      expect(item.payload).toMatchObject({ findingsLeftOut: expect.any(Number) });
    }
    // DynamoDB takes 400 KB.
    expect(Buffer.byteLength(JSON.stringify(whole))).toBeLessThan(400 * 1024);
  });
  it('names a small picture for lists', async () => {
    const platform = createMemoryPlatform();
    await ask(platform, 1, 'token-1');
    const [approval] = (await listApprovals(platform, 'shop', { status: 'open' })).approvals;
    const [item] = approval?.items ?? [];
    const narrowest = Math.min(...CHANNELS.map(({ output }) => output.width).filter((width) => width >= 200));
    const names = CHANNELS.filter(({ output }) => output.width === narrowest).map(pictureName);
    expect(names.some((name) => item?.thumbnail?.endsWith(`/${name}`))).toBe(true);
    expect(item).not.toHaveProperty('payload');
  });

  it('that was decided before its step is repeated is answered at once, and its function may do that', async () => {
    const platform = createMemoryPlatform();
    const askAgain = await ask(platform, 1, 'token-1');
    const { approvals } = await listApprovals(platform, 'shop', { status: 'open' });
    const [approval] = approvals;
    if (approval === undefined) throw new Error('nothing was asked');
    const whole = await showApproval(platform, 'shop', approval.id);
    if (whole !== undefined) await decide(platform, whole);
    await askAgain('token-2');
    expect(platform.inspection.told.get('token-2')).toMatchObject({ decision: 'approve' });
    const spec = imageAssets.functions.find(({ name }) => name === 'ask-review');
    expect(spec?.sends).toContain('task-answers');
  });
});
