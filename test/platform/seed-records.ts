import type { Approval } from '../../functions/platform/approvals/approval.ts';
import {
  approvalIndex,
  approvalKey,
  waitingFacts,
  workKey,
} from '../../functions/platform/approvals/approval.ts';
import type { Records } from '../../functions/platform/ports/records.ts';
import { productMarkKey } from '../../functions/platform/products/product-listing.ts';
import { type Run, runIndex, runKey, runStatusSchema } from '../../functions/platform/runs/run.ts';

export interface Sizes {
  readonly products: number;
  readonly runs: number;
  readonly approvals: number;
}

/** What the console is held to. */
export const largeShop: Sizes = { products: 10_000, runs: 5_000, approvals: 500 };

/** Writers at a time; a local table takes about a thousand records a second. */
const AT_ONCE = 20;

/**
 * Fills a shop as years of work would, through the records port of whatever system: products with a picture, runs of the last
 * seven days in all statuses, approvals that wait. @param now ISO 8601 instant
 */
export async function seedRecords(records: Records, store: string, now: string, sizes: Sizes): Promise<void> {
  const many = async (count: number, write: (index: number) => Promise<unknown>) => {
    for (let from = 0; from < count; from += AT_ONCE) {
      const group = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, offset) => from + offset);
      await Promise.all(group.map(write));
    }
  };
  const before = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();
  await many(sizes.products, (index) => putProduct(records, store, index, before(index)));
  // Spread over seven days.
  await many(sizes.runs, (index) => putRun(records, store, index, before((index * 7 * 1440) / sizes.runs)));
  await many(sizes.approvals, (index) => putApproval(records, store, index, before(index)));
}

const skuOf = (index: number) => `SKU-${String(index).padStart(5, '0')}`;

async function putProduct(records: Records, store: string, index: number, updatedAt: string): Promise<void> {
  const sku = skuOf(index);
  const place = { pk: `${store}#SKU#${sku}` };
  const file = { sha256: '0'.repeat(64), width: 600, height: 600, format: 'webp' };
  const entry = {
    asset: 'a',
    files: [{ channel: 'web-thumbnail', key: `${store}/${sku}/a/t.webp`, ...file }],
  };
  await records.transact([
    { key: productMarkKey(store, sku), data: { sku, updatedAt }, expected: 'absent' },
    { key: { ...place, sk: 'MEDIA#01' }, data: entry, expected: 'absent' },
    {
      key: { ...place, sk: 'PLACES' },
      data: { 1: { asset: 'a', run: `seed-${index}` } },
      expected: 'absent',
    },
  ]);
}

async function putRun(records: Records, store: string, index: number, startedAt: string): Promise<void> {
  // Most are published, as in a shop that is under way.
  const others = runStatusSchema.options;
  const status = index % 10 === 0 ? (others[(index / 10) % others.length] ?? 'published') : 'published';
  const id = `seed-${index}`;
  const stages = ['Inspect', 'RemoveBackground', 'Format', 'Validate', 'Publish'];
  const run: Run = {
    id,
    store,
    workflow: 'image-assets',
    workflowVersion: 1,
    subject: { kind: 'product', id: skuOf(index), label: skuOf(index) },
    trigger: { kind: 'upload', startedBy: ['seed'] },
    status,
    mode: 'live',
    attempt: 1,
    input: { fileName: `${skuOf(index)}.jpg` },
    startedAt,
    endedAt: new Date(Date.parse(startedAt) + 90_000).toISOString(),
    stages: stages.map((state) => ({
      state,
      startedAt,
      endedAt: startedAt,
      outcome: 'done',
      engine: 'rules',
    })),
  };
  await records.put({ key: runKey(store, id), data: run, index: runIndex(run), expected: 'absent' });
}

async function putApproval(records: Records, store: string, index: number, at: string): Promise<void> {
  const text = { en: 'The cut-out is doubtful', zh: '抠图结果存疑' };
  const later = (hours: number) => new Date(Date.parse(at) + hours * 3_600_000).toISOString();
  const approval: Approval = {
    id: `seed-${index}`,
    store,
    workflow: 'image-assets',
    subject: { kind: 'product', id: skuOf(index), label: skuOf(index) },
    group: `image-assets/${skuOf(index)}`,
    status: 'open',
    items: [
      {
        run: `seed-${index}`,
        attempt: 1,
        asks: text,
        reasons: [text],
        payload: {},
        payloadHash: '0'.repeat(64),
        choices: ['web-thumbnail'],
        told: false,
      },
    ],
    payloadHash: '0'.repeat(64),
    role: 'approver',
    fourEyes: true,
    requestedAt: at,
    expiresAt: later(72),
    expiresAtLatest: later(144),
    escalateAt: later(36),
    announced: ['requested', 'escalated'],
  };
  const data = waitingFacts(approval);
  await records.transact([
    {
      key: approvalKey(store, approval.id),
      data: approval,
      index: approvalIndex(approval),
      expected: 'absent',
    },
    { key: workKey(store, approval.id), data, expected: 'absent' },
  ]);
}
