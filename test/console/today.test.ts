import { readFile } from 'node:fs/promises';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ShopUnderTest } from '../e2e/shop-under-test.ts';
import { ConsoleUnderTest, skipsBrowser } from './console-fixture.ts';

const evil = '<img src=x onerror=alert(1)>';

let subject: ConsoleUnderTest;
beforeAll(async () => {
  if (skipsBrowser) return;
  subject = await ConsoleUnderTest.start({ channels: { selected: ['web-thumbnail'] } });
}, 180_000);
afterAll(async () => {
  await subject?.close();
});

async function visitOf(...given: Parameters<ConsoleUnderTest['visit']>) {
  const visit = await subject.visit(...given);
  return { visit, page: visit.page };
}

const rename = async (name: string, reason: string) => {
  const { body } = await subject.shop.call<{ value: object }>('admin', 'GET', 'settings/shop');
  const value = { ...body.value, name };
  expect((await subject.shop.call('admin', 'PUT', 'settings/shop', { value, reason })).status).toBe(200);
};

describe.skipIf(skipsBrowser)('the page of the day', () => {
  it('says in an empty shop what to do first, in both languages and themes', async () => {
    const { visit, page } = await visitOf('admin');
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    await page.getByRole('link', { name: /^Upload product photos/ }).waitFor();
    await page.getByText('Nothing failed in the last seven days.').waitFor();
    await visit.checkAccessibility();
    await visit.end();
    const dark = await visitOf('operator', { language: 'zh', theme: 'dark', width: 360 });
    await dark.page.getByRole('heading', { name: '入门步骤' }).waitFor();
    await dark.visit.checkAccessibility();
    expect(await dark.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await dark.visit.end();
  });

  it('shows what waits as it comes, and each number opens its list', async () => {
    const { visit, page } = await visitOf('operator');
    const tile = page.getByRole('listitem').filter({ hasText: 'Files in quarantine' });
    await tile.getByText('0', { exact: true }).waitFor();
    await subject.shop.put(`images/BROKEN/${evil}.jpg`, 'not a picture');
    await subject.shop.system.untilIdle();
    // Whoever comes back to the tab sees what is new.
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await tile.getByText('1', { exact: true }).waitFor();
    await page.getByRole('link', { name: /In quarantine/ }).click();
    await page.waitForURL(/runs\?status=quarantined/);
    await page.getByRole('link', { name: /onerror/ }).waitFor();
    await visit.end();
  });

  it('opens on a phone what does not fit into the bar, and closes by Escape', async () => {
    const { visit, page } = await visitOf('admin', { width: 360 });
    const navigation = page.getByRole('navigation', { name: 'Pages' });
    expect(await navigation.getByRole('link', { name: 'Audit' }).isVisible()).toBe(false);
    await navigation.getByText('More').click();
    await visit.checkAccessibility();
    await page.keyboard.press('Escape');
    expect(await navigation.getByRole('link', { name: 'Audit' }).isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    await navigation.getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
    expect(await navigation.getByRole('link', { name: 'Audit' }).isVisible()).toBe(false);
    await visit.end();
  });

  it('removes the sample shop for its admin, and no other', async () => {
    const sample = new ShopUnderTest(subject.shop.system, 'sample');
    await sample.openFor('stranger');
    const { body } = await sample.call<{ value: object }>('stranger', 'GET', 'settings/shop');
    const value = { ...body.value, name: 'Sample', sample: true };
    await sample.call('stranger', 'PUT', 'settings/shop', { value, reason: 'test' });
    const { visit, page } = await visitOf('stranger');
    await page.getByRole('button', { name: 'Remove the sample shop' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove the sample shop?' });
    await dialog.getByText('Stays: every other shop').waitFor();
    await visit.checkAccessibility();
    await dialog.getByRole('button', { name: 'Remove the sample shop' }).click();
    await page.getByRole('heading', { name: 'No shop is open to you' }).waitFor();
    await subject.shop.system.untilIdle();
    const left = await sample.records('State');
    expect(left.filter(({ pk }) => !pk.startsWith('sample#AUDIT'))).toEqual([]);
    expect((await subject.shop.call('admin', 'GET', 'me')).status).toBe(200);
    await visit.end();
  });
});

describe.skipIf(skipsBrowser)('the page of the audit', () => {
  it('tells who did what to what, with the difference; finds it by what it is about, and by who', async () => {
    await rename('Tea', evil);
    const { visit, page } = await visitOf('approver', { path: 'audit' });
    await page.getByLabel('SKU or subject').fill('setting/shop');
    await page.waitForURL(/subject=setting/);
    await page.getByLabel('Who').selectOption({ label: 'admin' });
    const [entry, others] = [page.getByText(`“${evil}”`), page.getByText('the set-up', { exact: true })];
    await others.first().waitFor({ state: 'detached' });
    await entry.click();
    await page.locator('ins').filter({ hasText: 'Tea' }).waitFor();
    await visit.checkAccessibility();
    await page.getByRole('link', { name: 'Open', exact: true }).click();
    await page.waitForURL(/settings\/shop/);
    await visit.end();
  });

  it('gives the search as a table for spreadsheets', async () => {
    await rename('Tea house', '=HYPERLINK("http://evil.test")');
    const { visit, page } = await visitOf('admin', { path: 'audit?stream=setting%2Fshop' });
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as CSV' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe('audit-shop.csv');
    const text = await readFile((await download.path()) ?? '', 'utf8');
    expect(text).toMatch(/^\ufeffat,/);
    expect(text).toContain(`"'=HYPERLINK(""http://evil.test"")"`);
    await visit.end();
  });

  it('verifies the chain, and shows the first bad entry once somebody has changed one', async () => {
    const { visit, page } = await visitOf('admin', {
      path: 'audit',
      language: 'zh',
      theme: 'dark',
      width: 360,
    });
    await page.getByRole('button', { name: '验证审计链' }).click();
    await page.getByText('审计链完整').waitFor();
    await visit.checkAccessibility();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await visit.end();

    const [entry] = (await subject.shop.records('Audit')).filter(
      ({ pk }) => pk === 'shop#AUDIT#setting/channels',
    );
    await subject.shop.documents.send(
      new UpdateCommand({
        TableName: subject.shop.system.resource('AWS::DynamoDB::GlobalTable', 'Audit'),
        Key: { pk: entry?.pk, sk: entry?.sk },
        UpdateExpression: 'SET d.reason = :r',
        ExpressionAttributeValues: { ':r': 'nobody said this' },
      }),
    );
    const later = await visitOf('admin', { path: 'audit' });
    await later.page.getByRole('button', { name: 'Verify the chain' }).click();
    await later.page.getByText('The chain is broken').waitFor();
    await later.page.getByRole('link', { name: 'Show the first bad entry' }).click();
    await later.page.getByText('Here the chain breaks').waitFor();
    await later.visit.checkAccessibility();
    await later.visit.end();
  });

  it('is not for operators', async () => {
    const { visit, page } = await visitOf('operator');
    await page.evaluate("location.hash = '#/shop/audit'");
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await visit.end();
  });
});

describe.skipIf(skipsBrowser)('the page of connectors', () => {
  it('shows what is plugged in, and tells in words what a test came to', async () => {
    const value = { kind: 's3-prefix', prefix: 'library', rights: {} };
    const saved = await subject.shop.call('admin', 'PUT', 'settings/dam', { value, reason: 'test' });
    expect(saved.status).toBe(200);
    const { visit, page } = await visitOf('admin', { path: 'connectors' });
    await page.getByRole('heading', { name: 'Shop system' }).waitFor();
    await visit.checkAccessibility();
    await page.getByRole('button', { name: /Test the connection: Picture library/ }).click();
    await page.getByText('It answered.').waitFor();
    await visit.end();
    const dark = await visitOf('operator', { path: 'connectors', language: 'zh', theme: 'dark', width: 360 });
    await dark.page.getByRole('heading', { name: '店铺系统' }).waitFor();
    await dark.visit.checkAccessibility();
    expect(await dark.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await dark.visit.end();
  });
});
