import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Approval } from '../../functions/platform/approvals/approval.ts';
import { easyPhoto } from '../e2e/test-photos.ts';
import { AskedApprovals } from './asked-approvals.ts';
import { ConsoleUnderTest, type ConsoleVisit, skipsBrowser } from './console-fixture.ts';

const hour = 3_600_000;
/** Shorter than any shop's review may last. */
const longAgo = 20 * 24 * hour;

let subject: ConsoleUnderTest;
let asked: AskedApprovals;
/** The approver's browser, for all tests that need no other: signing in takes longer than most of them. */
let visit: ConsoleVisit;
let page: Page;
beforeAll(async () => {
  if (skipsBrowser) return;
  subject = await ConsoleUnderTest.start({
    channels: { selected: ['web-thumbnail', 'shopify'] },
    'approval-policy': {
      working: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', holidays: [] },
      workflows: {
        'image-assets': { when: 'always', role: 'approver', expiryWorkingHours: 16, fourEyes: true },
      },
    },
  });
  asked = new AskedApprovals(subject.shop);
  await asked.putPictures();
  visit = await subject.visit('approver', { path: 'approvals' });
  page = visit.page;
  page.setDefaultTimeout(10_000);
}, 120_000);
afterAll(async () => {
  await subject?.close();
});

const show = async (id: string) =>
  (await subject.shop.call<Approval>('admin', 'GET', `approvals/${id}`)).body;

/** Waits until what is on the page can be decided: right after it opens it cannot, so that a double press decides one only. */
const untilDecidable = (page: Page) =>
  page.locator('button:enabled', { hasText: /^(Approve|批准)/ }).waitFor();

/** By keys, where files are in doubt: it is asked once more before those go out as well. */
const approveInDoubt = async (count = '1') => {
  await untilDecidable(page);
  await page.keyboard.press('a');
  const again = new RegExp(`^Approve with the ${count} in doubt`);
  await page.locator('button:enabled', { hasText: again }).waitFor();
  await page.keyboard.press('a');
};

const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

