import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelListing } from '../../functions/commerce/listings/listing.ts';
import type { ProductFacts } from '../../functions/commerce/product/product-record.ts';
import { publishListing } from '../../functions/connectors/store/publish-listing.ts';
import { reviewPayload } from '../../functions/listing/review-payload.ts';
import { readRunFile, runFile } from '../../functions/listing/run-files.ts';
import { DynamoRecords } from '../../functions/platform/adapters/aws/dynamo-records.ts';
import type { Approval } from '../../functions/platform/approvals/approval.ts';
import { registerStore } from '../../functions/platform/stores/list-stores.ts';
import { localCredentials, localIdentity } from '../../local/system.ts';
import { sampleFacts } from '../../sample/products.ts';
import { listProduct, putMainPicture } from '../listing/listing-runs.ts';
import { createMemoryPlatform } from '../platform/memory/memory-platform.ts';
import { AskedApprovals } from './asked-approvals.ts';
import { ConsoleUnderTest, type ConsoleVisit, skipsBrowser } from './console-fixture.ts';

let subject: ConsoleUnderTest;
let visit: ConsoleVisit;
let page: Page;
let approval: Approval;
beforeAll(async () => {
  if (skipsBrowser) return;
  subject = await ConsoleUnderTest.start();
  approval = await askAboutListings(subject);
  visit = await subject.visit('approver', { path: `approvals/${approval.id}` });
  page = visit.page;
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
  await publishOnEbay(
    subject,
    listed.flatMap(({ listing }) => (listing.channel === 'ebay' ? [listing] : [])),
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

/** Two publications, one over the other, so that there is something to go back to. */
async function publishOnEbay({ shop }: ConsoleUnderTest, listings: readonly ChannelListing[]): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: shop.system.tablesUrl,
    region: localIdentity.region,
    credentials: localCredentials,
  });
  const tables = { state: 'State', audit: 'Audit' } as const;
  const records = new DynamoRecords(client, (name) =>
    shop.system.resource('AWS::DynamoDB::GlobalTable', tables[name]),
  );
  const platform = { ...createMemoryPlatform(), records };
  for (const [index, title] of ['First words', 'Second words'].entries()) {
    for (const listing of listings) {
      await publishListing(platform, {
        publication: `r${index}-1`,
        store: shop.store,
        run: `r${index}`,
        listing: { ...listing, fields: { ...listing.fields, title } },
        productVersion: index + 1,
        actor: { kind: 'system', id: 'listing' },
      });
    }
  }
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
    await visit.checkAccessibility();
  });

  it('say what was measured and what should be', async () => {
    const found = page.getByText(/Measured: .+\. Should be: .+\./).first();
    await found.waitFor();
    expect(await page.getByText(/All \d+ rules of the channel hold\./).count()).toBeGreaterThan(0);
  });

  it('are left out one by one, and the rest is approved', async () => {
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

describe.skipIf(skipsBrowser)("a product's listings", () => {
  const title = () => page.getByRole('dialog').getByLabel('title', { exact: true });

  beforeAll(async () => {
    if (skipsBrowser) return;
    await visit.go('products/BOTTLE-STEEL-750');
  });

  it('go back to what stood there before', async () => {
    await page.getByText('eBay · English').click();
    await page.getByText('Second words', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Revert: eBay · English' }).click();
    await page.getByRole('dialog').getByText('First words', { exact: true }).waitFor();
    await page.getByRole('dialog').getByRole('textbox').fill('Not our words');
    await page.getByRole('dialog').getByRole('button', { name: 'Revert' }).click();
    await page.getByText('The earlier listing stands there again.').waitFor();
    await page.locator('details').getByText('First words', { exact: true }).waitFor();
  });

  it('are checked while a person words them, and then stand as worded', async () => {
    await page.getByRole('button', { name: 'Edit: eBay · English' }).click();
    await title().fill('x'.repeat(81));
    await page.getByText('Measured: 81 characters. Should be: at most 80 characters.').waitFor();
    const save = page.getByRole('button', { name: 'Save the listing' });
    expect(await save.isEnabled()).toBe(false);
    await visit.checkAccessibility();
    await title().fill('Words of our own');
    await expect.poll(() => save.isEnabled(), { timeout: 10_000 }).toBe(true);
    await save.click();
    await page.getByText('The listing was changed.').waitFor();
    await page.locator('details').getByText('Words of our own', { exact: true }).waitFor();
    await page.getByText('Worded by hand').waitFor();
    expect(await page.getByRole('button', { name: 'Revert: eBay · English' }).count()).toBe(0);
    await visit.checkAccessibility();
  });
});
