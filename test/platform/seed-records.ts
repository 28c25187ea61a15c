import type { Approval } from '../../functions/platform/approvals/approval.ts';
import {
  approvalIndex,
  approvalKey,
  waitingFacts,
  workKey,
} from '../../functions/platform/approvals/approval.ts';
import type { Records, RecordWrite } from '../../functions/platform/ports/records.ts';
import { productMarkKey } from '../../functions/platform/products/product-listing.ts';
import { type Run, runIndex, runKey, runStatusSchema } from '../../functions/platform/runs/run.ts';

export interface Sizes {
  readonly products: number;
  readonly runs: number;
  readonly approvals: number;
}

/** What the console is held to. */
export const largeShop: Sizes = { products: 10_000, runs: 5_000, approvals: 500 };

/** Transactions at a time; a local table takes one after the other, and only our own work is saved by more. */
const atOnce = 4;
/** What one transaction takes. */
const mostWrites = 100;

/**
 * Fills a shop as years of work would, through the records port of whatever system: products with a picture, runs of the last
 * seven days in all statuses, approvals that wait. @param now ISO 8601 instant
 */
export async function seedRecords(records: Records, store: string, now: string, sizes: Sizes): Promise<void> {
  const before = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();
  const many = (count: number, write: (index: number) => RecordWrite[]) =>
    Array.from({ length: count }, (_, index) => write(index)).flat();
  const writes = [
    ...many(sizes.products, (index) => productOf(store, index, before(index))),
    // Spread over seven days.
    ...many(sizes.runs, (index) => runOf(store, index, before((index * 7 * 1440) / sizes.runs))),
    ...many(sizes.approvals, (index) => approvalOf(store, index, before(index))),
  ];
  let next = 0;
  const writeAll = async () => {
    while (next < writes.length) {
      const from = next;
      next += mostWrites;
      await records.transact(writes.slice(from, next));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, writeAll));
}

/** The SKU of the product of this number. */
export const skuOf = (index: number) => `SKU-${String(index).padStart(5, '0')}`;

function productOf(store: string, index: number, updatedAt: string): RecordWrite[] {
  const sku = skuOf(index);
  const place = { pk: `${store}#SKU#${sku}` };
  const file = { sha256: '0'.repeat(64), width: 600, height: 600, format: 'webp' };
  const entry = {
    asset: 'a',
    files: [{ channel: 'web-thumbnail', key: `${store}/${sku}/a/t.webp`, ...file }],
  };
  return [
    { key: productMarkKey(store, sku), data: { sku, updatedAt }, expected: 'absent' },
    { key: { ...place, sk: 'MEDIA#01' }, data: entry, expected: 'absent' },
    {
      key: { ...place, sk: 'PLACES' },
      data: { 1: { asset: 'a', run: `seed-${index}` } },
      expected: 'absent',
    },
  ];
}

function runOf(store: string, index: number, startedAt: string): RecordWrite[] {
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
    subject: { kind: 'photo', id: skuOf(index), label: skuOf(index) },
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
  return [{ key: runKey(store, id), data: run, index: runIndex(run), expected: 'absent' }];
}

function approvalOf(store: string, index: number, at: string): RecordWrite[] {
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
  return [
    {
      key: approvalKey(store, approval.id),
      data: approval,
      index: approvalIndex(approval),
      expected: 'absent',
    },
    { key: workKey(store, approval.id), data, expected: 'absent' },
  ];
}