describe.skipIf(skipsBrowser)('approvals in the console', () => {
  it('says that nothing waits, and that there is no such approval', async () => {
    await page.getByText('Nothing waits for a decision').waitFor();
    await page.getByRole('heading', { name: 'All decided' }).waitFor();
    await visit.go('approvals/unknown');
    await page.getByRole('heading', { name: 'There is no such approval' }).waitFor();
  });

  it('publishes a real photo without the file that was refused, by keyboard alone', async () => {
    const { shop } = subject;
    await shop.put('images/EASY/1.jpg', await easyPhoto());
    await shop.system.untilIdle();
    await openList();
    await page.getByRole('link', { name: 'EASY' }).waitFor();
    await page.keyboard.press('s');
    await heading(page, 'EASY');
    await page.locator('figure img').nth(1).waitFor();
    expect(await page.locator('figure img').first().evaluate(hasPixels)).toBe(true);
    await page.keyboard.press('l');
    await page.keyboard.press('x');
    await page.getByText('Refused: does not go out').waitFor();
    await page.keyboard.press('c');
    await page.keyboard.type('crop it <b>closer</b>');
    await page.keyboard.press('Escape');
    await approveInDoubt('\\d+');
    await page.getByText('EASY: approved, 1 refused.').waitFor();
    await page.getByRole('button', { name: 'Open again' }).click();
    await page.getByText('You approved this').waitFor();
    await page.getByText('“crop it <b>closer</b>”').waitFor();
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await shop.system.untilIdle();
    const run = await shop.runOf('EASY');
    expect(run.status).toBe('published');
    const { body } = await shop.call<{ approvals: Approval[] }>('admin', 'GET', 'approvals?status=approved');
    const [refused] = Object.values(body.approvals[0]?.decision?.rejectedChoices ?? {});
    expect(refused).toHaveLength(1);
    expect(body.approvals[0]?.decision?.comment).toBe('crop it <b>closer</b>');
    // Eight functions start for it, on a machine that may be busy.
  }, 180_000);

  it('walks through the queue by single keys, and opens the next after each decision', async () => {
    const all: Approval[] = [];
    for (const [index, sku] of ['Q-1', 'Q-2', 'Q-3'].entries())
      all.push(await asked.ask(sku, {}, (3 - index) * hour));
    await openList();
    await page.getByRole('link', { name: 'Q-3' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await heading(page, 'Q-2');
    await page.getByText('2 of 3').waitFor();
    await page.keyboard.press('k');
    await heading(page, 'Q-1');
    await approveInDoubt();
    // At once again: the one that has just opened is not decided by it.
    await heading(page, 'Q-2');
    await page.keyboard.press('a');
    await untilDecidable(page);
    await page.keyboard.press('r');
    await heading(page, 'Q-3');
    await untilDecidable(page);
    await page.keyboard.press('r');
    await page.getByRole('heading', { name: 'All decided' }).waitFor();
    const statuses = await Promise.all(all.map(async ({ id }) => (await show(id)).status));
    expect(statuses).toEqual(['approved', 'rejected', 'rejected']);
    await page.getByLabel('Status').selectOption('Rejected');
    await page.getByRole('row', { name: /Q-3.*approver/ }).waitFor();
  });

  it('enlarges both pictures alike and shows halos on coloured grounds, by keys and by the wheel', async () => {
    await asked.ask('ZOOM');
    await openFirst('ZOOM');
    const pictures = page.locator('figure img');
    const transforms = () =>
      pictures.evaluateAll((all) => all.map((one) => (one as unknown as Styled).style.transform));
    await page.keyboard.press('+');
    await expect.poll(transforms).toEqual(Array(2).fill('translate(0%, 0%) scale(1.5)'));
    await page.locator('figure section').first().focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await transforms())[1]).toBe('translate(-20%, 0%) scale(1.5)');
    await page.keyboard.press('0');
    await expect.poll(async () => (await transforms())[0]).toBe('translate(0%, 0%) scale(1)');
    await pictures.nth(1).hover();
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => (await transforms())[0]).toMatch(/scale\(2\)$/);
    for (const name of ['White', 'Black', 'Magenta', 'Green']) {
      await page.keyboard.press('b');
      await page.getByRole('button', { name, pressed: true }).waitFor();
    }
    expect(
      await page
        .locator('figure section')
        .first()
        .evaluate((one) => getComputedStyle(one).backgroundColor),
    ).toBe('rgb(0, 217, 95)');
    await page.keyboard.press('l');
    await page.getByText(/Not met\. Should be: No halo.* \/ Measured: 0\.52 \(our own rule\)$/).waitFor();
    await page.getByText(/Minor\. Should be:.*fills 85 %.*\(the channel’s own rule\)$/).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Amazon' }).getByText('Kept back').waitFor();
    await page.getByText('Publishes 2 files, 1 of them in doubt.').waitFor();
    await page.getByRole('button', { name: 'Refuse the 1 in doubt' }).click();
    await page.getByText('Publishes 1 file.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Approve all but 1' }).waitFor();
    const boxes = page.locator('button[aria-pressed] > span:has(img)');
    expect(await boxes.first().evaluate(cutsOff)).toBe(false);
    await rejectAll(['ZOOM']);
  });

  it('decides several after one confirmation; what failed stays selected with its reason', async () => {
    for (const sku of ['B-1', 'B-2', 'B-3']) await asked.ask(sku);
    await openList();
    await page.getByRole('link', { name: 'B-3' }).waitFor();
    await page.getByLabel('Select B-1').check();
    await page.getByLabel('Select B-2').check();
    // Somebody's photo joins in the meantime.
    await asked.ask('B-2', { run: 'second-run' });
    await page.getByLabel('Select B-2').press('a');
    const dialog = page.getByRole('dialog', { name: 'Approve these 2?' });
    await dialog.getByText('2 runs go on with all of what was asked about (4 parts)').waitFor();
    await dialog.getByRole('button', { name: 'Approve 2' }).press('Enter');
    await page.getByText('Approved: B-1.').waitFor();
    await page.getByText('1 could not be decided.').waitFor();
    await page.getByText('1 selected').waitFor();
    expect(await page.getByLabel('Select B-2').isChecked()).toBe(true);
    await page.getByRole('row', { name: /B-2.*has changed meanwhile/ }).waitFor();
    expect(await page.getByRole('link', { name: 'B-1' }).count()).toBe(0);
    await page.getByRole('link', { name: 'B-3' }).waitFor();
    await rejectAll(['B-2', 'B-3']);
  });

  it('shows the second of two people what the first one decided, and keeps the place', async () => {
    await asked.ask('TWO-0', {}, 2 * hour);
    const { id, payloadHash } = await asked.ask('TWO-1', {}, hour);
    await asked.ask('TWO-2');
    await openFirst('TWO-0');
    await page.keyboard.press('j');
    await heading(page, 'TWO-1');
    await untilDecidable(page);
    const decision = {
      payloadHash,
      decision: 'approve',
      comment: 'fine',
      rejectedChoices: { 'run-of-TWO-1': ['shopify'] },
    };
    expect((await subject.shop.call('everybody', 'POST', `approvals/${id}/decision`, decision)).status).toBe(
      200,
    );
    await page.keyboard.press('r');
    await page.getByText('everybody approved this').waitFor();
    await page.getByText('Your decision was not saved.').waitFor();
    await page.getByText('Without: Shopify').waitFor();
    await page.getByText('“fine”').waitFor();
    expect((await show(id)).status).toBe('approved');
    await page.getByText('2 of 3').waitFor();
    await page.keyboard.press('j');
    await heading(page, 'TWO-2');
    await rejectAll(['TWO-0', 'TWO-2']);
  });

  it('says what is new where the question has changed, and takes no decision on what was not seen', async () => {
    const { id } = await asked.ask('NEW');
    await openFirst('NEW');
    await untilDecidable(page);
    await asked.ask('NEW', { run: 'late-photo' });
    await approveInDoubt();
    await page.getByText('Added: Publish the pictures made from late-photo.jpg for NEW?').waitFor();
    expect((await show(id)).status).toBe('open');
    await page.getByText('One of them was not looked at yet.').waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: /late-photo/ }).waitFor();
    await untilDecidable(page);
    await page.keyboard.press('a');
    await page.getByText('2 files in doubt go out as well. Approve them too?').waitFor();
    expect((await show(id)).status).toBe('open');
    await page.locator('button:enabled', { hasText: 'Approve with the 2 in doubt' }).click();
    await page.getByRole('heading', { name: 'All decided' }).waitFor();
    expect((await show(id)).status).toBe('approved');
  });

  it('offers to reopen what has expired, also where it expires under one’s eyes', async () => {
    const { id } = await asked.ask('LATE', {}, longAgo);
    await openFirst('LATE');
    await approveInDoubt();
    await page.getByText('Nobody decided in time. Nothing was published.').waitFor();
    await page.keyboard.press('o');
    await page.getByText('It is being checked again.').waitFor();
    await page.getByText('It was reopened').waitFor();
    expect((await show(id)).reopenedAt).toBeDefined();
  });

  it('explains to whoever may not decide why that is', async () => {
    const { body } = await subject.shop.call<{ member: { sub: string } }>('approver', 'GET', 'me');
    const { id } = await asked.ask('MINE', { startedBy: [body.member.sub] });
    await visit.go(`approvals/${id}`);
    await page.getByText('You started this yourself, so another person decides it (four-eyes).').waitFor();
    await page.getByText('Who can decide it: everybody.', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /Approve|Reject/ }).count()).toBe(0);
    await visit.go('approvals');
    expect(await page.getByLabel('Select MINE').isDisabled()).toBe(true);
    await page.getByLabel('Who decides').selectOption('I can');
    await page.getByText('No approval fits this filter.').waitFor();
    const other = await subject.visit('operator', { path: `approvals/${id}` });
    await other.page.getByText('Your roles in this shop do not include approver').waitFor();
    await other.page.getByText('Who can decide it: everybody.', { exact: true }).waitFor();
    await other.page.locator('figure img').nth(1).waitFor();
    expect(await other.page.getByRole('button', { name: /Approve|Reject/ }).count()).toBe(0);
    await other.end();
    await rejectAll(['MINE'], 'everybody');
  });

  it('shows a payload that it does not know as text, and takes edits of it', async () => {
    const bad = '<img src=x onerror=alert(1)>';
    const payload = { title: bad, bullets: ['<script>alert(2)</script>'], price: { amount: 12 } };
    const { id } = await asked.ask('TEXT', {
      workflow: 'other',
      subject: { kind: 'product', id: 'TEXT', label: bad },
      group: 'other/TEXT',
      choices: ['title', 'bullets'],
      asks: { en: `Take ${bad}?`, zh: `采用 ${bad}？` },
      takesEdits: true,
      payload,
    });
    await visit.go(`approvals/${id}`);
    await heading(page, bad);
    await untilDecidable(page);
    await page.keyboard.press('e');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('{"title": ');
    await page.getByText('so it cannot be approved').first().waitFor();
    expect(await page.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);
    await page.keyboard.type('"short"}');
    await page.getByText('Your changes go with the approval.').waitFor();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText(`${bad}: approved.`).waitFor();
    expect((await show(id)).decision?.edits).toEqual({ title: 'short' });
    // Decided: nothing to edit any more, so that it is shown as a list.
    await visit.go(`approvals/${id}`);
    await page.getByText('<script>alert(2)</script>').waitFor();
  });

  it.each([
    ['en', 'light', 360],
    ['zh', 'dark', 1280],
  ] as const)('fits in %s, %s, at %s px', async (language, theme, width) => {
    const { id } = await asked.ask('一双很长名称的商品-with-a-long-name-that-has-no-end');
    const other = await subject.visit('approver', { path: 'approvals', language, theme, width });
    for (const path of ['approvals', `approvals/${id}`]) {
      await other.go(path);
      await other.page.getByText('一双很长名称').first().waitFor();
      expect(await other.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    await untilDecidable(other.page);
    await other.end();
  });
});

