import * as z from 'zod';
import type { MediaEntry } from '../../connectors/store/media-store.ts';
import { thumbnailOf } from '../../connectors/store/thumbnail.ts';
import { type WaitingFacts, workPk } from '../approvals/approval.ts';
import { packPlace, unpackPlace } from '../list-place.ts';
import type { Platform } from '../platform.ts';
import { type ProductMark, productsPk } from './product-listing.ts';
import type { ProductsAnswer } from './products-answers.ts';

type ListedProduct = ProductsAnswer['products'][number];

export interface ProductQuery {
  /** Text anywhere in the SKU, whatever its case. */
  readonly q?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A search looks at every mark (some 150 bytes each): so many at a time, and at most so many for one page. */
const LOOKED_AT_ONCE = 1000;
const LOOKED_AT_MOST = 5000;

/**
 * A page of a shop's products in order of the SKU. With `q` a page may be short and still have a cursor. Each product of the
 * page is one more request, and what waits for people is one for all.
 *
 * @throws InvalidInputError `CursorInvalid`
 */
export async function listProducts(
  platform: Platform,
  store: string,
  query: ProductQuery,
): Promise<ProductsAnswer> {
  const isSearch = query.q !== undefined && query.q !== '';
  const [{ marks, cursor }, questions] = await Promise.all([
    isSearch ? searchMarks(platform, store, query) : takeMarks(platform, store, query),
    openQuestions(platform, store),
  ]);
  const products = await Promise.all(
    marks.map((mark) => describe(platform, store, mark, questions.get(mark.sku))),
  );
  return cursor === undefined ? { products } : { products, cursor };
}

interface Marks {
  readonly marks: readonly ProductMark[];
  readonly cursor?: string | undefined;
}

async function takeMarks(platform: Platform, store: string, query: ProductQuery): Promise<Marks> {
  const { limit, cursor } = query;
  const page = await platform.records.list<ProductMark>({ pk: productsPk(store) }, { limit, cursor });
  return { marks: page.items.map(({ data }) => data), cursor: page.cursor };
}

/** Where the marks that were being looked at begin, and the last of them that was shown. */
const placeSchema = z.strictObject({ from: z.string().optional(), after: z.string().optional() });

async function searchMarks(platform: Platform, store: string, query: ProductQuery): Promise<Marks> {
  const text = (query.q ?? '').toLowerCase();
  const list = JSON.stringify(['products', store, text]);
  let { from, after } = query.cursor === undefined ? {} : unpackPlace(list, query.cursor, placeSchema);
  const marks: ProductMark[] = [];
  for (let looked = 0; looked < LOOKED_AT_MOST; ) {
    const page = await platform.records.list<ProductMark>(
      { pk: productsPk(store) },
      { limit: LOOKED_AT_ONCE, cursor: from },
    );
    const begin = page.items.findIndex(({ data }) => data.sku === after) + 1;
    for (const { data } of page.items.slice(begin)) {
      if (!data.sku.toLowerCase().includes(text)) continue;
      marks.push(data);
      if (marks.length === query.limit) return { marks, cursor: packPlace(list, { from, after: data.sku }) };
    }
    looked += page.items.length;
    from = page.cursor;
    after = undefined;
    if (from === undefined) return { marks };
  }
  return { marks, cursor: packPlace(list, { from }) };
}

/** A record of what waits has some 200 bytes: a megabyte, one request. */
const QUESTIONS_AT_MOST = 5000;

/** By SKU the approval that has waited longest. One that was closed this moment may be among them. */
async function openQuestions(platform: Platform, store: string): Promise<ReadonlyMap<string, string>> {
  const page = await platform.records.list<WaitingFacts>({ pk: workPk(store) }, { limit: QUESTIONS_AT_MOST });
  const newestFirst = page.items
    .map(({ data }) => data)
    .sort((one, other) => (other.requestedAt ?? '').localeCompare(one.requestedAt ?? ''));
  const ofProducts = newestFirst.flatMap(({ subject, approvalId }) =>
    subject?.startsWith(productSubject) ? [[subject.slice(productSubject.length), approvalId] as const] : [],
  );
  return new Map(ofProducts);
}

const productSubject = 'product/';

/** Twenty photos have some sixty records; a product with more is told of as far as this. */
const RECORDS_AT_MOST = 400;

async function describe(
  platform: Platform,
  store: string,
  { sku, updatedAt }: ProductMark,
  approval: string | undefined,
): Promise<ListedProduct> {
  const { items } = await platform.records.list<MediaEntry | { removed: true } | Record<string, unknown>>(
    { pk: `${store}#SKU#${sku}` },
    { limit: RECORDS_AT_MOST },
  );
  const standing = items.flatMap(({ key, data }) =>
    key.sk.startsWith('MEDIA#') && !('removed' in data) ? [data as MediaEntry] : [],
  );
  const places = items.find(({ key }) => key.sk === 'PLACES')?.data ?? {};
  const [main] = standing;
  const thumbnail = main === undefined ? undefined : thumbnailOf(main);
  const photos = Math.max(Object.keys(places).length, standing.length);
  return {
    sku,
    state: approval === undefined ? stateOf(standing.length, photos) : 'waiting',
    photos,
    pictures: standing.length,
    ...(thumbnail === undefined ? {} : { thumbnail }),
    ...(approval === undefined ? {} : { approval }),
    updatedAt,
  };
}

function stateOf(pictures: number, photos: number): ListedProduct['state'] {
  if (pictures === 0) return 'unpublished';
  return pictures < photos ? 'partly' : 'published';
}
