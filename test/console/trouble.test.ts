import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalsAnswer } from '../../functions/platform/approvals/approvals-answers.ts';
import { DECISIONS_NEEDED } from '../../functions/platform/proposals/propose-automation.ts';
import { settingCatalogue } from '../../functions/platform/settings/setting-catalogue.ts';
import { doubtfulPhoto, easyPhoto } from '../e2e/test-photos.ts';
import { AskedApprovals } from './asked-approvals.ts';
import { ConsoleUnderTest, skipsBrowser } from './console-fixture.ts';
import { makeNewProducts } from './new-products.ts';

let subject: ConsoleUnderTest;
beforeAll(async () => {
  if (skipsBrowser) return;
  // Few files of each photo.
  subject = await ConsoleUnderTest.start({
    channels: { selected: ['web-thumbnail'] },
    'image-derive': { ...settingCatalogue['image-derive'].default, photos: 'none' },
    'approval-policy': {
      working: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', holidays: [] },
      workflows: { other: { when: 'always', role: 'approver', expiryWorkingHours: 16, fourEyes: true } },
    },
  });
}, 180_000);
afterAll(async () => {
  await subject?.close();
});

async function visitOf(...given: Parameters<ConsoleUnderTest['visit']>) {
  const visit = await subject.visit(...given);
  visit.page.setDefaultTimeout(20_000);
  return { visit, page: visit.page };
}

const save = async (name: string, value: unknown, reason = 'test') => {
  const { status } = await subject.shop.call('admin', 'PUT', `settings/${name}`, { value, reason });
  expect(status).toBe(200);
};

describe.skipIf(skipsBrowser)('a run that failed', () => {
  it('is told of on Today; its page says why and what to do, and it goes through once that is done', async () => {
    const { shop } = subject;
    await save('store-connector', { kind: 'shopify', shop: 'nowhere.myshopify.com', secretName: 'shopify' });
    await shop.put('images/FAIL-1/FAIL-1.jpg', await easyPhoto());
    await shop.system.untilIdle();
    expect((await shop.runOf('FAIL-1')).status).toBe('failed');
    const { visit, page } = await visitOf('operator');
    await page.getByRole('link', { name: /FAIL-1/ }).click();
    await page.getByRole('heading', { level: 1, name: /FAIL-1/ }).waitFor();
    await page.getByText(/There is no secret .*Create it in Secrets Manager, or correct its name/).waitFor();
    await page.getByText('Once the cause is out of the way, run it again.').waitFor();
    await page.getByText('It broke off after the stage “Validate”.').waitFor();
    await visit.checkAccessibility();
    await save('store-connector', { kind: 'built-in' });
    await page.getByRole('button', { name: 'Run again' }).click();
    const dialog = page.getByRole('dialog', { name: 'Run it again?' });
    await dialog.getByRole('button', { name: 'Run again' }).click();
    await page.getByText('Attempt 2 is on its way.').waitFor();
    await shop.system.untilIdle();
    await page.getByRole('link', { name: 'What was published' }).waitFor();
    expect((await shop.runOf('FAIL-1')).status).toBe('published');
    await visit.end();
  }, 180_000);
});

describe.skipIf(skipsBrowser)('a question that expired', () => {
  it('is asked anew once somebody reopens it, and the new one is decided', async () => {
    const { shop } = subject;
    // A white picture asks for a cut-out, which stripes do not give.
    await save('channels', { selected: ['web-thumbnail', 'amazon-main'] });
    await save('store-connector', { kind: 'built-in' });
    await shop.put('images/LATE-1/LATE-1.jpg', await doubtfulPhoto());
    await shop.system.untilIdle();
    const [open] = await openApprovals();
    if (open === undefined) throw new Error('nobody was asked');
    await expire(open.id);
    const { visit, page } = await visitOf('approver', { path: `approvals/${open.id}` });
    await page.getByText('Nobody decided in time. Nothing was published.').waitFor();
    expect((await shop.runOf('LATE-1')).status).toBe('expired');
    await page.getByRole('button', { name: 'Reopen' }).click();
    await page.getByText('It is being checked again.').waitFor();
    await shop.system.untilIdle();
    const [anew] = await openApprovals();
    expect(anew?.id).not.toBe(open.id);
    expect(anew?.payloadHash).not.toBe(open.payloadHash);
    await visit.go('approvals');
    await page.getByRole('link', { name: 'LATE-1' }).click();
    await page.waitForURL(new RegExp(`approvals/${anew?.id}`));
    await page.locator('button:enabled', { hasText: /^Approve/ }).click();
    await page.locator('button:enabled', { hasText: /^Approve with the \d+ in doubt/ }).click();
    await page.getByText('LATE-1: approved.').waitFor();
    await shop.system.untilIdle();
    expect((await shop.runOf('LATE-1')).status).toBe('published');
    await visit.end();
  }, 180_000);
});

