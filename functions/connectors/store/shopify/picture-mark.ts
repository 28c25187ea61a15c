import * as z from 'zod';

/** Not the host: Shopify serves the same picture from several. The version in the query changes with the picture. */
export const imageSchema = z.object({ url: z.url() }).nullish();
/** Another value when somebody changed the picture behind an id; empty where there is no picture yet. */
export function markOf(image: z.output<typeof imageSchema>): string {
  if (image == null) return '';
  const url = new URL(image.url);
  return `${url.pathname.split('/').at(-1)}?v=${url.searchParams.get('v') ?? ''}`;
}
