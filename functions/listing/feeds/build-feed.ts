import * as z from 'zod';
import { checkListing } from '../../commerce/listings/check-listing.ts';
import { roughBytes, writeFeed } from '../../commerce/listings/feeds/feed-file.ts';
import type { FeedItem } from '../../commerce/listings/feeds/feed-item.ts';
import { FEED_KINDS, type FeedFormat, type FeedKind } from '../../commerce/listings/feeds/feed-kinds.ts';
import type { ListingChannel } from '../../commerce/listings/listing.ts';
import { type ListingLocale, productRecordSchema } from '../../commerce/product/product-record.ts';
import type { Says } from '../../commerce/says.ts';
import { readBuiltIn } from '../../connectors/store/built-in-media.ts';
import {
  listingKey,
  type RemovedListing,
  type StandingListing,
} from '../../connectors/store/listing-store.ts';
import { InvalidInputError } from '../../platform/errors.ts';
import { packPlace, unpackPlace } from '../../platform/list-place.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ObjectReference } from '../../platform/ports/objects.ts';
import { type ProductMark, productsPk } from '../../platform/products/product-listing.ts';
import { productKey } from '../../platform/products/save-product.ts';
import { readSetting } from '../../platform/settings/read-setting.ts';
import { dayInZone } from '../../platform/settings/shop-time.ts';
import type { FeedAnswer } from '../listings-answers.ts';

export interface FeedRequest {
  readonly store: string;
  readonly channel: ListingChannel;
  readonly locale: ListingLocale;
  /** Left out: the channel's usual one. */
  readonly format?: FeedFormat | undefined;
  readonly cursor?: string | undefined;
}

/** Products read at once, with three records each. */
const PAGE = 40;
/** Of the 29 s that a gateway waits; the rest is for the last file. What is left then comes with the next request. */
const READING_MS = 15_000;
const NAMED_AT_MOST = 100;
const linkSeconds = 3600;

/** Where an answer ended: the cursor of the list of products, and how many files there are. */
const placeSchema = z.strictObject({ from: z.string(), files: z.int().min(0) });

/**
 * Writes the standing listings of a channel and language into files that a seller uploads. The rules of the day are asked once
 * more: what they refuse by now, and what is archived, stays out and is told of. One file is held in memory at a time.
 *
 * @throws InvalidInputError `FormatInvalid`, `CursorInvalid`
 */
export async function buildFeed(platform: Platform, request: FeedRequest): Promise<FeedAnswer> {
  const { store, channel, locale } = request;
  const kind = kindOf(request);
  const list = JSON.stringify(['feed', store, channel, locale, kind.format]);
  const place = request.cursor === undefined ? undefined : unpackPlace(list, request.cursor, placeSchema);
  const now = platform.clock.now();
  const { zone } = (await readSetting(platform, store, 'shop')).value;
  const job: Job = { request, kind, day: dayInZone(now, zone), files: place?.files ?? 0 };
  const part = new FeedPart(platform, job);
  const until = Date.parse(now) + READING_MS;
  let cursor = place?.from;
  do {
    const page = await platform.records.list<ProductMark>({ pk: productsPk(store) }, { limit: PAGE, cursor });
    const read = await Promise.all(page.items.map(({ data }) => readItem(platform, job, data.sku)));
    for (const one of read) await part.add(one);
    cursor = page.cursor;
  } while (cursor !== undefined && Date.parse(platform.clock.now()) < until);
  const answer = await part.finish();
  if (cursor === undefined) return answer;
  const files = job.files + answer.files.length;
  return { ...answer, cursor: packPlace(list, { from: cursor, files }) };
}

interface Job {
  readonly request: FeedRequest;
  readonly kind: FeedKind;
  readonly day: string;
  /** Written by the answers before. */
  readonly files: number;
}

function kindOf({ channel, format }: FeedRequest): FeedKind {
  const kinds = FEED_KINDS[channel];
  const kind = format === undefined ? kinds[0] : kinds.find((one) => one.format === format);
  if (kind !== undefined) return kind;
  const all = kinds.map((one) => one.format).join(', ');
  throw new InvalidInputError('FormatInvalid', {
    en: `${channel} takes no ${format} file. Ask for: ${all}.`,
    zh: `${channel} 不支持 ${format} 格式，可选：${all}。`,
  });
}

