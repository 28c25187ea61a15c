import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../functions/platform/runs/run.ts';
import { settingCatalogue } from '../../functions/platform/settings/setting-catalogue.ts';
import { doubtfulPhoto, easyPhoto } from '../e2e/test-photos.ts';
import { ConsoleUnderTest, skipsBrowser } from './console-fixture.ts';

const evilName = '<img src=x onerror=alert(1)>.jpg';

let subject: ConsoleUnderTest;
/** Asked once: between two statuses a run is missing in the list for a moment. */
let first: readonly Run[];
beforeAll(async () => {
  if (skipsBrowser) return;
  // Few files of each photo: a run takes a second. Without a sure cut-out the white one waits for a person.
  subject = await ConsoleUnderTest.start({
    channels: { selected: ['web-thumbnail', 'amazon-main'] },
    'image-derive': { ...settingCatalogue['image-derive'].default, photos: 'none' },
  });
  await subject.shop.put(`images/EVIL/${evilName}`, await doubtfulPhoto());
  await subject.shop.put('images/BROKEN/BROKEN.jpg', 'not a picture');
  await subject.shop.system.untilIdle();
  first = await subject.shop.runs();
}, 180_000);
afterAll(async () => {
  await subject?.close();
});

async function visitOf(...given: Parameters<ConsoleUnderTest['visit']>) {
  const visit = await subject.visit(...given);
  return { visit, page: visit.page };
}

const newest = async () => (await subject.shop.runs())[0]?.id;
const idOf = (sku: string) => first.find((run) => run.subject.id === sku)?.id ?? '';

describe.skipIf(skipsBrowser)('the page of runs', () => {
  it('filters by status and by SKU, keeps the filter in the address, and opens a run by keyboard', async () => {
    const { visit, page } = await visitOf('operator', { path: 'runs' });
    await page.getByRole('link', { name: evilName }).waitFor();
    await page.getByLabel('Status').selectOption('quarantined');
    await page.getByRole('link', { name: evilName }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'BROKEN · BROKEN.jpg' }).waitFor();
    await page.getByLabel('SKU or other number').fill('EVIL');
    await page.getByText('No run fits this filter.').waitFor();
    expect(page.url()).toMatch(/runs\?status=quarantined&subject=EVIL$/);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('link', { name: evilName }).waitFor();
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The way through the workflow' }).waitFor();
    expect(page.url()).toContain(`runs/${await newest()}`);
    await visit.end();
  });

  it('shows a new run without being asked', async () => {
    const { visit, page } = await visitOf('operator', { path: 'runs?subject=LATE' });
    await page.getByText('No run fits this filter.').waitFor();
    await subject.shop.put('images/LATE/LATE.jpg', 'not a picture either');
    await page.getByRole('row', { name: /LATE.*In quarantine/ }).waitFor();
    await visit.end();
  });
});

