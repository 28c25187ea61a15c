import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildConsoleIfStale } from '../../bin/build-console.ts';
import { openConsole, signInLink } from '../../bin/one-machine/console.ts';
import { type OpenShop, openShops } from '../../bin/one-machine/open-shops.ts';
import { startSystem } from '../../bin/one-machine/start-system.ts';
import { type LocalSystem, localCredentials, localIdentity } from '../../local/system.ts';
import { openBrowser, skipsBrowser } from '../image-assets/derive/motion/open-browser.ts';

const data = mkdtempSync(join(tmpdir(), 'storehand-sign-in-'));
let system: LocalSystem;
let shop: OpenShop;
let browser: Browser;

beforeAll(async () => {
  if (skipsBrowser) return;
  const options = { data, port: 0, everything: false, exit: false, language: 'en' } as const;
  const building = buildConsoleIfStale(process.env);
  system = await startSystem(options);
  shop = await openShops(system, options);
  await building;
  await openConsole(system);
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
  rmSync(data, { recursive: true, force: true });
});

/** A browser of its own, with everything noted that must not happen. */
async function aBrowser(
  language = 'en-US',
): Promise<{ context: BrowserContext; page: Page; troubles: string[] }> {
  const context = await browser.newContext({ locale: language });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(system.url)) troubles.push(`foreign request: ${url}`);
  });
  return { context, page, troubles };
}

const link = (email = shop.operator) => signInLink(system, shop.userPoolId, email);
const navigation = (page: Page) => page.getByRole('navigation').first();

async function signInBy(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await navigation(page).waitFor();
}

describe.skipIf(skipsBrowser)('signing in to the console on one machine, in Chromium', () => {
  it('goes from a link into the console, stays over a reload, and ends with signing out', async () => {
    const { context, page, troubles } = await aBrowser();
    await page.goto(link());
    await page.getByText(shop.operator).waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await navigation(page).waitFor();
    expect(new URL(page.url()).search).toBe('');
    await page.evaluate("location.hash = '#/sample/runs'");
    await page.reload();
    await navigation(page).waitFor();
    expect(new URL(page.url()).hash).toBe('#/sample/runs');
    expect(troubles).toEqual([]);
    await page.locator('summary').first().click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('With a sign-in link').waitFor();
    await page.goto(`${system.url}/`);
    await page.getByText('npx storehand login --link').waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  });

  it('keeps tokens where no other script and no restart of the browser finds them', async () => {
    const { context, page } = await aBrowser();
    await signInBy(page, link());
    const stored = await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])');
    expect(String(stored)).not.toMatch(/eyJ|sign-in/);
    const cookies = await context.cookies(`${system.url}/oauth2/authorize`);
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Lax', path: '/oauth2' }]);
    await context.close();
  });

  it('lets a link in once, and says in the reader’s language how to get another', async () => {
    const address = link();
    const first = await aBrowser();
    await signInBy(first.page, address);
    await first.context.close();
    const second = await aBrowser('zh-CN');
    await second.page.goto(address);
    await second.page.getByText('该登录链接已被使用或已过期').waitFor();
    expect(await second.page.getByRole('button').count()).toBe(0);
    await second.context.close();
  });

  it('signs in with e-mail and password, after telling a wrong one', async () => {
    const { context, page } = await aBrowser();
    const member = shop.members.find(({ email }) => email === shop.operator);
    await page.goto(`${system.url}/#/sample/runs`);
    await page.getByLabel('E-mail').fill(shop.operator);
    await page.getByLabel('Password').fill('Wrong-password-1');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('E-mail or password is wrong.').waitFor();
    await page.getByLabel('Password').fill(member?.password ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await navigation(page).waitFor();
    expect(new URL(page.url()).hash).toBe('#/sample/runs');
    await context.close();
  });

  it('tells the other tabs when one signs out', async () => {
    const { context, page } = await aBrowser();
    await signInBy(page, link());
    const other = await context.newPage();
    await other.goto(`${system.url}/`);
    await navigation(other).waitFor();
    await page.locator('summary').first().click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await other.getByRole('dialog').waitFor();
    await context.close();
  });

  it('turns into the person of the last link', async () => {
    const { context, page } = await aBrowser();
    await signInBy(page, link('operator@local.test'));
    await signInBy(page, link('approver@local.test'));
    await page.locator('summary').first().click();
    await page.getByText('approver@local.test').first().waitFor();
    await context.close();
  });

  it('posts a signed form to the inbox from its own page', async () => {
    const { context, page, troubles } = await aBrowser();
    await signInBy(page, link());
    const { url, fields } = await createPresignedPost(objects(), {
      Bucket: shop.inboxBucket,
      Key: 'tried.txt',
    });
    const post = `(async ([url, fields]) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob(['hello']));
      return (await fetch(url, { method: 'POST', body: form })).status;
    })(${JSON.stringify([url, fields])})`;
    expect(await page.evaluate(post)).toBe(204);
    expect(troubles).toEqual([]);
    await context.close();
  });

  it('lets a page among the files see nothing of whoever is signed in', async () => {
    const { context, page } = await aBrowser();
    await signInBy(page, link());
    const object = { Bucket: shop.inboxBucket, Key: 'page.html' };
    const Body = `<title>shown</title><script>
      const say = (text) => { document.title = self.origin + ' ' + text; };
      fetch('/config.json').then(() => say('reached'), () => say('kept out'));
    </script>`;
    await objects().send(new PutObjectCommand({ ...object, Body, ContentType: 'text/html' }));
    await page.goto(await getSignedUrl(objects(), new GetObjectCommand(object)));
    await page.waitForFunction("document.title !== 'shown'");
    expect(await page.title()).toBe('null kept out');
    await context.close();
  });
});

function objects(): S3Client {
  return new S3Client({
    endpoint: system.url,
    region: localIdentity.region,
    credentials: localCredentials,
    forcePathStyle: true,
  });
}
