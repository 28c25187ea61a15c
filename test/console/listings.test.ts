import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProductFacts } from '../../functions/commerce/product/product-record.ts';
import { reviewPayload } from '../../functions/listing/review-payload.ts';
import { readRunFile, runFile } from '../../functions/listing/run-files.ts';
import type { Approval } from '../../functions/platform/approvals/approval.ts';
import { registerStore } from '../../functions/platform/stores/list-stores.ts';
import { sampleFacts } from '../../sample/products.ts';
import { listProduct, putMainPicture } from '../listing/listing-runs.ts';
import { createMemoryPlatform } from '../platform/memory/memory-platform.ts';
import { AskedApprovals } from './asked-approvals.ts';
import { ConsoleUnderTest, skipsBrowser } from './console-fixture.ts';

let subject: ConsoleUnderTest;
let page: Page;
let approval: Approval;
beforeAll(async () => {
  if (skipsBrowser) return;
  subject = await ConsoleUnderTest.start();
  approval = await askAboutListings(subject);
  page = (await subject.visit('approver', { path: `approvals/${approval.id}` })).page;
  page.setDefaultTimeout(10_000);
}, 120_000);
afterAll(async () => {
  await subject?.close();
});

/** A question as the workflow asks it, with the files of a run over a product whose title is too long for some. */
async function askAboutListings({ shop }: ConsoleUnderTest): Promise<Approval> {
  const facts = sampleFacts.find(({ sku }) => sku === 'BOTTLE-STEEL-750');
  if (facts === undefined) throw new Error('the sample shop has no such bottle');
  const { category: _category, categoryGiven: _given, ...untold } = facts;
  const product: ProductFacts = { ...untold, title: { en: '<b>Fine</b> thing' } };
  const platform = createMemoryPlatform();
  await registerStore(platform, 'shop');
  await putMainPicture(platform, product.sku);
  const answer = { decision: 'reject', decidedBy: 'ada', comment: 'No' };
  const { run } = await listProduct(platform, product, answer);
  const job = { store: 'shop', run: run.id, attempt: 1, product: { sku: product.sku } };
  const [extracted, listed, quality, classification] = await Promise.all([
    readRunFile(platform, job, 'extracted'),
    readRunFile(platform, job, 'listed'),
    readRunFile(platform, job, 'quality'),
    readRunFile(platform, job, 'classification'),
  ]);
  const file = runFile({ ...job, store: shop.store }, 'listed');
  await shop.s3.send(
    new PutObjectCommand({
      Bucket: shop.media,
      Key: file.key,
      Body: JSON.stringify(listed),
      ContentType: 'application/json',
    }),
  );
  return await new AskedApprovals(shop).ask(product.sku, {
    workflow: 'listing',
    group: `listing/${product.sku}`,
    asks: { en: 'Publish the listings?', zh: '是否发布文案？' },
    reasons: quality.reasons,
    choices: listed.map(({ listing }) => `${listing.channel}/${listing.locale}`),
    payload: reviewPayload({ extracted, listed, quality, classification, file }),
    thumbnail: undefined,
  });
}

const card = (name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });

describe.skipIf(skipsBrowser)('listings that wait for a decision', () => {
  it('stand side by side with the fields that each channel is sent', async () => {
    await card('Amazon · English').getByText('item_name').waitFor();
    expect(await page.getByRole('heading', { level: 4 }).count()).toBe(8);
    await card('Tmall / Taobao · Chinese').getByText('title', { exact: true }).waitFor();
    // What a supplier wrote is text and nothing else.
    expect(await page.locator('dd b, dd p').count()).toBe(0);
  });

  it('say what was measured and what should be', async () => {
    const found = page.getByText(/Measured: .+\. Should be: .+\./).first();
    await found.waitFor();
    expect(await page.getByText(/All \d+ rules of the channel hold\./).count()).toBeGreaterThan(0);
  });

  it('are left out one by one, by mouse and by key, and the rest is approved', async () => {
    const before = await page
      .getByText(/^Publishes \d+ listings?/)
      .first()
      .textContent();
    await card('eBay · English').getByLabel('Leave out').check();
    await card('eBay · English').getByText('Left out').waitFor();
    const after = await page
      .getByText(/^Publishes \d+ listings?/)
      .first()
      .textContent();
    expect(after).not.toBe(before);
    await page.locator('button:enabled', { hasText: /^Approve/ }).click();
    await expect
      .poll(
        async () => {
          const path = `approvals/${approval.id}`;
          return (await subject.shop.call<Approval>('admin', 'GET', path)).body.decision?.rejectedChoices;
        },
        { timeout: 10_000 },
      )
      .toEqual({ [approval.items[0]?.run ?? '']: ['ebay/en'] });
  });
});
