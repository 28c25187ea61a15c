import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { DerivedFile } from '../../../../functions/image-assets/derive/derived-file.ts';
import { parallax } from '../../../../functions/image-assets/derive/motion/parallax.ts';
import { productAnimation } from '../../../../functions/image-assets/derive/motion/product-animation.ts';
import { productVideo } from '../../../../functions/image-assets/derive/motion/product-video.ts';
import { spin } from '../../../../functions/image-assets/derive/motion/spin.ts';
import { BOTTLE, drawCup, drawProduct } from './drawn-products.ts';
import { openBrowser, skipsBrowser } from './open-browser.ts';

const inBrowser = describe.skipIf(skipsBrowser);
const playVideo = readFileSync(new URL('play-video.js', import.meta.url), 'utf8');
const twoFramesLater = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
const colourSchema = z.array(z.number()).length(3);
const seenSchema = z.object({
  width: z.number(),
  height: z.number(),
  duration: z.number(),
  codec: z.string(),
  canPlay: z.string(),
  passed: z.number(),
  decodedFrames: z.number(),
  shots: z.array(z.object({ middle: colourSchema, corner: colourSchema })).length(3),
  error: z.string().nullable(),
});

const dataUri = (type: string, { bytes }: DerivedFile) => `data:${type};base64,${bytes.toString('base64')}`;

let browser: Browser;
beforeAll(async () => {
  if (!skipsBrowser) browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
});

inBrowser('a video in Chromium', () => {
  it.each([
    [320, 320, 3],
    [180, 320, 4],
  ])('of %s×%s and %s s says so, plays, and shows the product', async (width, height, seconds) => {
    const red = '<rect x="60" y="60" width="180" height="280" fill="#c81e1e"/>';
    const file = await productVideo(await drawProduct(300, 400, red), { width, height, seconds, seed: 1 });
    const page = await browser.newPage();
    await page.setContent('<video muted></video>');
    await page.addScriptTag({ content: playVideo });
    const source = JSON.stringify(dataUri('video/mp4', file));
    const seen = seenSchema.parse(await page.evaluate(`playVideo(${source})`));
    await page.close();
    expect(seen).toMatchObject({ width, height, canPlay: 'probably', error: null });
    expect(seen.codec).toMatch(/^avc1\.42c0[0-2][0-9a-f]$/);
    expect(seen.duration).toBeCloseTo(seconds, 2);
    expect(seen.passed).toBeGreaterThan(0.3);
    expect(seen.decodedFrames).toBeGreaterThan(5);
    for (const { middle, corner } of seen.shots) {
      expect(Math.abs((middle[0] ?? 0) - 0xc8)).toBeLessThanOrEqual(8);
      expect(Math.abs((middle[1] ?? 0) - 0x1e)).toBeLessThanOrEqual(8);
      expect(Math.abs((middle[2] ?? 0) - 0x1e)).toBeLessThanOrEqual(8);
      expect(Math.min(...corner)).toBeGreaterThan(60);
    }
  });
});

inBrowser('an animation in Chromium', () => {
  it('is shown in its size, and moves', async () => {
    const file = await productAnimation(await drawProduct(300, 400, BOTTLE), {
      width: 160,
      height: 160,
      seconds: 2,
      seed: 1,
    });
    const page = await browser.newPage();
    await page.setContent(`<img src="${dataUri('image/webp', file)}">`);
    const size = await page.evaluate(`(async () => {
      const image = document.querySelector('img');
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    })()`);
    const first = await page.screenshot();
    expect(size).toEqual([160, 160]);
    await expect.poll(async () => (await page.screenshot()).equals(first)).toBe(false);
    await page.close();
  });
});

