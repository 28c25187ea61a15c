/**
 * Takes a picture of every page of the console in both languages, both themes, on a desktop and on a phone, in the sample shop
 * after a day's work on the real local system.
 *
 *   npm run screenshots -- --out <folder> [--only today,runs]
 */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { ConsoleUnderTest, type ConsoleVisit } from './console-fixture.ts';
import { type Place, placesOf, untilShown } from './places.ts';
import { playSampleDay, sceneSettings } from './sample-scene.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(tmpdir(), 'storehand-screenshots') },
    /** Names of pages as in the registry. */
    only: { type: 'string' },
  },
});
const languages = ['en', 'zh'] as const;
const themes = ['light', 'dark'] as const;
const widths = [1280, 360] as const;
/** A picture shows what is there by then. */
const patienceMs = 15_000;

/** Without a request for so long a page has all that it shows. */
const quietMs = 700;
const nameOf = ({ page }: Place) => page.replaceAll('/', '-').replaceAll(':', '');
const only = values.only?.split(',');

async function untilQuiet(page: Page): Promise<void> {
  let lastAt = Date.now();
  const note = () => {
    lastAt = Date.now();
  };
  page.on('request', note).on('requestfinished', note);
  while (Date.now() - lastAt < quietMs) await page.waitForTimeout(100);
  page.off('request', note).off('requestfinished', note);
}

async function takeAll(
  visit: ConsoleVisit,
  places: readonly Place[],
  ending: string,
  width: number,
): Promise<void> {
  for (const place of places) {
    await visit.go(place.path);
    const { page } = visit;
    await untilShown(page, patienceMs).catch(() => console.log(`${place.page}: nothing useful came`));
    await untilQuiet(page);
    // As high as its content: what sticks to the lower edge then stands below it, and pictures further down are loaded.
    const height = Number(await page.evaluate('Math.max(800, document.documentElement.scrollHeight)'));
    await page.setViewportSize({ width, height });
    await untilQuiet(page);
    await page.screenshot({ path: join(values.out, `${nameOf(place)}-${ending}.png`) });
    await page.setViewportSize({ width, height: 800 });
  }
}

mkdirSync(values.out, { recursive: true });
const subject = await ConsoleUnderTest.start(sceneSettings);
try {
  const shown = await playSampleDay(subject);
  const places = placesOf(shown).filter(({ page }) => only === undefined || only.includes(page));
  for (const language of languages)
    for (const theme of themes)
      for (const width of widths) {
        const visit = await subject.visit('everybody', { language, theme, width });
        await takeAll(visit, places, `${language}-${theme}-${width}`, width);
        await visit.end();
      }
  console.log(
    `${places.length * languages.length * themes.length * widths.length} pictures in ${values.out}`,
  );
} finally {
  await subject.close();
}
