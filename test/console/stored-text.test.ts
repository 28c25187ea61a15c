import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingCatalogue } from '../../functions/platform/settings/setting-catalogue.ts';
import { doubtfulPhoto, easyPhoto } from '../e2e/test-photos.ts';
import { AskedApprovals } from './asked-approvals.ts';
import { ConsoleUnderTest, type ConsoleVisit, skipsBrowser } from './console-fixture.ts';
import { type Place, placesOf, untilShown } from './places.ts';

/** Each would show itself: by a dialog, by a request to another origin, by a report of the content policy. */
const hostile = (where: string) =>
  `${where} "'><img src=//foreign.test/x onerror=alert(1)><script>alert(2)</script>`;
/** A file's name holds no slash. */
const hostileFile = (where: string) => `${where} "'><img src=x onerror=alert(1)>.jpg`;
/** A SKU holds no mark of HTML; this one is as odd as they come. */
const sku = '鞋_ñ.A-1';

/** What must be read there, letter by letter: a page that shows none of it would prove nothing. */
const mustShow: Readonly<Record<string, readonly string[]>> = {
  runs: [hostileFile('run')],
  'runs/:id': [hostileFile('run'), hostile('stop')],
  approvals: [hostile('label')],
  'approvals/:id': [hostile('asks'), hostile('reason'), hostile('said')],
  products: [sku],
  'products/:sku': [sku],
  'settings/:name': [hostile('shop'), hostile('change')],
  members: [hostile('member')],
  audit: [hostile('member')],
  'upload?kind=unassigned': [hostileFile('unassigned')],
  'upload?kind=refused': [hostileFile('broken')],
};

let subject: ConsoleUnderTest;
let visit: ConsoleVisit;
let places: readonly Pick<Place, 'page' | 'path'>[];
beforeAll(async () => {
  if (skipsBrowser) return;
  subject = await ConsoleUnderTest.start({
    shop: { ...settingCatalogue.shop.default, name: hostile('shop') },
    // Without a sure cut-out the white file waits for a person.
    channels: { selected: ['web-thumbnail', 'amazon-main'] },
    'image-derive': { ...settingCatalogue['image-derive'].default, photos: 'none' },
  });
  const tabs = ['upload?kind=unassigned', 'upload?kind=refused'].map((path) => ({ page: path, path }));
  places = [...placesOf(await seed()), ...tabs];
  visit = await subject.visit('everybody');
}, 180_000);
afterAll(async () => {
  await subject?.close();
});

/** Through the doors by which people and files bring text in. */
async function seed(): Promise<Parameters<typeof placesOf>[0]> {
  const { shop } = subject;
  await shop.put(`images/${sku}/${hostileFile('run')}`, await doubtfulPhoto());
  await shop.put(`images/OTHER/${hostileFile('broken')}`, 'no picture');
  await shop.put(`images/FINE/FINE.jpg`, await easyPhoto());
  await shop.put(`unassigned/${hostileFile('unassigned')}`, await easyPhoto('#305080'));
  await shop.put(`strange <b>place</b>/${hostileFile('stray')}`, 'nobody knows what this is');
  const { body: listed } = await shop.call<{ members: { sub: string; name: string }[] }>(
    'admin',
    'GET',
    'members',
  );
  const member = listed.members.find(({ name }) => name === 'operator');
  await demand(
    shop.call('admin', 'PUT', `members/${member?.sub}`, { name: hostile('member'), roles: ['operator'] }),
  );
  await demand(
    shop.call('admin', 'PUT', 'settings/shop', {
      value: { ...settingCatalogue.shop.default, name: hostile('shop') },
      reason: hostile('change'),
    }),
  );
  const asked = new AskedApprovals(shop);
  await asked.putPictures();
  const plain = await asked.ask('PLAIN');
  const text = (where: string) => ({ en: hostile(where), zh: hostile(where) });
  const approval = await asked.ask('ODD', {
    subject: { kind: 'product', id: 'ODD', label: hostile('label') },
    asks: text('asks'),
    reasons: [text('reason')],
    payload: withTexts(plain.items[0]?.payload, hostile('said')),
  });
  await shop.system.untilIdle();
  const run = await shop.runOf(sku);
  await demand(shop.call('operator', 'POST', `runs/${run.id}/stop`, { reason: hostile('stop') }));
  return { run: run.id, approval: approval.id, sku, setting: 'shop' };
}

async function demand(answer: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(JSON.stringify(body));
}

/** What a workflow says, in both languages, replaced by something else. */
function withTexts(payload: unknown, text: string): unknown {
  const replace = (key: string, value: unknown) => (key === 'en' || key === 'zh' ? text : value);
  return JSON.parse(JSON.stringify(payload), replace);
}

/** What a person can read, in fields as well. */
const readable =
  "[document.body.innerText, ...[...document.querySelectorAll('input, textarea')].map((one) => one.value)].join(' ')";
/** What stands on a page comes with its lists, one after the other. */
async function comesToRead(page: Page, text: string): Promise<boolean> {
  const deadline = Date.now() + 5_000;
  let isThere = false;
  while (!isThere && Date.now() < deadline) {
    isThere = String(await page.evaluate(readable)).includes(text);
    if (!isThere) await page.waitForTimeout(100);
  }
  return isThere;
}

/** Elements that only stored text can have brought. */
const foreign = `[...document.querySelectorAll('[onerror], script:not([src]), img[src="x"], img[src*="foreign"], b')].map((one) => one.outerHTML)`;

describe.skipIf(skipsBrowser)('text that people and files brought in', () => {
  it('is read as text on every page: no dialog, no request to another place, no refusal by the content policy', async () => {
    const { page } = visit;
    const missing: string[] = [];
    for (const { page: name, path } of places) {
      await visit.go(path);
      await untilShown(page);
      for (const text of mustShow[name] ?? []) {
        if (!(await comesToRead(page, text))) missing.push(`${name}: ${text}`);
      }
      expect(await page.evaluate(foreign), name).toEqual([]);
    }
    expect(missing).toEqual([]);
    await visit.end();
  }, 120_000);
});
