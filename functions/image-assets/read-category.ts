import * as z from 'zod';
import { productFileName } from '../commerce/photo-names.ts';
import type { Says } from '../commerce/says.ts';
import { InvalidInputError } from '../platform/errors.ts';
import type { Platform } from '../platform/platform.ts';
import type { RecordKey } from '../platform/ports/records.ts';

/** As much as a category and whatever else an export writes beside it may take; a photo by that name is no description. */
const mostBytes = 20_000;

const productSchema = z.object({ category: z.string().trim().min(1).max(200) });

export interface FoundCategory {
  readonly category?: string;
  /** Why the file beside the photos was not used. */
  readonly unusable?: Says;
}

function productKey(store: string, sku: string): RecordKey {
  return { pk: `${store}#SKU#${sku}`, sk: 'PRODUCT' };
}

/**
 * A product's category: as its record says, and before there is one, as the file `product.json` beside its photos in the inbox
 * does (`{ "category": "apparel" }`; further fields are let be). A file that cannot be read is told of and costs the photo
 * nothing.
 */
export async function readCategory(platform: Platform, store: string, sku: string): Promise<FoundCategory> {
  const record = await platform.records.get<unknown>(productKey(store, sku));
  const known = productSchema.safeParse(record?.data);
  if (known.success) return known.data;
  const text = await readFile(platform, `${store}/images/${sku}/${productFileName}`);
  if (text === undefined) return {};
  const read = productSchema.safeParse(text === tooLarge ? undefined : parsed(text));
  return read.success ? read.data : { unusable };
}

const tooLarge = Symbol('too large');

async function readFile(platform: Platform, key: string): Promise<string | typeof tooLarge | undefined> {
  try {
    const bytes = await platform.objects.get({ bucket: 'inbox', key }, { maxBytes: mostBytes });
    return bytes.toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.code === 'ObjectMissing' ? undefined : tooLarge;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const unusable: Says = {
  en: `${productFileName} was not used: it must be a JSON file of at most ${mostBytes / 1000} kB with a text "category". The photo is worked on without it.`,
  zh: `未使用 ${productFileName}：它应为不超过 ${mostBytes / 1000} kB 的 JSON 文件，并含文本字段 "category"。图片照常处理。`,
};