describe.skipIf(skipsBrowser)('a photo as an iPhone takes it', () => {
  it('is not sent, or told apart once it is there under another name, and says how to send it', async () => {
    const heic = Buffer.from(`\0\0\0\x18ftypheic\0\0\0\0mif1heic${'\0'.repeat(400)}`, 'latin1');
    const { visit, page } = await visitOf('operator', { path: 'upload' });
    const row = (name: string) =>
      page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([
        { name: 'PHONE-1.HEIC', mimeType: 'image/heic', buffer: heic },
        { name: 'PHONE-2.jpg', mimeType: 'image/jpeg', buffer: heic },
      ]);
    await makeNewProducts(page);
    await row('PHONE-1.HEIC').getByText('Save it as JPEG').waitFor();
    await row('PHONE-2.jpg').getByText('In quarantine').waitFor();
    await visit.go(`runs/${(await subject.shop.runOf('PHONE-2')).id}`);
    await page.getByText(/HEIC/).first().waitFor();
    await page.getByRole('link', { name: 'See it in quarantine' }).click();
    await page.getByRole('heading', { name: 'PHONE-2.jpg' }).waitFor();
    await visit.end();
  });
});

describe.skipIf(skipsBrowser)('what is switched off or restricted', () => {
  it('stands at the top of Today, with who did it, when, why, and how many starts it holds', async () => {
    const { shop } = subject;
    const switches = { value: { 'image-assets': true }, reason: 'Wrong <b>backdrop</b>' };
    expect((await shop.call('operator', 'PUT', 'settings/kill-switches', switches)).status).toBe(200);
    for (const sku of ['HELD-1', 'HELD-2']) await shop.put(`images/${sku}/${sku}.jpg`, await easyPhoto());
    await shop.system.untilIdle();
    const { visit, page } = await visitOf('approver');
    const limits = page.getByRole('region', { name: 'What is switched off or restricted' });
    await limits.getByRole('heading', { name: '“Product photos” is switched off' }).waitFor();
    await limits.getByText('2 starts are held.').waitFor();
    await limits.getByText(/Set by operator .*“Wrong <b>backdrop<\/b>”/).waitFor();
    await visit.checkAccessibility();
    await limits.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Workflows' }).waitFor();
    await visit.end();
    await save('kill-switches', {});
    await save('dry-run', { 'image-assets': true });
    const dark = await visitOf('operator', { language: 'zh', theme: 'dark', width: 360 });
    await dark.page.getByRole('heading', { name: '“商品图片”目前仅试运行' }).waitFor();
    await dark.visit.checkAccessibility();
    expect(await dark.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await dark.visit.end();
    await save('dry-run', {});
  });
});

describe.skipIf(skipsBrowser)('what could go by itself', () => {
  it('is proposed on Today after fifty decisions; one admin accepts, another confirms, and the rule is another', async () => {
    await approveMany();
    const { visit, page } = await visitOf('admin');
    const proposal = page.getByRole('region', { name: 'Could go by itself' });
    await proposal.getByText(/ask only where there is doubt/).waitFor();
    await visit.checkAccessibility();
    await proposal.getByRole('button', { name: 'Accept' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Fifty were fine');
    await dialog.getByRole('button', { name: 'Ask a second admin' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await whenAsked(), 'before the second admin').toBe('always');
    await visit.end();
    const second = await visitOf('everybody', { path: 'settings' });
    await second.page.getByText('Fifty were fine').waitFor();
    await second.page.getByRole('button', { name: 'Confirm' }).click();
    await second.page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
    await second.page.getByText('Confirmed. The change is in force.').waitFor();
    expect(await whenAsked()).toBe('on-doubt');
    await second.visit.go('today');
    await second.page.getByRole('heading', { name: 'Waits for a person' }).waitFor();
    expect(await second.page.getByRole('region', { name: 'Could go by itself' }).count()).toBe(0);
    await second.visit.end();
  }, 180_000);
});

/** When somebody is asked about the workflow that was approved so often. */
async function whenAsked(): Promise<unknown> {
  const { body } = await subject.shop.call<{ value: { workflows: Record<string, { when: string }> } }>(
    'admin',
    'GET',
    'settings/approval-policy',
  );
  return body.value.workflows.other?.when;
}

async function approveMany(): Promise<void> {
  const asked = new AskedApprovals(subject.shop);
  for (let from = 0; from < DECISIONS_NEEDED; from += 25) {
    const decisions = [];
    for (let at = from; at < from + 25; at += 1) {
      const { id, payloadHash } = await asked.ask(`P-${at}`, { workflow: 'other', group: `other/${at}` });
      decisions.push({ id, payloadHash, decision: 'approve' });
    }
    const { status } = await subject.shop.call('approver', 'POST', 'approvals/decisions', { decisions });
    expect(status).toBe(200);
  }
}

async function openApprovals(): Promise<ApprovalsAnswer['approvals']> {
  return (await subject.shop.call<ApprovalsAnswer>('admin', 'GET', 'approvals')).body.approvals;
}

/** As if nobody had looked at it for weeks. */
async function expire(id: string): Promise<void> {
  const { shop } = subject;
  await shop.documents.send(
    new UpdateCommand({
      TableName: shop.system.resource('AWS::DynamoDB::GlobalTable', 'State'),
      Key: { pk: `shop#APPROVAL#${id}`, sk: 'APPROVAL' },
      UpdateExpression: 'SET d.expiresAt = :then, d.expiresAtLatest = :then',
      ExpressionAttributeValues: { ':then': '2026-01-05T09:00:00.000Z' },
    }),
  );
  await shop.invoke('SweepApprovals');
  await shop.system.untilIdle();
}
