import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { buildConsole } from '../../bin/build-console.ts';
import { publishConsole } from '../../bin/publish-console.ts';
import { readConfig } from '../../console/src/session/config.ts';
import type { Language } from '../../functions/commerce/says.ts';
import { localCredentials, localIdentity } from '../../local/system.ts';
import { type RunningSystem, Workshop } from '../e2e/running-system.ts';
import { type Person, ShopUnderTest } from '../e2e/shop-under-test.ts';
import { openBrowser } from '../image-assets/derive/motion/open-browser.ts';
import { checkAccessibility } from './accessibility.ts';

export { skipsBrowser } from '../image-assets/derive/motion/open-browser.ts';

export interface Visit {
  /** Below the shop, e.g. `runs?status=failed`; the first page where it is left out. */
  readonly path?: string;
  readonly language?: Language;
  readonly theme?: 'light' | 'dark';
  /** CSS pixels; 1280 × 800 where it is left out, a phone has 360. */
  readonly width?: number;
}

/**
 * The real local system with a shop, the built console served as everywhere, and a browser. Start one in `beforeAll` (some
 * seconds) and close it in `afterAll`; each test visits as whom it needs.
 */
export class ConsoleUnderTest {
  readonly shop: ShopUnderTest;
  readonly url: string;
  readonly #workshop: Workshop;
  readonly #browser: Browser;

  private constructor(workshop: Workshop, shop: ShopUnderTest, browser: Browser) {
    this.#workshop = workshop;
    this.shop = shop;
    this.#browser = browser;
    this.url = shop.system.url;
  }

  /** @param settings of the shop, by name; what is left out keeps its default. An empty shop with one person for each role */
  static async start(settings: Record<string, unknown> = {}): Promise<ConsoleUnderTest> {
    const workshop = new Workshop();
    const files = join(workshop.folder, 'console');
    const [system] = await Promise.all([workshop.start(), buildConsole(files, process.env)]);
    await publish(system, files);
    const shop = new ShopUnderTest(system);
    await shop.open(settings);
    return new ConsoleUnderTest(workshop, shop, await openBrowser());
  }

  /** Opens a browser of its own for a person, signed in by a one-time link, on a page. */
  async visit(person: Person, visit: Visit = {}): Promise<ConsoleVisit> {
    const { path = '', language = 'en', theme = 'light', width = 1280 } = visit;
    const context = await this.#browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.goto(await this.#signInLink(person));
    const preferences = JSON.stringify({ 'storehand.language': language, 'storehand.theme': theme });
    await page.evaluate(`Object.assign(localStorage, ${preferences})`);
    const opened = new ConsoleVisit(context, page, `${this.url}/#/${this.shop.store}/`);
    opened.watch(this.url);
    await page.getByRole('button').click();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    if (path !== '') await opened.go(path);
    return opened;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#workshop.close();
  }

  async #signInLink(person: Person): Promise<string> {
    const response = await fetch(`${this.url}/sign-in/links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await this.shop.token(person)}` },
    });
    return ((await response.json()) as { link: string }).link;
  }
}

/** As `npm start` puts it into the bucket that the local CloudFront serves. */
async function publish(system: RunningSystem, files: string): Promise<void> {
  const { url } = system;
  const config = readConfig(JSON.parse(system.output('Storehand-local-api', 'ConsoleConfig')));
  const signIn = {
    ...config.signIn,
    authorizeUrl: `${url}/oauth2/authorize`,
    tokenUrl: `${url}/oauth2/token`,
    revokeUrl: `${url}/oauth2/revoke`,
    logoutUrl: `${url}/logout`,
    redirectUri: `${url}/`,
  };
  await publishConsole(
    files,
    { ...config, signIn, files: [] },
    {
      bucket: system.output('Storehand-local-api', 'ConsoleBucket'),
      client: {
        endpoint: url,
        region: localIdentity.region,
        credentials: localCredentials,
        forcePathStyle: true,
      },
    },
  );
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

  /** @throws Error where axe finds something serious or critical on the page as it stands now */
  async checkAccessibility(): Promise<void> {
    await checkAccessibility(this.page);
  }

  /** Collects what must not happen: see `end`. */
  watch(url: string): void {
    const { page } = this;
    const own = new URL(url).origin;
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
      if (/^https?:$/.test(protocol) && origin !== own) note(`foreign request: ${request.url()}`);
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
