import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession, Locator, Page, Response } from 'playwright-core';
import { stillLoading, usefulContent } from '../console/places.ts';

const megabyte = 1024 * 1024;
/** Longer than any page may take. */
const patienceMs = 30_000;
const patienceForSizeMs = 2_000;

export interface Asked {
  readonly what: string;
  readonly ms: number;
  readonly bytes: number;
}

/** One opening of a page, by an address within the console. */
export interface Opened {
  /** Until something is there to read or to work with. */
  readonly firstMs: number;
  /** Until nothing is being loaded any more. */
  readonly allMs: number;
  readonly requests: readonly Asked[];
  /** The longest request. */
  readonly slowest: string;
  readonly heapMegabytes: number;
}

/** Walks through the console as a person does, in one tab that is never loaded anew. */
export class ConsoleWalk {
  readonly #page: Page;
  readonly #base: string;
  readonly #debugger: CDPSession;
  #asked: Promise<Asked>[] = [];

  private constructor(page: Page, base: string, session: CDPSession) {
    this.#page = page;
    this.#base = base;
    this.#debugger = session;
    page.on('response', (response) => {
      if (response.url().includes('/api/')) this.#asked.push(askedBy(response));
    });
  }

  /** @param base the shop's address, to which a page's path is added */
  static async start(page: Page, base: string): Promise<ConsoleWalk> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    return new ConsoleWalk(page, base, session);
  }

  async open(path: string): Promise<Opened> {
    return await this.#timed(`location.href = ${JSON.stringify(this.#base + path)}`);
  }

  /** Opens a list and asks for more of it. */
  async pageDown(path: string, times: number): Promise<{ rows: number; requests: number; mostMs: number }> {
    await this.open(path);
    const more = this.#page.getByRole('button', { name: 'Show more' });
    const all: Opened[] = [];
    for (let turn = 0; turn < times && (await comes(more)); turn += 1)
      all.push(
        await this.#timed(
          "[...document.querySelectorAll('#content button')].find((one) => one.textContent.includes('Show more')).click()",
        ),
      );
    const requests = all.reduce((sum, one) => sum + one.requests.length, 0);
    return {
      rows: await this.#page.locator('#content :is(tbody tr, li)').count(),
      requests: all.length === 0 ? 0 : requests / all.length,
      mostMs: Math.max(0, ...all.map(({ firstMs }) => firstMs)),
    };
  }

  /** Of the page's own process. */
  async memory(): Promise<{ ownMegabytes: number; residentMegabytes: number }> {
    await this.#debugger.send('HeapProfiler.collectGarbage');
    const browser = this.#page.context().browser();
    if (browser === null) throw new Error('no browser');
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const sizes = processInfo
      .filter(({ type }) => type === 'renderer')
      .map(({ id }) => memoryOf(id))
      .sort((a, b) => b.ownMegabytes - a.ownMegabytes);
    const [largest] = sizes;
    if (largest === undefined) throw new Error('no process of a page');
    return largest;
  }

  /** @param act script that makes the page show something new */
  async #timed(act: string): Promise<Opened> {
    this.#asked = [];
    const { firstMs, allMs } = (await this.#page.evaluate(watch(act))) as { firstMs: number; allMs: number };
    const requests = await Promise.all(this.#asked);
    const [longest] = [...requests].sort((a, b) => b.ms - a.ms);
    const { metrics } = await this.#debugger.send('Performance.getMetrics');
    const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
    return {
      firstMs,
      allMs,
      requests,
      slowest: longest === undefined ? '' : `  ${longest.what} ${Math.round(longest.ms)}`,
      heapMegabytes: heap / megabyte,
    };
  }
}

/** The end of a list has none. */
async function comes(button: Locator): Promise<boolean> {
  return await button.waitFor({ timeout: 2_000 }).then(
    () => true,
    () => false,
  );
}

/** What is there before does not count: pages are made anew. */
function watch(act: string): string {
  return `new Promise((resolve, reject) => {
    const useful = () => [...document.querySelectorAll(${JSON.stringify(usefulContent)})];
    const before = new Set(useful());
    const startedAt = performance.now();
    let firstMs;
    const look = () => {
      const ms = performance.now() - startedAt;
      if (firstMs === undefined && useful().some((one) => !before.has(one) && one.checkVisibility())) firstMs = ms;
      if (firstMs !== undefined && document.querySelector(${JSON.stringify(stillLoading)}) === null) resolve({ firstMs, allMs: ms });
      else if (ms > ${patienceMs}) reject(new Error('nothing useful came at ' + location.href));
      else requestAnimationFrame(look);
    };
    ${act};
    requestAnimationFrame(look);
  })`;
}

async function askedBy(response: Response): Promise<Asked> {
  const { pathname } = new URL(response.url());
  // A request that was broken off by leaving the page may never tell its end.
  const bytes = await Promise.race([
    response
      .finished()
      .then(() => response.request().sizes())
      .then(({ responseBodySize }) => responseBodySize)
      .catch(() => 0),
    delay(patienceForSizeMs, 0),
  ]);
  return {
    what: `${response.request().method()} ${pathname.split('/').slice(3).join('/')}`,
    ms: response.request().timing().responseEnd,
    bytes,
  };
}

/** From Linux: what only this process has, and what it has in memory in all. */
function memoryOf(pid: number): { ownMegabytes: number; residentMegabytes: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const megabytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;
  return {
    ownMegabytes: megabytes('Private_Clean') + megabytes('Private_Dirty'),
    residentMegabytes: megabytes('Rss'),
  };
}
