import { RateLimitedError } from '../../../platform/errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { ConflictError, type StoredRecord } from '../../../platform/ports/records.ts';
import { MediaChangedError, type MediaEntry, type MediaFile } from '../media-store.ts';
import type { ShopifyConnection } from './admin-client.ts';
import { placeFor } from './placement.ts';
import { hashOf, type Occupant, type PositionRecord, strayList } from './position-record.ts';
import { attach, detach, isJobDone, listMedia, moveMedium, type ProductMedium } from './product-media.ts';
import { pictureGone, pictureRefused, shopifyAtWork } from './shopify-errors.ts';
import { createFile, deleteFile, findFile, readFileState } from './shopify-files.ts';
import { type Sight, wishOf } from './shopify-position.ts';
import { fileStem, LOOKS_MS, readApproved, readWhenDone } from './shopify-uploads.ts';

export interface WriteSurroundings {
  readonly platform: Pick<Platform, 'records' | 'objects' | 'clock'>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly connection: ShopifyConnection;
  readonly store: string;
}

/** Longer than the function that publishes may run: whoever wrote the record is dead by then. */
const LEASE_MS = 75_000;
/** A file is on its product a moment after it was put there, and others may move media meanwhile. */
const PLACING_WAITS_MS = [250, 500, 1_000, 2_000];

const contentTypes = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' } as const;

/** One write at one position, up to the moment before the catalogue is told. */
export class ShopifyWrite {
  readonly #around: WriteSurroundings;
  readonly #sight: Sight;
  #record: StoredRecord<PositionRecord> | undefined;

  constructor(around: WriteSurroundings, sight: Sight) {
    this.#around = around;
    this.#sight = sight;
    this.#record = sight.record;
  }

  /**
   * Makes Shopify show what the entry says, and nothing else of ours at that position. Repeating it after a crash ends in the same.
   *
   * @param entry undefined: the position is emptied
   * @returns what stands there then
   * @throws MediaChangedError when another write began at the same moment
   * @throws RateLimitedError while another write may be at work, and while Shopify is
   */
  async show(entry: MediaEntry | undefined): Promise<Occupant | undefined> {
    const { occupant, unfinished } = this.#sight;
    const wish = wishOf(entry);
    const asked = wish.kind === 'as-is' ? occupant?.id : wish.kind === 'id' ? wish.id : undefined;
    // Nothing to change, and nothing left of an attempt that died.
    if (wish.kind !== 'file' && asked === occupant?.id && unfinished === undefined) return occupant;
    this.#refuseBesideALivingWriter(entry);
    const file = wish.kind === 'file' ? wish.file : undefined;
    await this.#claim(entry, file, asked);
    const target = file === undefined ? await this.#existing(asked) : await this.#upload(file);
    const media = target === undefined ? this.#sight.media : await this.#place(target);
    await this.#clear(media, target);
    const medium = media.find(({ id }) => id === target);
    if (medium === undefined) return undefined;
    await this.#note({ targetMark: medium.mark });
    const ours = file !== undefined || (target === occupant?.id && occupant?.ours === true);
    return { id: medium.id, mark: medium.mark, url: medium.url, ours };
  }

  #refuseBesideALivingWriter(entry: MediaEntry | undefined): void {
    const { unfinished } = this.#sight;
    if (unfinished === undefined || unfinished.wanted === hashOf(entry)) return;
    const left = (Date.parse(unfinished.until) - Date.parse(this.#around.platform.clock.now())) / 1000;
    if (left <= 0) return;
    throw new RateLimitedError(
      'PositionBusy',
      {
        en: `Another photo is just being published at position ${unfinished.position} of ${unfinished.sku}; this one goes on after it.`,
        zh: `${unfinished.sku} 的第 ${unfinished.position} 张图片正在发布另一张照片，完成后继续处理这一张。`,
      },
      left,
    );
  }

  /** Says what is going to stand there, before any of it does. Of two who begin at the same moment one fails here. */
  async #claim(
    entry: MediaEntry | undefined,
    file: MediaFile | undefined,
    asked: string | undefined,
  ): Promise<void> {
    const { spot, held, occupant, unfinished, record, media } = this.#sight;
    const empties = file === undefined && asked === undefined;
    // The same content again: the file that an attempt before this one made, or that stands there.
    const known = file !== undefined && record?.data.sha256 === file.sha256 ? record.data : undefined;
    const target = file === undefined ? asked : known?.target;
    const left = unfinished && [...unfinished.strays, unfinished.target, unfinished.before?.id];
    await this.#save({
      ...spot,
      over: held?.etag ?? 'nothing',
      before: occupant,
      wanted: hashOf(entry),
      sha256: file?.sha256,
      target,
      targetMark: known?.targetMark,
      strays: strayList(left ?? [], target),
      besides: empties ? media.map(({ id }) => id).filter((id) => id !== occupant?.id) : undefined,
      until: new Date(Date.parse(this.#around.platform.clock.now()) + LEASE_MS).toISOString(),
    });
  }

