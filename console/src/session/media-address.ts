import type { ConsoleConfig } from './config.ts';

/**
 * A presigned link of the media bucket as an address of this origin, so that the page's policy allows the picture;
 * any other link as it is. The signature stays valid: the content network takes the prefix off again and asks the
 * bucket under the bucket's own name.
 */
export function mediaAddress(config: ConsoleConfig, link: string): string {
  const { media } = config;
  if (media === undefined || !link.startsWith(media.from)) return link;
  return media.to + link.slice(media.from.length);
}
