import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import type { Language } from '../../functions/commerce/says.ts';
import { Workshop } from '../e2e/running-system.ts';
import { type Person, ShopUnderTest } from '../e2e/shop-under-test.ts';
import { openBrowser } from '../image-assets/derive/motion/open-browser.ts';
import { ConsoleServer, personCookie } from './console-server.ts';

export { skipsBrowser } from '../image-assets/derive/motion/open-browser.ts';

export interface Visit {
  /** Below the shop, e.g. `runs?status=failed`; the first page where it is left out. */
  readonly path?: string;
  readonly language?: Language;
  readonly theme?: 'light' | 'dark';
  /** CSS pixels; 1280 × 800 where it is left out, a phone has 360. */
  readonly width?: number;
}

/** Builds the console into a folder, as a deployment does. */
export async function buildConsole(folder: string): Promise<void> {
  const configFile = join(import.meta.dirname, '../../console/vite.config.ts');
  await build({ configFile, logLevel: 'warn', build: { outDir: folder } });
}

/**
 * The real local system with a shop, the built console under its real policy, and a browser. Start one in `beforeAll` (some
 * seconds) and close it in `afterAll`; each test visits as whom it needs.
 */
export class ConsoleUnderTest {
  readonly shop: ShopUnderTest;
  readonly url: string;
  readonly #workshop: Workshop;
  readonly #server: ConsoleServer;
  readonly #browser: Browser;

  private constructor(workshop: Workshop, shop: ShopUnderTest, server: ConsoleServer, browser: Browser) {
    this.#workshop = workshop;
    this.shop = shop;
    this.#server = server;
    this.#browser = browser;
    this.url = server.url;
  }

  /** @param settings of the shop, by name; what is left out keeps its default. An empty shop with one person for each role */
  static async start(settings: Record<string, unknown> = {}): Promise<ConsoleUnderTest> {
    const workshop = new Workshop();
    const files = join(workshop.folder, 'console');
    const [system] = await Promise.all([workshop.start(), buildConsole(files)]);
    const shop = new ShopUnderTest(system);
    await shop.open(settings);
    return new ConsoleUnderTest(workshop, shop, await ConsoleServer.start(shop, files), await openBrowser());
  }

  /** Opens a browser of its own for a person, signed in, on a page. */
  async visit(person: Person, visit: Visit = {}): Promise<ConsoleVisit> {
    const { path = '', language = 'en', theme = 'light', width = 1280 } = visit;
    const context = await this.#browser.newContext({ viewport: { width, height: 800 } });
    await context.addCookies([{ name: personCookie, value: person, url: this.url }]);
    await context.addInitScript(
      `try { localStorage.setItem('storehand.language', '${language}'); localStorage.setItem('storehand.theme', '${theme}'); } catch {}`,
    );
    const page = await context.newPage();
    const opened = new ConsoleVisit(context, page, `${this.url}/#/${this.shop.store}/`);
    opened.watch([this.url, this.shop.system.url]);
    await opened.go(path);
    return opened;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
    await this.#workshop.close();
  }
}

/** One person's browser. */
export class ConsoleVisit {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #base: string;
  readonly #troubles: string[] = [];

  constructor(context: BrowserContext, page: Page, base: string) {
    this.#context = context;
    this.page = page;
    this.#base = base;
  }

  /** Goes to a page of the shop and waits for its heading. @param path below the shop */
  async go(path: string): Promise<void> {
    await this.page.goto(this.#base + path);
    await this.page.getByRole('heading', { level: 1 }).first().waitFor();
  }

  /** Collects what must not happen: see `end`. */
  watch(origins: readonly string[]): void {
    const { page } = this;
    const allowed = new Set(origins.map((url) => new URL(url).origin));
    const note = (trouble: string) => this.#troubles.push(trouble);
    page.on('pageerror', (error) => note(`error: ${error.message}`));
    page.on('dialog', (dialog) => note(`dialog: ${dialog.message()}`));
    page.on('console', (message) => {
      // The browser's own line for an answer of 4xx, which the console shows in words; 5xx is noted below.
      if (message.text().startsWith('Failed to load resource')) return;
      if (message.type() === 'error' || message.type() === 'warning') note(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (/^https?:$/.test(protocol) && !allowed.has(origin)) note(`foreign request: ${request.url()}`);
    });
    page.on('response', (response) => {
      const isFile = !response.url().includes('/api/');
      if (response.status() >= 500 || (isFile && response.status() >= 400))
        note(`${response.status()} of ${response.url()}`);
    });
  }

  /**
   * Closes the browser.
   *
   * @throws Error where the console wrote an error or warning (a refusal by the content policy is one), threw, opened a dialog of the
   * browser, asked another origin for something, or got an answer of 5xx
   */
  async end(): Promise<void> {
    await this.#context.close();
    if (this.#troubles.length > 0) throw new Error(`the console had troubles:\n${this.#troubles.join('\n')}`);
  }
}
