import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * The system's Chromium; Debian's package decodes H.264. Tests that need it are skipped by name where there is none,
 * except with `STOREHAND_CI`, where they are to fail: a check that silently looks at nothing is worse than none.
 */
export const browserPath: string | undefined = findBrowser();
export const skipsBrowser: boolean = browserPath === undefined && process.env.STOREHAND_CI === undefined;

function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const path of NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

/** @throws Error where there is no browser */
export async function openBrowser(): Promise<Browser> {
  if (browserPath === undefined)
    throw new Error(`no browser found: none of ${NAMES.join(', ')} is on the path`);
  // Root, as in a container, gets no sandbox; what is opened here are our own files.
  return chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
  });
}