  async #save(data: PositionRecord): Promise<void> {
    const { key, spot } = this.#sight;
    const expected = this.#record === undefined ? ('absent' as const) : { version: this.#record.version };
    try {
      this.#record = await this.#around.platform.records.put({ key, data, expected });
    } catch (error) {
      throw error instanceof ConflictError ? new MediaChangedError(spot.sku, spot.position) : error;
    }
  }

  /** A picture that is among the shop's files already. */
  async #existing(id: string | undefined): Promise<string | undefined> {
    if (id === undefined || this.#isShown(id)) return id;
    const state = await readFileState(this.#around.connection, id);
    if (state.status !== 'ready') throw pictureGone();
    return id;
  }

  #isShown(id: string): boolean {
    return this.#sight.media.some((medium) => medium.id === id);
  }

  /** @returns the id of our file in Shopify: the one of an earlier attempt, or a new one; ready to be shown */
  async #upload(file: MediaFile): Promise<string> {
    const { target, targetMark } = this.#record?.data ?? {};
    const earlier = target === undefined ? undefined : await this.#ready(target);
    const isChanged = earlier !== undefined && targetMark !== undefined && earlier !== targetMark;
    if (target !== undefined && earlier !== undefined && !isChanged) return target;
    // Somebody changed the picture behind the file: it keeps its name, ours needs another one.
    const name = this.#nameOf(file, isChanged ? earlier : '');
    const found = await findFile(this.#around.connection, name.stem);
    if (found !== undefined && (await this.#ready(found)) !== undefined) return await this.#noteTarget(found);
    const body = await readApproved(this.#around.platform, file);
    const id = await createFile(this.#around.connection, {
      name: `${name.stem}.${name.extension}`,
      contentType: contentTypes[file.format],
      body,
      alt: this.#alt(),
      kind: 'IMAGE',
    });
    // Before anything else is done with it: an attempt after this one finds it.
    await this.#noteTarget(id);
    if ((await this.#ready(id)) === undefined) throw pictureGone();
    return id;
  }

  async #noteTarget(target: string): Promise<string> {
    const { target: before, strays = [] } = this.#record?.data ?? {};
    if (before !== target)
      await this.#note({ target, targetMark: undefined, strays: strayList([...strays, before], target) });
    return target;
  }

  async #note(facts: Partial<PositionRecord>): Promise<void> {
    if (this.#record !== undefined) await this.#save({ ...this.#record.data, ...facts });
  }

  /** The name tells content and place, so that a repeat finds the file whose id it never learnt. */
  #nameOf({ sha256, format }: MediaFile, changed: string): { stem: string; extension: string } {
    const { sku, position } = this.#sight.spot;
    const stem = fileStem({ sku, position }, [this.#around.store, sku, String(position), sha256, changed]);
    return { stem, extension: format === 'jpeg' ? 'jpg' : format };
  }

  /** What a person wrote about the picture that stood there, else the product's name. */
  #alt(): string {
    const { media, occupant, product } = this.#sight;
    return media.find(({ id }) => id === occupant?.id)?.alt || product.title;
  }

  /**
   * @returns the picture's mark; undefined when there is no such file
   * @throws InvalidInputError when Shopify could not read it; RateLimitedError while it is still at it
   */
  async #ready(id: string): Promise<string | undefined> {
    const state = await readWhenDone(this.#around, id);
    if (state.status === 'ready') return state.mark;
    if (state.status === 'gone') return undefined;
    if (state.status === 'processing') throw shopifyAtWork({ en: 'the picture', zh: '图片' });
    // Its name would stand in the way of the next attempt.
    await deleteFile(this.#around.connection, id);
    throw pictureRefused(state.why);
  }

  /** Puts the medium on the product, where the one that it replaces stands. @returns the media afterwards */
  async #place(target: string): Promise<readonly ProductMedium[]> {
    const { connection, pause } = this.#around;
    const { product } = this.#sight;
    if (!this.#isShown(target)) await attach(connection, product.id, target);
    for (const wait of [...PLACING_WAITS_MS, undefined]) {
      const media = await listMedia(connection, product.id);
      const ids = media.map(({ id }) => id);
      const index = this.#indexFor(ids, target);
      if (ids.indexOf(target) === index) return media;
      if (ids.includes(target)) await this.#move(target, index);
      if (wait !== undefined) await pause(wait);
    }
    throw shopifyAtWork({ en: 'the order of the pictures', zh: '图片顺序' });
  }

  #indexFor(ids: readonly string[], target: string): number {
    const { occupant, spot, placed } = this.#sight;
    const others = ids.filter((id) => id !== target);
    const isThere = this.#isShown(target) && ids.includes(target);
    if (isThere && target === occupant?.id) return ids.indexOf(target);
    // Nothing stood there: what a dead attempt left may never have come to its place.
    if (occupant === undefined) return placeFor(others, spot, placed);
    const strays = this.#record?.data.strays ?? [];
    const replaced = [occupant.id, ...strays].find((id) => others.includes(id));
    if (replaced !== undefined) return others.indexOf(replaced);
    // What it replaces was taken off already, and that is done only once this one stands in its place.
    if (isThere) return ids.indexOf(target);
    return placeFor(others, spot, placed);
  }

  async #move(target: string, index: number): Promise<void> {
    const job = await moveMedium(this.#around.connection, this.#sight.product.id, target, index);
    if (job === undefined) return;
    for (const wait of [...LOOKS_MS, undefined]) {
      if (await isJobDone(this.#around.connection, job)) return;
      if (wait !== undefined) await this.#around.pause(wait);
    }
    throw shopifyAtWork({ en: 'the order of the pictures', zh: '图片顺序' });
  }

  /** Takes off what stood there before, and what dead attempts left. */
  async #clear(media: readonly ProductMedium[], target: string | undefined): Promise<void> {
    const { occupant, product } = this.#sight;
    const old = new Set([occupant?.id, ...(this.#record?.data.strays ?? [])]);
    for (const { id } of media) {
      if (old.has(id) && id !== target) await detach(this.#around.connection, product.id, id);
    }
  }
}