describe.skipIf(skipsBrowser)('the page of a run', () => {
  it('shows the way that the run took, what each stage did, and where it waits', async () => {
    const { visit, page } = await visitOf('operator', { path: `runs/${idOf('EVIL')}` });
    await page.getByRole('heading', { level: 1, name: evilName }).waitFor();
    const picture = page.getByRole('region', { name: 'The way through the workflow' });
    const inPicture = (name: string) =>
      picture.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
    await inPicture('Review').getByText('Waits for a person').waitFor();
    expect(await inPicture('Is duplicate').textContent()).toContain('Passed');
    expect(await inPicture('Publish').textContent()).toContain('Not reached');
    expect(await inPicture('Validate').textContent()).toContain('After an error to Record');
    expect(await page.getByRole('link', { name: 'Decide it' }).getAttribute('href')).toMatch(
      /approvals\/\w+/,
    );
    expect(await page.getByRole('link', { name: 'Audit trail' }).count(), 'not for an operator').toBe(0);
    await visit.end();
  });

  it('says why a run ended, and runs it again as a dry run', async () => {
    const { visit, page } = await visitOf('operator', { path: `runs/${idOf('BROKEN')}` });
    await page.getByText('Why it ended so').waitFor();
    await page.getByRole('button', { name: 'Dry run' }).click();
    const dialog = page.getByRole('dialog', { name: 'Run it again as a dry run?' });
    await dialog.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('Attempt 2 is on its way.').waitFor();
    await page.getByText('This is a dry run').waitFor();
    await page.getByText('a replay, operator (you)').waitFor();
    await visit.end();
  });

  it('offers somebody who may not start anything no button, and says where there is no such run', async () => {
    const { visit, page } = await visitOf('approver', { path: `runs/${idOf('BROKEN')}` });
    await page.getByRole('link', { name: 'Audit trail' }).waitFor();
    expect(await page.getByRole('button', { name: /Run again|Dry run|Stop/ }).count()).toBe(0);
    await visit.go('runs/nothing');
    await page.getByText('There is no run nothing in this shop.').waitFor();
    await visit.end();
  });

  it('stops a run, by keyboard alone, for a reason', async () => {
    const { visit, page } = await visitOf('operator', { path: `runs/${idOf('EVIL')}` });
    await page.getByRole('button', { name: 'Stop' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Stop this run?' });
    const stop = dialog.getByRole('button', { name: 'Stop' });
    expect(await stop.isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').focus();
    await page.keyboard.type('Wrong <b>product</b>');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Stopped by operator.').waitFor();
    await page.getByText('Stopped by a person: Wrong <b>product</b>.').waitFor();
    expect((await subject.shop.runOf('EVIL')).status).toBe('stopped');
    await visit.end();
  });

  it('fits on a phone in the dark, as the lists do', async () => {
    const { visit, page } = await visitOf('operator', { language: 'zh', theme: 'dark', width: 360 });
    const content = page.getByRole('main');
    for (const [path, shown] of [
      ['runs', content.getByRole('row').first()],
      ['workflows', content.getByRole('heading', { name: '商品图片' })],
      [`runs/${idOf('BROKEN')}`, content.getByRole('heading', { name: '流程图' })],
    ] as const) {
      await visit.go(path);
      await shown.waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(360);
    }
    await visit.end();
  });
});

describe.skipIf(skipsBrowser)('the switch of a workflow', () => {
  it('holds what comes in while it is off, and lets it through once it is released', async () => {
    const { visit, page } = await visitOf('operator', { path: 'workflows' });
    const photos = page.getByRole('region', { name: 'Product photos' });
    await photos.getByRole('button', { name: 'Switch off' }).click();
    const off = page.getByRole('dialog', { name: 'Switch off “Product photos”?' });
    await off.getByText('nothing is lost').waitFor();
    await off.getByLabel('Reason').fill('Trying the brake');
    await off.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('Switched off', { exact: true }).waitFor();

    await page.getByText('Reason: Trying the brake').waitFor();
    for (const sku of ['HELD-1', 'HELD-2'])
      await subject.shop.put(`images/${sku}/${sku}.jpg`, await easyPhoto());
    for (const sku of ['HELD-1', 'HELD-2']) await page.getByRole('link', { name: sku }).waitFor();
    expect((await subject.shop.runOf('HELD-1')).stages).toEqual([]);
    expect(await page.getByRole('button', { name: 'Continue' }).count(), 'while it is off').toBe(0);
    await page.getByRole('link', { name: 'HELD-1' }).click();
    const toSwitch = page.getByRole('link', { name: 'Go to the switch' });
    await toSwitch.waitFor();
    expect(await page.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true);
    await toSwitch.click();

    await photos.getByRole('button', { name: 'Switch on' }).click();
    const on = page.getByRole('dialog', { name: 'Switch on “Product photos”?' });
    await on.getByText(/Switched off by operator.*Reason: Trying the brake/s).waitFor();
    await on.getByLabel('Reason').fill('It brakes');
    await on.getByRole('button', { name: 'Switch on' }).click();
    await page.getByRole('button', { name: 'Continue HELD-1 · HELD-1.jpg' }).click();
    await page.getByText('1 run goes on now.').waitFor();
    await page.getByRole('button', { name: 'Continue all' }).click();
    const all = page.getByRole('dialog', { name: 'Continue all held runs?' });
    await all.getByRole('button', { name: 'Continue all' }).click();
    await photos.getByText('No run is held.').waitFor();

    await subject.shop.system.untilIdle();
    const through: readonly Run['status'][] = ['published', 'waiting'];
    for (const sku of ['HELD-1', 'HELD-2']) expect(through).toContain((await subject.shop.runOf(sku)).status);
    await photos.getByRole('link', { name: 'Its runs' }).click();
    await page.getByRole('row', { name: /HELD-1.*attempt 2/ }).waitFor();
    await visit.end();
  });

  it('holds for a time that is chosen, and says until when', async () => {
    const { visit, page } = await visitOf('operator', { path: 'workflows', language: 'zh' });
    const photos = page.getByRole('region', { name: '商品图片' });
    await photos.getByRole('button', { name: '停用' }).click();
    const off = page.getByRole('dialog', { name: '停用“商品图片”？' });
    await off.getByRole('radio', { name: /一小时/ }).focus();
    await page.keyboard.press('Space');
    await visit.checkAccessibility();
    await off.getByRole('textbox').fill('午休');
    await off.getByRole('button', { name: '停用' }).click();
    await page.getByText(/届时自动启用，并继续处理已暂停的运行：.*1小时后|59分钟后/).waitFor();
    const { body } = await subject.shop.call('operator', 'GET', 'settings/kill-switches');
    const until = (body.value as Record<string, string>)['image-assets'] ?? '';
    expect(Date.parse(until) - Date.now()).toBeGreaterThan(50 * 60_000);
    await visit.go('settings/kill-switches');
    await page
      .getByText(/停用至/)
      .first()
      .waitFor();
    await subject.shop.call('operator', 'PUT', 'settings/kill-switches', { value: {} });
    await visit.end();
  });
});
