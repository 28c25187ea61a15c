import { createHash } from 'node:crypto';
import { InvalidInputError } from '../../../platform/errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { ShopifyConnection } from './admin-client.ts';
import type { Spot } from './placement.ts';
import { type FileState, readFileState } from './shopify-files.ts';

/** Between looks at what Shopify works on: 7.5 s in all; what takes longer the machine waits for. */
export const LOOKS_MS = [500, 1_000, 2_000, 4_000];

/**
 * The beginning of a file's name in Shopify. It tells content and place, so that a repeat finds the file whose id it never learnt.
 *
 * @param content what another file would differ in
 */
export function fileStem({ sku, position }: Spot, content: readonly string[]): string {
  const readable = sku
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 40);
  const hash = createHash('sha256').update(content.join('\n')).digest('hex');
  return `${readable}_${String(position).padStart(2, '0')}_${hash.slice(0, 20)}`;
}

/** @throws InvalidInputError `FileChanged` where the bytes are not those that were approved */
export async function readApproved(
  { objects }: Pick<Platform, 'objects'>,
  file: { readonly key: string; readonly sha256: string },
): Promise<Buffer> {
  const body = await objects.get({ bucket: 'media', key: file.key });
  if (createHash('sha256').update(body).digest('hex') === file.sha256) return body;
  throw new InvalidInputError('FileChanged', {
    en: `The file ${file.key} is not the one that was approved: it was made anew since. Nothing was published; replay this run.`,
    zh: `文件 ${file.key} 与审批通过时不一致，此后已重新生成。未发布任何内容，请重新运行。`,
  });
}

/** Looks at a file until Shopify is done with it; `processing` where that takes longer than a function should wait. */
export async function readWhenDone(
  { connection, pause }: { connection: ShopifyConnection; pause: (milliseconds: number) => Promise<void> },
  id: string,
): Promise<FileState> {
  for (const wait of LOOKS_MS) {
    const state = await readFileState(connection, id);
    if (state.status !== 'processing') return state;
    await pause(wait);
  }
  return await readFileState(connection, id);
}
