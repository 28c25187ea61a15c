import { BatchWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SettingValue, settingCatalogue } from '../../functions/platform/settings/setting-catalogue.ts';
import { doubtfulPhoto, easyPhoto } from '../e2e/test-photos.ts';
import { ConsoleUnderTest, skipsBrowser } from './console-fixture.ts';

const evilName = '<img src=x onerror=alert(1)>.jpg';
/** More than a page of the list. */
const others = 120;

/** Of a smaller photo the largest file would be enlarged so far that a person is asked. */
const photoPixels = 1400;

let subject: ConsoleUnderTest;
beforeAll(async () => {
  if (skipsBrowser) return;
  subject = await ConsoleUnderTest.start({
    channels: { selected: ['web-thumbnail', 'shopify', 'tmall-white'] },
  });
  const { shop } = subject;
  // What moves takes most of the time: of one photo only.
  await derive({
    photos: 'main',
    brandColours: [],
    scenes: [],
    video: { formats: ['square'], seconds: 3 },
    view3d: { enabled: true, turnFromPhotos: 8 },
  });
  await addMarks();
  await shop.put('images/CHAIR/CHAIR_1.jpg', await easyPhoto('#b03020', photoPixels));
  await shop.system.untilIdle();
  await derive({ photos: 'none' });
  await shop.put(`images/EVIL/${evilName}`, await doubtfulPhoto());
  await shop.put('images/CHAIR/CHAIR_1.jpg', await easyPhoto('#2040a0', photoPixels));
  await shop.system.untilIdle();
}, 180_000);
afterAll(async () => {
  await subject?.close();
});

async function derive(wanted: Partial<SettingValue<'image-derive'>>): Promise<void> {
  const hero = { enabled: false, background: '#f3f0ea', headline: '' };
  const value = { ...settingCatalogue['image-derive'].default, stillPixels: 800, hero, ...wanted };
  const { status } = await subject.shop.call('admin', 'PUT', 'settings/image-derive', { value });
  expect(status).toBe(200);
}

/** Products of which nothing but the name is known, as the list has them. */
async function addMarks(): Promise<void> {
  const { shop } = subject;
  const table = shop.system.resource('AWS::DynamoDB::GlobalTable', 'State');
  const marks = Array.from({ length: others }, (_, index) => {
    const sku = `MUG-${String(index).padStart(4, '0')}`;
    const Item = {
      pk: `${shop.store}#PRODUCTS`,
      sk: sku,
      v: 1,
      d: { sku, updatedAt: '2026-01-02T03:04:05.000Z' },
    };
    return { PutRequest: { Item } };
  });
  for (let at = 0; at < marks.length; at += 25)
    await shop.documents.send(new BatchWriteCommand({ RequestItems: { [table]: marks.slice(at, at + 25) } }));
}

async function visitOf(...given: Parameters<ConsoleUnderTest['visit']>) {
  const visit = await subject.visit(...given);
  return { visit, page: visit.page };
}

/** Whether the browser could decode it. */
async function isLoaded(picture: Locator): Promise<boolean> {
  await picture.waitFor();
  return await picture.evaluate(async (element: unknown) => {
    const image = element as { decode(): Promise<void>; naturalWidth: number };
    await image.decode();
    return image.naturalWidth > 0;
  });
}

describe.skipIf(skipsBrowser)('the list of products', () => {
  it('goes on by cursor, finds a part of a SKU, and opens a product by keyboard', async () => {
    const { visit, page } = await visitOf('operator', { path: 'products' });
    const rows = page.locator('tbody tr');
    await page.getByRole('row', { name: /CHAIR.*Published/ }).waitFor();
    expect(await rows.count()).toBe(50);
    expect(await isLoaded(page.getByRole('row', { name: /CHAIR/ }).locator('img'))).toBe(true);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByRole('link', { name: 'MUG-0097' }).waitFor();
    expect(await rows.count()).toBe(100);
    await page.keyboard.press('/');
    await page.keyboard.type('ug-011');
    await page.getByRole('link', { name: 'MUG-0119' }).waitFor();
    expect(await rows.count()).toBe(10);
    expect(page.url()).toMatch(/products\?q=ug-011$/);
    await page.getByLabel('Search by SKU').fill('<b>none</b>');
    await page.getByText('No SKU contains “<b>none</b>”.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('row', { name: /EVIL.*Waits for a decision.*0 of 1 photo/ }).waitFor();
    const question = page.getByRole('link', { name: /open the question about EVIL/ });
    expect(await question.getAttribute('href')).toMatch(/approvals\/\w+$/);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'CHAIR' }).waitFor();
    await visit.end();
  });
});

