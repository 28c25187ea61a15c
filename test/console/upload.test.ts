import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doubtfulPhoto, easyPhoto } from '../e2e/test-photos.ts';
import { checkAccessibility } from './accessibility.ts';
import { ConsoleUnderTest, type ConsoleVisit, skipsBrowser } from './console-fixture.ts';
import { makeNewProducts } from './new-products.ts';

let subject: ConsoleUnderTest;
/** The operator's browser; the tests follow one visit of the page. */
let visit: ConsoleVisit;
let page: Page;
beforeAll(async () => {
  if (skipsBrowser) return;
  subject = await ConsoleUnderTest.start({ channels: { selected: ['web-thumbnail'] } });
  visit = await subject.visit('operator', { path: 'upload' });
  page = visit.page;
  page.setDefaultTimeout(30_000);
}, 120_000);
afterAll(async () => {
  await subject?.close();
});

const jpeg = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });
const choose = (files: ReturnType<typeof jpeg>[], on = page) =>
  on.locator('input[type=file]').first().setInputFiles(files);
const row = (name: string) =>
  page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
const refused = (name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
const scripted = '<img src=x onerror=alert(1)>.jpg';

describe.skipIf(skipsBrowser)('uploading in the console', () => {
  it('tells before sending what is no photo, and sends the rest', async () => {
    await choose([
      jpeg('MUG-1.jpg', await easyPhoto()),
      jpeg('STRIPES-1.jpg', await doubtfulPhoto()),
      jpeg('红色杯子.jpg', await easyPhoto('#205080')),
      jpeg(scripted, await easyPhoto('#206020')),
      jpeg('FAKE-1.jpg', Buffer.from('a text')),
      jpeg('notes.txt', Buffer.from('notes')),
      jpeg('EMPTY-1.jpg', Buffer.alloc(0)),
    ]);
    await makeNewProducts(page);
    await row('notes.txt').getByText('Not sent').waitFor();
    await row('EMPTY-1.jpg').getByText('The file is empty.').waitFor();
    await page.getByText('5 of 5 files uploaded').waitFor();
    expect(await subject.shop.keys(subject.shop.inbox)).toEqual([
      'images/FAKE-1/FAKE-1.jpg',
      'images/MUG-1/MUG-1.jpg',
      'images/STRIPES-1/STRIPES-1.jpg',
      `unassigned/${scripted}`,
      'unassigned/红色杯子.jpg',
    ]);
  });

  it('follows each file to its end', async () => {
    await subject.shop.system.untilIdle();
    await row('MUG-1.jpg').getByText('Published').waitFor();
    await row('FAKE-1.jpg').getByText('In quarantine').waitFor();
    await row('FAKE-1.jpg').getByText('The file is not a picture').waitFor();
    await row('红色杯子.jpg').getByText('Waits for its product').waitFor();
    await row(scripted).getByText('Waits for its product').waitFor();
    await row('STRIPES-1.jpg').getByRole('link', { name: 'See the run' }).waitFor();
    const run = await row('MUG-1.jpg').getByRole('link', { name: 'See the run' }).getAttribute('href');
    expect(run).toBe(`#/shop/runs/${(await subject.shop.runOf('MUG-1')).id}`);
    await checkAccessibility(page);
  }, 150_000);

  it('assigns several photos to one product by keyboard alone, and follows them on', async () => {
    await page.getByRole('tab', { name: 'New photos' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('checkbox', { name: scripted }).waitFor();
    await checkAccessibility(page);
    for (const key of ['j', 'x', 'j', 'x', '/']) await page.keyboard.press(key);
    await page.keyboard.type('mug');
    await page.getByRole('option', { name: 'MUG-1' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('combobox').inputValue()).toBe('MUG-1');
    await page.keyboard.press('Enter');
    await page.getByText(/^2 photos go to MUG-1\. Their runs start/).waitFor();
    await page.getByRole('heading', { name: 'No photo waits for a product' }).waitFor();
    expect(
      (await subject.shop.keys(subject.shop.inbox)).filter((key) => key.includes('/MUG-1/')),
    ).toHaveLength(3);
    await visit.go('upload');
    await row('红色杯子.jpg').getByText('to MUG-1').waitFor();
    await row('红色杯子.jpg').getByRole('link', { name: 'See the run' }).waitFor();
  });

  it('asks what is meant by a SKU that the shop does not know, before anything is sent', async () => {
    await choose([
      jpeg('MUG-1_2.jpg', await easyPhoto('#302010')),
      jpeg('mug1_3.jpg', await easyPhoto('#102030')),
      jpeg('nathan-fertig-249917-unsplash.jpg', await easyPhoto('#203010')),
    ]);
    const dialog = page.getByRole('dialog', { name: 'The shop does not know 2 of these products yet' });
    const near = dialog.getByRole('combobox', { name: 'mug1 · 1 photo' });
    await dialog.getByText('Did you mean MUG-1?').waitFor();
    expect(await dialog.getByRole('combobox').nth(1).inputValue(), 'no name of a shop').toBe(':later');
    expect(await page.getByText('MUG-1_2.jpg').count(), 'nothing is sent').toBe(0);
    await checkAccessibility(page);
    await near.selectOption({ label: 'It is MUG-1' });
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await row('mug1_3.jpg').getByText('to MUG-1').waitFor();
    await row('nathan-fertig-249917-unsplash.jpg').getByText('Waits for its product').waitFor();
    expect(await subject.shop.keys(subject.shop.inbox, 'images/mug1')).toEqual([]);
    await visit.go('upload?kind=unassigned');
    await page.getByRole('checkbox', { name: /nathan/ }).check();
    await page.getByRole('combobox').fill('MUG-10');
    await page.getByRole('button', { name: 'Assign 1 photo' }).click();
    const asked = page.getByRole('dialog', { name: 'The shop does not know this product yet' });
    await asked.getByRole('combobox').selectOption({ label: 'It is MUG-1' });
    await asked.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText(/^The photo goes to MUG-1\. Its run starts/).waitFor();
  });

  it('shows in quarantine why, and where the original is; another try is refused again', async () => {
    await visit.go('upload?kind=refused');
    const card = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: 'FAKE-1.jpg' }) });
    await card.getByText('The file is not a picture').waitFor();
    await card.getByText('inbox/shop/images/FAKE-1/FAKE-1.jpg').waitFor();
    await checkAccessibility(page);
    await card.getByRole('button', { name: 'Try again' }).click();
    await card.getByText('refused 2 times').waitFor();
    await page.getByText('Refused again').waitFor();
  });

  it('takes a folder by its paths, and what is dropped anywhere on the page', async () => {
    await visit.go('upload');
    const folder = mkdtempSync(join(tmpdir(), 'storehand-folder-'));
    mkdirSync(join(folder, 'FOLDER-1'));
    writeFileSync(join(folder, 'FOLDER-1', '2.jpg'), 'a text');
    writeFileSync(join(folder, '.hidden.jpg'), 'a text');
    await page.locator('input[webkitdirectory]').setInputFiles(folder);
    await makeNewProducts(page);
    await row('FOLDER-1/2.jpg').getByText('to FOLDER-1').waitFor();
    expect(await page.getByText('.hidden.jpg').count()).toBe(0);
    await page.evaluate(`{
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['a text'], 'DROPPED-1.jpg', { type: 'image/jpeg' }));
      for (const name of ['dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
    }`);
    await makeNewProducts(page);
    await row('DROPPED-1.jpg').getByText('In quarantine').waitFor();
    await row('FOLDER-1/2.jpg').getByText('In quarantine').waitFor();
    expect(await subject.shop.keys(subject.shop.inbox, 'images/FOLDER-1')).toEqual(['images/FOLDER-1/2.jpg']);
    rmSync(folder, { recursive: true });
  });

  it('lets an approver look, and neither upload nor retry', async () => {
    const other = await subject.visit('approver', { path: 'upload' });
    await other.page.getByRole('heading', { name: 'No photo waits for a product' }).waitFor();
    expect(await other.page.getByRole('tab').count()).toBe(2);
    await other.page.getByText('You can look').waitFor();
    await other.page.getByRole('tab', { name: 'Quarantine' }).click();
    await other.page.getByRole('heading', { name: 'FAKE-1.jpg' }).waitFor();
    expect(await other.page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await other.end();
  });

  it('sends what was refused under another SKU', async () => {
    await visit.go('upload?kind=refused');
    await refused('FAKE-1.jpg').getByRole('button', { name: 'Under another SKU…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').fill('not a sku');
    await dialog.getByText('A SKU has 1 to 64').waitFor();
    expect(await dialog.getByRole('button', { name: 'Send it' }).isDisabled()).toBe(true);
    await dialog.getByRole('combobox').fill('OTHER-1');
    await page.keyboard.press('Enter');
    await makeNewProducts(page);
    await page.getByText(/^The photo goes to OTHER-1\. Its run starts/).waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect(await subject.shop.keys(subject.shop.inbox)).toContain('images/OTHER-1/FAKE-1.jpg');
  });

  it('asks before the tab is closed while something is sent, cancels, and sends again', async () => {
    await visit.go('upload');
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/api/shop/uploads', async (route) => {
      await held;
      await route.continue();
    });
    const isLeavingRefused = () =>
      page.evaluate("!dispatchEvent(new Event('beforeunload', { cancelable: true }))");
    expect(await isLeavingRefused()).toBe(false);
    await choose([
      jpeg('LATE-1.jpg', await easyPhoto('#606060')),
      jpeg('LATE-2.jpg', await easyPhoto('#707070')),
    ]);
    await makeNewProducts(page);
    await row('LATE-1.jpg').getByText('Uploading').waitFor();
    expect(await isLeavingRefused()).toBe(true);
    await page.getByRole('button', { name: 'Cancel LATE-1.jpg' }).click();
    await row('LATE-1.jpg').getByText('Cancelled').waitFor();
    release();
    await row('LATE-2.jpg').getByRole('link', { name: 'See the run' }).waitFor();
    expect(await isLeavingRefused()).toBe(false);
    await row('LATE-1.jpg').getByRole('button', { name: 'Try again' }).click();
    await row('LATE-1.jpg').getByRole('link', { name: 'See the run' }).waitFor();
    await page.unrouteAll();
  });

  it('tries again by itself when the network drops', async () => {
    let lost = 0;
    await page.route('**', async (route) => {
      const request = route.request();
      const isFile = request.method() === 'POST' && !request.url().includes('/api/');
      if (isFile) lost += 1;
      if (isFile && lost === 1) await route.abort('connectionreset');
      else await route.continue();
    });
    await choose([jpeg('SHAKY-1.jpg', await easyPhoto('#505050'))]);
    await makeNewProducts(page);
    await row('SHAKY-1.jpg').getByRole('link', { name: 'See the run' }).waitFor();
    expect(lost).toBe(2);
    await page.unrouteAll();
    await visit.end();
  });

  it.each([
    ['upload', '选择照片'],
    ['upload?kind=unassigned', '没有待关联的照片'],
    ['upload?kind=refused', '重试'],
  ])('needs no scrolling sideways on a phone: %s', async (path, text) => {
    const phone = await subject.visit('admin', { path, language: 'zh', theme: 'dark', width: 360 });
    await phone.page.getByText(text).first().waitFor();
    expect(await phone.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await phone.end();
  });
});