describe.skipIf(skipsBrowser)('the approver’s browser, after all of it', () => {
  it('had no error, no refused script, no dialog and no foreign request', async () => {
    await visit.end();
  });
});

interface Styled {
  readonly style: { readonly transform: string };
}
/** The browser's own; these tests are checked without its types. */
declare const getComputedStyle: (one: unknown) => { readonly backgroundColor: string };

function hasPixels(image: unknown): boolean {
  return (image as { readonly naturalWidth: number }).naturalWidth > 0;
}

/** Whether a box is smaller than the picture in it. */
function cutsOff(box: unknown): boolean {
  const { scrollHeight, clientHeight } = box as Record<'scrollHeight' | 'clientHeight', number>;
  return scrollHeight > clientHeight;
}

/** Anew: where it is open already it looks for new questions only now and then. */
async function openList(): Promise<void> {
  await page.evaluate("location.hash = '#/shop/nowhere'");
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await visit.go('approvals');
  await heading(page, 'Approvals');
}

async function openFirst(sku: string): Promise<void> {
  await openList();
  await page.getByRole('link', { name: sku }).waitFor();
  await page.keyboard.press('s');
  await heading(page, sku);
  await page.locator('figure img').nth(1).waitFor();
}

/** So that the next test has a queue of its own. */
async function rejectAll(skus: readonly string[], person: 'approver' | 'everybody' = 'approver') {
  const { shop } = subject;
  const { body } = await shop.call<{ approvals: Approval[] }>(person, 'GET', 'approvals');
  for (const { id, payloadHash, subject: about } of body.approvals) {
    if (!skus.includes(about.id)) continue;
    await shop.call(person, 'POST', `approvals/${id}/decision`, { payloadHash, decision: 'reject' });
  }
}