describe.skipIf(skipsBrowser)('the page of a product', () => {
  it('shows the photo beside every file with what was measured, on a ground of one’s choice, and saves files', async () => {
    const { visit, page } = await visitOf('approver', { path: 'products/CHAIR' });
    const files = page.getByRole('navigation', { name: 'Its files' });
    const stage = (name: string) => page.getByRole('region', { name, exact: true });
    await files.getByRole('button', { name: 'Cut-out' }).waitFor();
    expect(await isLoaded(stage('The photo').locator('img'))).toBe(true);
    expect(await isLoaded(stage('Cut-out').locator('img'))).toBe(true);
    await page.getByRole('button', { name: 'Magenta' }).click();
    expect(await page.getByRole('button', { name: 'Magenta' }).getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('l');
    await page.getByText('400 × 400 px').waitFor();
    await files.getByRole('button', { name: /Shopify/ }).click();
    await page
      .getByText(/Measured:/)
      .first()
      .waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download', exact: true }).click();
    expect((await saved).suggestedFilename()).toMatch(/^shopify-.*\.\w+$/);
    await visit.end();
  });

  it('plays the film, and opens the page that turns the product in a tab without an origin', async () => {
    const { visit, page } = await visitOf('operator', { path: 'products/CHAIR' });
    await page.getByRole('button', { name: /CHAIR_1.jpg.*replaced since/ }).click();
    const files = page.getByRole('navigation', { name: 'Its files' });
    await files.getByRole('button', { name: /Video/ }).click();
    const film = page.locator('video');
    await film.waitFor();
    const seconds = await film.evaluate(async (element: unknown) => {
      const video = element as { play(): Promise<void>; duration: number };
      await video.play();
      return video.duration;
    });
    expect(seconds).toBeCloseTo(3, 0);
    await files.getByRole('button', { name: /Page to turn it/ }).click();
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Open the page and turn the product' }).click();
    const viewer = await opened;
    await viewer.waitForLoadState();
    expect(await viewer.evaluate('self.origin')).toBe('null');
    await viewer.locator('canvas, img').first().waitFor();
    await visit.end();
  });

  it('draws the contact sheet', async () => {
    const { visit, page } = await visitOf('operator', { path: 'products/CHAIR', language: 'zh' });
    await page.getByRole('button', { name: '图片总览' }).click();
    const dialog = page.getByRole('dialog');
    expect(await isLoaded(dialog.getByRole('img', { name: 'CHAIR 的图片总览' }))).toBe(true);
    expect(await dialog.getByRole('link', { name: '打开网页版' }).getAttribute('href')).toMatch(
      /^\/files\/|^http/,
    );
    await visit.end();
  });

  it('shows a file name as text, leads to what waits, and offers an operator no revert', async () => {
    const { visit, page } = await visitOf('operator', { path: 'products/EVIL' });
    await page.getByRole('heading', { name: evilName }).waitFor();
    await page.getByText('No picture of this product stands in the catalogue.').waitFor();
    await page.getByText('Nothing has been published yet.').waitFor();
    expect(await page.getByRole('link', { name: 'Audit trail' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Decide it' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).toMatch(/approvals\/\w/);
    await visit.go('products/CHAIR');
    await page.getByText('Replaced since', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /Revert/ }).count()).toBe(0);
    await visit.end();
  });

  it('says so where there is no such product', async () => {
    const { visit, page } = await visitOf('operator', { path: 'products/NOTHING' });
    await page.getByText('There is no product NOTHING in this shop yet.').waitFor();
    await visit.end();
  });

  it.each([
    ['products', 'zh', '商品'],
    ['products/CHAIR', 'en', 'CHAIR'],
    ['products/EVIL', 'zh', 'EVIL'],
  ] as const)('%s fits on a phone in the dark', async (path, language, title) => {
    const { visit, page } = await visitOf('approver', { path, language, theme: 'dark', width: 360 });
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page
      .getByRole('main')
      .getByRole('heading', { level: 3 })
      .or(page.getByRole('row'))
      .first()
      .waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await visit.end();
  });
});

describe.skipIf(skipsBrowser)('reverting a publication', () => {
  it('shows both sides where somebody changed the picture meanwhile, and changes nothing', async () => {
    const { visit, page } = await visitOf('approver', { path: 'products/CHAIR' });
    await page.getByRole('button', { name: 'Revert: Main picture' }).click();
    await changeCatalogue('by-somebody-else');
    const dialog = page.getByRole('dialog', { name: 'Revert this publication?' });
    await dialog.getByLabel('Reason').fill('Too late');
    await dialog.getByRole('button', { name: 'Revert', exact: true }).click();
    const conflict = page.getByRole('dialog', { name: 'Nothing was reverted' });
    await conflict.getByText('The picture was changed since this publication').waitFor();
    expect(await isLoaded(conflict.locator('figure').nth(1).locator('img'))).toBe(true);
    await conflict.getByRole('button', { name: 'Close' }).click();
    await visit.end();
  });

  it('puts back what stood there, by keyboard alone, and keeps the reason', async () => {
    const { visit, page } = await visitOf('approver', { path: 'products/CHAIR' });
    const [standing] = await publications();
    await changeCatalogue(standing?.asset ?? '', 2);
    await page.getByRole('button', { name: 'Revert: Main picture' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Revert this publication?' });
    await dialog.getByText('the earlier picture goes back').waitFor();
    await dialog.getByLabel('Reason').focus();
    await page.keyboard.type('The red one sells <b>better</b>');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Taken back. The earlier picture stands in the catalogue again.').waitFor();
    await page.getByText('Taken back', { exact: true }).waitFor();
    const after = await publications();
    expect(after.map(({ status }) => status)).toEqual(['reverted', 'published']);
    const audit = JSON.stringify(await subject.shop.records('Audit'));
    expect(audit).toContain('The red one sells <b>better</b>');
    await page.getByRole('button', { name: 'Revert: Main picture' }).waitFor();
    await visit.end();
  });

  it('processes a photo again as a dry run', async () => {
    const { visit, page } = await visitOf('operator', { path: 'products/CHAIR' });
    await page.getByRole('button', { name: 'Dry run' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Run it again as a dry run?' });
    await dialog.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('Attempt 2 is on its way.').waitFor();
    await page.getByRole('button', { name: 'See the run' }).click();
    await page.getByText('This is a dry run').waitFor();
    await visit.end();
  });
});

interface ListedPublication {
  readonly asset: string;
  readonly status: string;
}

async function publications(): Promise<readonly ListedPublication[]> {
  const answer = await subject.shop.call<{ publications: ListedPublication[] }>(
    'admin',
    'GET',
    'products/CHAIR',
  );
  return answer.body.publications;
}

/** Says that somebody else's asset stands on the product. @param back steps of the version to take back, so that ours is known again */
async function changeCatalogue(asset: string, back = 0): Promise<void> {
  const { shop } = subject;
  await shop.documents.send(
    new UpdateCommand({
      TableName: shop.system.resource('AWS::DynamoDB::GlobalTable', 'State'),
      Key: { pk: `${shop.store}#SKU#CHAIR`, sk: 'MEDIA#01' },
      UpdateExpression: 'SET d.asset = :asset, v = v + :step',
      ExpressionAttributeValues: { ':asset': asset, ':step': 1 - back },
    }),
  );
}
