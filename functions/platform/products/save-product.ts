import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ProductFacts, ProductRecord, ProductSource } from '../../commerce/product/product-record.ts';
import { auditWrites } from '../audit/append-audit.ts';
import type { Actor } from '../audit/audit-entry.ts';
import type { Platform } from '../platform.ts';
import { ConflictError, type RecordKey, type RecordWrite } from '../ports/records.ts';
import { type ProductMark, productMarkKey } from './product-listing.ts';

export function productKey(store: string, sku: string): RecordKey {
  return { pk: `${store}#SKU#${sku}`, sk: 'PRODUCT' };
}

/** SHA-256 over the canonical JSON of the facts: two sources that say the same have the same. */
export function hashFacts(facts: ProductFacts): string {
  return createHash('sha256')
    .update(canonicalize(facts) ?? '')
    .digest('hex');
}

export interface SaveProduct {
  readonly store: string;
  readonly facts: ProductFacts;
  readonly source: ProductSource;
  /** The import, request or webhook: saved by it before, a product keeps its outcome when the step is repeated. */
  readonly writtenBy: string;
  readonly actor: Actor;
}

export interface SavedProduct {
  /** `late`: the source itself said something newer before; nothing was changed. */
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'late';
  readonly record: ProductRecord;
}

/**
 * The one way in of a product: puts its record, its place on the list and its audit entry together, then says so on the bus.
 * The same facts again change nothing and say nothing. Safe to repeat after a crash at any point.
 *
 * @throws ConflictError when three others were faster
 */
export async function saveProduct(platform: Platform, wanted: SaveProduct): Promise<SavedProduct> {
  const saved = await write(platform, wanted);
  if (saved.outcome === 'created' || saved.outcome === 'changed')
    await announce(platform, wanted.store, saved);
  return saved;
}

/** What saving would come to, without saving: for a dry run. */
export async function previewProduct(
  platform: Platform,
  wanted: SaveProduct,
): Promise<Pick<SavedProduct, 'outcome'>> {
  const present = await platform.records.get<ProductRecord>(productKey(wanted.store, wanted.facts.sku));
  const settled = settle(present?.data, wanted, hashFacts(wanted.facts));
  return settled ?? { outcome: present === undefined ? 'created' : 'changed' };
}

async function write(platform: Platform, wanted: SaveProduct): Promise<SavedProduct> {
  const { store, facts, source, writtenBy } = wanted;
  const key = productKey(store, facts.sku);
  const factsHash = hashFacts(facts);
  for (let tries = 1; ; tries++) {
    const present = await platform.records.get<ProductRecord>(key);
    const settled = settle(present?.data, wanted, factsHash);
    if (settled !== undefined) return settled;
    const at = platform.clock.now();
    const record: ProductRecord = {
      ...facts,
      version: (present?.data.version ?? 0) + 1,
      factsHash,
      source,
      writtenBy,
      createdAt: present?.data.createdAt ?? at,
      updatedAt: at,
    };
    try {
      const expected = present === undefined ? ('absent' as const) : { version: present.version };
      await platform.records.transact([
        { key, data: record, expected },
        markWrite(store, record),
        ...(await audit(platform, wanted, record, present?.data)),
      ]);
      return { outcome: present === undefined ? 'created' : 'changed', record };
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === 3) throw error;
    }
  }
}

/** What needs no write: the same facts, or older ones than the same source gave before. */
function settle(
  present: ProductRecord | undefined,
  { source, writtenBy }: SaveProduct,
  factsHash: string,
): SavedProduct | undefined {
  if (present === undefined) return undefined;
  if (present.factsHash === factsHash) {
    const isOwn = present.writtenBy === writtenBy;
    const outcome = !isOwn ? 'unchanged' : present.version === 1 ? 'created' : 'changed';
    return { outcome, record: present };
  }
  const isSameSource = present.source.kind === source.kind && present.source.name === source.name;
  const before = present.source.updatedAt;
  const isLate =
    isSameSource &&
    before !== undefined &&
    source.updatedAt !== undefined &&
    Date.parse(source.updatedAt) < Date.parse(before);
  return isLate ? { outcome: 'late', record: present } : undefined;
}

function markWrite(store: string, { sku, updatedAt }: ProductRecord): RecordWrite {
  const data: ProductMark = { sku, updatedAt };
  return { key: productMarkKey(store, sku), data, expected: 'any' };
}

async function audit(
  platform: Platform,
  { store, actor, source }: SaveProduct,
  record: ProductRecord,
  present: ProductRecord | undefined,
): Promise<readonly RecordWrite[]> {
  return await auditWrites(platform, {
    store,
    stream: `product/${record.sku}`,
    actor,
    action: present === undefined ? 'product.created' : 'product.changed',
    subject: `product/${record.sku}`,
    ...(present === undefined ? {} : { before: factsOf(present) }),
    after: factsOf(record),
    reason: `${source.kind} ${source.name}`,
  });
}

/** What an auditor compares: the facts, without our own bookkeeping. */
function factsOf(record: ProductRecord): ProductFacts {
  const {
    version: _v,
    factsHash: _h,
    source: _s,
    writtenBy: _w,
    createdAt: _c,
    updatedAt: _u,
    ...facts
  } = record;
  return facts;
}

/** Every product version is told of once by its id; whoever hears it twice drops the second. */
async function announce(platform: Platform, store: string, { outcome, record }: SavedProduct): Promise<void> {
  const { sku, version, media, updatedAt, writtenBy } = record;
  await platform.events.publish({
    name: outcome === 'created' ? 'ProductCreated' : 'ProductChanged',
    store,
    schemaVersion: 1,
    eventId: `product/${sku}/${version}`,
    occurredAt: updatedAt,
    correlationId: writtenBy,
    sku,
    version,
    ...(outcome === 'created' ? { pictures: media } : {}),
  });
}
