import type { Page } from 'playwright-core';

/** Says of everything that was chosen just now and names no product of the shop that it is a new one. */
export async function makeNewProducts(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /does not know/ });
  await dialog.waitFor();
  const all = dialog.getByRole('button', { name: 'All are new products' });
  if ((await all.count()) > 0) await all.click();
  else await dialog.getByRole('combobox').selectOption({ index: 0 });
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}