type Read =
  | { readonly kind: 'item'; readonly item: FeedItem }
  | { readonly kind: 'left-out'; readonly sku: string; readonly says: Says }
  | { readonly kind: 'unlisted' };

async function readItem(platform: Platform, { request, day }: Job, sku: string): Promise<Read> {
  const { store, channel, locale } = request;
  const key = listingKey(store, { sku, channel, locale });
  const stored = await platform.records.get<StandingListing | RemovedListing>(key);
  if (stored === undefined || 'removed' in stored.data) return { kind: 'unlisted' };
  const { listing } = stored.data;
  const failing = checkListing(listing, day).find(({ holds, severity }) => !holds && severity === 'fail');
  if (failing !== undefined) {
    const { field, measured, expected } = failing;
    const says = {
      en: `${field}: measured ${measured.en}, should be ${expected.en}.`,
      zh: `${field}：实测 ${measured.zh}，应为 ${expected.zh}。`,
    };
    return { kind: 'left-out', sku, says };
  }
  const [record, main] = await Promise.all([
    platform.records.get(productKey(store, sku)),
    readBuiltIn(platform.records, store, sku, 1),
  ]);
  const product = record === undefined ? undefined : productRecordSchema.parse(record.data);
  if (product?.status === 'archived') {
    return { kind: 'left-out', sku, says: { en: 'The product is archived.', zh: '商品已归档。' } };
  }
  const picture = main?.entry.external?.find(({ url }) => url.startsWith('https://'))?.url;
  return { kind: 'item', item: { listing, product, picture } };
}

/** Collects products until a file is full, then writes it. */
class FeedPart {
  private readonly platform: Platform;
  private readonly job: Job;
  private items: FeedItem[] = [];
  private bytes = 0;
  private unlisted = 0;
  private leftOutCount = 0;
  private readonly leftOut: FeedAnswer['leftOut'] = [];
  private readonly defused: string[] = [];
  private readonly files: FeedAnswer['files'] = [];

  constructor(platform: Platform, job: Job) {
    this.platform = platform;
    this.job = job;
  }

  async add(read: Read): Promise<void> {
    if (read.kind === 'unlisted') {
      this.unlisted += 1;
      return;
    }
    if (read.kind === 'left-out') {
      this.leftOutCount += 1;
      if (this.leftOut.length < NAMED_AT_MOST) this.leftOut.push({ sku: read.sku, says: read.says });
      return;
    }
    const { kind } = this.job;
    const bytes = roughBytes(read.item, kind);
    if (this.items.length > 0 && this.bytes + bytes > kind.mostBytes) await this.write();
    this.items.push(read.item);
    this.bytes += bytes;
  }

  async finish(): Promise<FeedAnswer> {
    if (this.items.length > 0) await this.write();
    const { request, kind } = this.job;
    return {
      channel: request.channel,
      locale: request.locale,
      format: kind.format,
      files: this.files,
      validForSeconds: linkSeconds,
      unlisted: this.unlisted,
      leftOut: this.leftOut,
      leftOutCount: this.leftOutCount,
      defused: this.defused.slice(0, NAMED_AT_MOST),
      says: kind.says,
    };
  }

  /** Under the same name as the last time: whoever asks again wants the newest, and nothing piles up. */
  private async write(): Promise<void> {
    const { request, kind, files } = this.job;
    const { bytes, rows, defused } = writeFeed(request.channel, kind, this.items);
    const number = files + this.files.length + 1;
    const name = `${request.channel}-${request.locale}-${number}.${kind.extension}`;
    const reference: ObjectReference = { bucket: 'media', key: `${request.store}/feeds/${name}` };
    await this.platform.objects.put(reference, bytes, { contentType: kind.contentType });
    this.files.push({
      name,
      key: reference.key,
      url: await this.platform.objects.linkToRead(reference, linkSeconds),
      bytes: bytes.length,
      rows,
      products: this.items.length,
    });
    this.defused.push(...defused);
    this.items = [];
    this.bytes = 0;
  }
}