inBrowser('the page to turn a product in Chromium', () => {
  let page: DerivedFile;
  beforeAll(async () => {
    const cups = await Promise.all(Array.from({ length: 8 }, (_, at) => drawCup(at / 8)));
    [, page = page] = await spin(cups, { width: 240, height: 240, seed: 1, title: 'Cup' });
  });

  async function open(options: BrowserContextOptions = {}, file = page) {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options });
    const tab = await context.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    tab.on('request', (request) => {
      if (!request.url().startsWith('data:')) asked.push(request.url());
    });
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(String(error)));
    await tab.setContent(file.bytes.toString());
    await tab.waitForSelector('[data-ready]');
    return { tab, asked, complaints, close: () => context.close() };
  }
  const place = (tab: Page) => tab.getByRole('slider').getAttribute('aria-valuenow');
  const shown = async (tab: Page) => {
    const pictures = await Promise.all((await tab.locator('img').all()).map((image) => image.isVisible()));
    return pictures.flatMap((isShown, at) => (isShown ? [at + 1] : []));
  };

  it('turns under the mouse, one width a round, and stays where it is let go', async () => {
    const { tab, close } = await open();
    const box = await tab.getByRole('slider').boundingBox();
    if (!box) throw new Error('nothing to drag');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await tab.mouse.move(middle.x, middle.y);
    await tab.mouse.down();
    await tab.mouse.move(middle.x + box.width / 4, middle.y, { steps: 5 });
    expect(await place(tab)).toBe('3');
    await tab.mouse.up();
    await tab.mouse.move(middle.x, middle.y);
    expect(await place(tab)).toBe('3');
    expect(await shown(tab)).toEqual([3]);
    await close();
  });

  it('turns under a finger', async () => {
    const { tab, close } = await open({ hasTouch: true, viewport: { width: 400, height: 600 } });
    const box = await tab.getByRole('slider').boundingBox();
    if (!box) throw new Error('nothing to drag');
    const touch = await tab.context().newCDPSession(tab);
    const y = box.y + box.height / 2;
    const at = (share: number) => [{ x: box.x + share * box.width, y }];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0.75) });
    for (const share of [0.7, 0.6, 0.5]) {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(share) });
    }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect.poll(() => place(tab)).toBe('7');
    await close();
  });

  it('turns by the arrow keys, all the way round, and to both ends', async () => {
    const { tab, close } = await open();
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('ArrowRight');
    expect(await shown(tab)).toEqual([2]);
    await tab.keyboard.press('ArrowLeft');
    await tab.keyboard.press('ArrowLeft');
    expect(await shown(tab)).toEqual([8]);
    await tab.keyboard.press('Home');
    expect(await shown(tab)).toEqual([1]);
    await tab.keyboard.press('End');
    expect(await place(tab)).toBe('8');
    await close();
  });

  it('stands still where the reader asked for reduced motion, until it is asked to turn', async () => {
    const { tab, close } = await open();
    expect(await place(tab)).toBe('1');
    await tab.getByRole('button', { name: 'Turn' }).click();
    await expect.poll(() => place(tab)).not.toBe('1');
    await tab.getByRole('button', { name: 'Stop' }).click();
    const stopped = await place(tab);
    await tab.evaluate(twoFramesLater);
    expect(await place(tab)).toBe(stopped);
    await close();
  });

  it('turns by itself otherwise, until it is touched', async () => {
    const { tab, close } = await open({ reducedMotion: 'no-preference' });
    await expect.poll(() => place(tab)).not.toBe('1');
    await tab.getByRole('slider').press('Home');
    await tab.evaluate(twoFramesLater);
    expect(await place(tab)).toBe('1');
    await close();
  });

  it('asks for nothing, and nothing in it breaks its own policy', async () => {
    const { tab, asked, complaints, close } = await open({ reducedMotion: 'no-preference' });
    await tab.evaluate(() => fetch('http://127.0.0.1:9/').catch(() => undefined));
    expect(asked).toEqual([]);
    // The one complaint is the browser's own, about the request that the test tried to make.
    expect(complaints.filter((text) => !text.includes('127.0.0.1:9'))).toEqual([]);
    expect(complaints.some((text) => text.includes('Content Security Policy'))).toBe(true);
    await close();
  });

  it.each([
    ['en-GB', 'Cup, turn to view', 'View 1 of 8', 'Turn'],
    ['zh-CN', 'Cup，可旋转查看', '第 1 个角度，共 8 个', '自动旋转'],
  ])('speaks to readers in %s', async (locale, name, value, button) => {
    const { tab, close } = await open({ locale });
    const view = tab.getByRole('slider', { name });
    expect(await view.getAttribute('aria-valuetext')).toBe(value);
    expect(await tab.getByRole('button').textContent()).toBe(button);
    expect(await tab.locator('html').getAttribute('lang')).toBe(locale === 'en-GB' ? 'en' : 'zh-CN');
    await close();
  });

  it('shows the first picture without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const tab = await context.newPage();
    await tab.setContent(page.bytes.toString());
    expect(await tab.locator('img.shown').isVisible()).toBe(true);
    await context.close();
  });

  it('ends on both sides when there is but one photo, and begins in the middle', async () => {
    const [, sway] = await parallax(await drawProduct(300, 400, BOTTLE), {
      width: 160,
      height: 160,
      seed: 1,
    });
    if (!sway) throw new Error('no page');
    const { tab, close } = await open({}, sway);
    expect(await place(tab)).toBe('11');
    await tab.getByRole('slider').press('End');
    await tab.keyboard.press('ArrowRight');
    expect(await shown(tab)).toEqual([21]);
    await close();
  });
});
