import type { ConsoleConfig } from './config.ts';

/**
 * A presigned link of one of the deployment's buckets as an address of this origin, so that the page's policy allows the
 * picture; any other link as it is. The signature stays valid: the content network takes the prefix off again and asks
 * the bucket under the bucket's own name.
 */
export function fileAddress(config: Pick<ConsoleConfig, 'files'>, link: string): string {
  const place = config.files.find(({ from }) => link.startsWith(from));
  return place === undefined ? link : place.to + link.slice(place.from.length);
}
