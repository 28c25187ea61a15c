import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingCatalogue } from '../../functions/platform/settings/setting-catalogue.ts';
import { doubtfulPhoto, easyPhoto } from '../e2e/test-photos.ts';
import { ConsoleUnderTest, type ConsoleVisit, skipsBrowser } from './console-fixture.ts';
import { makeNewProducts } from './new-products.ts';

/** Of a page. */
const patienceMs = 25_000;
/** A busy machine takes its time over photos. */
const throughMs = 80_000;
/** Of a photo that went through: whether somebody is asked about it is not the story's point. */
const through = /^(published|waiting)$/;
/** No page has more to step through. */
const mostSteps = 150;

let subject: ConsoleUnderTest;
beforeAll(async () => {
  if (skipsBrowser) return;
  // Few files of each photo, all of them for a person where the cut-out is in doubt.
  subject = await ConsoleUnderTest.start({
    channels: { selected: ['web-thumbnail', 'amazon-main'] },
    'image-derive': { ...settingCatalogue['image-derive'].default, photos: 'none' },
  });
}, 180_000);
afterAll(async () => {
  await subject?.close();
});

async function enter(...given: Parameters<ConsoleUnderTest['visit']>): Promise<[Page, ConsoleVisit]> {
  const visit = await subject.visit(...given);
  visit.page.setDefaultTimeout(patienceMs);
  return [visit.page, visit];
}

const jpeg = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });

