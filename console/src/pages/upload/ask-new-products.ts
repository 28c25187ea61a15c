import type { KnownSkusAnswer } from '../../../../functions/platform/products/products-answers.ts';
import type { Api } from '../../api/client.ts';

export type Unknown = KnownSkusAnswer['skus'][number];

/** As many as one request takes. */
const askedAtOnce = 500;

/** Of these SKUs those that the shop does not have. @throws Problem */
export async function unknownSkus(api: Api, skus: readonly string[]): Promise<readonly Unknown[]> {
  const unknown: Unknown[] = [];
  for (let at = 0; at < skus.length; at += askedAtOnce) {
    const asked = { skus: skus.slice(at, at + askedAtOnce) };
    const answer = await api.post<KnownSkusAnswer>('products/known', asked);
    unknown.push(...answer.skus.filter(({ isKnown }) => !isKnown));
  }
  return unknown;
}
