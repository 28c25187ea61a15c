import type { Says } from '../../../commerce/says.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { ConflictError, type StoredRecord } from '../../../platform/ports/records.ts';
import { type DerivedMedia, MediaChangedError, type MediaEntry } from '../media-store.ts';
import { type MotionRecord, motionKey, strayList } from './position-record.ts';
import { attach, detach } from './product-media.ts';
import { shopifyAtWork } from './shopify-errors.ts';
import { createFile, deleteFile, findFile, readFileState } from './shopify-files.ts';
import { type Sight, wishOf } from './shopify-position.ts';
import { fileStem, readApproved, readWhenDone } from './shopify-uploads.ts';
import type { WriteSurroundings } from './shopify-write.ts';

/** Which video of an entry goes to the product: see the setting `store-connector`. */
export type Motion = 'none' | 'square' | 'portrait';

/**
 * Makes the product show the video that goes with a position's picture, as the last of its media, and takes off the one before. It comes
 * after the picture and before the catalogue is told, so that a repeat after a crash ends in the same. A video that Shopify refuses
 * does not keep the picture back.
 *
 * @param entry undefined: the position is emptied
 * @returns what a person has to know; undefined where all is as wished
 * @throws MediaChangedError when another write began at the same moment
 * @throws RateLimitedError while Shopify works on the video: minutes, where a picture takes seconds
 */
export async function showMotion(
  around: WriteSurroundings,
  sight: Sight,
  entry: MediaEntry | undefined,
  motion: Motion,
): Promise<Says | undefined> {
  // The entry says nothing of Shopify: what stands there is left alone, moving or not.
  if (wishOf(entry).kind === 'as-is') return undefined;
  const record = await MotionAt.read(around, sight);
  const wanted = videoOf(entry, motion);
  if (wanted === undefined) {
    await record.clear();
    return undefined;
  }
  try {
    return await record.show(wanted);
  } catch (error) {
    if (!(error instanceof InvalidInputError) || error.code === 'FileChanged') throw error;
    return await record.refuse(error.text.en);
  }
}

function videoOf(entry: MediaEntry | undefined, motion: Motion): DerivedMedia | undefined {
  if (motion === 'none') return undefined;
  const videos = (entry?.derived ?? []).filter(({ kind, format }) => kind === 'video' && format === 'mp4');
  return videos.find(({ width, height }) => (motion === 'square' ? width === height : height > width));
}

/** The video at one position, with the record that makes up for what Shopify cannot promise. */
class MotionAt {
  readonly #around: WriteSurroundings;
  readonly #sight: Sight;
  #record: StoredRecord<MotionRecord> | undefined;

  private constructor(
    around: WriteSurroundings,
    sight: Sight,
    record: StoredRecord<MotionRecord> | undefined,
  ) {
    this.#around = around;
    this.#sight = sight;
    this.#record = record;
  }

  static async read(around: WriteSurroundings, sight: Sight): Promise<MotionAt> {
    const { product, spot } = sight;
    const key = motionKey(around.store, product.id, spot.sku, spot.position);
    return new MotionAt(around, sight, await around.platform.records.get<MotionRecord>(key));
  }

  async clear(): Promise<void> {
    if (this.#record === undefined) return;
    const { target, strays } = this.#record.data;
    if (target === undefined && strays.length === 0) return;
    await this.#takeOff([target, ...strays]);
    await this.#save({ sha256: undefined, target: undefined, strays: [], refused: undefined });
  }

  async show(video: DerivedMedia): Promise<Says | undefined> {
    const known = this.#record?.data.sha256 === video.sha256 ? this.#record.data : undefined;
    if (known?.refused !== undefined) return refusedVideo(known.refused);
    if (known?.target !== undefined && known.strays.length === 0 && this.#isShown(known.target))
      return undefined;
    const { target: before, strays = [] } = this.#record?.data ?? {};
    await this.#save({
      sha256: video.sha256,
      target: known?.target,
      strays: strayList([...strays, known === undefined ? before : undefined], known?.target),
      refused: undefined,
    });
    const target = await this.#upload(video, known?.target);
    const { product } = this.#sight;
    if (!this.#isShown(target)) await attach(this.#around.connection, product.id, target);
    await this.#takeOff(this.#record?.data.strays ?? []);
    await this.#save({ strays: [] });
    return undefined;
  }

  /** Notes what Shopify does not take, so that it is not sent again, and takes the old one off: it shows another picture. */
  async refuse(why: string): Promise<Says> {
    const { target, strays = [] } = this.#record?.data ?? {};
    await this.#takeOff([target, ...strays]);
    await this.#save({ target: undefined, strays: [], refused: why });
    return refusedVideo(why);
  }

  /** @returns the id of the file in Shopify, ready to be shown */
  async #upload(video: DerivedMedia, earlier: string | undefined): Promise<string> {
    const { connection, store, platform } = this.#around;
    const { spot, product } = this.#sight;
    const stem = fileStem(spot, [store, spot.sku, String(spot.position), 'video', video.sha256]);
    const id = (await this.#still(earlier)) ?? (await findFile(connection, stem));
    if (id !== undefined) return await this.#ready(id);
    const body = await readApproved(platform, video);
    const file = {
      name: `${stem}.mp4`,
      contentType: 'video/mp4',
      body,
      alt: product.title,
      kind: 'VIDEO',
    } as const;
    const made = await createFile(connection, file);
    return await this.#ready(made);
  }

  async #still(id: string | undefined): Promise<string | undefined> {
    if (id === undefined) return undefined;
    return (await readFileState(this.#around.connection, id)).status === 'gone' ? undefined : id;
  }

  async #ready(id: string): Promise<string> {
    // Before it is waited for: an attempt after this one finds it.
    if (this.#record?.data.target !== id) await this.#save({ target: id });
    const state = await readWhenDone(this.#around, id);
    if (state.status === 'ready') return id;
    if (state.status === 'processing') throw shopifyAtWork({ en: 'the video', zh: '视频' });
    if (state.status === 'failed') {
      await deleteFile(this.#around.connection, id);
      throw new InvalidInputError('ShopifyVideoRefused', { en: state.why, zh: state.why });
    }
    throw new InvalidInputError('ShopifyVideoGone', {
      en: 'it was deleted there',
      zh: '视频已在 Shopify 中被删除',
    });
  }

  #isShown(id: string): boolean {
    return this.#sight.media.some((medium) => medium.id === id);
  }

  async #takeOff(ids: readonly (string | undefined)[]): Promise<void> {
    for (const id of ids) {
      if (id !== undefined && this.#isShown(id)) {
        await detach(this.#around.connection, this.#sight.product.id, id);
      }
    }
  }

  async #save(facts: Partial<MotionRecord>): Promise<void> {
    const { product, spot } = this.#sight;
    const { records } = this.#around.platform;
    const key = motionKey(this.#around.store, product.id, spot.sku, spot.position);
    const data: MotionRecord = { ...spot, strays: [], ...this.#record?.data, ...facts, motion: true };
    const expected = this.#record === undefined ? ('absent' as const) : { version: this.#record.version };
    try {
      this.#record = await records.put({ key, data, expected });
    } catch (error) {
      throw error instanceof ConflictError ? new MediaChangedError(spot.sku, spot.position) : error;
    }
  }
}

function refusedVideo(why: string): Says {
  return {
    en: `The pictures are published, the video is not: Shopify does not take it (${why}). A product's videos count towards the limit of the shop's plan.`,
    zh: `图片已发布，视频未发布：Shopify 拒绝了该视频（${why}）。商品视频会计入店铺套餐的数量上限。`,
  };
}
