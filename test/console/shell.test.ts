import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleUnderTest, skipsBrowser } from './console-fixture.ts';

let subject: ConsoleUnderTest;
beforeAll(async () => {
  if (!skipsBrowser) subject = await ConsoleUnderTest.start();
}, 120_000);
afterAll(async () => {
  await subject?.close();
});

describe.skipIf(skipsBrowser)('the console in Chromium', () => {
  it('opens on the first page with its name in the title', async () => {
    const visit = await subject.visit('operator');
    expect(await visit.page.title()).toMatch(/^Today · .+ · Storehand$/);
    await visit.page.getByRole('heading', { name: 'What to do first' }).waitFor();
    await visit.end();
  });

  it('keeps the language and the theme that were chosen, and no token', async () => {
    const { page, end } = await visitOf('operator');
    await page.locator('summary[title="You"]').click();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('button', { name: '深色' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage])');
    expect(JSON.parse(String(kept))).toEqual([
      { 'storehand.language': 'zh', 'storehand.theme': 'dark', 'storehand.store': 'shop' },
      {},
    ]);
    await end();
  });

  it('is used by keyboard: skip link, help, and a way to each page', async () => {
    const { page, end } = await visitOf('operator');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.evaluate("location.hash = '#/shop/nowhere'");
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
    await end();
  });

  it('tells somebody who is no member of a shop, and shows nothing of it', async () => {
    const { page, end } = await visitOf('operator');
    await page.evaluate("location.hash = '#/other/runs'");
    await page.getByRole('heading', { name: 'No shop is open to you' }).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await end();
  });

  it.each([360, 1280])('needs no scrolling sideways at %s px', async (width) => {
    const { page, end } = await visitOf('operator', { width, language: 'zh' });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await end();
  });
});

async function visitOf(...given: Parameters<ConsoleUnderTest['visit']>) {
  const visit = await subject.visit(...given);
  return { page: visit.page, end: () => visit.end() };
}
