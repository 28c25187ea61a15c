import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe tells of one rule. */
interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/**
 * Lets axe look at the page as it stands. The source is evaluated by the browser's own debugger, which the content policy does not
 * bind; nothing is added to the page's scripts.
 *
 * @throws Error with each rule that is broken seriously or critically, and where
 */
export async function checkAccessibility(page: Page): Promise<void> {
  await page.evaluate(`${source}; undefined`);
  const violations = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)",
  )) as readonly Violation[];
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  if (grave.length === 0) return;
  const told = grave.map(
    ({ id, impact, help, nodes }) =>
      `${impact}: ${id}: ${help}\n${nodes
        .slice(0, 5)
        .map(({ target, failureSummary = '' }) => `  ${target.join(' ')}\n    ${failureSummary}`)
        .join('\n')}`,
  );
  throw new Error(`axe found at ${page.url()}:\n${told.join('\n')}`);
}