/** Steps on with the Tab key until something has the focus, as somebody without a mouse does. */
async function stepTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let step = 0; step < mostSteps; step += 1) {
    if (await wanted.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${wanted} cannot be reached by the Tab key`);
}

async function pressAt(page: Page, wanted: Locator): Promise<void> {
  await stepTo(page, wanted);
  await page.keyboard.press('Enter');
}

describe.skipIf(skipsBrowser)('a day in the shop', () => {
  it('goes from photos to the catalogue and back, in English with the mouse', async () => {
    const [operator, uploads] = await enter('operator', { path: 'upload' });
    await operator
      .locator('input[type=file]')
      .first()
      .setInputFiles([
        jpeg('GOOD-1.jpg', await doubtfulPhoto(1)),
        jpeg('BAD-1.jpg', await doubtfulPhoto(2)),
        jpeg('IMG_0001.jpg', await easyPhoto()),
      ]);
    await makeNewProducts(operator);
    for (const name of ['GOOD-1.jpg', 'BAD-1.jpg']) {
      const row = operator.getByRole('listitem').filter({ has: operator.getByText(name, { exact: true }) });
      await row.getByRole('link', { name: 'To the approvals' }).waitFor({ timeout: throughMs });
    }
    await operator.getByRole('tab', { name: 'To assign' }).click();
    await operator.getByRole('checkbox', { name: 'IMG_0001.jpg' }).check();
    await operator.getByRole('combobox', { name: 'Product (SKU)' }).fill('FOUND-1');
    await operator.getByRole('button', { name: 'Assign 1 photo' }).click();
    await makeNewProducts(operator);
    await operator.getByText(/^The photo goes to FOUND-1\. Its run starts/).waitFor();

    const [approver, decisions] = await enter('approver', { path: 'approvals' });
    await approver.getByRole('link', { name: 'GOOD-1' }).click();
    await approver.getByRole('heading', { level: 1, name: 'GOOD-1' }).waitFor();
    await approver.getByRole('checkbox', { name: /^Refuse .*Amazon/ }).check();
    await approver.getByRole('button', { name: /^Approve all but 1/ }).click();
    await approver.getByText('GOOD-1: approved, 1 refused.').waitFor();
    await approver.getByRole('heading', { level: 1, name: 'BAD-1' }).waitFor();
    await approver.getByLabel('Comment').fill('Nobody can see what it is');
    await approver.getByRole('button', { name: 'Reject' }).click();
    await approver.getByText('BAD-1: rejected.').waitFor();
    await subject.shop.system.untilIdle();
    expect((await subject.shop.runOf('BAD-1')).status).toBe('rejected');
    expect((await subject.shop.runOf('GOOD-1')).status).toBe('published');
    expect(await filledPlaces('GOOD-1')).toBe(1);
    expect(await filledPlaces('BAD-1')).toBe(0);

    await decisions.go('products');
    await approver.getByRole('link', { name: 'GOOD-1' }).click();
    await approver.getByRole('button', { name: 'Revert: Main picture' }).click();
    const dialog = approver.getByRole('dialog', { name: 'Revert this publication?' });
    await dialog.getByLabel('Reason').fill('The old one sold better');
    await dialog.getByRole('button', { name: 'Revert' }).click();
    await approver.getByText('Taken back. The place in the catalogue is empty').waitFor();
    expect(await filledPlaces('GOOD-1')).toBe(0);

    await operator
      .getByRole('link', { name: 'See the runs' })
      .or(operator.getByRole('link', { name: 'Runs' }))
      .first()
      .click();
    await operator.getByRole('row', { name: /FOUND-1.*(Published|Waits)/ }).waitFor();
    await uploads.end();
    await decisions.end();
  }, 120_000);

  it('is switched off, released, tuned and proved, in Chinese on a phone by keyboard alone', async () => {
    const [page, visit] = await enter('everybody', { path: 'workflows', language: 'zh', width: 360 });
    const photos = page.getByRole('region', { name: '商品图片' });
    await pressAt(page, photos.getByRole('button', { name: '停用' }));
    const off = page.getByRole('dialog');
    await stepTo(page, off.getByLabel('原因'));
    await page.keyboard.insertText('先停一停');
    await pressAt(page, off.getByRole('button', { name: '停用' }));
    await off.waitFor({ state: 'detached' });
    await subject.shop.put('images/HELD-1/HELD-1.jpg', await easyPhoto('#205080'));
    await page.getByRole('link', { name: 'HELD-1' }).waitFor();
    await pressAt(page, photos.getByRole('button', { name: '启用' }));
    const on = page.getByRole('dialog');
    await stepTo(page, on.getByLabel('原因'));
    await page.keyboard.insertText('可以继续了');
    await pressAt(page, on.getByRole('button', { name: '启用' }));
    await on.waitFor({ state: 'detached' });
    await pressAt(page, page.getByRole('button', { name: '继续处理 HELD-1' }));
    await page.getByText('1 个运行即将继续处理').waitFor();

    await visit.go('settings/image-thresholds');
    await stepTo(page, page.getByLabel('低于此值由人工查看'));
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('0.65');
    await pressAt(page, page.getByRole('button', { name: '查看更改并保存' }));
    await pressAt(page, page.getByRole('dialog').getByRole('button', { name: '保存' }));
    await page.getByText('已保存为版本 1').waitFor();
    await pressAt(page, page.getByRole('button', { name: '撤销' }));
    await page.getByRole('listitem').filter({ hasText: '版本 2' }).waitFor();
    const { body } = await subject.shop.call<{ value: unknown }>('admin', 'GET', 'settings/image-thresholds');
    expect(body.value).toEqual(settingCatalogue['image-thresholds'].default);

    await subject.shop.system.untilIdle();
    expect((await subject.shop.runOf('HELD-1')).status).toMatch(through);
    await visit.go('audit');
    await pressAt(page, page.getByRole('button', { name: '验证审计链' }));
    await page.getByText('审计链完整').waitFor();
    await visit.end();
  }, 120_000);
});

/** How many places of a product's pictures are filled in the catalogue. */
async function filledPlaces(sku: string): Promise<number> {
  type Answer = { positions: readonly unknown[] };
  return (await subject.shop.call<Answer>('admin', 'GET', `products/${sku}`)).body.positions.length;
}
