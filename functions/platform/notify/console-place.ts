import type { Platform } from '../platform.ts';
import type { RecordKey } from '../ports/records.ts';

/** Of the deployment, not of a shop. */
const key: RecordKey = { pk: 'DEPLOYMENT', sk: 'CONSOLE' };

/**
 * Notes where the console stands, for links in notices. The address is known only when all is deployed: the functions cannot have it
 * in their environment, because what serves the console is made after them.
 *
 * @param url without a slash at the end
 */
export async function noteConsole(platform: Platform, url: string): Promise<void> {
  await platform.records.put({ key, data: { url }, expected: 'any' });
}

/** Empty where nobody noted it. */
export async function readConsoleUrl(platform: Platform): Promise<string> {
  return (await platform.records.get<{ url: string }>(key))?.data.url ?? '';
}
