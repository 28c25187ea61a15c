import type { Page } from 'playwright-core';
import { pages } from '../../console/src/pages.ts';
import type { Role } from '../../functions/platform/members/role.ts';

/** A page of the console with what stands in its address. */
export interface Place {
  /** As the registry names it, e.g. `runs/:id`. */
  readonly page: string;
  /** Below the shop. */
  readonly path: string;
  readonly roles: readonly Role[];
}

/** What the shop under test has to show, by the names in the registry's paths. */
export interface Shown {
  readonly run: string;
  readonly approval: string;
  readonly sku: string;
  readonly setting: string;
}

/**
 * All pages of the registry, so that what walks them finds a new one by itself.
 *
 * @throws Error for a page with something in its address that is not known here
 */
export function placesOf(shown: Shown): readonly Place[] {
  const known: Readonly<Record<string, string>> = {
    'runs/:id': shown.run,
    'approvals/:id': shown.approval,
    'products/:sku': shown.sku,
    'settings/:name': shown.setting,
  };
  return pages.map(({ path: page, roles }) => {
    const value = known[page];
    if (value === undefined && page.includes(':')) throw new Error(`what stands in ${page} for a test?`);
    return { page, path: page.replace(/:\w+$/, encodeURIComponent(value ?? '')), roles };
  });
}

/** Any of these is something to read or to work with, beyond the heading and the filters. */
export const usefulContent =
  '#content :is(tbody tr, article, dl, fieldset, ul > li, ol > li, textarea, [role="tabpanel"] :is(p, button))';
/** Grey lines where something is still being loaded. */
export const stillLoading = '#content [aria-busy="true"]';

/** Waits until the page shows something useful and loads nothing more. */
export async function untilShown(page: Page, patienceMs = 30_000): Promise<void> {
  const timeout = patienceMs;
  await page.locator(usefulContent).filter({ visible: true }).first().waitFor({ timeout });
  await page.locator(stillLoading).first().waitFor({ state: 'detached', timeout });
}
